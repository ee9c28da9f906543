"""Word files: paragraphs and tables as the reader of the final text sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from gongkai.errors import BrokenFile, UnknownFormat
from gongkai.readers.document import MAX_CELLS, MAX_DEPTH, Block, Document, Grid, Paragraph, Slot, demand_text, too_many
from gongkai.readers.encoding import Warnings
from gongkai.readers.layout import covered, demand_tables, holds_data, unread_pictures
from gongkai.readers.marks import struck_left_out
from gongkai.readers.markup import parse
from gongkai.readers.numbering import Numbering, behind
from gongkai.readers.package import Package
from gongkai.readers.relations import outside, target
from gongkai.readers.runs import Runs, inked, members, told
from gongkai.readers.styles import Styles, W, is_on, value, whole

_MAX_PARAGRAPHS = 200_000
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = W[1:-1].encode()
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{http://purl.oclc.org/ooxml/drawingml/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_T, _P, _TBL, _TR, _TC, _CHUNK = (W + name for name in ("t", "p", "tbl", "tr", "tc", "altChunk"))
_P_PR, _R_PR, _P_STYLE, _NUM_PR = (W + name for name in ("pPr", "rPr", "pStyle", "numPr"))
_VAL, _TC_PR, _GRID_SPAN, _V_MERGE, _H_MERGE, _CELL_MERGE, _CELL_DEL, _VANISH = (
    W + name for name in ("val", "tcPr", "gridSpan", "vMerge", "hMerge", "cellMerge", "cellDel", "vanish")
)
_MARK_GONE = {W + "del", W + "moveFrom"}


def read(data: bytes) -> Document:
    """The Word file in `data` as a Document; an InputError names what stands against it."""
    package = Package(data)
    name = target(package, "officeDocument", "word/document.xml")
    if name not in package.names:
        name = "word/document.xml"
    if name not in package.names:
        if any(name.startswith("xl/") for name in package.names):
            raise UnknownFormat("这是Excel文件，不是Word文件", "this is an Excel file, not a Word file")
        raise BrokenFile("压缩包里没有word/document.xml", "the package lacks word/document.xml")
    root = _part(package, name)
    body = root.find(W + "body") if root is not None else None
    if root is None or body is None:
        raise BrokenFile("Word文件没有正文", "the Word file has no body")
    count = sum(1 for _ in root.iter(_P))
    if count > _MAX_PARAGRAPHS:
        raise too_many("段落数", "paragraphs", count, _MAX_PARAGRAPHS)
    folder = name.rpartition("/")[0]
    styles = Styles.of(_part(package, f"{folder}/styles.xml"))
    walker = _Walker(Runs(styles), Numbering.of(_part(package, f"{folder}/numbering.xml"), styles))
    walker.blocks(body, 0)
    walker.flush()
    pictures = sum(1 for _ in root.iter(*_PICTURES))
    warnings = (
        *outside(package),
        *_notes(package, folder),
        *walker.warnings(),
        *unread_pictures(walker.done, pictures),
    )
    expected = sum(inked(one.text) for one in root.iter(_T)) - walker.runs.left_out
    if walker.chunks and not walker.done:
        raise UnknownFormat(
            "正文是嵌入的网页或文档片段（altChunk），读不了",
            "the text is an embedded chunk of another document (altChunk), which cannot be read",
            fix="请用Word或WPS打开后另存为DOCX再试",
            fix_en="open it in Word or WPS, save it as DOCX and try again",
        )
    return demand_tables(demand_text(Document("docx", tuple(walker.done), warnings=warnings), expected), pictures)


def _part(package: Package, name: str) -> etree._Element | None:
    """The root of a part, in the usual namespace also where the file uses the strict one; None when it is not there."""
    if name not in package.names:
        return None
    return parse(package.read(name).replace(_STRICT, _TRANSITIONAL), name)


def _notes(package: Package, folder: str) -> Warnings:
    """What to say of footnotes and endnotes, which stand outside the text."""
    count = 0
    for name in ("footnotes", "endnotes"):
        root = _part(package, f"{folder}/{name}.xml")
        for note in root if root is not None else ():
            if note.get(W + "type", "normal") == "normal" and any(inked(one.text) for one in note.iter(_T)):
                count += 1
    return (
        ((f"有脚注或尾注{count}条，未计入正文", f"{count} footnotes or endnotes, not read as text"),) if count else ()
    )


@dataclass
class _Walker:
    """Walks the body once; `done` grows in reading order."""

    runs: Runs
    numbering: Numbering
    done: list[Block] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    chunks: int = 0
    covered: list[tuple[str, str]] = field(default_factory=list)
    pending: str = ""

    def blocks(self, parent: etree._Element, depth: int) -> None:
        """Take everything inside an element of the body, at this depth of nesting."""
        if depth > MAX_DEPTH:
            raise too_many("表格嵌套层数", "levels of nested tables", depth, MAX_DEPTH)
        for element in members(parent, self.runs):
            if element.tag == _P:
                self.paragraphs += 1
                text, boxes = self._read(element, in_cell=False)
                if text is not None:
                    self._keep(text)
                for box in boxes:
                    self.blocks(box, depth + 1)
            elif element.tag == _TBL:
                self._table(element, depth)
            elif element.tag == _CHUNK:
                self.chunks += 1

    def flush(self) -> None:
        """Keep the text of a paragraph whose mark was deleted and that no paragraph follows."""
        self._keep(self.pending)
        self.pending = ""

    def warnings(self) -> Warnings:
        """What is to be said of the text that was read or left out."""
        chunks = (
            ((f"含嵌入的文档片段{self.chunks}个，未读取", f"{self.chunks} embedded chunks, not read"),)
            if self.chunks
            else ()
        )
        return (*chunks, *told(self.runs.codes, self.runs.marks), *struck_left_out(self.runs.struck), *self.covered)

    def _keep(self, text: str) -> None:
        if text.strip():
            self.done.append(Paragraph(text.strip(), f"paragraph {self.paragraphs}"))

    def _read(self, element: etree._Element, in_cell: bool) -> tuple[str | None, list[etree._Element]]:
        """Text and boxes of a paragraph; None for the text while its mark is deleted or hidden, as it then goes on."""
        style, number, gone = "", None, False
        if len(element) and element[0].tag == _P_PR:
            for one in element[0]:
                if one.tag == _P_STYLE:
                    style = one.get(_VAL, "")
                elif one.tag == _NUM_PR:
                    number = one
                elif one.tag == _R_PR:
                    gone = any(p.tag in _MARK_GONE or (p.tag == _VANISH and is_on(p)) for p in one)
        text, boxes = self.runs.text(element, style, in_cell)
        text = self.pending + text
        self.pending = text if gone else ""
        if gone:
            return None, boxes
        return behind(self.numbering.prefix(style, number), text), boxes

    def _table(self, element: etree._Element, depth: int) -> None:
        self.flush()
        rows = [list(cells) for cells in _rows(element, self.runs)]
        nests = any(one is not element for one in element.iter(_TBL))
        if nests and not holds_data([_own_text(cell.element) for cell in row] for row in rows):
            for row in rows:
                for cell in row:
                    self.blocks(cell.element, depth + 1)
                    self.flush()
            return
        self.tables += 1
        inner: list[etree._Element] = []
        slots = self._slots(rows, self.tables, inner)
        self.done.append(Grid(tuple(map(tuple, slots)), f"table {self.tables}"))
        for table in inner:
            self._table(table, depth + 1)

    def _slots(self, rows: list[list[_Cell]], table: int, inner: list[etree._Element]) -> list[list[Slot]]:
        """Cells with their spans; a cell that continues the one above lengthens it."""
        slots: list[list[Slot]] = []
        open_cells: dict[int, tuple[int, int]] = {}
        total = 0
        for at, cells in enumerate(rows):
            line: list[Slot] = []
            still_open: dict[int, tuple[int, int]] = {}
            for cell in cells:
                total += cell.columns
                if total > MAX_CELLS:
                    raise too_many("表格单元格数", "cells of a table", total, MAX_CELLS)
                place = f"table {table}, row {at + 1}, column {cell.column + 1}"
                if cell.merge == "continue" and cell.column in open_cells:
                    row, index = still_open[cell.column] = open_cells[cell.column]
                    slots[row][index] = slots[row][index]._replace(rows=at - row + 1)
                    self._cover(cell.element, place)
                    continue
                if cell.merge:
                    still_open[cell.column] = (at, len(line))
                line.append(Slot(self._cell_text(cell.element, inner), at, cell.column, 1, cell.columns, place))
            open_cells = still_open
            slots.append(line)
        return slots

    def _cover(self, cell: etree._Element, place: str) -> None:
        """Name the text of a cell that a merged cell above covers: Word does not show it."""
        hidden = "".join(_own_text(cell).split())
        self.runs.leave_out(cell)
        if hidden:
            self.covered.append(covered(place, hidden))

    def _cell_text(self, cell: etree._Element, inner: list[etree._Element]) -> str:
        """The text of a cell, a line each paragraph; tables in it that are more than one text are put into `inner`."""
        parts: list[str] = []
        self.pending = ""
        for element in members(cell, self.runs):
            if element.tag == _P:
                text, boxes = self._read(element, in_cell=True)
                if text is not None:
                    parts.append(text)
                parts += [self._cell_text(box, inner) for box in boxes]
            elif element.tag == _TBL:
                if sum(1 for one in element.iter(_TC) if _own_text(one).strip()) > 1:
                    inner.append(element)
                else:
                    parts += [self._cell_text(one.element, inner) for row in _rows(element, self.runs) for one in row]
        if self.pending:
            parts.append(self.pending)
            self.pending = ""
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of the final text: grid column, span, and `restart`, `continue` or nothing for a merge downwards."""

    column: int
    columns: int
    merge: str
    element: etree._Element


