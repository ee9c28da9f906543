"""Which SQLite libraries may write a WAL database, and how a database is kept by one that may not (TRUST 1.4)."""

from __future__ import annotations

Version = tuple[int, int, int]

MENDED: tuple[Version, ...] = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""The first version of each series without the WAL-reset race, which can corrupt a database; the last is for good."""

ALWAYS = ("PRAGMA foreign_keys=ON", "PRAGMA mmap_size=0", "PRAGMA trusted_schema=OFF")
WAL = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")
ROLLBACK = ("PRAGMA journal_mode=PERSIST", "PRAGMA synchronous=EXTRA")


def may_use_wal(version: Version) -> bool:
    """Whether a library of this version writes a WAL database without the race mended in 3.51.3 and two series."""
    return version >= MENDED[-1] or any(version[:2] == first[:2] and version >= first for first in MENDED)


def opening(version: Version) -> tuple[str, ...]:
    """What is said to SQLite on every new connection, in order."""
    return (WAL if may_use_wal(version) else ROLLBACK) + ALWAYS
