"""Properties of paragraphs and characters: FKP pages, property modifiers (sprm) and styles ([MS-DOC] 2.6, 2.9)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.readers.doc.binary import CHARACTERS, PARAGRAPHS, STYLES, Binary, plc

_PAGE = 512
_UNNAMED = "□"
"""What stands for a symbol that only its font knows."""
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of a modifier's operand by the three top bits of its code; 0: the operand says its length."""
DELETED, HIDDEN, SYMBOL, CHARACTER_STYLE, POSITION = 0x0800, 0x083C, 0x6A09, 0x4A30, 0x2A48
RAISED = "^"
"""What stands for a run of raised text among the marked ones."""
IN_TABLE, ROW_END, DEPTH, DEEPER, INNER_CELL, INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x664A, 0x244B, 0x244C
LIST, LEVEL, ELSEWHERE, ELSEWHERE_OLD, STYLE = 0x460B, 0x260A, 0x6646, 0x6645, 0x4600
DEFINE_TABLE, TABS = 0xD608, 0xC615
_SHORT = {
    0x18: IN_TABLE,
    0x19: ROW_END,
    0x41: DELETED,
    0x5C: HIDDEN,
}
"""Modifiers that a piece may carry in short form, by their number there ([MS-DOC] 2.9.215)."""


