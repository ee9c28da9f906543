"""Word files: paragraphs and tables as the reader of the final text sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.errors import BrokenFile, UnknownFormat
from gongkai.readers.document import MAX_CELLS, MAX_DEPTH, Block, Document, Grid, Paragraph, Slot, demand_text, too_many
from gongkai.readers.markup import parse
from gongkai.readers.numbering import Numbering, whole
from gongkai.readers.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAX_PARAGRAPHS = 200_000
_GONE = {W + "del", W + "moveFrom", W + "instrText", W + "delText", W + "pPr", W + "rPr", _MC + "Fallback"}
_BREAKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


def read(data: bytes) -> Document:
    """The Word file in `data` as a Document; an InputError names what stands against it."""
    package = Package(data)
    if "word/document.xml" not in package.names:
        if any(name.startswith("xl/") for name in package.names):
            raise UnknownFormat("这是Excel文件，不是Word文件", "this is an Excel file, not a Word file")
        raise BrokenFile("压缩包里没有word/document.xml", "the package lacks word/document.xml")
    root = parse(package.read("word/document.xml"), "word/document.xml")
    body = root.find(W + "body")
    if body is None:
        raise BrokenFile("Word文件没有正文", "the Word file has no body")
    count = sum(1 for _ in root.iter(W + "p"))
    if count > _MAX_PARAGRAPHS:
        raise too_many("段落数", "paragraphs", count, _MAX_PARAGRAPHS)
    walker = _Walker(Numbering.of(package))
    walker.blocks(body, 0)
    walker.flush()
    warnings = []
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        warnings.append(("含宏，已忽略", "macros ignored"))
    return demand_text(Document("docx", tuple(walker.done), warnings=tuple(warnings)), _expected(root))


def _expected(root: etree._Element) -> int:
    return sum(
        len("".join((t.text or "").split()))
        for t in root.iter(W + "t")
        if not any(a.tag in (W + "del", W + "moveFrom", _MC + "Fallback") for a in t.iterancestors())
        and t.getparent() is not None
        and not _hidden(t.getparent())
    )


def _hidden(run: etree._Element | None) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish") if run is not None else None
    return vanish is not None and vanish.get(W + "val", "1") not in ("0", "false")


@dataclass
class _Walker:
    """Walks the body once; `done` grows in reading order."""

    numbering: Numbering
    done: list[Block] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    pending: str = ""

    def blocks(self, parent: etree._Element, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise too_many("表格嵌套层数", "levels of nested tables", depth, MAX_DEPTH)
        for element in parent:
            if element.tag == W + "p":
                self._paragraph(element, depth)
            elif element.tag == W + "tbl":
                self._table(element, depth)
            elif element.tag in (W + "sdt", W + "ins", W + "moveTo", W + "customXml", W + "smartTag"):
                inner = element.find(W + "sdtContent")
                self.blocks(element if inner is None else inner, depth + 1)

    def flush(self) -> None:
        """Keep the text of a paragraph whose mark was deleted and that no paragraph follows."""
        if self.pending.strip():
            self.done.append(Paragraph(self.pending.strip(), f"paragraph {self.paragraphs}"))
        self.pending = ""

    def _paragraph(self, element: etree._Element, depth: int) -> None:
        self.paragraphs += 1
        boxes: list[etree._Element] = []
        text = self.pending + self.numbering.prefix(element) + _text(element, boxes)
        mark = element.find(f"{W}pPr/{W}rPr/{W}del")
        if mark is not None:
            self.pending = text
        else:
            self.pending = ""
            if text.strip():
                self.done.append(Paragraph(text.strip(), f"paragraph {self.paragraphs}"))
        for box in boxes:
            self.blocks(box, depth + 1)

    def _table(self, element: etree._Element, depth: int) -> None:
        self.flush()
        rows = list(_rows(element))
        if any(cell.find(f".//{W}tbl") is not None for _, cells in rows for _, _, cell in cells):
            for _, cells in rows:
                for _, _, cell in cells:
                    self.blocks(cell, depth + 1)
            return
        self.tables += 1
        table = self.tables
        slots = _slots(rows, table, self)
        self.done.append(Grid(tuple(map(tuple, slots)), f"table {table}"))


_Row = tuple[etree._Element, list[tuple[int, int, etree._Element]]]


def _rows(table: etree._Element) -> Iterator[_Row]:
    """The rows that stand in the final text: (row, [(column, span, cell)])."""
    for row in _inside(table, W + "tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        before = row.find(f"{W}trPr/{W}gridBefore")
        at = min(1000, whole(before.get(W + "val"), 0)) if before is not None else 0
        cells = []
        for cell in _inside(row, W + "tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            wide = max(1, min(1000, whole(span.get(W + "val"), 1))) if span is not None else 1
            if cell.find(f"{W}tcPr/{W}cellDel") is None:
                cells.append((at, wide, cell))
            at += wide
        yield row, cells


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in (W + "sdt", W + "ins", W + "moveTo", W + "customXml"):
            inner = element.find(W + "sdtContent")
            yield from _inside(element if inner is None else inner, tag)


def _slots(rows: list[_Row], table: int, walker: _Walker) -> list[list[Slot]]:
    """Cells with their spans; a cell that continues the one above lengthens it."""
    slots: list[list[Slot]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    total = 0
    for at, (_, cells) in enumerate(rows):
        line: list[Slot] = []
        for column, wide, cell in cells:
            total += wide
            if total > MAX_CELLS:
                raise too_many("表格单元格数", "cells of a table", total, MAX_CELLS)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(W + "val") != "restart" and column in open_cells:
                row, index = open_cells[column]
                above = slots[row][index]
                slots[row][index] = Slot(above.text, above.row, above.column, at - row + 1, above.columns, above.place)
                continue
            if merge is None:
                open_cells.pop(column, None)
            else:
                open_cells[column] = (at, len(line))
            text = _cell_text(cell, walker.numbering)
            line.append(Slot(text, at, column, 1, wide, f"table {table}, row {at + 1}, column {column + 1}"))
        slots.append(line)
    return slots


def _cell_text(cell: etree._Element, numbering: Numbering) -> str:
    parts: list[str] = []
    for paragraph in _inside(cell, W + "p"):
        boxes: list[etree._Element] = []
        parts.append(numbering.prefix(paragraph) + _text(paragraph, boxes))
        parts += [_text(inner, []) for box in boxes for inner in _inside(box, W + "p")]
    return "\n".join(parts)


def _text(element: etree._Element, boxes: list[etree._Element]) -> str:
    """The text of a paragraph; text boxes met on the way are put into `boxes`."""
    parts: list[str] = []
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == W + "t":
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag == W + "txbxContent":
            boxes.append(child)
        elif child.tag in _GONE or (child.tag == W + "r" and _hidden(child)):
            continue
        else:
            stack.append(iter(child))
    return "".join(parts)
