"""The published schemas take what the code gives and refuse what it never gives."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import schema
from gongkai.report.compare import compare
from gongkai.report.form import EDITIONS, form
from gongkai.report.model import ABSENT, Cell, Doubt, ExtraRow, Report, Section
from gongkai.report.number import Kind

VALIDATOR = Draft202012Validator(schema.report_schema())


def report(edition: str = "2021") -> dict[str, Any]:
    """A small report of one edition as JSON data: one figure, one amount, one blank, the rest absent."""
    cells = dict.fromkeys(form(edition).addresses, ABSENT)
    cells["t3.received.total"] = Cell(36, Kind.NUMBER, "36", "line 62")
    cells["t3.concluded.total"] = Cell(None, Kind.BLANK)
    if edition == "2021":
        cells["t2.fees.amount"] = Cell(Decimal("87.62"), Kind.NUMBER, "87.62万元", "line 20")
        cells["t3.other.total"] = Cell(1, Kind.NUMBER, "1")
    return Report(
        edition,
        cells=cells,
        sections=(Section(1, "一、总体情况", "无。"),),
        extra_rows=(ExtraRow("t2", "其他文件", (1, None, Decimal("2.5"))),),
        doubts=(Doubt(("t3.received.total",), "行内少一个数"),),
    ).to_dict()


@pytest.mark.parametrize("made", [schema.report_schema, schema.check_schema, schema.comparison_schema])
def test_the_schemas_are_schemas(made: Any) -> None:
    """Each is valid by the dialect that they name."""
    Draft202012Validator.check_schema(made())


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_report_fits(edition: str) -> None:
    """What `Report.to_dict` gives is valid in each edition, an undivided 三（六） of 2021 included."""
    assert [error.message for error in VALIDATOR.iter_errors(report(edition))] == []


@pytest.mark.parametrize(
    ("address", "cell"),
    [
        ("t3.received.total", {"value": "36", "kind": "number", "raw": "36", "place": ""}),
        ("t3.received.total", {"value": 0, "kind": "blank", "raw": "", "place": ""}),
        ("t2.fees.amount", {"value": 87.62, "kind": "number", "raw": "87.62", "place": ""}),
        ("t3.received.total", {"value": None, "kind": "unknown", "raw": "", "place": ""}),
        ("表三", {"value": 1, "kind": "number", "raw": "1", "place": ""}),
    ],
    ids=["count as text", "blank with a value", "money as a float", "unknown kind", "no address"],
)
def test_a_wrong_cell_is_refused(address: str, cell: dict[str, Any]) -> None:
    """A count is an integer, money a decimal string, only a number has a value, and addresses are addresses."""
    data = report()
    data["cells"][address] = cell
    assert not VALIDATOR.is_valid(data)


def test_a_missing_cell_is_refused() -> None:
    """Every address of the edition is present."""
    data = report()
    del data["cells"]["t4.litigation_direct.total"]
    assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize("earlier", EDITIONS)
def test_a_comparison_fits(earlier: str) -> None:
    """What `Comparison.to_dict` gives is valid, of one edition and of two; a percentage as text is refused."""
    before, after = Report.from_dict(report(earlier)), Report.from_dict(report("2021"))
    data = json.loads(json.dumps(compare(before, after).to_dict()))
    validator = Draft202012Validator(schema.comparison_schema())
    assert [error.message for error in validator.iter_errors(data)] == []
    data["cells"][0]["percent"] = "5%"
    assert not validator.is_valid(data)
