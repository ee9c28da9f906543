"""How often one address may ask for work: a bound on a public page that costs processor time."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque


class Pace:
    """At most `most` askings in `seconds` from one address; so many `addresses` are remembered, the latest ones."""

    def __init__(self, most: int, seconds: float, addresses: int = 10_000) -> None:
        self.most, self.seconds, self.addresses = most, seconds, addresses
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str, now: float) -> float:
        """0.0 when the address may ask at `now` (seconds of any clock that never goes back), else how long to wait."""
        with self._lock:
            times = self._asked.setdefault(address, deque())
            self._asked.move_to_end(address)
            while len(self._asked) > self.addresses:
                self._asked.popitem(last=False)
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(times) >= self.most:
                return times[0] + self.seconds - now
            times.append(now)
            return 0.0
