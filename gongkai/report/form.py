"""The statutory form as data: tables, rows, columns, labels, sums and sections of each edition.

One TOML file an edition under `forms/` is the only place that knows a label or a row list (HOUSE 2.3). The reader
aligns by it, the checker sums by it, writers lay out by it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

EDITIONS = ("2019", "2021")
"""The editions whose forms are packaged, oldest first."""

_MARKS = (
    dict.fromkeys("【〔［﹝﹙〖{[｛", "(")
    | dict.fromkeys("】〕］﹞﹚〗}]｝", ")")
    | dict.fromkeys("“”„‟＂″〃「」『』‘’＇′`", '"')
)
_MARKED = re.compile(f"[{re.escape(''.join(_MARKS))}]")
_CIRCLED = re.compile(r"[①-⑳]")
_PLAIN = re.compile(r"[一-鿿A-Za-z0-9、。()/.%+-]*")
_SHORT = 200
_DEBRIS = re.compile(r"\[bookmark:[^\]]*\]|[\u200b-\u200f\u2060\ufeff\u00ad]|[\u202a-\u202e]")
_NOTE = re.compile(r"\([^()]*\)")
_ORDINAL = re.compile(
    r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.．]|第[一二三四五六七八九十]+部分|\d+[、.．])"
)


def squeeze(text: str) -> str:
    """The text as labels are compared: NFKC, no white space, brackets and quotes unified (DECISIONS 7).

    Conversion debris such as `[bookmark: …]` and invisible characters are dropped; notes in brackets stay. A circled
    number is an ordinal: `①` becomes `1.`.
    """
    return _squeezed_short(text) if len(text) <= _SHORT else _squeezed(text)


def _squeezed(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    text = _CIRCLED.sub(lambda hit: f"{ord(hit.group()) - ord('①') + 1}.", _DEBRIS.sub("", text))
    return _MARKED.sub(lambda hit: _MARKS[hit.group()], "".join(unicodedata.normalize("NFKC", text).split()))


_squeezed_short = lru_cache(maxsize=16384)(_squeezed)
"""Labels and figures come again, in this report and in the next one of a batch."""


@lru_cache(maxsize=8192)
def without_notes(squeezed: str) -> str:
    """A squeezed label without its bracketed notes; an ordinal such as (一) is no note and stays."""
    ordinal = _ORDINAL.match(squeezed)
    head = ordinal.group() if ordinal else ""
    body = squeezed[len(head) :]
    bare = _NOTE.sub("", body)
    while bare != body:
        body, bare = bare, _NOTE.sub("", bare)
    return head + bare if bare else squeezed


@lru_cache(maxsize=8192)
def split_ordinal(squeezed: str) -> tuple[str, str]:
    """A squeezed label as (ordinal, rest): `(一)予以公开` gives `(一)` and `予以公开`."""
    found = _ORDINAL.match(squeezed)
    return (found.group(), squeezed[found.end() :]) if found else ("", squeezed)


@dataclass(frozen=True, slots=True)
class Label:
    """An official label, the other wordings it stands under, and the heads it stands below, outermost first."""

    key: str
    text: str
    variants: tuple[str, ...] = field(default=(), hash=False)
    group: tuple[str, ...] = field(default=(), hash=False)

    @property
    def wordings(self) -> tuple[str, ...]:
        """The official wording, then the variants."""
        return (self.text, *self.variants)


@dataclass(frozen=True, slots=True)
class Row(Label):
    """A row of a table that holds figures."""


@dataclass(frozen=True, slots=True)
class Column(Label):
    """A column that holds figures: `type` count or money, `unit` as the head names it, '' where it names none."""

    type: str = "count"
    unit: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of rows and columns under one title; table 2 is several of them stacked."""

    key: str
    title: str
    corner: str
    rows: tuple[Row, ...] = field(hash=False)
    columns: tuple[Column, ...] = field(hash=False)

    @property
    def groups(self) -> dict[str, str]:
        """The heads over several columns or rows, each once in printed order, by a key of its own: group1, group2, …."""
        return _groups(self)


