"""OpenDocument texts (ODT, FODT): paragraphs and tables as the reader of the final text sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.errors import BrokenFile, EncryptedFile, UnknownFormat
from gongkai.readers.document import MAX_CELLS, MAX_DEPTH, Block, Document, Grid, Paragraph, Slot, demand_text, too_many
from gongkai.readers.layout import demand_tables, unread_pictures
from gongkai.readers.marks import note_mark
from gongkai.readers.markup import parse
from gongkai.readers.numbering import Level, NumberedList, Numbering, behind
from gongkai.readers.package import Package
from gongkai.readers.runs import inked, told
from gongkai.readers.styles import Styles, whole

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE = _NAMES + "office:1.0}", _NAMES + "text:1.0}", _NAMES + "table:1.0}"
_DRAW, _STYLE = _NAMES + "drawing:1.0}", _NAMES + "style:1.0}"
_SVG, _MANIFEST = _NAMES + "svg-compatible:1.0}", _NAMES + "manifest:1.0}"
_MAX_PARAGRAPHS = 200_000
_GONE = {
    *(_TEXT + name for name in ("tracked-changes", "note", "ruby-text", "number", "hidden-text", "sequence-decls")),
    *(_OFFICE + name for name in ("annotation", "forms", "event-listeners", "binary-data")),
    *(_SVG + name for name in ("title", "desc")),
    _DRAW + "object",
    _DRAW + "object-ole",
}
"""What does not stand in the text: deletions, notes, comments, guides for the blind, embedded files."""
_FLOW = {
    *(_TEXT + name for name in ("section", "index-body", "index-title", "table-of-content", "numbered-paragraph")),
    *(_TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group")),
    _DRAW + "frame",
    _DRAW + "text-box",
}
"""What is opened to read the paragraphs and tables in it."""
_BREAKS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
_HYPHENS = {0xAD: None, 0x2011: "-"}
"""A soft hyphen shows nothing, a fixed one a hyphen, as in Word files."""
_RAISED = re.compile(r"super|[1-9]")
"""A style:text-position above the line: a word, or a share of the font's height over zero."""
_Part = tuple[bool, str]
_SPACE = re.compile(r"[ \t\r\n]+")
_KINDS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "一, 二, 三, ...": "chineseCounting",
    "": "none",
}
"""Kinds of numbers (style:num-format) as DOCX calls them."""


def read(data: bytes) -> Document:
    """The OpenDocument text in `data` as a Document; an InputError names what stands against it."""
    warnings: tuple[tuple[str, str], ...] = ()
    if data.startswith(b"PK"):
        package = Package(data)
        if "content.xml" not in package.names:
            raise BrokenFile("压缩包里没有content.xml", "the package lacks content.xml")
        if "META-INF/manifest.xml" in package.names:
            manifest = parse(package.read("META-INF/manifest.xml"), "META-INF/manifest.xml")
            if next(manifest.iter(_MANIFEST + "encryption-data"), None) is not None:
                raise EncryptedFile("文件已加密，需要口令", "the file is encrypted and asks for a password")
        if any(name.startswith(("Basic/", "Scripts/")) for name in package.names):
            warnings = (("含宏，已忽略", "macros ignored"),)
        roots = [parse(package.read(name), name) for name in ("content.xml", "styles.xml") if name in package.names]
    else:
        roots = [parse(data)]
    body = roots[0].find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnknownFormat("这不是OpenDocument文字文件", "this is no OpenDocument text")
    count = sum(1 for _ in body.iter(_TEXT + "p", _TEXT + "h"))
    if count > _MAX_PARAGRAPHS:
        raise too_many("段落数", "paragraphs", count, _MAX_PARAGRAPHS)
    walker = _Walker(_Styles.of(roots))
    walker.number_headings()
    walker.blocks(body, 0)
    notes = sum(1 for _ in body.iter(_TEXT + "note"))
    if notes:
        warnings += ((f"有脚注或尾注{notes}条，未计入正文", f"{notes} footnotes or endnotes, not read as text"),)
    pictures = sum(1 for _ in body.iter(_DRAW + "image"))
    warnings += (*told((), walker.marks), *unread_pictures(walker.done, pictures))
    document = Document("opendocument", tuple(walker.done), warnings=warnings)
    return demand_tables(demand_text(document, walker.expected(body)), pictures)


@dataclass
class _Styles:
    """The styles of a file that hide or raise their text, and its lists."""

    hidden: set[str] = field(default_factory=set)
    raised: set[str] = field(default_factory=set)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: list[etree._Element]) -> _Styles:
        made = cls()
        for root in roots:
            for properties in root.iter(_STYLE + "text-properties"):
                parent = properties.getparent()
                name = parent.get(_STYLE + "name", "") if parent is not None else ""
                if properties.get(_TEXT + "display") == "none":
                    made.hidden.add(name)
                if _RAISED.match(properties.get(_STYLE + "text-position", "")):
                    made.raised.add(name)
            for found in root.iter(_TEXT + "list-style", _TEXT + "outline-style"):
                name = found.get(_STYLE + "name", "") if found.tag == _TEXT + "list-style" else _OUTLINE
                made.levels[name] = dict(map(_level, found))
        return made


