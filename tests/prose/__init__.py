"""Prose of annual reports in our own words, and what becomes of it when one thing is changed."""
