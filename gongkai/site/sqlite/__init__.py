"""SQLite as the site uses it: a Django database back end, in one place (TRUST 5.7)."""
