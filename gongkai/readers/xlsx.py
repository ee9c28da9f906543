"""Excel workbooks, read sparsely: every visible sheet a grid, numbers as they were typed, formulas never guessed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from gongkai.errors import BrokenFile, UnknownFormat
from gongkai.readers.document import MAX_CELLS, Block, Document, Grid, Slot, demand_text, too_many
from gongkai.readers.markup import parse
from gongkai.readers.package import Package

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REF = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_DATE_IDS = {*range(14, 18), *range(27, 32), 36, *range(50, 59)}
_DATE_CODE = re.compile(r"[ymd年月日]", re.IGNORECASE)
_CODE_WORDS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read(data: bytes, *, cells: int = MAX_CELLS) -> Document:
    """The workbook in `data` as a Document; an InputError names what stands against it.

    `cells` bounds the filled cells of one sheet: a register has more of them than a report.
    """
    package = Package(data)
    if "xl/workbook.xml" not in package.names:
        if "word/document.xml" in package.names:
            raise UnknownFormat("这是Word文件，不是Excel文件", "this is a Word file, not an Excel file")
        raise BrokenFile("压缩包里没有xl/workbook.xml", "the package lacks xl/workbook.xml")
    book = _Book(package, most=cells)
    blocks: list[Block] = []
    sheets = book.sheets()
    for name, part in sheets:
        grid = book.grid(name, part)
        if grid.rows:
            blocks.append(grid)
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        book.warnings.append(("含宏，已忽略", "macros ignored"))
    return demand_text(Document("xlsx", tuple(blocks), warnings=tuple(book.warnings)), book.inked)


@dataclass
class _Book:
    """One workbook: shared strings, date styles, and what there is to say of it."""

    package: Package
    most: int = MAX_CELLS
    warnings: list[tuple[str, str]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    dates: set[int] = field(default_factory=set)
    epoch: dt.date = dt.date(1899, 12, 30)
    inked: int = 0

    def sheets(self) -> list[tuple[str, str]]:
        """Name and part of each visible sheet, in order; reads strings and styles on the way."""
        root = parse(self.package.read("xl/workbook.xml"), "xl/workbook.xml")
        properties = root.find(_S + "workbookPr")
        if properties is not None and properties.get("date1904") in ("1", "true"):
            self.epoch = dt.date(1904, 1, 1)
        self._strings()
        self._styles()
        targets = self._targets()
        found = []
        for sheet in root.iter(_S + "sheet"):
            name, part = sheet.get("name", ""), targets.get(sheet.get(_R, ""), "")
            if sheet.get("state", "visible") != "visible":
                self.warnings.append((f"隐藏的工作表“{name}”未读取", f"hidden sheet {name} not read"))
            elif part in self.package.names:
                found.append((name, part))
        return found

    def _targets(self) -> dict[str, str]:
        part = "xl/_rels/workbook.xml.rels"
        if part not in self.package.names:
            return {}
        targets = {}
        for relation in parse(self.package.read(part), part):
            target = relation.get("Target", "")
            targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return targets

    def _strings(self) -> None:
        part = "xl/sharedStrings.xml"
        if part in self.package.names:
            root = parse(self.package.read(part), part)
            self.strings = [_rich(item) for item in root.iter(_S + "si")]

    def _styles(self) -> None:
        part = "xl/styles.xml"
        if part not in self.package.names:
            return
        root = parse(self.package.read(part), part)
        custom = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in root.iter(_S + "numFmt")}
        formats = root.find(_S + "cellXfs")
        for index, one in enumerate(formats if formats is not None else ()):
            number = int(one.get("numFmtId", "0"))
            code = _CODE_WORDS.sub("", custom.get(number, ""))
            if number in _DATE_IDS or (_DATE_CODE.search(code) and "0" not in code):
                self.dates.add(index)

    def grid(self, name: str, part: str) -> Grid:
        """One sheet as a grid: filled cells, and the empty ones of the used rectangle where it is small enough."""
        root = parse(self.package.read(part), part)
        filled: dict[tuple[int, int], str] = {}
        for cell in root.iter(_S + "c"):
            where = _position(cell.get("r", ""))
            if where is None:
                continue
            text = self._value(cell, name)
            if text:
                filled[where] = text
                if len(filled) > self.most:
                    raise too_many("单元格数", "cells", len(filled), self.most)
        self.inked += sum(len("".join(text.split())) for text in filled.values())
        return _dense(name, filled, _merges(root))

    def _value(self, cell: etree._Element, sheet: str) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_S + "is")
            return _rich(inline) if inline is not None else ""
        value = cell.findtext(_S + "v")
        if value is None or value == "":
            formula = cell.find(_S + "f")
            if formula is None:
                return ""
            where = f"{sheet} {cell.get('r')}"
            self.warnings.append((f"公式没有算出的值：{where}", f"formula without a computed value: {where}"))
            return f"={formula.text or ''}"
        if kind == "s":
            index = int(value) if value.isdigit() else -1
            return self.strings[index] if 0 <= index < len(self.strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind in ("str", "e", "d"):
            return value
        return self._number(value, int(cell.get("s", "0") or 0))

    def _number(self, value: str, style: int) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if style in self.dates and 0 < number < 2_958_466:
            day = self.epoch + dt.timedelta(days=int(number))
            return f"{day.year}年{day.month}月{day.day}日"
        return plain(number)


def plain(number: float) -> str:
    """A number as a person types it: 36 for 36.0, never in scientific notation."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def _rich(item: etree._Element) -> str:
    """The text of a string with formatting, its phonetic guides left out."""
    guides = {id(node) for guide in item.iter(_S + "rPh") for node in guide.iter(_S + "t")}
    return "".join(node.text or "" for node in item.iter(_S + "t") if id(node) not in guides)


def _position(reference: str) -> tuple[int, int] | None:
    found = _REF.match(reference)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)) - 1, column - 1


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _merges(root: etree._Element) -> list[tuple[int, int, int, int]]:
    merges = []
    for merge in root.iter(_S + "mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        start, end = _position(first), _position(last or first)
        if start is not None and end is not None:
            merges.append((*start, *end))
    return merges


def _dense(name: str, filled: dict[tuple[int, int], str], merges: list[tuple[int, int, int, int]]) -> Grid:
    rows = sorted({row for row, _ in filled})
    place = f"sheet {name}"
    if not rows:
        return Grid((), place)
    width = max(column for _, column in filled) + 1
    sparse = len(rows) * width > MAX_CELLS // 4
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(filled):
        by_row.setdefault(row, []).append(column)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    last_row = rows[-1]
    for top, left, bottom, right in merges:
        bottom, right = min(bottom, last_row), min(right, width - 1)
        if (bottom - top + 1) * (right - left + 1) > MAX_CELLS:
            continue
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    covered -= set(filled)
    letters = [_letters(column) for column in range(width)]
    lines = []
    for at, row in enumerate(rows):
        columns = by_row[row] if sparse else range(width)
        lines.append(
            tuple(
                Slot(
                    filled.get((row, column), ""),
                    at,
                    column,
                    *spans.get((row, column), (1, 1)),
                    f"{place}, cell {letters[column]}{row + 1}",
                )
                for column in columns
                if (row, column) not in covered
            )
        )
    return Grid(tuple(lines), place)