def _rows(table: etree._Element, runs: Runs) -> Iterator[Iterator[_Cell]]:
    """The cells of each row that stands in the final text."""
    for row in members(table, runs):
        if row.tag != _TR:
            continue
        properties = row.find(W + "trPr")
        gone = hidden = None
        if properties is not None:
            gone, hidden = properties.find(W + "del"), properties.find(W + "hidden")
        if gone is not None or (hidden is not None and is_on(hidden)):
            runs.leave_out(row)
            continue
        before = whole(value(properties, "gridBefore", ""), 0) if properties is not None else 0
        yield _cells(row, min(1000, before), runs)


def _cells(row: etree._Element, at: int, runs: Runs) -> Iterator[_Cell]:
    held: _Cell | None = None
    for element in members(row, runs):
        if element.tag != _TC:
            continue
        wide, merge, gone, leftward = _spans(element)
        if gone:
            runs.leave_out(element)
        elif leftward and held is not None:
            held = replace(held, columns=held.columns + wide)
            runs.leave_out(element)
        else:
            if held is not None:
                yield held
            held = _Cell(at, wide, merge, element)
        at += wide
    if held is not None:
        yield held


def _spans(cell: etree._Element) -> tuple[int, str, bool, bool]:
    """Columns, merge downwards, whether the cell was deleted, whether it continues the one to its left."""
    wide, merge, gone, leftward = 1, "", False, False
    if len(cell) and cell[0].tag == _TC_PR:
        for one in cell[0]:
            tag = one.tag
            if tag == _GRID_SPAN:
                wide = max(1, min(1000, whole(one.get(_VAL), 1)))
            elif tag == _V_MERGE:
                merge = one.get(_VAL, "continue")
            elif tag == _H_MERGE:
                leftward = one.get(_VAL, "continue") != "restart"
            elif tag == _CELL_MERGE and one.get(_V_MERGE):
                merge = "continue" if one.get(_V_MERGE) == "cont" else "restart"
            elif tag == _CELL_DEL:
                gone = True
    return wide, merge, gone, leftward


def _own_text(cell: etree._Element) -> str:
    """The raw text of a cell's own paragraphs, without tables inside."""
    return "".join(one.text or "" for part in cell if part.tag not in (_TBL, W + "tcPr") for one in part.iter(_T))
