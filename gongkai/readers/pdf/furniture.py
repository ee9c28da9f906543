"""What a page carries besides the document: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from gongkai.readers.pdf.body import Body
from gongkai.readers.pdf.cells import PageTable
from gongkai.readers.pdf.text import TextLine

_ZONE = 0.14
_LEVEL = 4.0
_DIGITS = re.compile(r"\d+")
_MOST_LINES = 3
_MOST_CHUNKS = 4


def without_furniture(bodies: Sequence[Body]) -> list[TextLine]:
    """Take page numbers, running heads and feet off the pages; they are returned.

    A line goes only where it stands at the same height of several pages, outermost there, and repeats word for word or
    counts with the pages.
    """
    gone: list[TextLine] = []
    for edge in (0, -1):
        for _ in range(_MOST_LINES):
            found = _repeated(bodies, edge)
            if not found:
                break
            for body in bodies:
                body.items = [item for item in body.items if not any(item is line for line in found)]
            gone += found
    return gone


def _repeated(bodies: Sequence[Body], edge: int) -> list[TextLine]:
    """Outermost lines of the pages that repeat, at heights where no page has text of its own."""
    levels: dict[int, list[tuple[Body, TextLine | PageTable]]] = defaultdict(list)
    for body in bodies:
        if body.items:
            item = body.items[edge]
            height = _height(body, item, edge)
            if height < _ZONE * body.height:
                levels[round(height / _LEVEL)].append((body, item))
    found: list[TextLine] = []
    for level, here in levels.items():
        groups: dict[str, list[tuple[Body, TextLine]]] = defaultdict(list)
        for body, item in [*levels.get(level - 1, ()), *here, *levels.get(level + 1, ())]:
            if isinstance(item, TextLine) and len(item.chunks()) < _MOST_CHUNKS:
                groups[_DIGITS.sub("#", item.text)].append((body, item))
            else:
                groups[f"table {body.page}"] = []
        told = [group for group in groups.values() if len(group) > 1 and (_same(group) or _counts(group))]
        odd = len(groups) - len(told)
        if told and odd <= (1 if sum(map(len, told)) > 2 else 0):
            found += [line for group in told for _, line in group if not any(line is other for other in found)]
    return found


def _height(body: Body, item: TextLine | PageTable, edge: int) -> float:
    """How far the middle of a line, or the edge of a table, is from the edge of the page."""
    if isinstance(item, TextLine):
        return item.middle if edge == 0 else body.height - item.middle
    return item.top if edge == 0 else body.height - item.bottom


def _same(group: list[tuple[Body, TextLine]]) -> bool:
    return len({line.text for _, line in group}) == 1


def _counts(group: list[tuple[Body, TextLine]]) -> bool:
    """Whether one figure of the lines goes up with the pages and nothing else changes."""
    rows = [(body.page, [int(n[:9]) for n in _DIGITS.findall(line.text)]) for body, line in group]
    page, figures = rows[0]
    changing = {n for _, others in rows[1:] for n in range(len(figures)) if others[n] != figures[n]}
    return len(changing) == 1 and all(
        others[n] - figures[n] == other - page for n in changing for other, others in rows[1:]
    )
