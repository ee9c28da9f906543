"""Changes of the tables of the appeals."""
