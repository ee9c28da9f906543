"""The text of an old Word file walked once: paragraphs, tables and text boxes in reading order, with what to say of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from gongkai.readers.doc.binary import BOXES, END_NOTES, FOOTNOTES, SHAPES, Binary, plc
from gongkai.readers.doc.lists import numbering
from gongkai.readers.doc.properties import RAISED, Properties, Shape
from gongkai.readers.doc.tables import OddRow, Row, define, slots
from gongkai.readers.document import MAX_DEPTH, Block, Grid, Paragraph, too_many
from gongkai.readers.encoding import Warnings
from gongkai.readers.layout import covered, holds_data
from gongkai.readers.marks import note_mark
from gongkai.readers.numbering import behind
from gongkai.readers.runs import inked, reaching, told

_MAX_PARAGRAPHS = 200_000
_MARK = re.compile("[\r\x07\x0c]")
_KEPT = re.compile("[^\r\x07\x0c\x13-\x15]")
_FIELD = re.compile("[\x13-\x15]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN = dict.fromkeys(range(32)) | {0x09: "\t", 0x0B: "\n", 0x0E: "\n", 0x1E: "-"}
"""What the control characters of a text show: a tab, line and column breaks, a fixed hyphen, else nothing."""


@dataclass
class _Table:
    """A table being read: its rows, and the cells of the row at hand with what stands in them."""

    rows: list[tuple[Row, list[list[_Content]]]] = field(default_factory=list)
    cells: list[list[_Content]] = field(default_factory=list)
    cell: list[_Content] = field(default_factory=list)
    removed: int = 0
    """How many cells of the row at hand have their mark deleted or hidden."""


_Content = str | _Table


class Story:
    """The main text of a file as `blocks`, walked when the Story is made; OddRow where a table does not add up."""

    def __init__(self, file: Binary) -> None:
        self._file = file
        self._properties = Properties(file)
        self._numbering = numbering(file)
        self._rows: dict[tuple[tuple[tuple[int, bytes], ...], int], Row] = {}
        self._removed: set[int] = set()
        self._raised: list[tuple[int, int]] = []
        self._codes: set[str] = set()
        self._covered: list[tuple[str, str]] = []
        self._marks = self._tables = self._paragraphs = 0
        self._text = self._without_codes(self._final(file.text))
        self._boxes = _boxes(file)
        main = file.lengths[0]
        self.expected = inked(self._text[:main].translate(_SHOWN))
        self.pictures = self._text.count("\x01", 0, main) + self._text.count("\x08", 0, main) - len(self._boxes)
        self.blocks = self._walk(0, main)

    def warnings(self) -> Warnings:
        """What is to be said of the text that was read or left out."""
        notes = sum(1 for index in (FOOTNOTES, END_NOTES) for _ in plc(self._file.part(index), 2))
        macros = (("含宏，已忽略", "macros ignored"),) if self._file.has_macros else ()
        outside = (
            ((f"有脚注或尾注{notes}条，未计入正文", f"{notes} footnotes or endnotes, not read as text"),)
            if notes
            else ()
        )
        return (*macros, *outside, *told(self._codes, self._marks), *self._covered)

    def _final(self, text: str) -> str:
        """The text with deleted and hidden characters as NUL; the positions of their marks and of raised text are kept."""
        parts, reached = [], 0
        for start, end, shown in sorted(self._properties.marked()):
            start, end = max(start, reached), min(end, len(text))
            if start >= end:
                continue
            run = text[start:end]
            if shown == RAISED:
                self._raised.append((start, end))
            elif not shown:
                self._removed.update(start + mark.start() for mark in _MARK.finditer(run))
                run = _KEPT.sub("\0", run)
            else:
                run = shown * len(run)
            parts += [text[reached:start], run]
            reached = end
        return "".join([*parts, text[reached:]])

    def _without_codes(self, text: str) -> str:
        """The text with the instructions of fields as NUL, their results kept; instructions that reach out are named."""
        parts, reached = [], 0
        instructing: list[bool] = []
        for found in _FIELD.finditer(text):
            part = text[reached : found.start()]
            if any(instructing):
                self._codes |= {reaching(part)} - {""}
                part = _KEPT.sub("\0", part)
            parts += [part, "\0"]
            reached = found.end()
            if found.group() == "\x13":
                instructing.append(True)
            elif instructing and found.group() == "\x14":
                instructing[-1] = False
            elif instructing:
                instructing.pop()
        return "".join([*parts, text[reached:]])

    def _walk(self, start: int, end: int) -> list[Block]:
        """The blocks of the text between two positions."""
        blocks: list[Block] = []
        open_tables: list[_Table] = []
        pending = ""
        last = len(self._file.text) - 1
        for begin, stop in self._spans(start, end):
            shape = self._properties.paragraph(min(stop, last))
            if shape.depth != len(open_tables):
                pending = self._settle(blocks, open_tables, shape.depth, pending)
            cell_end = self._text[stop : stop + 1] == "\x07"
            if cell_end and not open_tables:
                raise OddRow("有单元格不在表格内", "a cell stands outside every table")
            if shape.row_end and open_tables:
                self._end_row(open_tables[-1], shape, stop in self._removed)
                continue
            text = pending + self._shown(begin, stop, in_cell=bool(open_tables))
            boxes = self._inside(begin, stop)
            cell_end = cell_end or (shape.cell_end and bool(open_tables))
            if stop in self._removed and not cell_end:
                pending = text
            else:
                pending = ""
                text = behind(self._numbering.label(str(shape.list), shape.level), text) if shape.list else text
                if not open_tables:
                    blocks += [*self._block(text), *boxes]
                    continue
                open_tables[-1].cell.append(text)
            if open_tables:
                open_tables[-1].cell += [one.text for one in boxes if isinstance(one, Paragraph)]
                if cell_end:
                    open_tables[-1].cells.append(open_tables[-1].cell)
                    open_tables[-1].cell = []
                    open_tables[-1].removed += stop in self._removed
            else:
                blocks += boxes
        return [*blocks, *self._block(self._settle(blocks, open_tables, 0, pending))]

    def _spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """The paragraphs between two positions: (first character, position of the mark)."""
        marks = [found.start() for found in _MARK.finditer(self._text, start, end)]
        if len(marks) > _MAX_PARAGRAPHS:
            raise too_many("段落数", "paragraphs", len(marks), _MAX_PARAGRAPHS)
        begins = [start, *(mark + 1 for mark in marks)]
        return [(begin, stop) for begin, stop in zip(begins, [*marks, end], strict=True) if begin < end]

    def _end_row(self, table: _Table, shape: Shape, removed: bool) -> None:
        """Keep the row unless its end (`removed`) and the ends of all its cells are deleted or hidden."""
        if table.cell:
            table.cells.append(table.cell)
        key = (shape.table, len(table.cells))
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = define(*key)
        if not removed or table.removed < len(table.cells):
            table.rows.append((row, table.cells))
        table.cells, table.cell, table.removed = [], [], 0

    def _settle(self, blocks: list[Block], open_tables: list[_Table], depth: int, pending: str) -> str:
        """Open or close tables until `depth` of them are open; a closed one goes where it stands.

        `pending`, the text of a paragraph whose mark was deleted, goes before a table; what is left of it comes back.
        """
        if depth > MAX_DEPTH:
            raise too_many("表格嵌套层数", "levels of nested tables", depth, MAX_DEPTH)
        if pending and not open_tables and depth:
            blocks += self._block(pending)
            pending = ""
        while len(open_tables) > depth:
            closed = open_tables.pop()
            if closed.cells or any(isinstance(one, _Table) or one.strip() for one in closed.cell):
                raise OddRow("表格最后一行没有行尾", "the last row of a table has no end")
            if open_tables:
                open_tables[-1].cell.append(closed)
            else:
                blocks += self._grids(closed)
        while len(open_tables) < depth:
            open_tables.append(_Table())
        return pending

    def _grids(self, table: _Table) -> list[Block]:
        """A table as a grid, tables inside after it; one that only places things on the page as what stands in it."""
        inner = [one for _, cells in table.rows for cell in cells for one in cell if isinstance(one, _Table)]
        own = [[_text(cell) for cell in cells] for _, cells in table.rows]
        if inner and not holds_data(own):
            contents = [one for _, cells in table.rows for cell in cells for one in cell]
            return [block for one in contents for block in self._content(one)]
        self._tables += 1
        name = f"table {self._tables}"
        apart = [one for one in inner if len(_texts(one)) > 1]
        texts = [[_text(cell, apart) for cell in cells] for _, cells in table.rows]
        made = slots([row for row, _ in table.rows], texts, name, self._cover)
        return [Grid(made, name), *(block for one in apart for block in self._grids(one))]

    def _content(self, one: _Content) -> list[Block]:
        return self._grids(one) if isinstance(one, _Table) else self._block(one)

    def _cover(self, place: str, text: str) -> None:
        """Name a text that a merged cell above covers, and expect it no more."""
        self._covered.append(covered(place, "".join(text.split())))
        self.expected -= inked(text)

    def _block(self, text: str) -> list[Block]:
        if not text.strip():
            return []
        self._paragraphs += 1
        return [Paragraph(text.strip(), f"paragraph {self._paragraphs}")]

    def _shown(self, start: int, end: int, in_cell: bool) -> str:
        """What a reader sees of the text between two positions, note marks left out of cells."""
        at = bisect_left(self._raised, (start, start)) if self._raised else 0
        if at >= len(self._raised) or self._raised[at][0] >= end:
            return _visible(self._text[start:end])
        text = ""
        while at < len(self._raised) and self._raised[at][0] < end:
            first, after = self._raised[at]
            at += 1
            text += _visible(self._text[start:first])
            start = min(after, end)
            raised = _visible(self._text[first:start])
            mark = note_mark(raised, text, in_cell) if text.strip() and raised.strip() else None
            self._marks += mark == ""
            text += raised if mark is None else mark
        return text + _visible(self._text[start:end])

    def _inside(self, start: int, end: int) -> list[Block]:
        """What stands in the text boxes whose shapes are anchored between two positions."""
        if "\x08" not in self._text[start:end]:
            return []
        ranges = [self._boxes.pop(at) for at in sorted(self._boxes) if start <= at < end]
        return [block for first, after in ranges for block in self._walk(first, after)]


def _visible(raw: str) -> str:
    text = raw.translate(_SHOWN)
    if _SURROGATE.search(text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _text(cell: list[_Content], apart: list[_Table] | None = None) -> str:
    """The text of a cell, a line each paragraph; of tables inside that are not read apart too, when `apart` is given."""
    lines: list[str] = []
    for one in cell:
        if isinstance(one, str):
            lines.append(one)
        elif apart is not None and not any(one is other for other in apart):
            lines += _texts(one)
    return "\n".join(lines)


def _texts(table: _Table) -> list[str]:
    """The texts of the cells of a table that are not empty, tables inside them too."""
    texts = (_text(cell, []) for _, cells in table.rows for cell in cells)
    return [text for text in texts if text.strip()]


def _boxes(file: Binary) -> dict[int, tuple[int, int]]:
    """The text boxes by the position where their shape is anchored in the main text: (first, after)."""
    base = sum(file.lengths[:6])
    stories = {
        int.from_bytes(record[14:18], "little"): (base + start, base + min(end, file.lengths[6]))
        for start, end, record in plc(file.part(BOXES), 22)
    }
    return {
        start: stories[shape]
        for start, _, record in plc(file.part(SHAPES), 26)
        if (shape := int.from_bytes(record[:4], "little")) in stories
    }
