"""One annual report as a value: `Report`, its cells and everything that checks need (DECISIONS 9).

`Report.to_dict()` is the JSON of CONTRACT 2; `Report.from_dict()` takes it back.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING, Any

from gongkai.errors import UsageError
from gongkai.report.form import Form, form, row_name, split_ordinal, squeeze, without_notes
from gongkai.report.number import Kind

if TYPE_CHECKING:
    from gongkai.report.check import Result
    from gongkai.report.table import Tables

_AMOUNT = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?")

SCHEMA = "gongkai.report/1"
"""The name and major version of the JSON that `to_dict` gives."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: an int, a Decimal in 万元, or None; its kind; the text as written; the place in words.

    `unit` stands beside money only: the unit written in the cell, or `unstated` when neither cell nor head names one.
    """

    value: int | Decimal | None
    kind: Kind
    raw: str = ""
    place: str = ""
    unit: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The cell as CONTRACT 2 gives it: money as a decimal string."""
        value = str(self.value) if isinstance(self.value, Decimal) else self.value
        given = {"value": value, "kind": str(self.kind), "raw": self.raw, "place": self.place}
        return {**given, "unit": self.unit} if self.unit else given

    @property
    def amount(self) -> int | Decimal | None:
        """The value for sums: a blank or a dash counts as 0 (DECISIONS 10), text and absent are None."""
        return 0 if self.kind in (Kind.BLANK, Kind.DASH) else self.value


