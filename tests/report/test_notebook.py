"""In a notebook: frames of other libraries, HTML that keeps to itself, short text, everything there and back."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from gongkai import check, read
from gongkai.report.check import Example, Finding, Findings, Result
from gongkai.report.example import build
from gongkai.report.model import Cell, Doubt, Report
from gongkai.report.number import Kind
from tests.cli.process import BAD

BLANK = Example(cells=(("t3.received.total", ""), ("t2.fees.amount", "1.25")))


@pytest.fixture(scope="module")
def report() -> Report:
    """A report with a blank, an amount and a doubt."""
    made = build(BLANK)
    doubts = (Doubt(("t3.granted.total",), "<b>不清楚</b>", "page 2"),)
    return Report(**{**made.__dict__, "doubts": doubts})


@pytest.mark.parametrize("key", ["t2", "t3", "t4"])
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_tables_go_into_frames_without_loss(key: str, edition: str) -> None:
    """Every value comes out as it went in: counts as integers, money exact, nothing never as 0."""
    polars, made = pytest.importorskip("polars"), build(Example(edition, int(edition) + 1, cells=BLANK.cells[:1]))
    table = made.tables[key]
    frame = polars.DataFrame(table)
    assert frame.columns == list(table.records()[0])
    assert frame["value"].to_list() == [record["value"] for record in table.records()]
    pandas = table.to_pandas()
    assert [
        None if missing else value for value, missing in zip(pandas["value"], pandas["value"].isna(), strict=True)
    ] == [record["value"] for record in table.records()]
    assert list(pandas["raw"]) == frame["raw"].to_list()


def test_money_is_exact_in_a_frame(report: Report) -> None:
    """1.25 万元 is 1.25, typed as a decimal; more decimals than fit are refused, not rounded."""
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(report.tables["proactive"])
    (amount,) = frame.filter(polars.col("address") == "t2.fees.amount")["value"].to_list()
    assert amount == Decimal("1.25")
    assert frame.filter(polars.col("address") == "t2.fees.amount")["unit"].to_list() == ["万元"]
    fine = Cell(Decimal("0.00000000001"), Kind.NUMBER, "x")
    with pytest.raises(ValueError, match="decimals"):
        polars.DataFrame(Report("2021", cells={"t2.fees.amount": fine}).tables["t2"])


def test_names_in_both_languages_find_tables_and_cells(report: Report) -> None:
    """Keys, official names and short names are the same table; a cell has its source."""
    named = ("t3", "表三", "申请", "applications")
    assert len({report.tables[name].table.key for name in named}) == 1
    assert (
        report["三(七)总计", "自然人"] == report["concluded", "natural_person"] == report["t3.concluded.natural_person"]
    )
    cell = read(BAD)["三(七)总计", "自然人"]
    assert (cell.value, cell.raw, bool(cell.place)) == (7, "7", True)
    with pytest.raises(KeyError, match="applications"):
        report.tables["表九"]


def shown(report: Report) -> list[Any]:
    """Everything that a notebook may be asked to show."""
    result = check(report)
    return [report, *report.tables, result, result.findings, Findings()]


def test_html_is_small_plain_and_keeps_to_itself(report: Report) -> None:
    """At most 50 KB, its style under its own name, no colour, no script, nothing from outside, texts escaped."""
    crowded = Report(**{**report.__dict__, "doubts": report.doubts * 500, "cells": {}})
    for value in [*shown(report), *shown(crowded), *shown(read(BAD))]:
        page = value._repr_html_()
        assert len(page.encode()) <= 50_000
        assert page.startswith('<div class="gongkai">')
        assert page.count("<div") == page.count("</div>") == 1
        style = page.partition("<style>")[2].partition("</style>")[0]
        assert all(rule.startswith(".gongkai") for rule in style.split("}") if rule)
        assert not any(word in page for word in ("<script", "http", "url(", "white", "black", "<b>不清楚"))
    assert "&lt;b&gt;不清楚" in report._repr_html_()
    assert "？" in report.tables["t3"]._repr_html_()


def test_text_is_short(report: Report) -> None:
    """Under 20 lines each, whatever there is to say."""
    many = Findings([Finding(("t3.received.total",), "甲", "a", code="SU01")] * 100)
    for value in [*shown(report), *shown(read(BAD)), many]:
        assert 0 < len(repr(value).splitlines()) < 20
    assert "… 87" in repr(many)
    assert "必须改 SU01 甲" in repr(many[0])


def test_results_come_back_from_their_data() -> None:
    """`to_dict`, JSON, `from_dict`: the same again; unknown keys are ignored."""
    result = check(read(BAD))
    data = json.loads(json.dumps(result.to_dict()))
    for finding in data["findings"]:
        finding["later"] = "added by a later version"
    again = Result.from_dict(data, result.report)
    assert again.findings
    assert again == result


def test_importing_is_quick_work() -> None:
    """Importing gongkai opens no file of ours but its own module, no socket, and no library."""
    code = (
        "import sys; before = set(sys.modules); import gongkai; gongkai.read; gongkai.check; "
        "print([n for n in ('lxml', 'pandas', 'polars', 'nanoarrow', 'openpyxl', 'docx', 'pebble', 'click', 'socket') "
        "if n in set(sys.modules) - before])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
