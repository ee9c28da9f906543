"""Mutants: bytes turned, cut, doubled and swapped; packages, markup, OLE and PDF changed below their wrapping.

Every function takes the chance it draws from, so a mutant is the same for the same number.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes], bytes]

_NUMBERS = (0, 1, -1, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1, 10**9)
_WORDS = tuple(
    word.encode()
    for word in (
        "colspan=999", 'rowspan="0"', 'w:val="99999"', "<table>", "</table>", "<tr>", "</td>", "<!--", "-->", "<![CDATA[",
        "&#0;", "&#x110000;", "&amp;", "\x00", "\ufeff", "\u202e", "９９", "①", "-", "—", "1,2,3", "1e999", "NaN", "1.5",
        '"', "'", "\r", "\n", "\t", "|", "{", "]", "null", "一、", "（一）", "合计", "其中", "万元", "2023年", "<w:br/>",
        "<w:gridSpan w:val='900'/>", "<w:vMerge/>", 'r="XFD1048576"', 't="s"', "/Contents", "/Rotate 90", "endobj",
        "<script>", "<style>td{display:none}</style>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "=?utf-8?b?AA==?=",
    )
)  # fmt: skip
_TAG = re.compile(rb"<[^<>]{1,200}>")
_ELEMENT = re.compile(rb"<(?P<name>w:tr|w:tc|w:p|w:r|tr|td|th|table|row|c|p|div|table:table-(?:row|cell))\b[^<>]*>")
_DIGITS = re.compile(rb"\d+")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LONGEST = 2**18


def _span(chance: Random, data: bytes, most: int = 64) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randint(1, most))


def flip(chance: Random, data: bytes) -> bytes:
    """A few bytes turned into others."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16)) if made else 0):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def cut(chance: Random, data: bytes) -> bytes:
    """A span taken out."""
    start, end = _span(chance, data, chance.choice((1, 16, 512, 8192)))
    return data[:start] + data[end:]


def truncate(chance: Random, data: bytes) -> bytes:
    """The end lost."""
    return data[: chance.randrange(len(data) + 1)]