def modifiers(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """The property modifiers of a group: (code, operand), as far as they are whole."""
    at, end = 0, len(packed)
    while at + 2 <= end:
        code = packed[at] | packed[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13]
        if not size:
            if code == DEFINE_TABLE:
                size = int.from_bytes(packed[at : at + 2], "little") - 1
                at += 2
            else:
                size = packed[at] if at < end else 0
                at += 1
                if code == TABS and size == 255:
                    return
        if size < 0 or at + size > end:
            return
        yield code, packed[at : at + size]
        at += size


@dataclass(frozen=True, slots=True)
class Shape:
    """What the reader needs to know of a paragraph: its table, its place there, its list."""

    depth: int = 0
    row_end: bool = False
    cell_end: bool = False
    list: int = 0
    level: int = 0
    table: tuple[tuple[int, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says: its base, the modifiers for paragraphs and for characters."""

    base: int
    paragraph: bytes
    character: bytes


class Properties:
    """The properties of a file by byte offset of its main stream."""

    def __init__(self, file: Binary) -> None:
        self._file = file
        self._styles = _styles(file.part(STYLES))
        paragraphs = sorted(_pages(file, PARAGRAPHS))
        self._paragraph_starts = [start for start, _, _ in paragraphs]
        self._paragraphs = paragraphs
        self._shapes: dict[tuple[bytes, int], Shape] = {}
        self._marks: dict[tuple[bytes, int], str | None] = {}

    def paragraph(self, position: int) -> Shape:
        """The shape of the paragraph whose mark is the character at `position`."""
        offset, prm = self._file.offset(position)
        at = bisect_right(self._paragraph_starts, offset) - 1
        packed = b"\0\0"
        if at >= 0 and offset < self._paragraphs[at][1]:
            packed = self._paragraphs[at][2]
        shape = self._shapes.get((packed, prm))
        if shape is None:
            shape = self._shapes[packed, prm] = self._shape(packed, prm)
        return shape

    def marked(self) -> Iterator[tuple[int, int, str]]:
        """Runs of characters (start, end, what) not plain: "" deleted or hidden, RAISED, or the sign of a symbol."""
        runs = sorted(_pages(self._file, CHARACTERS))
        starts = [start for start, _, _ in runs]
        for piece in self._file.pieces:
            whole = self._mark(b"", piece.prm)
            if whole is not None:
                yield piece.start, piece.end, whole
                continue
            last = piece.offset + (piece.end - piece.start) * piece.wide
            at = max(0, bisect_right(starts, piece.offset) - 1)
            while at < len(runs) and runs[at][0] < last:
                start, end, packed = runs[at]
                at += 1
                what = self._mark(packed, 0)
                if what is not None and end > piece.offset:
                    first = piece.start + (max(start, piece.offset) - piece.offset) // piece.wide
                    yield first, piece.start + (min(end, last) - piece.offset + piece.wide - 1) // piece.wide, what

    def _mark(self, packed: bytes, prm: int) -> str | None:
        if (packed, prm) not in self._marks:
            self._marks[packed, prm] = self._work_out(packed, prm)
        return self._marks[packed, prm]

    def _work_out(self, packed: bytes, prm: int) -> str | None:
        """What `marked` says of a run with these modifiers; None for plain text."""
        deleted, hidden, by_style, symbol, raised = False, False, False, None, False
        for code, operand in [*modifiers(packed), *self._modifier(prm)]:
            if code == DELETED:
                deleted = operand[0] & 1 == 1
            elif code == CHARACTER_STYLE:
                by_style, raised = self._by_style(int.from_bytes(operand, "little"))
                hidden = by_style
            elif code == HIDDEN:
                hidden = {0: False, 1: True, 0x80: by_style, 0x81: not by_style}.get(operand[0], hidden)
            elif code == POSITION:
                raised = operand[0] == 1
            elif code == SYMBOL:
                sign = int.from_bytes(operand[2:4], "little")
                symbol = chr(sign) if sign > 0x1F and not 0xD800 <= sign <= 0xF8FF else _UNNAMED
        if deleted or hidden:
            return ""
        return symbol or (RAISED if raised else None)

    def _by_style(self, style: int) -> tuple[bool, bool]:
        """Whether a character style hides its text, and whether it raises it."""
        hidden = raised = False
        for one in self._lineage(style):
            for code, operand in modifiers(one.character):
                hidden = operand[0] & 1 == 1 if code == HIDDEN else hidden
                raised = operand[0] == 1 if code == POSITION else raised
        return hidden, raised

    def _lineage(self, style: int) -> list[Style]:
        """The style with those it is based on, the deepest first; a circle ends where it closes."""
        met: dict[int, Style] = {}
        while style in self._styles and style not in met:
            met[style] = self._styles[style]
            style = met[style].base
        return list(reversed(met.values()))

    def _shape(self, packed: bytes, prm: int) -> Shape:
        own = [*self._elsewhere(modifiers(packed[2:])), *self._modifier(prm)]
        style = int.from_bytes(packed[:2], "little")
        inherited = [pair for one in self._lineage(style) for pair in modifiers(one.paragraph)]
        values = {code: int.from_bytes(operand, "little") for code, operand in [*inherited, *own] if len(operand) <= 4}
        depth = values.get(DEPTH, 1 if values.get(IN_TABLE) else 0)
        for code, operand in own:
            depth += int.from_bytes(operand, "little", signed=True) if code == DEEPER else 0
        inner = depth > 1
        return Shape(
            depth=max(depth, 0),
            row_end=bool(values.get(INNER_ROW_END if inner else ROW_END)),
            cell_end=inner and bool(values.get(INNER_CELL)),
            list=values.get(LIST, 0),
            level=min(values.get(LEVEL, 0), 8),
            table=tuple(pair for pair in own if pair[0] >> 10 & 7 == 5),
        )

    def _elsewhere(self, found: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        """The modifiers, those that were too many for their page read from the data stream."""
        for code, operand in found:
            if code in (ELSEWHERE, ELSEWHERE_OLD):
                at = int.from_bytes(operand, "little")
                size = int.from_bytes(self._file.data[at : at + 2], "little")
                yield from modifiers(self._file.data[at + 2 : at + 2 + size])
            else:
                yield code, operand

    def _modifier(self, prm: int) -> Iterator[tuple[int, bytes]]:
        """What a piece says of all its text: one short modifier, or a group by number ([MS-DOC] 2.9.214)."""
        if prm & 1:
            index = prm >> 1
            yield from modifiers(self._file.modifiers[index] if index < len(self._file.modifiers) else b"")
        elif prm >> 1 & 0x7F in _SHORT:
            yield _SHORT[prm >> 1 & 0x7F], bytes([prm >> 8])


_Entry = tuple[int, int, bytes]


def _pages(file: Binary, index: int) -> Iterator[_Entry]:
    """The runs (first byte, byte after, group of modifiers) of all pages that a PLC names, each page once."""
    pages = {int.from_bytes(record, "little") & 0x3FFFFF for _, _, record in plc(file.part(index), 4)}
    reads = _paragraph_entry if index == PARAGRAPHS else _character_entry
    for number in sorted(pages):
        page = file.main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            continue
        count = page[-1]
        if 4 * (count + 1) >= _PAGE:
            continue
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for at in range(count):
            yield bounds[at], bounds[at + 1], reads(page, count, at)


def _paragraph_entry(page: bytes, count: int, at: int) -> bytes:
    """The style number and modifiers of run `at` of a page of paragraphs."""
    slot = 4 * (count + 1) + 13 * at
    begin = page[slot] * 2 if slot < _PAGE else 0
    if not begin:
        return b"\0\0"
    if page[begin]:
        return page[begin + 1 : begin + 2 * page[begin]]
    size = page[begin + 1] * 2 if begin + 1 < _PAGE else 0
    return page[begin + 2 : begin + 2 + size]


def _character_entry(page: bytes, count: int, at: int) -> bytes:
    """The modifiers of run `at` of a page of characters."""
    slot = 4 * (count + 1) + at
    begin = page[slot] * 2 if slot < _PAGE else 0
    return page[begin + 1 : begin + 1 + page[begin]] if begin else b""


def _styles(data: bytes) -> dict[int, Style]:
    """The styles of the style sheet by number ([MS-DOC] 2.9.271)."""
    made: dict[int, Style] = {}
    head = int.from_bytes(data[:2], "little")
    base_size = int.from_bytes(data[4:6], "little")
    at, number = 2 + head, 0
    while at + 2 <= len(data):
        size = int.from_bytes(data[at : at + 2], "little")
        record = data[at + 2 : at + 2 + size]
        if len(record) > max(base_size, 10):
            made[number] = _style(record, base_size)
        at += 2 + size
        number += 1
    return made


def _style(record: bytes, base_size: int) -> Style:
    kind_and_base = int.from_bytes(record[2:4], "little")
    kind, base = kind_and_base & 15, kind_and_base >> 4
    at = base_size + 2 * int.from_bytes(record[base_size : base_size + 2], "little") + 4
    groups = []
    for _ in range(2):
        size = int.from_bytes(record[at : at + 2], "little")
        groups.append(record[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    if kind == 1:
        return Style(base, groups[0][2:], groups[1])
    return Style(base, b"", groups[0] if kind == 2 else b"")
