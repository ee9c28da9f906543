"""The report as a value: its JSON and its names."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.report.form import form
from gongkai.report.model import ExtraRow, Note, Report, Surplus
from gongkai.report.number import Kind, parse

CHANGES = (
    ("extra_rows", (ExtraRow("t2", "其他", (1, Decimal("2.5"), None), ("1", "2.5", "")),)),
    ("surplus", (Surplus("t2.fees", "0", within=True),)),
    ("notes", (Note("t3", "说明"),)),
)


@pytest.mark.parametrize("example", [Example(), Example("2019", 2020), Example(changes=CHANGES[1:])])
def test_json_gives_the_report_back(example: Example) -> None:
    """What `to_dict` gives, written and read as JSON, is the same report again."""
    report = build(example)
    again = Report.from_dict(json.loads(json.dumps(report.to_dict())))
    assert again == report
    assert again.same(report)


def test_names_and_short_words() -> None:
    """Cells answer to their names, and the report prints in a few lines."""
    report = build(Example())
    assert report["三（七）总计", "自然人"].value == 30
    assert report["t3.received.total"].value == 38
    assert len(repr(report).splitlines()) < 20
    with pytest.raises(KeyError):
        report["无此行", "自然人"]
    assert [len(form(e).addresses) for e in ("2019", "2021")] == [23 * 7 + 15 + 22, 25 * 7 + 15 + 10]
    assert form("2021").name("t3.concluded.natural_person") == "表三 三（七）总计 · 自然人"


@pytest.mark.parametrize(
    ("raw", "value", "kind"),
    [
        ("1,234", 1234, Kind.NUMBER), ("１２件", 12, Kind.NUMBER), ("-8", -8, Kind.NUMBER), ("", None, Kind.BLANK),
        ("/", None, Kind.DASH), ("无", None, Kind.DASH), ("1.5", None, Kind.TEXT), ("12 元", None, Kind.TEXT),
    ],
)  # fmt: skip
def test_figures(raw: str, value: int | None, kind: Kind) -> None:
    """The parser of cells tells figures, blanks, dashes and words apart."""
    figure = parse(raw, form("2021").column("t2.licences.decisions"))
    assert (figure.value, figure.kind) == (value, kind)


@pytest.mark.parametrize(("raw", "value"), [("8768.62万元", "8768.62"), ("5000元", "0.5"), ("1.2亿元", "12000")])
def test_money(raw: str, value: str) -> None:
    """Money is in 万元 whatever its unit."""
    assert parse(raw, form("2021").column("t2.fees.amount")).value == Decimal(value)


def test_tables_are_views() -> None:
    """Tables are found by name, give records, and print as HTML."""
    report = build(Example(changes=CHANGES))
    view = report.tables["申请"]
    assert len(report.tables) == len(list(report.tables)) == 3
    assert len(view.records()) == len(list(view)) == 175
    assert view["granted.total"].value == view["予以公开", "总计"].value == 17
    assert "175 number" in repr(view)
    assert "<table" in report._repr_html_()
    with pytest.raises(KeyError):
        report.tables["表九"]
    with pytest.raises(ValueError, match="schema"):
        Report.from_dict({})
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))).extra_rows == report.extra_rows


def test_an_address_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(KeyError, match=r"t3\.received\.total"):
        build(Example())["t3.recieved.total"]
    with pytest.raises(KeyError, match="没有 xyz'"):
        build(Example())["xyz"]
