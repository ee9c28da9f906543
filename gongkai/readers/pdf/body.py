"""What stands on a page: lines of text and tables of text, from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.readers.pdf.cells import Cell, PageTable
from gongkai.readers.pdf.ink import Ink, Run
from gongkai.readers.pdf.ruling import Box, Drawn, drawn_tables
from gongkai.readers.pdf.strokes import Strokes
from gongkai.readers.pdf.text import TextLine, lines_of, wrapped

_TALL = 4.0
_NARROW = 0.4
_OUT = 0.2


@dataclass(slots=True)
class Body:
    """A page: number from 1, size in points, lines and tables in reading order, figures that stick out of their cells."""

    page: int
    width: float
    height: float
    items: list[TextLine | PageTable] = field(default_factory=list)
    crossing: int = 0

    @property
    def lines(self) -> list[TextLine]:
        """The lines outside the tables."""
        return [item for item in self.items if isinstance(item, TextLine)]


def make_body(page: int, ink: Ink, strokes: Strokes) -> Body:
    """Sort the runs of a page into its tables and lines."""
    tables = drawn_tables(strokes, ink.runs)
    free: list[Run] = []
    crossing = 0
    for run in ink.runs:
        box = None
        for table in tables:
            box = table.box_at((run.left + run.right) / 2, run.middle)
            if box is not None:
                crossing += _crosses(table, box, run)
                box.runs.append(run)
                break
        if box is None:
            free.append(run)
    lines = lines_of(free, page)
    for table in tables:
        lines = _without_overflow(table, lines)
    items: list[TextLine | PageTable] = [
        _page_table(page, table) for table in tables if any(box.runs for box in table.boxes)
    ]
    items += lines
    items.sort(key=lambda item: item.middle if isinstance(item, TextLine) else item.top)
    return Body(page, ink.width, ink.height, items, crossing)


def _without_overflow(table: Drawn, lines: list[TextLine]) -> list[TextLine]:
    """Give cells back the lines that stick out of the table's head or foot; the other lines are returned.

    A line belongs to a cell when it goes on with the lines in it, same letters and same distance, and the cell has no
    room for it.
    """
    taken: list[TextLine] = []
    for box in table.boxes:
        if not box.runs or _width(table, box) > _NARROW * (table.xs[-1] - table.xs[0]):
            continue
        if box.row == 0:
            taken += _overflow(table, box, [line for line in reversed(lines) if not _among(line, taken)], -1)
        if box.row + box.rows == len(table.ys) - 1:
            taken += _overflow(table, box, [line for line in lines if not _among(line, taken)], 1)
    return [line for line in lines if not _among(line, taken)]


def _crosses(table: Drawn, box: Box, run: Run) -> bool:
    """Whether a figure sticks out of its cell, so that it may be read in part or with its neighbour's."""
    left, right = table.xs[box.column], table.xs[box.column + box.columns]
    return (run.left < left - _OUT * run.size or run.right > right + _OUT * run.size) and run.text[0].isdigit()


def _width(table: Drawn, box: Box) -> float:
    return table.xs[box.column + box.columns] - table.xs[box.column]


def _among(line: TextLine, lines: list[TextLine]) -> bool:
    return any(line is one for one in lines)


def _overflow(table: Drawn, box: Box, lines: list[TextLine], way: int) -> list[TextLine]:
    """The lines that go on with a cell's text upwards (way −1) or downwards (1); they are put into the cell."""
    inside = lines_of(box.runs)
    edge = inside[0] if way < 0 else inside[-1]
    left, right = table.xs[box.column], table.xs[box.column + box.columns]
    limit = table.ys[0] if way < 0 else table.ys[-1]
    pitch = inside[1].middle - inside[0].middle if len(inside) > 1 else 0.0
    found: list[TextLine] = []
    for line in lines:
        away = (line.middle - edge.middle) * way
        if away <= 0 or line.left < left or line.right > right or abs(line.size - edge.size) > 0.05 * edge.size:
            continue
        pitch = pitch or away
        if not 0.9 * edge.size <= pitch <= 2 * edge.size or abs(limit - inside[0 if way < 0 else -1].middle) > pitch:
            break
        if abs(away - pitch) > 0.12 * pitch:
            break
        found.append(line)
        box.runs += line.runs
        edge = line
    return found


def _page_table(page: int, table: Drawn) -> PageTable:
    kept = [
        row
        for row in range(len(table.ys) - 1)
        if table.ys[row + 1] - table.ys[row] >= _TALL or any(box.runs and box.row == row for box in table.boxes)
    ]
    at = {row: n for n, row in enumerate(kept)}
    rows: list[list[Cell]] = [[] for _ in kept]
    for box in sorted(table.boxes, key=lambda box: (box.row, box.column)):
        spanned = [at[row] for row in range(box.row, box.row + box.rows) if row in at]
        if not spanned:
            continue
        text = wrapped(lines_of(box.runs), _width(table, box))
        rows[spanned[0]].append(Cell(text, spanned[0], box.column, len(spanned), box.columns, page))
    return PageTable(page, table.xs, rows, table.ys[0], table.ys[-1])