_OUTLINE = "\0outline"
"""The list of the headings, which has no name of its own."""


def _level(element: etree._Element) -> tuple[int, Level]:
    """A level of a list by its depth from 0."""
    depth = whole(element.get(_TEXT + "level"), 1) - 1
    shown = max(1, whole(element.get(_TEXT + "display-levels"), 1))
    numbers = ".".join(f"%{n + 1}" for n in range(max(0, depth - shown + 1), depth + 1))
    kind = element.get(_STYLE + "num-format", "")
    if element.tag == _TEXT + "list-level-style-bullet" or not kind:
        numbers = ""
    text = element.get(_STYLE + "num-prefix", "") + numbers + element.get(_STYLE + "num-suffix", "")
    pattern = next((value for name, value in element.attrib.items() if str(name).endswith("num-list-format")), None)
    if pattern is not None and numbers:
        text = re.sub(r"%(\d)%", r"%\1", str(pattern))
    style = _KINDS.get(kind, "chineseCounting" if "一" in kind else "decimal")
    return depth, Level(style, text, whole(element.get(_TEXT + "start-value"), 1))


@dataclass
class _Walker:
    """Walks the body once; `done` grows in reading order."""

    styles: _Styles
    numbering: Numbering = field(default_factory=lambda: Numbering(Styles()))
    done: list[Block] = field(default_factory=list)
    tables: int = 0
    marks: int = 0
    paragraphs: int = 0
    named: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)

    def number_headings(self) -> None:
        """Let the headings count by the outline style."""
        self._count(_OUTLINE, _OUTLINE)

    def blocks(self, parent: etree._Element, depth: int) -> None:
        """Add what stands below an element."""
        if depth > MAX_DEPTH:
            raise too_many("嵌套层数", "levels of nesting", depth, MAX_DEPTH)
        for element, label in self._flow(parent, depth):
            if element.tag == _TABLE + "table":
                self._table(element, depth)
            else:
                self._paragraph(element, label, depth)

    def expected(self, element: etree._Element, inside: bool = False) -> int:
        """A plain count of the characters that stand in paragraphs below an element; `inside`: it stands in one."""
        count = inked(element.text or "") if inside else 0
        for child in element:
            if child.tag not in _GONE and not self._hides(child):
                count += self.expected(child, inside or child.tag in (_TEXT + "p", _TEXT + "h"))
            count += inked(child.tail or "") if inside else 0
        return count

    def _flow(self, parent: etree._Element, depth: int) -> Iterator[tuple[etree._Element, str]]:
        """The paragraphs and tables below an element with their automatic numbers, lists and sections opened."""
        if depth > MAX_DEPTH:
            raise too_many("嵌套层数", "levels of nesting", depth, MAX_DEPTH)
        for element in parent:
            if self._hides(element):
                continue
            if element.tag == _TEXT + "list":
                yield from self._list(element, "", 0, depth + 1)
            elif element.tag == _TEXT + "h" and element.get(_TEXT + "is-list-header") != "true":
                level = whole(element.get(_TEXT + "outline-level"), 1) - 1
                yield element, self.numbering.label(_OUTLINE, level)
            elif element.tag in (_TEXT + "p", _TEXT + "h", _TABLE + "table"):
                yield element, ""
            elif element.tag in _FLOW:
                yield from self._flow(element, depth + 1)

    def _list(
        self, element: etree._Element, outer: str, level: int, depth: int
    ) -> Iterator[tuple[etree._Element, str]]:
        """The paragraphs of a list; `outer` is the counter of the list around it, "" when there is none."""
        if depth > MAX_DEPTH:
            raise too_many("列表嵌套层数", "levels of nested lists", depth, MAX_DEPTH)
        counter = outer or self._counter(element)
        for item in element:
            if item.tag not in (_TEXT + "list-item", _TEXT + "list-header"):
                continue
            first = item.tag == _TEXT + "list-item"
            start = item.get(_TEXT + "start-value")
            if start is not None:
                self.numbering.counts.setdefault(counter, {})[level] = whole(start, 1) - 1
            for child in item:
                if child.tag == _TEXT + "list":
                    yield from self._list(child, counter, level + 1, depth + 1)
                elif child.tag in (_TEXT + "p", _TEXT + "h") and not self._hides(child):
                    yield child, self.numbering.label(counter, level) if first else ""
                    first = False

    def _counter(self, element: etree._Element) -> str:
        """The counter of a list that stands by itself: a new one, or that of the list which it continues."""
        style = element.get(_TEXT + "style-name", "")
        continued = self.named.get(element.get(_TEXT + "continue-list", ""), "")
        if not continued and element.get(_TEXT + "continue-numbering") == "true":
            continued = self.last.get(style, "")
        counter = continued or f"{style}\0{len(self.named)}"
        self._count(counter, style)
        self.named[element.get("{http://www.w3.org/XML/1998/namespace}id", f"\0{len(self.named)}")] = counter
        self.last[style] = counter
        return counter

    def _count(self, counter: str, style: str) -> None:
        """Let a counter count by a list style."""
        self.numbering.lists.setdefault(counter, NumberedList(counter, self.styles.levels.get(style, {}), {}))

    def _hides(self, element: etree._Element) -> bool:
        """Whether an element does not show: a hidden section, paragraph or span."""
        if element.tag == _TEXT + "section":
            return element.get(_TEXT + "display") in ("none", "condition")
        return element.get(_TEXT + "style-name", "") in self.styles.hidden and element.tag != _TEXT + "list"

    def _paragraph(self, element: etree._Element, label: str, depth: int) -> None:
        self.paragraphs += 1
        boxes: list[etree._Element] = []
        text = behind(label, self._text(element, boxes, in_cell=False))
        if text.strip():
            self.done.append(Paragraph(text.strip(), f"paragraph {self.paragraphs}"))
        for box in boxes:
            self.blocks(box, depth + 1)

    def _text(self, element: etree._Element, boxes: list[etree._Element], in_cell: bool) -> str:
        """The text of a paragraph, note marks left out of cells; text boxes met on the way are put into `boxes`."""
        text = ""
        for raised, part in self._parts(element, boxes):
            mark = note_mark(part, text, in_cell) if raised and text.strip() else None
            self.marks += mark == ""
            text += part if mark is None else mark
        return text.translate(_HYPHENS)

    def _parts(self, element: etree._Element, boxes: list[etree._Element], raised: bool = False) -> Iterator[_Part]:
        """The parts of a paragraph's text, each with whether it stands raised above the line."""
        raised = raised or element.get(_TEXT + "style-name", "") in self.styles.raised
        yield raised, _SPACE.sub(" ", element.text or "")
        for child in element:
            if child.tag == _TEXT + "s":
                yield raised, " " * min(1000, whole(child.get(_TEXT + "c"), 1))
            elif child.tag in _BREAKS:
                yield raised, _BREAKS[child.tag]
            elif str(child.tag).startswith(_DRAW) and child.find(_TEXT + "p") is not None:
                boxes.append(child)
            elif child.tag not in _GONE and not self._hides(child):
                yield from self._parts(child, boxes, raised)
            yield raised, _SPACE.sub(" ", child.tail or "")

    def _table(self, element: etree._Element, depth: int) -> None:
        if next(element.iterdescendants(_TABLE + "table"), None) is not None:
            for cell in element.iter(_TABLE + "table-cell"):
                if _around(cell) is element:
                    self.blocks(cell, depth + 1)
            return
        self.tables += 1
        self.done.append(Grid(tuple(self._rows(element, depth)), f"table {self.tables}"))

    def _rows(self, element: etree._Element, depth: int) -> Iterator[tuple[Slot, ...]]:
        total = 0
        for at, row in enumerate(element.iter(_TABLE + "table-row")):
            slots, column = [], 0
            for cell in row:
                repeated = max(1, whole(cell.get(_TABLE + "number-columns-repeated"), 1))
                if cell.tag == _TABLE + "table-cell":
                    total += repeated
                    if total > MAX_CELLS or column > MAX_CELLS:
                        raise too_many("表格单元格数", "cells of a table", total, MAX_CELLS)
                    place = f"table {self.tables}, row {at + 1}, column {column + 1}"
                    slot = Slot(self._cell(cell, depth), at, column, *_span(cell), place)
                    slots += [slot._replace(column=column + n) for n in range(repeated)]
                column += repeated
            yield tuple(slots)

    def _cell(self, cell: etree._Element, depth: int) -> str:
        lines: list[str] = []
        for paragraph, label in self._flow(cell, depth + 1):
            boxes: list[etree._Element] = []
            lines.append(behind(label, self._text(paragraph, boxes, in_cell=True)))
            lines += [self._cell(box, depth + 1) for box in boxes]
        return "\n".join(lines)


def _around(cell: etree._Element) -> etree._Element | None:
    """The table that a cell belongs to."""
    return next(cell.iterancestors(_TABLE + "table"), None)


def _span(cell: etree._Element) -> tuple[int, int]:
    """The rows and columns that a cell covers."""
    rows, columns = (whole(cell.get(f"{_TABLE}number-{name}-spanned"), 1) for name in ("rows", "columns"))
    return max(1, min(rows, 65_534)), max(1, min(columns, 1000))
