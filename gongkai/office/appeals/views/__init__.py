"""The pages about appeals."""
