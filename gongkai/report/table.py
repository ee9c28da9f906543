"""The tables of a report as views: cells by name, records, frames of other libraries, a notebook's table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from typing import Any

from gongkai.errors import EnvironmentFault
from gongkai.report.form import Table, without_brackets
from gongkai.report.model import ABSENT, Cell, Report
from gongkai.report.number import Kind

DIGITS = 38
"""The digits of a money value in a frame."""
DECIMALS = 10
"""Of them behind the point; 万元 with ten of them are far below a 分."""


@dataclass(frozen=True)
class Tables:
    """The three tables of a report, by key (t2), name (表二), title or alias (申请, applications)."""

    report: Report

    def __getitem__(self, name: str) -> TableView:
        for table in self.report.form.tables:
            if name in (table.key, table.name, table.title, *table.aliases):
                return TableView(self.report, table)
        known = ", ".join(f"{table.key} {table.name} {' '.join(table.aliases)}" for table in self.report.form.tables)
        raise KeyError(f"{name}; {known}")

    def __iter__(self) -> Iterator[TableView]:
        return (TableView(self.report, table) for table in self.report.form.tables)

    def __len__(self) -> int:
        return len(self.report.form.tables)


@dataclass(frozen=True, repr=False)
class TableView:
    """One table of a report: iterates as (address, cell) in printed order."""

    report: Report
    table: Table

    def __iter__(self) -> Iterator[tuple[str, Cell]]:
        return ((address, self.report.cells.get(address, ABSENT)) for address in self.table.addresses)

    def __len__(self) -> int:
        return len(self.table.addresses)

    def __getitem__(self, key: str | tuple[str, str]) -> Cell:
        """A cell by the rest of its address (`granted.total`) or by the names of its row and column."""
        if isinstance(key, str):
            return self.report.cells[f"{self.table.key}.{key}"]
        return self.report[key]

    def records(self) -> list[dict[str, Any]]:
        """One record a cell: address, row and column labels, value, kind, unit, raw, place.

        `value` is an int, or for money a Decimal in 万元; None unless `kind` is `number`.
        """
        return [
            {
                "address": address,
                "row": self.report.form.name(address.rpartition(".")[0]).partition(" ")[2],
                "column": without_brackets(self.report.form.column(address).text),
                "value": cell.value,
                "kind": str(cell.kind),
                "unit": cell.unit or self.report.form.column(address).unit,
                "raw": cell.raw,
                "place": cell.place,
            }
            for address, cell in self
        ]

    def to_pandas(self) -> Any:
        """The records as a pandas DataFrame by address; counts as `Int64`, money as Decimal objects, nothing as 0."""
        try:
            pandas: Any = import_module("pandas")  # the reader's own, never a dependency of ours
        except ImportError as error:
            raise EnvironmentFault(
                "没有安装pandas", "pandas is not installed", fix="pip install pandas", fix_en="pip install pandas"
            ) from error
        frame = pandas.DataFrame.from_records(self.records()).set_index("address")
        return frame if self._has_money else frame.astype({"value": "Int64"})

    @property
    def _has_money(self) -> bool:
        return any(column.type == "money" for block in self.table.blocks for column in block.columns)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The records as an Arrow stream, for `polars.DataFrame(table)`, `pyarrow.table(table)`, DuckDB and others.

        `value` is int64, or decimal128(38, 10) in a table with money. Needs nanoarrow (`gongkai[arrow]`).
        """
        try:
            import nanoarrow
        except ImportError as error:
            raise EnvironmentFault(
                "没有安装nanoarrow",
                "nanoarrow is not installed",
                fix='pip install "gongkai[arrow]"',
                fix_en='pip install "gongkai[arrow]"',
            ) from error
        records = self.records()
        kinds = dict.fromkeys(records[0], nanoarrow.string())
        kinds["value"] = nanoarrow.decimal128(DIGITS, DECIMALS) if self._has_money else nanoarrow.int64()
        children = [_array(nanoarrow, [record[name] for record in records], kind) for name, kind in kinds.items()]
        struct = nanoarrow.c_array_from_buffers(nanoarrow.struct(kinds), len(records), [None], children=children)
        stream: object = nanoarrow.c_array_stream(struct).__arrow_c_stream__(requested_schema)
        return stream

    def __repr__(self) -> str:
        counted = {kind: sum(1 for _, cell in self if cell.kind is kind) for kind in Kind}
        held = ", ".join(f"{number} {kind}" for kind, number in counted.items() if number)
        return f"<{self.table.name} {self.table.title} ({self.table.key}): {len(self)} cells: {held}>"

    def _repr_html_(self) -> str:
        from gongkai.report.notebook import framed, table

        return framed(table(self.report, self.table))


def _array(nanoarrow: Any, values: Sequence[Any], kind: Any) -> Any:
    """A column as an Arrow array; decimals are packed here, as whole numbers of the last decimal in 16 bytes."""
    if not any(isinstance(value, Decimal) for value in values) and "decimal" not in str(kind):
        return nanoarrow.c_array(values, kind)
    held, data = bytearray(-(-len(values) // 8)), bytearray()
    for at, value in enumerate(values):
        scaled = Decimal(value or 0).scaleb(DECIMALS)
        if scaled != int(scaled):
            raise ValueError(f"{value}: more than {DECIMALS} decimals")
        data += int(scaled).to_bytes(16, "little", signed=True)
        if value is not None:
            held[at // 8] |= 1 << at % 8
    missing = sum(value is None for value in values)
    return nanoarrow.c_array_from_buffers(kind, len(values), [bytes(held), bytes(data)], null_count=missing)
