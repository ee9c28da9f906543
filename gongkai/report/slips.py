"""Slips of the pen in figures."""

from __future__ import annotations

from collections.abc import Iterator


def slipped(one: int, other: int) -> bool:
    """Whether two numbers differ by one digit, or by two neighbours that changed places."""
    a, b = str(one), str(other)
    if len(a) != len(b):
        return False
    apart = [at for at in range(len(a)) if a[at] != b[at]]
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]
    return len(apart) == 1 or swapped


def slips(number: int) -> Iterator[int]:
    """Every number of as many digits that is one slip away from a number, 0 in front left out."""
    digits = str(number)
    for at, mark in enumerate(digits):
        yield from (
            int(digits[:at] + one + digits[at + 1 :]) for one in "0123456789" if one != mark and (at or one != "0")
        )
        if digits[at + 1 : at + 2] and digits[at + 1] != mark and (at or digits[1] != "0"):
            yield int(digits[:at] + digits[at + 1] + mark + digits[at + 2 :])