ABSENT = Cell(None, Kind.ABSENT)
"""No such row or column in the file (DECISIONS 3)."""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections: number 1–6, title as written, text without the tables."""

    number: int
    title: str
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A row that the agency added to a table; `after` is the row of the form above it ('' when there is none)."""

    table: str
    label: str
    values: tuple[int | Decimal | None, ...]
    raw: tuple[str, ...] = ()
    after: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Surplus:
    """A value that no column claims: `row` is a row address, `headed` whether the grid has a cell there.

    In a table whose blocks differ in width, a figure in a cell that the form leaves empty is `headed` false but
    `within` true: the grid is that wide there.
    """

    row: str
    raw: str
    place: str = ""
    within: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note (备注) under or inside a table."""

    table: str
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader is not sure of: our reading may be wrong, which is never a finding (HOUSE 2.6)."""

    cells: tuple[str, ...]
    message: str
    place: str = ""
    message_en: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The doubt as CONTRACT 2 gives it."""
        return asdict(self) | {"cells": list(self.cells)}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs below the report, as written, and the date as YYYY-MM-DD; None where the file does not say."""

    agency: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file: its name as given, the format it was read as, the SHA-256 of its bytes."""

    file: str = ""
    format: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Report:
    """One annual report. `agency` and `year` are None when the file does not say; cells are by address."""

    edition: str
    agency: str | None = None
    year: int | None = None
    title: str = ""
    sections: tuple[Section, ...] = ()
    cells: Mapping[str, Cell] = field(default_factory=dict)
    extra_rows: tuple[ExtraRow, ...] = ()
    surplus: tuple[Surplus, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    preamble: str = ""
    signature: Signature = Signature()
    doubts: tuple[Doubt, ...] = ()
    source: Source = Source()

    @property
    def form(self) -> Form:
        """The form of this report's edition."""
        return form(self.edition)

    def __getitem__(self, key: str | tuple[str, str]) -> Cell:
        """A cell by address, or by names: `report["三（七）总计", "自然人"]`. KeyError, naming the nearest, when there is none."""
        if isinstance(key, str):
            if key not in self.cells:
                raise KeyError(self._lacking(key))
            return self.cells[key]
        return self.cells[self.address(*key)]

    def _lacking(self, key: str) -> str:
        """That there is no such cell, with the address that is most like it."""
        near = difflib.get_close_matches(key, list(self.cells), 1)
        return f"没有 {key}" + (f"；是不是 {near[0]}？" if near else "")

    def address(self, row: str, column: str) -> str:
        """The address of a row and a column named in Chinese, as the form or people name them, or by key."""
        rows = [(table, block, one) for table in self.form.tables for block in table.blocks for one in block.rows]
        wanted = _bare(row)
        for exact in (True, False):
            for table, block, one in rows:
                names = {one.key, f"{table.key}.{one.key}", _bare(row_name(one)), _bare(table.name + row_name(one))}
                if not exact:
                    names |= {_bare(word) for word in one.wordings}
                    names |= {split_ordinal(_bare(word))[1] for word in one.wordings}
                if wanted in names:
                    for head in block.columns:
                        if _bare(column) in {head.key, *(_bare(word) for word in head.wordings)}:
                            return f"{table.key}.{one.key}.{head.key}"
        raise KeyError((row, column))

    @property
    def tables(self) -> Tables:
        """The tables by key (t2, t3, t4), name (表三) or alias (申请, applications)."""
        from gongkai.report.table import Tables

        return Tables(self)

    def value(self, address: str) -> int | Decimal | None:
        """The value of a cell for sums: blank and dash 0, text and absent None."""
        return self.cells.get(address, ABSENT).amount

    def section(self, number: int) -> Section | None:
        """The section with this number, 1–6, or None."""
        return next((section for section in self.sections if section.number == number), None)

    def check(self, last_year: Report | None = None) -> Result:
        """Check this report; see `gongkai.report.check.check`."""
        from gongkai.report.check import check

        return check(self, last_year=last_year)

    def same(self, other: Report) -> bool:
        """Whether two readings are the same report (DECISIONS 8): raw text, places and source may differ."""
        return self.essence() == other.essence()

    def essence(self) -> dict[str, Any]:
        """What makes a report the same across formats: head, values and kinds, extra rows, white-space-free text."""
        return {
            "agency": self.agency,
            "year": self.year,
            "edition": self.edition,
            "cells": {address: (cell.value, cell.kind) for address, cell in self.cells.items()},
            "extra_rows": [(row.table, squeeze(row.label), row.values) for row in self.extra_rows],
            "sections": [(s.number, squeeze(s.title), "".join(s.text.split())) for s in self.sections],
        }

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready data (CONTRACT 2)."""
        return {
            "schema": SCHEMA,
            "agency": self.agency,
            "year": self.year,
            "edition": self.edition,
            "title": self.title,
            "sections": [asdict(section) for section in self.sections],
            "cells": {address: cell.to_dict() for address, cell in self.cells.items()},
            "extra_rows": [_jsonable(asdict(row)) for row in self.extra_rows],
            "surplus": [asdict(value) for value in self.surplus],
            "labels": dict(self.labels),
            "notes": [asdict(note) for note in self.notes],
            "preamble": self.preamble,
            "signature": asdict(self.signature),
            "doubts": [doubt.to_dict() for doubt in self.doubts],
            "source": asdict(self.source),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """A report from the data of `to_dict`. Unknown keys are ignored; KeyError or ValueError when it is no report."""
        if not str(data.get("schema", "")).startswith("gongkai.report/"):
            raise ValueError("schema")
        edition = form(str(data["edition"]))
        head = {name: data[name] for name in ("agency", "year", "title", "preamble") if name in data}
        _demand_types(cls, head)
        if head.get("year") is not None and not date.min.year < head["year"] < date.max.year:
            raise ValueError(head["year"])
        return cls(
            **head,
            edition=edition.edition,
            sections=tuple(_known(Section, one) for one in data.get("sections", ())),
            cells={address: _cell(edition, address, one) for address, one in data["cells"].items()},
            extra_rows=tuple(_extra_row(one) for one in data.get("extra_rows", ())),
            surplus=tuple(_known(Surplus, one) for one in data.get("surplus", ())),
            labels={_named(edition, at): _of_type(label, "str") for at, label in data.get("labels", {}).items()},
            notes=tuple(_known(Note, one) for one in data.get("notes", ())),
            signature=_signature(data.get("signature", {})),
            doubts=tuple(_known(Doubt, one) for one in data.get("doubts", ())),
            source=_known(Source, data.get("source", {})),
        )

    @property
    def wordless(self) -> bool:
        """Whether the file carried cells only, as a CSV does: no title, no preamble, no section (DECISIONS 8)."""
        return not (self.title.strip() or self.preamble.strip() or self.sections)

    def __repr__(self) -> str:
        figures = [f"{self.form.name(a)} {self.value(a)}" for a in _KEY_FIGURES if self.value(a) is not None]
        head = f"<Report {self.agency or '?'} {self.year or '?'} ({self.edition})"
        return "\n  ".join([head, *figures, f"{len(self.cells)} cells, {len(self.doubts)} doubts>"])

    def _repr_html_(self) -> str:
        from gongkai.report.notebook import report_page

        return report_page(self)


def expect_reports(*given: object) -> None:
    """UsageError for anything that is no Report, such as the name of its file."""
    for one in given:
        if not isinstance(one, Report):
            kind = type(one).__name__
            raise UsageError(
                f"要的是读出的年报，不是{kind}",
                f"a Report is wanted, not {kind}",
                fix="先用 gongkai.read(文件) 读出",
                fix_en="read the file first: gongkai.read(file)",
            )


_KEY_FIGURES = ("t3.received.total", "t3.carried_in.total", "t3.concluded.total", "t3.carried_out.total")


def _bare(name: str) -> str:
    return without_notes(squeeze(name))


def _jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: _jsonable(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_jsonable(one) for one in value]
    return value


def _known(cls: type[Any], data: Mapping[str, Any]) -> Any:
    """One of the values here from its JSON; TypeError when a field is of another type than it says."""
    given = {
        name: tuple(data[name]) if isinstance(data[name], list) else data[name]
        for name in cls.__dataclass_fields__
        if name in data
    }
    _demand_types(cls, given)
    return cls(**given)


_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "str | None": (str, NoneType),
    "int": (int,),
    "int | None": (int, NoneType),
    "bool": (bool,),
    "tuple[str, ...]": (str,),
    "tuple[int | Decimal | None, ...]": (int, Decimal, NoneType),
}
"""What the fields' annotations let a JSON value be; of a tuple, each of its values."""


