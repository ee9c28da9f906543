"""A file is opened before anything is known of it: at the terminal here, on the site in a process apart (DECISIONS 34).

Nothing in this module needs Django, so that the process apart need not set it up.
"""

from __future__ import annotations

from functools import cache

from gongkai.corpus.executor import Standing
from gongkai.errors import GongkaiError, TimedOut
from gongkai.readers import sheets
from gongkai.readers.document import Document

MOST_CELLS = 600_000
"""Filled cells of one sheet."""
LONGEST = 30.0
"""Seconds in which a file on the site must be opened."""


def opened(data: bytes, name: str) -> Document:
    """The sheets of a workbook or CSV; raises what the readers raise."""
    return sheets(data, name, cells=MOST_CELLS)


def opened_apart(data: bytes, name: str) -> Document:
    """The same in a process of its own; raises Busy while another file is opened, and TimedOut."""
    begun = _processes().begin((data, name))
    answer = begun.answer(LONGEST)
    if answer is None:
        begun.give_up()
        raise TimedOut("打开文件用的时间太长", "the file takes too long to open", file=name)
    if isinstance(answer, GongkaiError):
        raise answer
    made: Document = answer
    return made


def _pair(item: tuple[bytes, str]) -> Document:
    return opened(*item)


@cache
def _processes() -> Standing:
    return Standing(_pair, workers=1, warm=("gongkai.readers.xlsx", "gongkai.readers.csv"))
