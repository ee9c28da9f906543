"""Fuzzing: damaged and twisted files for every reader, and what must hold for each of them (TRUST 1.25, 1.26, 5.6)."""
