"""Automatic numbering of old Word files: lists and their overrides as Numbering ([MS-DOC] 2.9.131, 2.9.150)."""

from __future__ import annotations

import struct

from gongkai.readers.doc.binary import LISTS, OVERRIDES, Binary
from gongkai.readers.doc.properties import HIDDEN, modifiers
from gongkai.readers.numbering import Level, NumberedList, Numbering
from gongkai.readers.styles import Styles

_FORMATS = {
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    8: "hex",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    18: "decimalEnclosedCircle",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    32: "ideographZodiacTraditional",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    57: "numberInDash",
    255: "none",
}
"""Number formats by their code (MSONFC, [MS-OSHARED] 2.2.1.3) as DOCX names them; others print digits."""
_LIST, _OVERRIDE, _LEVEL = 28, 16, 28
_LONGEST = 64
"""The most characters of a number's text that are printed; Word itself allows 31."""
_STARTS, _REDEFINES = 0x10, 0x20
_LEGAL, _NO_RESTART = 0x04, 0x08


def numbering(file: Binary) -> Numbering:
    """The numbering of a file; its list numbers are those that paragraphs carry."""
    made = Numbering(Styles())
    definitions: dict[str, dict[int, Level]] = {}
    data = file.part(LISTS, trailing=True)
    count = int.from_bytes(data[:2], "little")
    at = 2 + count * _LIST
    for index in range(count):
        record = data[2 + index * _LIST : 2 + (index + 1) * _LIST]
        if len(record) < _LIST or at >= len(data):
            break
        levels = {}
        for level in range(1 if record[26] & 1 else 9):
            levels[level], at = _level(data, at)
        definitions[str(struct.unpack_from("<i", record)[0])] = levels
    _overrides(file.part(OVERRIDES), definitions, made)
    return made


def _overrides(data: bytes, definitions: dict[str, dict[int, Level]], made: Numbering) -> None:
    """Make the list that each override tells of: its definition, its own levels, where it begins anew."""
    count = min(int.from_bytes(data[:4], "little"), len(data) // _OVERRIDE)
    at = 4 + count * _OVERRIDE
    for index in range(count):
        record = data[4 + index * _OVERRIDE : 4 + (index + 1) * _OVERRIDE]
        if len(record) < _OVERRIDE:
            return
        name = str(struct.unpack_from("<i", record)[0])
        levels, starts = dict(definitions.get(name, {})), dict[int, int]()
        made.lists[str(index + 1)] = NumberedList(name, levels, starts)
        at += 4
        for _ in range(record[12]):
            if at + 8 > len(data):
                return
            start, flags = struct.unpack_from("<iI", data, at)
            level = flags & 15
            at += 8
            if flags & _REDEFINES:
                levels[level], at = _level(data, at)
            elif flags & _STARTS:
                starts[level] = max(start, 0)


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """The level that begins at byte `at`, and the byte after it."""
    record = data[at : at + _LEVEL].ljust(_LEVEL, b"\0")
    start, code, flags = struct.unpack_from("<iBB", record)
    at += _LEVEL + record[25]
    hidden = any(code == HIDDEN and operand[0] & 1 for code, operand in modifiers(data[at : at + record[24]]))
    at += record[24]
    length = int.from_bytes(data[at : at + 2], "little")
    text = data[at + 2 : at + 2 + 2 * min(length, _LONGEST)].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(char) + 1}" if ord(char) < 9 else char for char in text)
    level = Level(
        format=_FORMATS.get(code, "decimal"),
        text="" if code in (23, 255) else pattern,
        start=max(start, 0),
        restart=record[26] if flags & _NO_RESTART else None,
        legal=bool(flags & _LEGAL),
        hidden=hidden,
    )
    return level, at + 2 + 2 * length
