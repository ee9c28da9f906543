"""One table out of its parts on following pages."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.readers.pdf.cells import Cell, PageTable
from gongkai.readers.pdf.ruling import snapped

_NEAR = 4.0


def continues(above: PageTable, below: PageTable) -> bool:
    """Whether a table at the head of a page goes on from the one at the foot of the page before: as wide as it."""
    wide, narrow = above.xs[-1] - above.xs[0], below.xs[-1] - below.xs[0]
    return (
        above.drawn == below.drawn and below.page == above.page + 1 and abs(wide - narrow) <= max(_NEAR, 0.012 * wide)
    )


def stitch(parts: Sequence[PageTable]) -> list[list[Cell]]:
    """The rows of all parts on one grid of columns; head rows that a page repeats stand once."""
    first = parts[0]
    shifts = [part.xs[0] - first.xs[0] for part in parts]
    edges = snapped((x - shift for part, shift in zip(parts, shifts, strict=True) for x in part.xs), _NEAR)
    rows: list[list[Cell]] = []
    for part, shift in zip(parts, shifts, strict=True):
        column = {n: _nearest(edges, x - shift) for n, x in enumerate(part.xs)}
        skip = _repeated_heads(first.rows, part.rows) if part is not first else 0
        offset = len(rows) - skip
        rows += [[_moved(cell, offset, column) for cell in row] for row in part.rows[skip:]]
    return rows


def _moved(cell: Cell, offset: int, column: dict[int, int]) -> Cell:
    start, end = column[cell.column], column[cell.column + cell.columns]
    return Cell(cell.text, cell.row + offset, start, cell.rows, max(1, end - start), cell.page)


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - x))


def _repeated_heads(first: Sequence[Sequence[Cell]], part: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the head of a part are the head rows of the table once more."""
    count = 0
    for one, other in zip(first, part, strict=False):
        words = [cell.text for cell in one]
        if words != [cell.text for cell in other] or not any(words) or any(word.isdigit() for word in words):
            break
        count += 1
    return count if count < len(part) else 0
