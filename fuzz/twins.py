"""Twins: a file and the same with one thing changed, of which it is known what the report must say.

A changed figure changes its own cell and no other. Rows dropped, doubled or exchanged leave every other row's figures
in their cells, and no cell may hold another cell's figure without a doubt. A file cut short is refused, or is read
with a doubt or a finding about what is missing. It is never cut inside a figure: half of a figure is a figure, too, and
nothing in the file tells any reader that digits are missing; where the rest of the file is missing as well is told.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from random import Random

from fuzz.oracles import Complaint
from fuzz.seeds import corpus
from gongkai.errors import InputError
from gongkai.readers import read
from gongkai.report.check import check
from gongkai.report.model import ABSENT, Report
from gongkai.report.number import Kind

_BODY = re.compile(r"word/document\.xml|xl/worksheets/.*\.xml|xl/sharedStrings\.xml|content\.xml")
_ROWS = re.compile(rb"<(w:tr|tr|table:table-row)\b[^<>]*(?<!/)>(?:(?!</?\1\b).)*?</\1>", re.DOTALL)
_CELLS = re.compile(rb"<(w:tc|td|table:table-cell)\b[^<>]*>(?:(?!</?\1\b).)*?</\1>", re.DOTALL)
_FIGURE = re.compile(rb"(?<![\d.])1[1-4]\d{3}(?![\d.])")
_TAG = re.compile(rb"<[^<>]*>")
_SPLIT = ("seed-plain.docx", "seed-split.docx")
"""Files whose figures stand in several runs."""
_NEW = b"90909"
_SEEDS = (
    *(f"seed-{name}"
    for name in (
        "lines.txt", "pipes.txt", "tabs.txt", "spaces.txt", "table.md.txt", "clean.html", "word.html", "chrome.html",
        "plain.docx", "split.docx", "one.xlsx", "sheets.xlsx", "text.xlsx", "all.csv", "gbk.txt",
    )),
    "own.docx", "own.html", "own.csv", "saved.odt", "saved.fodt", "saved.ods", "seed.mhtml", "kept.doc",
)  # fmt: skip
_WAYS: dict[str, tuple[str, ...]] = {
    ".txt": ("figure", "line", "cut"),
    ".csv": ("figure", "line", "cut"),
    ".html": ("figure", "row", "cell", "cut"),
    ".docx": ("figure", "row", "cell"),
    ".odt": ("figure", "row", "cell"),
    ".fodt": ("figure", "row", "cell"),
    ".xlsx": ("figure",),
    ".ods": ("figure",),
    ".mhtml": ("figure", "row", "cell", "cut"),
    ".doc": ("sector",),
}


def twin(chance: Random) -> tuple[str, bytes, Callable[[], None]]:
    """A name, the twin's bytes and the demand that must hold of it."""
    name = chance.choice(_SEEDS)
    ways = _WAYS[name[name.rindex(".") :]]
    way = chance.choice(ways[1:] if name in _SPLIT else ways)
    data = corpus()[name]
    made, demand = _TWINS[way](chance, data)
    return f"{way}-{name}", made, lambda: demand(_known(name), _read(name, made))


_READ: dict[str, Report] = {}


def _known(name: str) -> Report:
    if name not in _READ:
        _READ[name] = read(corpus()[name], name=name)
    return _READ[name]


def _read(name: str, data: bytes) -> Report | None:
    try:
        return read(data, name=name)
    except InputError:
        return None


