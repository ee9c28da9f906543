"""The site: its settings, its database back end, its keys, and what a server process starts from."""
