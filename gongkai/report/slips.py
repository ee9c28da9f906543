"""Slips of the pen in figures."""

from __future__ import annotations


def slipped(one: int, other: int) -> bool:
    """Whether two numbers differ by one digit, or by two neighbours that changed places."""
    a, b = str(one), str(other)
    if len(a) != len(b):
        return False
    apart = [at for at in range(len(a)) if a[at] != b[at]]
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]
    return len(apart) == 1 or swapped
