"""The pages of the cases: intake, the single case and its steps; lists stand beside them."""
