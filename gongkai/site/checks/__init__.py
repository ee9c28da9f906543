"""The checks of `gongkai doctor`: the machine, the database, and what lies in it."""
