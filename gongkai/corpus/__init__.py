"""Many reports: the executor that reads batches on every core."""
