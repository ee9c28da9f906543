"""Old Word files (DOC, DOT and the WPS files that are the same inside), as the reader of the final text sees them.

Read by pieces, as [MS-DOC] tells; a file on which that fails its own checks, or of an older Word, goes through
LibreOffice where it is installed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from gongkai.errors import GongkaiError, LostText
from gongkai.readers import docx, office
from gongkai.readers.doc.binary import BOXES, SHAPES, Binary, OldWord, plc
from gongkai.readers.doc.lists import numbering
from gongkai.readers.doc.properties import Properties, Shape
from gongkai.readers.doc.tables import OddRow, Row, define, slots
from gongkai.readers.document import MAX_DEPTH, Block, Document, Grid, Paragraph, demand_text, too_many

_MAX_PARAGRAPHS = 200_000
_MARK = re.compile("[\r\x07\x0c]")
_KEPT = re.compile("[^\r\x07\x0c\x13-\x15]")
_FIELD = re.compile("[\x13-\x15]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN = dict.fromkeys(range(32)) | {0x09: "\t", 0x0B: "\n", 0x0E: "\n", 0x1E: "-"}
"""What the control characters of a text show: a tab, line and column breaks, a fixed hyphen, else nothing."""
_MAX_INVALID = 0.01
"""The share of characters that cannot be text above which a reading is not believed."""


def read(data: bytes) -> Document:
    """The Word file in `data` as a Document; an InputError names what stands against it."""
    try:
        file = Binary(data)
        made = _checked(file)
    except (OldWord, OddRow, LostText) as error:
        return _converted(data, error)
    return replace(made, warnings=(("含宏，已忽略", "macros ignored"),)) if file.has_macros else made


def _converted(data: bytes, error: GongkaiError) -> Document:
    """The Document by way of LibreOffice; the error of our own reading where that is not installed."""
    if not office.installed():
        error.fix, error.fix_en = "安装LibreOffice后再试，或另存为DOCX", "install LibreOffice, or save as DOCX"
        raise error
    return replace(docx.read(office.convert(data, "doc")), format="doc")


def _checked(file: Binary) -> Document:
    """What our own reader makes of the file, once it has stood its checks: text kept, characters valid."""
    reader = _Reader(file)
    document = Document("doc", tuple(reader.main()))
    text = "".join(
        block.text if isinstance(block, Paragraph) else "".join(slot.text for row in block.rows for slot in row)
        for block in document.blocks
    )
    invalid = sum(char == "\ufffd" or "\ufff0" <= char < "\ufff9" or "\x7f" <= char < "\xa0" for char in text)
    if invalid > 10 and invalid > len(text) * _MAX_INVALID:
        raise LostText(f"有{invalid}个字无法识别", f"{invalid} characters cannot be read")
    return demand_text(document, reader.expected)


@dataclass
class _Table:
    """A table being read: its rows, and the cells of the row at hand with what stands in them."""

    rows: list[tuple[Row, list[list[_Content]]]] = field(default_factory=list)
    cells: list[list[_Content]] = field(default_factory=list)
    cell: list[_Content] = field(default_factory=list)


_Content = str | _Table


class _Reader:
    """Walks the text once, paragraph by paragraph."""

    def __init__(self, file: Binary) -> None:
        self._file = file
        self._properties = Properties(file)
        self._numbering = numbering(file)
        self._removed: set[int] = set()
        self._text = _without_codes(self._final(file.text))
        self._boxes = _boxes(file)
        self._tables = self._paragraphs = 0
        marked = self._text[: file.lengths[0]]
        self.expected = len("".join(marked.translate(_SHOWN).split()))

    def main(self) -> list[Block]:
        """The blocks of the main text."""
        return self._story(0, self._file.lengths[0])

    def _final(self, text: str) -> str:
        """The text with deleted and hidden characters as NUL; of deleted paragraph marks the positions are kept."""
        parts, reached = [], 0
        for start, end, shown in sorted(self._properties.marked()):
            start, end = max(start, reached), min(end, len(text))
            if start >= end:
                continue
            gone = text[start:end]
            parts += [text[reached:start], shown * (end - start) if shown else _KEPT.sub("\0", gone)]
            self._removed.update(start + mark.start() for mark in _MARK.finditer(gone) if not shown)
            reached = end
        return "".join([*parts, text[reached:]])

    def _story(self, start: int, end: int) -> list[Block]:
        blocks: list[Block] = []
        open_tables: list[_Table] = []
        pending = ""
        for begin, stop in self._spans(start, end):
            shape = self._properties.paragraph(min(stop, len(self._file.text) - 1))
            self._settle(blocks, open_tables, shape.depth)
            text = pending + self._label(shape) + self._clean(begin, stop)
            pending = ""
            boxes = self._inside(begin, stop)
            cell_end = shape.cell_end or (shape.depth > 0 and self._text[stop : stop + 1] == "\x07")
            if shape.row_end and open_tables:
                self._end_row(open_tables[-1], shape, stop in self._removed)
            elif open_tables:
                table = open_tables[-1]
                table.cell += [text, *(one.text for one in boxes if isinstance(one, Paragraph))]
                if cell_end:
                    table.cells.append(table.cell)
                    table.cell = []
            elif stop in self._removed:
                pending = text
            else:
                blocks += [*self._block(text), *boxes]
        self._settle(blocks, open_tables, 0)
        return [*blocks, *self._block(pending)]

    def _spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """The paragraphs between two positions: (first character, position of the mark)."""
        marks = [found.start() for found in _MARK.finditer(self._text, start, end)]
        if len(marks) > _MAX_PARAGRAPHS:
            raise too_many("段落数", "paragraphs", len(marks), _MAX_PARAGRAPHS)
        begins = [start, *(mark + 1 for mark in marks)]
        return [(begin, stop) for begin, stop in zip(begins, [*marks, end], strict=True) if begin < end]

    def _end_row(self, table: _Table, shape: Shape, removed: bool) -> None:
        if table.cell:
            table.cells.append(table.cell)
        texts = ["\n".join(one for one in cell if isinstance(one, str)) for cell in table.cells]
        row = define(shape.table, texts)
        if not removed:
            table.rows.append((row, table.cells))
        table.cells, table.cell = [], []

    def _settle(self, blocks: list[Block], open_tables: list[_Table], depth: int) -> None:
        """Open or close tables until `depth` of them are open; a closed one goes where it stands."""
        if depth > MAX_DEPTH:
            raise too_many("表格嵌套层数", "levels of nested tables", depth, MAX_DEPTH)
        while len(open_tables) > depth:
            closed = open_tables.pop()
            if closed.cells or any(isinstance(one, _Table) or one.strip() for one in closed.cell):
                raise OddRow("表格最后一行没有行尾", "the last row of a table has no end")
            if open_tables:
                open_tables[-1].cell.append(closed)
            else:
                blocks += self._grid(closed)
        while len(open_tables) < depth:
            open_tables.append(_Table())

    def _grid(self, table: _Table) -> list[Block]:
        contents = [one for _, cells in table.rows for cell in cells for one in cell]
        if any(isinstance(one, _Table) for one in contents):
            return [
                block
                for one in contents
                for block in (self._grid(one) if isinstance(one, _Table) else self._block(one))
            ]
        self._tables += 1
        return [Grid(slots([row for row, _ in table.rows], self._tables), f"table {self._tables}")]

    def _block(self, text: str) -> list[Block]:
        if not text.strip():
            return []
        self._paragraphs += 1
        return [Paragraph(text.strip(), f"paragraph {self._paragraphs}")]

    def _clean(self, start: int, end: int) -> str:
        text = self._text[start:end].translate(_SHOWN)
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text

    def _label(self, shape: Shape) -> str:
        return self._numbering.label(str(shape.list), shape.level)

    def _inside(self, start: int, end: int) -> list[Block]:
        """What stands in the text boxes whose shapes are anchored between two positions."""
        if "\x08" not in self._text[start:end]:
            return []
        ranges = [self._boxes.pop(at) for at in sorted(self._boxes) if start <= at < end]
        return [block for first, after in ranges for block in self._story(first, after)]


def _without_codes(text: str) -> str:
    """The text with the instructions of fields as NUL, their results kept."""
    parts, reached = [], 0
    instructing: list[bool] = []
    for found in _FIELD.finditer(text):
        part = text[reached : found.start()]
        parts.append(_KEPT.sub("\0", part) if any(instructing) else part)
        parts.append("\0")
        reached = found.end()
        if found.group() == "\x13":
            instructing.append(True)
        elif instructing and found.group() == "\x14":
            instructing[-1] = False
        elif instructing:
            instructing.pop()
    return "".join([*parts, text[reached:]])


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
