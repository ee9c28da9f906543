"""Commands of the audit, by name."""
