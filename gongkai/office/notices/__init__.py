"""What the office tells its people, what it sends out, and what falls due: done after the act, at least once."""
