"""The tables of the people, step by step."""
