"""How much work something is, counted and not timed: a busy machine does not change a count."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType


def calls(work: Callable[[], object], *allowed: type[Exception]) -> int:
    """How many functions are called in doing the work, Python's own and those in C; it may end in an allowed error."""
    count = 0

    def told(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(told)
    try:
        with suppress(*allowed):
            work()
    finally:
        sys.setprofile(before)
    return count
