"""The law as data, pure: articles cited, and every way an application can end."""
