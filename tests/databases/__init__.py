"""The databases that tests marked `db` run on: SQLite as the site uses it, and a PostgreSQL server of our own."""
