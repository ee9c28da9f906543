"""File to Report: `read()` and the registry of formats."""
