"""The documents of a case: drafted by kind, signed through the agency's chain, numbered, printed, kept as signed."""
