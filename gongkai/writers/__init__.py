"""Report to file: `write()` and the registry of formats."""
