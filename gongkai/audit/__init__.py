"""What happened: append-only entries, each chained to the one before it, and the check that none was touched."""