def _demand_types(cls: type[Any], given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        wanted = str(cls.__dataclass_fields__[name].type)
        if wanted.startswith("tuple") is not isinstance(value, tuple):
            raise TypeError(name)
        for one in value if isinstance(value, tuple) else (value,):
            _of_type(one, wanted)


def _of_type(value: Any, wanted: str) -> Any:
    if not isinstance(value, _TYPES[wanted]) or (isinstance(value, bool) and wanted != "bool"):
        raise TypeError(f"{value!r} is not {wanted}")
    if isinstance(value, str):
        value.encode()
    return value


def _named(edition: Form, address: str) -> str:
    """The address of a label if it is of a table, row, block or head of a block; KeyError when it is not."""
    key, _, rest = address.partition(".")
    table = edition.table(key)
    if rest and rest.partition(".")[0] not in {block.key for block in table.blocks}:
        edition.row(f"{key}.{rest.partition('.')[0]}")
    return address


def _signature(data: Mapping[str, Any]) -> Signature:
    signed: Signature = _known(Signature, data)
    if signed.date is not None:
        date.fromisoformat(signed.date)
    return signed


def _cell(edition: Form, address: str, data: Mapping[str, Any]) -> Cell:
    value, kind = data.get("value"), Kind(data["kind"])
    if (value is None) is (kind is Kind.NUMBER):
        raise ValueError(f"{address}: {kind} {value!r}")
    if edition.column(address).type == "money":
        value = None if value is None else _amount(value)
    else:
        _of_type(value, "int | None")
    words = {name: _of_type(data[name], "str") for name in ("raw", "place", "unit") if name in data}
    return Cell(value, kind, **words)


def _amount(value: Any) -> Decimal:
    """Money from its decimal string; a number of JSON is taken too, but nothing that is no amount."""
    amount = Decimal(str(value)) if _AMOUNT.fullmatch(str(value)) else None
    if amount is None or isinstance(value, bool):
        raise ValueError(f"{value!r} is no amount")
    return amount


def _extra_row(data: Mapping[str, Any]) -> ExtraRow:
    values = [_amount(value) if isinstance(value, str) else value for value in data.get("values", ())]
    row: ExtraRow = _known(ExtraRow, {**data, "values": values})
    return row
