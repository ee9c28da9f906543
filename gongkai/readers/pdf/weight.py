"""How heavy a PDF may become, told from its bytes before pdfium unpacks it.

pdfium is C code in our process and cannot be stopped: what would unpack to gigabytes, repeat one object without end or
call forms from forms by the million is refused first (TRUST 4, row 22).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.errors import TooLarge
from gongkai.readers.document import too_many

MAX_STREAM = 24 * 2**20
"""The most bytes that a page's stream may unpack to; a font or picture may be ten times as large."""
MAX_UNPACKED = 768 * 2**20
"""The most bytes that all streams may unpack to."""
MAX_FORM_CALLS = 50_000
"""The most times that forms are drawn in all, forms inside forms counted out."""
_SAFE = 16_384
_MOST_REFERENCES = 64
_OBJECT = re.compile(rb"(?:^|[\s>])(\d{1,9})\s+\d{1,5}\s+obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_REFERENCE = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R\b")
_ARRAY = re.compile(rb"\[((?:\s*\d{1,9}\s+\d{1,5}\s+R){%d,}\s*)\]" % _MOST_REFERENCES)
_CALL = re.compile(rb"(?<=[\s\w])Do\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_LARGE = re.compile(rb"/Subtype|/Length1\b|/Width\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")


@dataclass(frozen=True, slots=True)
class _Part:
    """An object: its dictionary, and what its stream unpacks to ('' when it has none or was not unpacked)."""

    words: bytes
    content: bytes = b""


def weigh(data: bytes) -> None:
    """Raise TooLarge, naming figure and bound, when a PDF would unpack or repeat beyond measure."""
    parts = dict(_parts(data))
    for words in (part.words for part in parts.values()):
        for array in _ARRAY.finditer(words):
            _not_repeated(_REFERENCE.findall(array[1]))
    forms = {number: part for number, part in parts.items() if _FORM.search(part.words)}
    if forms:
        _weigh_forms(parts, forms)


def _not_repeated(references: list[bytes]) -> None:
    if len(set(references)) * 4 < len(references):
        raise too_many("同一对象的重复引用数", "references to the same object", len(references), _MOST_REFERENCES)


def _parts(data: bytes) -> Iterator[tuple[int, _Part]]:
    """Every object of the file with its number, those inside object streams too."""
    heads = list(_OBJECT.finditer(data))
    unpacked = 0
    for at, head in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(data)
        begin = _STREAM.search(data, head.end(), end)
        if begin is None:
            yield int(head[1]), _Part(data[head.end() : end])
            continue
        words = data[head.end() : begin.start()]
        form, packed = _FORM.search(words) is not None, _PACKED.search(words) is not None
        flates = words.count(b"/FlateDecode") + len(re.findall(rb"/Fl\b", words))
        raw = data[begin.end() : end]
        content = raw if form and not flates else b""
        if flates and (flates > 1 or form or packed or len(raw) > _SAFE):
            content, size = _unpacked(raw, flates, 10 * MAX_STREAM if _LARGE.search(words) and not form else MAX_STREAM)
            unpacked += size
            if unpacked > MAX_UNPACKED:
                raise _too_heavy(unpacked, MAX_UNPACKED)
        yield int(head[1]), _Part(words, content if form else b"")
        if packed:
            yield from _members(content, words)


def _unpacked(raw: bytes, flates: int, bound: int) -> tuple[bytes, int]:
    """What a stream unpacks to, and how many bytes that were in all; a damaged one as far as it goes."""
    total = 0
    for _ in range(flates):
        try:
            raw = zlib.decompressobj().decompress(raw, bound + 1)
        except zlib.error:
            break
        total += len(raw)
        if len(raw) > bound:
            raise _too_heavy(len(raw), bound)
    return raw, total


def _too_heavy(found: int, bound: int) -> TooLarge:
    return TooLarge(
        f"解压后超过{found // 2**20}MB，上限{bound // 2**20}MB",
        f"unpacks to more than {found // 2**20} MB, limit {bound // 2**20} MB",
    )


def _members(content: bytes, words: bytes) -> Iterator[tuple[int, _Part]]:
    """The objects inside an object stream."""
    first = re.search(rb"/First\s+(\d{1,9})", words)
    if first is None:
        return
    start = int(first[1])
    numbers = [int(word) for word in content[:start].split() if word.isdigit()]
    places = sorted(zip(numbers[1::2], numbers[::2], strict=False))
    for at, (place, number) in enumerate(places):
        end = places[at + 1][0] if at + 1 < len(places) else len(content) - start
        yield number, _Part(content[start + place : start + end])


def _weigh_forms(parts: dict[int, _Part], forms: dict[int, _Part]) -> None:
    """Count how often forms are drawn when every call is followed; a form that calls itself twice never ends."""
    weights: dict[int, int] = {}
    inside: set[int] = set()

    def weight(number: int, depth: int) -> int:
        if number in weights:
            return weights[number]
        calls = len(_CALL.findall(forms[number].content))
        if number in inside or depth > 64:
            return MAX_FORM_CALLS + 1
        if calls < 1:
            return 1
        inside.add(number)
        below = [weight(child, depth + 1) for child in _forms_below(number, parts, forms)]
        inside.discard(number)
        weights[number] = 1 + calls * max(below, default=0)
        return weights[number]

    heaviest = max(weight(number, 0) for number in forms)
    if heaviest > MAX_FORM_CALLS:
        raise too_many("表单（Form）的调用次数", "calls of forms", heaviest, MAX_FORM_CALLS)


def _forms_below(number: int, parts: dict[int, _Part], forms: dict[int, _Part]) -> set[int]:
    """The forms that a form's resources name, directly or through a dictionary of their own."""
    found: set[int] = set()
    seen: set[int] = set()
    todo = [forms[number].words]
    for _ in range(3):
        named = {int(one) for words in todo for one in _REFERENCE.findall(words)} - seen
        found |= named & forms.keys()
        seen |= named
        todo = [parts[one].words for one in named - forms.keys() if one in parts]
    return found
