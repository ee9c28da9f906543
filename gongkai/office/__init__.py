"""The office: who does what now. Django apps that all have the same files, and in which only actions write."""
