"""The pages of signing in, of one's own account, of agencies and members, and of the audit."""
