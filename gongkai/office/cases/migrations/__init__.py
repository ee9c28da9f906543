"""Changes of the tables of the cases."""