def double(chance: Random, data: bytes) -> bytes:
    """A span repeated, now and then very often."""
    start, end = _span(chance, data)
    times = min(chance.choice((2, 2, 8, 300, 20_000)), _LONGEST // max(1, end - start))
    return data[:start] + data[start:end] * times + data[end:]


def swap(chance: Random, data: bytes) -> bytes:
    """Two spans exchanged."""
    a, b, c, d = sorted(chance.randrange(len(data) + 1) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def insert(chance: Random, data: bytes) -> bytes:
    """A word of the formats put anywhere."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_WORDS) * chance.choice((1, 1, 1, 50)) + data[at:]


def number(chance: Random, data: bytes) -> bytes:
    """Four bytes or a run of digits turned into a number at an edge."""
    value = chance.choice(_NUMBERS)
    found = list(_DIGITS.finditer(data))
    if found and chance.random() < 0.7:
        one = chance.choice(found)
        digits = chance.choice((str(value), "9" * 400, f"{value}.5", "")).encode()
        return data[: one.start()] + digits + data[one.end() :]
    at = chance.randrange(max(1, len(data) - 3))
    return data[:at] + struct.pack("<q", value)[: chance.choice((1, 2, 4))] + data[at + 4 :]


def tags(chance: Random, data: bytes) -> bytes:
    """A tag dropped, doubled, moved, or nested very deep."""
    found = list(_TAG.finditer(data))
    if not found:
        return flip(chance, data)
    one, other = chance.choice(found), chance.choice(found)
    how = chance.randrange(5)
    if how == 0:
        return data[: one.start()] + data[one.end() :]
    if how == 1:
        return data[: one.end()] + one[0] * chance.choice((1, 2, 255, 3000)) + data[one.end() :]
    if how == 2:
        return data[: one.start()] + other[0] + data[one.end() :]
    if how == 3:
        at = chance.randrange(len(data) + 1)
        return data[:at] + one[0] + data[at:]
    return data[: one.start()] + one[0].replace(b'"', b"'", chance.randint(0, 2)) + data[one.end() :]


def elements(chance: Random, data: bytes) -> bytes:
    """A row, cell or paragraph dropped, doubled or put in another's place, with its end tag."""
    found = list(_ELEMENT.finditer(data))
    if not found:
        return tags(chance, data)
    one = chance.choice(found)
    alike = [other for other in found if other["name"] == one["name"]]
    start, end = _whole(data, one)
    from_, to = _whole(data, chance.choice(alike))
    how = chance.randrange(4)
    if how == 0:
        return data[:start] + data[end:]
    if how == 1:
        return data[:end] + data[start:end] * chance.choice((1, 1, 40)) + data[end:]
    if how == 2 or not (to <= start or end <= from_):
        return data[:end] + data[from_:to] + data[end:]
    (a, b), (c, d) = sorted(((start, end), (from_, to)))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _whole(data: bytes, tag: re.Match[bytes]) -> tuple[int, int]:
    """Where the element of a tag begins and its next end tag ends."""
    if tag[0].endswith(b"/>"):
        return tag.span()
    close = data.find(b"</" + tag["name"] + b">", tag.end())
    return tag.start(), tag.end() if close < 0 else close + len(tag["name"]) + 3


def lines(chance: Random, data: bytes) -> bytes:
    """A line dropped, doubled, exchanged with another, or a field of it."""
    rows = data.split(b"\n")
    one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
    how = chance.randrange(5)
    if how == 0:
        del rows[one]
    elif how == 1:
        rows[one:one] = [rows[one]] * chance.choice((1, 1, 200))
    elif how == 2:
        rows[one], rows[other] = rows[other], rows[one]
    elif how == 3:
        mark = chance.choice((b",", b"\t", b"|", b" "))
        fields = rows[one].split(mark)
        fields.pop(chance.randrange(len(fields)))
        rows[one] = mark.join(fields)
    else:
        rows[one] = rows[one].replace(chance.choice((b",", b"\t", b"|", b" ")), b"", chance.randint(1, 9))
    return b"\n".join(rows)


def recode(chance: Random, data: bytes) -> bytes:
    """The text in another encoding than before, or in two."""
    text = data.decode(chance.choice(("utf-8", "gb18030")), "replace")
    name = chance.choice(("gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "big5", "utf-32", "utf-7"))
    made = text.encode(name, "replace")
    half = chance.randrange(len(data) + 1)
    return made if chance.random() < 0.7 else data[:half] + made[half:]


def packed(chance: Random, data: bytes) -> bytes:
    """A zip whose members are changed below their compression, so that every check sum holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [(name, package.read(name)) for name in package.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return flip(chance, data)
    if not members:
        return insert(chance, data)
    weights = [1 + 9 * any(part in name for part in ("document", "sheet", "content", "shared")) for name, _ in members]
    at = chance.choices(range(len(members)), weights)[0]
    name, content = members[at]
    how = chance.random()
    if how < 0.03:
        del members[at]
    elif how < 0.06:
        members[at] = (chance.choice((name.upper(), f"../{name}", "word/x.xml", f"{name}/")), content)
    else:
        members[at] = (name, mutated(chance, content, MARKUP))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in dict(members).items():
            package.writestr(name, content)
    return out.getvalue()


def sectors(chance: Random, data: bytes) -> bytes:
    """An OLE file with a sector, a word of its head or its table, or bytes of a stream changed."""
    how = chance.randrange(4)
    if how == 0 or len(data) < 1536:
        return number(chance, data[:512]) + data[512:] if len(data) > 512 else flip(chance, data)
    at = 512 * chance.randrange(1, len(data) // 512)
    sector = data[at : at + 512]
    if how == 1:
        other = 512 * chance.randrange(1, len(data) // 512)
        return data[:at] + data[other : other + 512] + data[at + 512 :]
    if how == 2:
        place = 4 * chance.randrange(max(1, len(sector) // 4))
        value = struct.pack("<q", chance.choice((*_NUMBERS, chance.randrange(200))))[:4]
        return data[: at + place] + value + data[at + place + 4 :]
    return data[:at] + flip(chance, sector) + data[at + 512 :]


def objects(chance: Random, data: bytes) -> bytes:
    """A PDF with the inside of a stream, a number of an object, or an object's place changed."""
    found = list(_STREAM.finditer(data))
    if not found or chance.random() < 0.3:
        return mutated(chance, data, (number, tags, flip, insert, swap, cut))
    one = chance.choice(found)
    try:
        inside = zlib.decompress(one[1])
        packed_ = zlib.compress(mutated(chance, inside, (number, flip, cut, double, insert, swap)), 1)
    except zlib.error:
        packed_ = mutated(chance, one[1], (number, flip, cut, double))
    made = data[: one.start(1)] + packed_ + data[one.end(1) :]
    length = re.compile(rb"/Length \d+").search(made, max(0, made.rfind(b"obj", 0, one.start())), one.start())
    if length is None:
        return made
    return made[: length.start()] + b"/Length %d" % len(packed_) + made[length.end() :]


RAW: tuple[Mutation, ...] = (flip, cut, truncate, double, swap, insert, number)
"""For any bytes."""
MARKUP: tuple[Mutation, ...] = (
    elements,
    elements,
    tags,
    tags,
    number,
    insert,
    cut,
    flip,
    truncate,
    double,
    swap,
    recode,
)
"""For XML and HTML."""
TEXT: tuple[Mutation, ...] = (lines, lines, number, insert, cut, flip, truncate, double, swap, recode)
"""For text and CSV."""


def mutated(chance: Random, data: bytes, ways: tuple[Mutation, ...]) -> bytes:
    """The data after one to four of the ways; never more than 1 MB."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        data = chance.choice(ways)(chance, data)[: 4 * _LONGEST]
    return data