@cache
def _groups(block: Block) -> dict[str, str]:
    heads = dict.fromkeys(head for label in (*block.columns, *block.rows) for head in label.group)
    return {f"group{number}": head for number, head in enumerate(heads, 1)}


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of a table laid out as the form prints it: text or address, position and span in grid units."""

    row: int
    column: int
    rows: int
    columns: int
    text: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table: key (t2, t3, t4), name (表二…), the section it stands in, and its blocks.

    `layout` is how the form prints it: `stacked` (blocks below one another), `matrix` (rows against columns with
    grouped labels on both sides) or `across` (one line of figures, rows printed as groups of columns).
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    section: int
    title: str
    layout: str
    blocks: tuple[Block, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row in printed order."""
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every cell address in printed order, by row."""
        return tuple(
            f"{self.key}.{row.key}.{column.key}"
            for block in self.blocks
            for row in block.rows
            for column in block.columns
        )

    def block_of(self, row: str) -> Block:
        """The block in which the row with this key stands; KeyError when there is none."""
        for block in self.blocks:
            if any(row == known.key for known in block.rows):
                return block
        raise KeyError(row)

    def printed(self) -> tuple[Place, ...]:
        """The table as the form prints it, merged heads and all, in reading order."""
        return {"stacked": _stacked, "matrix": _matrix, "across": _across}[self.layout](self)


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One of the six sections: number 1–6, official title, wordings it is recognised by, and the regulation's own.

    `statutory` are the words of article 50, without an ordinal: the trial form took over some of them.
    """

    number: int
    title: str
    variants: tuple[str, ...] = ()
    statutory: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """An identity inside one table: the left rows (or columns) add up to the right ones.

    `over` says what the keys are: `columns` (the identity holds in every row) or `rows` (in every column).
    `one_of` lists ways of dividing a row; whichever stand in a report join the left side.
    """

    key: str
    title: str
    title_en: str
    table: str
    over: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    basis: str
    one_of: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Continuity:
    """An identity between two years: the terms of `this` year equal the terms of `last` year's report."""

    key: str
    title: str
    title_en: str
    this: tuple[str, ...]
    last: tuple[str, ...]
    severity: str


@dataclass(frozen=True)
class Form:
    """One edition of the annual report's form."""

    edition: str
    document: str
    document_title: str
    first_year: int
    last_year: int | None
    title: str
    title_variants: tuple[str, ...]
    sections: tuple[SectionForm, ...]
    tables: tuple[Table, ...]
    sums: tuple[Sum, ...]
    continuities: tuple[Continuity, ...] = field(default=())

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Every cell address of the edition in printed order (CONTRACT 1)."""
        return tuple(address for table in self.tables for address in table.addresses)

    def table(self, key: str) -> Table:
        """The table with this key (t2, t3, t4); KeyError when there is none."""
        return next((table for table in self.tables if table.key == key), None) or _missing(key)

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {
            f"{table.key}.{row.key}.{column.key}": column
            for table in self.tables
            for block in table.blocks
            for row in block.rows
            for column in block.columns
        }

    def column(self, address: str) -> Column:
        """The column of a cell address; also of a row that only the other edition has (DECISIONS 4).

        KeyError, ValueError or StopIteration when there is no such cell.
        """
        known = self._columns.get(address)
        if known is not None:
            return known
        self.row(address)
        table, _, column = address.split(".")
        return self._columns[next(a for a in self._columns if a.startswith(f"{table}.") and a.endswith(f".{column}"))]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def name(self, address: str) -> str:
        """A cell, row or table address in words: `表三 三（七）总计 · 自然人`."""
        if address not in self._names:
            self._names[address] = self._name(address)
        return self._names[address]

    def _name(self, address: str) -> str:
        key, _, rest = address.partition(".")
        table = self.table(key)
        if not rest:
            return table.name
        row_key, _, column_key = rest.partition(".")
        row = self.row(f"{key}.{row_key}")
        words = f"{table.name} {row_name(row)}"
        if not column_key:
            return words
        column = self.column(address)
        return f"{words} · {without_brackets(column.text)}"

    def row(self, address: str) -> Row:
        """The row of a row or cell address, in this edition or, for a row only the other has, in that one."""
        key, row_key = address.split(".")[:2]
        for edition in (self, *(form(e) for e in EDITIONS if e != self.edition)):
            for row in edition.table(key).rows:
                if row.key == row_key:
                    return row
        raise KeyError(address)


def row_name(row: Row) -> str:
    """A row's label with the ordinals of the heads above it: `三（七）总计`, `三（三）1.属于国家秘密`."""
    heads = "".join(split_ordinal(squeeze(head))[0].rstrip("、.") for head in row.group)
    return widen(heads) + without_brackets(row.text)


def widen(text: str) -> str:
    """Round brackets as the form prints them, full width."""
    return text.replace("(", "（").replace(")", "）")


def without_brackets(label: str) -> str:
    """A label as people say it: bracketed notes dropped, an ordinal in brackets kept."""
    return widen(without_notes(squeeze(label)))


def _missing(key: str) -> Table:
    raise KeyError(key)


def _label(data: dict[str, Any], cls: type[Row] | type[Column]) -> Any:
    words = dict(data)
    return cls(
        key=words.pop("key"),
        text=words.pop("label"),
        variants=tuple(words.pop("variants", ())),
        group=tuple(words.pop("group", ())),
        **words,
    )