def _inside(chance: Random, data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with its text changed below its wrapping."""
    if not data.startswith(b"PK"):
        return change(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    bodies = [name for name, content in members.items() if _BODY.fullmatch(name) and _shown(content)]
    body = chance.choice(bodies)
    members[body] = change(members[body])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def _shown(markup: bytes) -> bool:
    """Whether a piece of a file shows a figure, whatever tags stand within it."""
    return _FIGURE.search(_TAG.sub(b"", markup)) is not None


Demand = Callable[[Report, Report | None], None]


def _figure(chance: Random, data: bytes) -> tuple[bytes, Demand]:
    figures: list[bytes] = []

    def change(body: bytes) -> bytes:
        figures.append(chance.choice(_FIGURE.findall(body)))
        return re.sub(rb"(?<![\d.])" + figures[0] + rb"(?![\d.])", _NEW, body)

    made = _inside(chance, data, change)
    return made, lambda before, after: _demand_one(before, after, int(figures[0]))


def _demand_one(before: Report, after: Report | None, old: int) -> None:
    if after is None:
        raise Complaint("refused for a changed figure")
    wanted = {a: (90909 if cell.value == old else cell.value, cell.kind) for a, cell in before.cells.items()}
    found = {a: (cell.value, cell.kind) for a, cell in after.cells.items()}
    wrong = {a: (wanted[a], found.get(a)) for a in wanted if found.get(a) != wanted[a]}
    if wrong or found.keys() != wanted.keys():
        raise Complaint(f"other cells than the changed figure's: {wrong}")


def _some(chance: Random, body: bytes, pieces: list[tuple[int, int]], ways: int = 3) -> bytes:
    """The body with one of the pieces dropped, doubled, or (the third way) exchanged with another."""
    if not pieces:
        return body
    at = chance.randrange(len(pieces))
    start, end = pieces[at]
    how = chance.randrange(ways)
    if how == 0:
        return body[:start] + body[end:]
    if how == 1:
        return body[:end] + body[start:end] + body[end:]
    (a, b), (c, d) = sorted((pieces[at], chance.choice(pieces)))
    return body if a == c else body[:a] + body[c:d] + body[b:c] + body[a:b] + body[d:]


def _row(chance: Random, data: bytes) -> tuple[bytes, Demand]:
    made = _inside(
        chance, data, lambda body: _some(chance, body, [m.span() for m in _ROWS.finditer(body) if _shown(m[0])])
    )
    return made, _demand_unmoved


def _line(chance: Random, data: bytes) -> tuple[bytes, Demand]:
    ends = [m.end() for m in re.finditer(rb"\n", data)]
    rows = [(a, b) for a, b in pairwise(ends) if _FIGURE.search(data[a:b])]
    return _some(chance, data, rows), _demand_unmoved


def _cell(chance: Random, data: bytes) -> tuple[bytes, Demand]:
    made = _inside(chance, data, lambda body: _some(chance, body, [m.span() for m in _CELLS.finditer(body)], 2))
    return made, _demand_unmoved


def _demand_unmoved(before: Report, after: Report | None) -> None:
    """No cell holds another cell's figure unless a doubt or a figure left over names its row."""
    if after is None:
        return
    told = {address for doubt in after.doubts for address in doubt.cells}
    told |= {address for one in after.surplus for address in after.cells if address.startswith(f"{one.row}.")}
    moved = {
        address: (before.cells.get(address, ABSENT).value, cell.value)
        for address, cell in after.cells.items()
        if cell.kind is Kind.NUMBER and address not in told and before.cells.get(address, ABSENT).value != cell.value
    }
    if moved:
        raise Complaint(f"figures in other cells without a doubt: {moved}")


def _cut(chance: Random, data: bytes) -> tuple[bytes, Demand]:
    at = chance.randrange(len(data))
    while data[at - 1 : at].isdigit() and data[at : at + 1].isdigit():
        at -= 1
    return data[:at], _demand_told


def _sector(chance: Random, data: bytes) -> tuple[bytes, Demand]:
    at = chance.randrange(len(data) // 512) * 512
    return data[:at] + data[at + 512 :], _demand_told


def _demand_told(before: Report, after: Report | None) -> None:
    """What is missing is told by a doubt or a finding, and nothing is elsewhere."""
    _demand_unmoved(before, after)
    if after is None or after.doubts:
        return
    missing = [a for a, cell in before.cells.items() if cell.value is not None and after.cells[a].value is None]
    if missing and not set(missing) & {a for finding in check(after).findings for a in finding.cells}:
        raise Complaint(f"missing without a word: {missing}")


_TWINS: dict[str, Callable[[Random, bytes], tuple[bytes, Demand]]] = {
    "figure": _figure,
    "row": _row,
    "line": _line,
    "cell": _cell,
    "cut": _cut,
    "sector": _sector,
}
