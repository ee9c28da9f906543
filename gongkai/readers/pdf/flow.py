"""Pages to blocks: lines to paragraphs as they were written, tables joined over the breaks of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gongkai.readers.document import Block, Grid, Paragraph, Slot
from gongkai.readers.pdf.body import Body
from gongkai.readers.pdf.cells import PageTable
from gongkai.readers.pdf.stitch import continues, stitch
from gongkai.readers.pdf.text import TextLine, first_token

_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六]部分)"
)
_END = re.compile(r"[。！？!?：:；;…][”’」』）)]?$")
_UNENDED = 3.0
"""How much room a line without a full stop leaves, in letters, when it is the last of its paragraph (a heading)."""
_FEW = 8
_APART = 1.25
_LATIN_END = re.compile(r"[A-Za-z,;:]$")
_LATIN_START = re.compile(r"^[A-Za-z(]")


def blocks_of(bodies: Sequence[Body]) -> tuple[Block, ...]:
    """Paragraphs and grids in reading order."""
    measure = _Measure(bodies)
    blocks: list[Block] = []
    lines: list[TextLine] = []
    tables: list[PageTable] = []
    count = 0
    for body in bodies:
        for item in body.items:
            if isinstance(item, TextLine):
                count += _close(tables, blocks, count)
                lines.append(item)
                continue
            blocks += _paragraphs(lines, measure)
            lines = []
            if tables and not continues(tables[-1], item):
                count += _close(tables, blocks, count)
            tables.append(item)
    _close(tables, blocks, count)
    blocks += _paragraphs(lines, measure)
    return tuple(blocks)


def _close(tables: list[PageTable], blocks: list[Block], count: int) -> int:
    """Make one grid of the tables at hand; how many tables that were."""
    if not tables:
        return 0
    name = f"table {count + 1}"
    rows = stitch(tables)
    slots = tuple(
        tuple(
            Slot(
                cell.text,
                cell.row,
                cell.column,
                cell.rows,
                cell.columns,
                f"page {cell.page}, {name}, row {cell.row + 1}, column {cell.column + 1}",
            )
            for cell in row
        )
        for row in rows
    )
    blocks.append(Grid(slots, f"page {tables[0].page}, {name}", all(table.drawn for table in tables)))
    tables.clear()
    return 1


class _Measure:
    """Margins of the text and the usual distance of its lines, by page width."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self.left: dict[int, float] = {}
        self.right: dict[int, float] = {}
        self.lines = {body.page: n for n, body in enumerate(bodies)}
        widths = {round(body.width) for body in bodies}
        for width in widths:
            pages = [body for body in bodies if round(body.width) == width]
            lines = [line for body in pages for line in body.lines]
            left, right = _edges(lines)
            for body in pages:
                here = body.lines
                own = _edges(here) if len(here) > _FEW else (left, right)
                self.left[body.page] = own[0]
                self.right[body.page] = max(own[1], own[0] + right - left) if len(here) > _FEW else right
        starts = [
            1.5 * line.size < line.left - self.left[line.page] < 2.6 * line.size
            for body in bodies
            for line in body.lines
        ]
        self.indented = sum(starts) > 0.15 * len(starts)
        gaps = [
            ((b.middle - a.middle) / b.size, not _END.search(a.text) and self.right[a.page] - a.right < 1.5 * a.size)
            for body in bodies
            for a, b in pairwise(body.lines)
            if abs(a.size - b.size) < 0.1 * b.size and b.middle - a.middle < 4 * b.size
        ]
        wrapped = sorted(gap for gap, full in gaps if full)
        every = sorted(gap for gap, _ in gaps)
        self.pitch = wrapped[len(wrapped) // 2] if wrapped else every[len(every) // 5] if every else 1.5
        if not wrapped and every:
            self.right = {
                page: right + _UNENDED * 2 * _usual_size([line for body in bodies for line in body.lines])
                for page, right in self.right.items()
            }


def _edges(lines: Sequence[TextLine]) -> tuple[float, float]:
    """The margins: the outermost positions at which two lines at least begin and end.

    One line alone counts at the left when it stands as far out as a first line is moved in, at the right when few
    lines are there.
    """
    if not lines:
        return 0.0, 0.0
    size = _usual_size(lines)
    starts = sorted(line.left for line in lines)
    left = _supported(starts, size)
    if 1.4 * size <= left - starts[0] <= 2.6 * size:
        left = starts[0]
    ends = sorted(-line.right for line in lines)
    return left, -(_supported(ends, 1.5 * size) if len(ends) > _FEW else ends[0])


def _usual_size(lines: Sequence[TextLine]) -> float:
    return sorted(line.size for line in lines)[len(lines) // 2]


def _supported(values: list[float], near: float) -> float:
    """The first value that another one follows closely; the first of all where none does."""
    return next((one for one, two in pairwise(values) if two - one <= near), values[0])


def _paragraphs(lines: list[TextLine], measure: _Measure) -> list[Paragraph]:
    done: list[Paragraph] = []
    group: list[TextLine] = []
    for line in lines:
        if group and _begins(group, line, measure):
            done.append(_paragraph(group))
            group = []
        group.append(line)
    if group:
        done.append(_paragraph(group))
    return done


def _begins(group: list[TextLine], line: TextLine, measure: _Measure) -> bool:
    """Whether a line begins a paragraph after the lines of the one above it."""
    above = group[-1]
    left, right = measure.left[line.page], measure.right[above.page]
    size = line.size
    if abs(above.size - size) > 0.12 * size:
        return True
    if above.page == line.page and line.middle - above.middle > _APART * max(measure.pitch, 1.0) * size:
        return True
    if line.left - left > 0.9 * size:
        return True
    spare = 0.6 if _END.search(above.text) and not measure.indented else _UNENDED
    if right - above.right > first_token(line) + spare * size:
        return True
    headed = len(group) == 1 and _ORDINAL.match(above.text) is not None and not _END.search(above.text)
    return line.font != above.font and (headed or _ORDINAL.match(line.text) is not None)


def _paragraph(lines: list[TextLine]) -> Paragraph:
    text = ""
    for line in lines:
        here = line.text
        if text and _LATIN_END.search(text) and _LATIN_START.match(here):
            text += " "
        text += here
    return Paragraph(text, f"page {lines[0].page}")
