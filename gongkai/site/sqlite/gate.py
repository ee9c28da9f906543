"""The write gate: a lock on a file beside the database, so that writers wait in turn.

SQLite's own lock is unfair: under load one writer may starve for seconds while another commits thousands of times
(TRUST, finding 3). Whoever writes takes this lock first, threads and processes alike.
"""

from __future__ import annotations

import fcntl
import os
import random
import time

SHORTEST, LONGEST = 0.0005, 0.003
"""Seconds between two tries; drawn anew each time, so that no waiter is always second."""


class Gate:
    """One holder's view of the lock; taken and left any number of times, left by itself when the process dies."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._number = -1

    @property
    def is_held(self) -> bool:
        """Whether this holder has the lock now."""
        return self._number >= 0

    def take(self, seconds: float) -> bool:
        """Wait up to so many seconds for the lock; False when another still holds it then."""
        number = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    os.close(number)
                    return False
                time.sleep(random.uniform(SHORTEST, LONGEST))  # noqa: S311 a waiting time is no secret
            else:
                self._number = number
                return True

    def leave(self) -> None:
        """Let the next one in; nothing happens when the lock is not held."""
        if self.is_held:
            os.close(self._number)
            self._number = -1