def _block(data: dict[str, Any]) -> Block:
    return Block(
        key=data["key"],
        title=data["title"],
        corner=data["corner"],
        rows=tuple(_label(row, Row) for row in data["rows"]),
        columns=tuple(_label(column, Column) for column in data["columns"]),
    )


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    def turned(value: Any) -> Any:
        return tuple(turned(one) for one in value) if isinstance(value, list) else value

    return {key: turned(value) for key, value in data.items()}


def packaged(name: str) -> dict[str, Any]:
    """The data of `forms/<name>.toml`."""
    return tomllib.loads((Path(__file__).parent / "forms" / f"{name}.toml").read_text("utf-8"))


@cache
def form(edition: str) -> Form:
    """The form of an edition, `"2019"` or `"2021"`; KeyError for any other."""
    if edition not in EDITIONS:
        raise KeyError(edition)
    data = packaged(edition)
    return Form(
        edition=data["edition"],
        document=data["document"],
        document_title=data["document_title"],
        first_year=data["first_year"],
        last_year=data.get("last_year"),
        title=data["title"],
        title_variants=tuple(data["title_variants"]),
        sections=tuple(SectionForm(**_tuples(section)) for section in data["section"]),
        tables=tuple(_table(table) for table in data["table"]),
        sums=tuple(Sum(**_tuples(identity)) for identity in data["sum"]),
        continuities=tuple(Continuity(**_tuples(identity)) for identity in data["continuity"]),
    )


def _table(data: dict[str, Any]) -> Table:
    words = dict(data)
    blocks = tuple(_block(block) for block in words.pop("block"))
    return Table(**_tuples(words), blocks=blocks)


def form_of_year(year: int) -> Form | None:
    """The form that a report for this year has to use; None before the first edition."""
    for edition in reversed(EDITIONS):
        candidate = form(edition)
        if candidate.first_year <= year:
            return candidate
    return None


def _stacked(table: Table) -> tuple[Place, ...]:
    width = max(len(block.columns) for block in table.blocks) + 1
    places: list[Place] = []
    at = 0
    for block in table.blocks:
        places.append(Place(at, 0, 1, width, block.title))
        starts = _spread(width - 1, len(block.columns))
        places.append(Place(at + 1, 0, 1, 1, block.corner))
        places += [
            Place(at + 1, 1 + start, 1, span, column.text)
            for column, (start, span) in zip(block.columns, starts, strict=True)
        ]
        at += 2
        for row in block.rows:
            places.append(Place(at, 0, 1, 1, row.text))
            places += [
                Place(at, 1 + start, 1, span, address=f"{table.key}.{row.key}.{column.key}")
                for column, (start, span) in zip(block.columns, starts, strict=True)
            ]
            at += 1
    return tuple(places)


def _spread(width: int, parts: int) -> list[tuple[int, int]]:
    """Start and span of each of `parts` cells that share `width` grid columns as evenly as they can."""
    edges = [round(width * part / parts) for part in range(parts + 1)]
    return [(edges[part], edges[part + 1] - edges[part]) for part in range(parts)]


def _heads(paths: list[tuple[str, ...]], depth: int) -> list[tuple[int, int, int, int, str]]:
    """Label paths as merged cells: (level, first, levels, count, text); the last label fills the depth below it."""
    cells = []
    for level in range(depth):
        first = 0
        while first < len(paths):
            path = paths[first]
            if level >= len(path):
                first += 1
                continue
            last = first
            while (
                last + 1 < len(paths)
                and len(paths[last + 1]) > level
                and paths[last + 1][: level + 1] == path[: level + 1]
            ):
                last += 1
            levels = depth - level if level == len(path) - 1 else 1
            cells.append((level, first, levels, last - first + 1, path[level]))
            first = last + 1
    return cells


def _matrix(table: Table) -> tuple[Place, ...]:
    (block,) = table.blocks
    columns = [(*column.group, column.text) for column in block.columns]
    rows = [(*row.group, row.text) for row in block.rows]
    deep, wide = max(map(len, columns)), max(map(len, rows))
    places = [Place(0, 0, deep, wide, block.corner)]
    places += [Place(level, wide + at, levels, count, text) for level, at, levels, count, text in _heads(columns, deep)]
    places += [Place(deep + at, level, count, levels, text) for level, at, levels, count, text in _heads(rows, wide)]
    places += [
        Place(deep + i, wide + j, 1, 1, address=f"{table.key}.{row.key}.{column.key}")
        for i, row in enumerate(block.rows)
        for j, column in enumerate(block.columns)
    ]
    return tuple(sorted(places, key=lambda place: (place.row, place.column)))


def _across(table: Table) -> tuple[Place, ...]:
    (block,) = table.blocks
    paths = [(*row.group, row.text, column.text) for row in block.rows for column in block.columns]
    deep = max(map(len, paths))
    places = [Place(level, at, levels, count, text) for level, at, levels, count, text in _heads(paths, deep)]
    places += [Place(deep, at, 1, 1, address=address) for at, address in enumerate(table.addresses)]
    return tuple(places)
