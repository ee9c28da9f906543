"""The Word 97–2003 container: streams, the file information block (FIB) and the text by pieces ([MS-DOC] 2.4, 2.5)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import olefile

from gongkai.errors import BrokenFile, EncryptedFile, UnknownFormat
from gongkai.readers.package import demand_container

_FIRST_UNICODE = 0xC0
"""The lowest nFib of the formats described by [MS-DOC]; below it stand Word 2, 6 and 95."""
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_LENGTHS = 0x4C
"""Where the FIB counts the characters of its subdocuments: text, notes, heads, macros, comments, end notes, boxes."""
_PAIRS = 0x9A
"""Where the FIB's pairs (offset, length) of the table stream begin."""
STYLES, FOOTNOTES, CHARACTERS, PARAGRAPHS, PIECES, SHAPES, END_NOTES, BOXES = 1, 2, 12, 13, 33, 40, 46, 56
LISTS, OVERRIDES = 73, 74
"""Indices of those pairs ([MS-DOC] 2.5.6–2.5.10)."""
_WESTERN = "".join(
    bytes([code]).decode("cp1252", "replace").replace("\ufffd", chr(code))
    if code not in (0x80, 0x8E, 0x9E)
    else chr(code)
    for code in range(256)
)
"""Characters of compressed pieces by byte ([MS-DOC] 2.9.73): Windows-1252 without the later additions."""


class OldWord(UnknownFormat):
    """A file of Word 2, 6 or 95, whose inner format is another."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters `start`–`end` that stands at byte `offset`, `wide` bytes each, with the modifier `prm`."""

    start: int
    end: int
    offset: int
    wide: int
    prm: int


class Binary:
    """An opened file: `text` of all subdocuments, its `pieces`, and parts of the table stream by FIB index."""

    def __init__(self, data: bytes) -> None:
        """Open and look through; EncryptedFile, OldWord or BrokenFile when it will not do."""
        streams = _streams(data)
        self.main = streams.get("worddocument", b"")
        self.data = streams.get("data", b"")
        self.has_macros = "macros" in streams
        if len(self.main) < _PAIRS or self.main[:2] not in (b"\xec\xa5", b"\xdb\xa5", b"\xdc\xa5"):
            raise BrokenFile("Word文件的文件头损坏", "the head of the Word file is damaged")
        version, flags = self.word(2), self.word(10)
        if flags & _ENCRYPTED:
            raise EncryptedFile("文件已加密，需要口令", "the file is encrypted and asks for a password")
        if version < _FIRST_UNICODE:
            raise OldWord("这是Word 95或更早的文件", "this is a file of Word 95 or earlier")
        self.table = streams.get("1table" if flags & _TABLE_1 else "0table", b"")
        self.lengths = struct.unpack_from("<7i", self.main, _LENGTHS)
        if min(self.lengths) < 0:
            raise BrokenFile("Word文件的字数为负", "the Word file counts its characters below zero")
        self.modifiers: list[bytes] = []
        self.pieces = tuple(self._pieces(self.part(PIECES)))
        self._starts = [piece.start for piece in self.pieces]
        self.text = self._text()

    def word(self, at: int) -> int:
        """The 16-bit number at byte `at` of the main stream."""
        return int.from_bytes(self.main[at : at + 2], "little")

    def part(self, index: int, trailing: bool = False) -> bytes:
        """The part of the table stream that pair `index` of the FIB names, with what follows it if `trailing`."""
        if index >= self.word(_PAIRS - 2) or len(self.main) < _PAIRS + 8 * index + 8:
            return b""
        offset, length = struct.unpack_from("<II", self.main, _PAIRS + 8 * index)
        if not length or offset + length > len(self.table):
            return b""
        return self.table[offset:] if trailing else self.table[offset : offset + length]

    def offset(self, position: int) -> tuple[int, int]:
        """The byte of the main stream where a character stands, and the modifier of its piece."""
        piece = self.pieces[bisect_right(self._starts, position) - 1]
        return piece.offset + (position - piece.start) * piece.wide, piece.prm

    def _pieces(self, clx: bytes) -> Iterator[Piece]:
        at = 0
        while at < len(clx) and clx[at] == 1:
            size = int.from_bytes(clx[at + 1 : at + 3], "little")
            self.modifiers.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if clx[at : at + 1] != b"\x02":
            raise BrokenFile("Word文件没有文本位置表", "the Word file lacks the table of its pieces of text")
        size = int.from_bytes(clx[at + 1 : at + 5], "little")
        total = 0
        for start, end, record in plc(clx[at + 5 : at + 5 + size], 8):
            where, prm = struct.unpack_from("<IH", record, 2)
            narrow = where & 0x40000000
            offset, wide = ((where & 0x3FFFFFFF) // 2, 1) if narrow else (where & 0x3FFFFFFF, 2)
            total += (end - start) * wide
            if start >= end or offset + (end - start) * wide > len(self.main) or total > len(self.main):
                raise BrokenFile("Word文件不完整，正文有缺失", "the Word file is incomplete: text is missing")
            yield Piece(start, end, offset, wide, prm)

    def _text(self) -> str:
        parts = []
        reached = 0
        for piece in self.pieces:
            if piece.start != reached:
                raise BrokenFile("Word文件的文本位置表损坏", "the table of pieces of the Word file is damaged")
            reached = piece.end
            raw = self.main[piece.offset : piece.offset + (piece.end - piece.start) * piece.wide]
            parts.append(_wide(raw) if piece.wide == 2 else raw.decode("latin-1").translate(_NARROW))
        if reached < sum(self.lengths):
            raise BrokenFile("Word文件不完整，正文有缺失", "the Word file is incomplete: text is missing")
        return "".join(parts)


_NARROW = {code: char for code, char in enumerate(_WESTERN) if ord(char) != code}


def _wide(raw: bytes) -> str:
    """UTF-16 text, one character for each two bytes so that positions stay true."""
    text = raw.decode("utf-16-le", "surrogatepass")
    if len(text) * 2 == len(raw):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def plc(data: bytes, size: int) -> Iterator[tuple[int, int, bytes]]:
    """The entries (start, end, record of `size` bytes) of a PLC: n + 1 positions, then n records."""
    count = max(0, (len(data) - 4) // (4 + size))
    positions = struct.unpack_from(f"<{count + 1}I", data) if count else ()
    for at in range(count):
        begin = 4 * (count + 1) + at * size
        yield positions[at], positions[at + 1], data[begin : begin + size]


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams that matter by lower-case name; `macros` stands for any macro storage."""
    found: dict[str, bytes] = {}
    demand_container(data)
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            for path in ole.listdir(streams=True, storages=True):
                name = path[-1].lower()
                if name in ("macros", "_vba_project", "vba"):
                    found["macros"] = b""
                elif len(path) == 1 and name in ("worddocument", "0table", "1table", "data"):
                    found[name] = ole.openstream(path).read()
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise BrokenFile("OLE文件结构损坏", "the OLE container is damaged") from error
    return found
