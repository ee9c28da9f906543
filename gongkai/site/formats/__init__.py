"""Dates and numbers as the site writes and takes them, where Django's own choice for Chinese is another."""
