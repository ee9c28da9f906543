"""The rules, one file a family; no rule imports another."""
