"""The public site: what anyone sees and does without an account; forms, views and templates only."""
