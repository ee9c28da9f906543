"""Edges of the form, the figures and the registry that no ordinary report reaches."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.report.check import Example, check, rule, rules
from gongkai.report.example import build
from gongkai.report.form import form, form_of_year
from gongkai.report.model import Signature, Surplus
from gongkai.report.number import Kind, parse


def test_what_no_form_knows_is_refused() -> None:
    for unknown in ("2008", "2030"):
        with pytest.raises(KeyError):
            form(unknown)
    with pytest.raises(KeyError):
        form("2021").table("t9")
    with pytest.raises(KeyError):
        form("2021").row("t3.nothing")
    with pytest.raises(KeyError):
        form("2021").table("t3").block_of("nothing")
    assert form_of_year(2018) is None
    assert form_of_year(2020) is form("2019")


def test_names_of_tables_and_rows() -> None:
    assert form("2021").name("t3") == "表三"
    assert form("2021").name("t3.concluded") == "表三 三（七）总计"


@pytest.mark.parametrize(
    ("raw", "address", "value", "kind"),
    [
        ("5件", "t2.fees.amount", None, Kind.TEXT),
        ("4020元", "t2.fees.amount", Decimal("0.402"), Kind.NUMBER),
        ("0.5亿元", "t2.fees.amount", Decimal(5000), Kind.NUMBER),
        ("-3", "t2.fees.amount", Decimal(-3), Kind.NUMBER),
        ("1.2万", "t2.licences.decisions", 12000, Kind.NUMBER),
        ("3元", "t2.licences.decisions", None, Kind.TEXT),
        ("3.5", "t2.licences.decisions", None, Kind.TEXT),
    ],
)
def test_units_and_fractions(raw: str, address: str, value: object, kind: Kind) -> None:
    figure = parse(raw, form("2021").column(address))
    assert (figure.value, figure.kind) == (value, kind)


def test_a_code_is_registered_once() -> None:
    known = rules()["SU01"]
    with pytest.raises(ValueError, match="SU01"):
        rule(
            "SU01",
            title=known.title,
            title_en=known.title_en,
            severity=known.severity,
            basis=known.basis,
            catalogue=known.catalogue,
            why=known.why,
            why_en=known.why_en,
            fix=known.fix,
            fix_en=known.fix_en,
            good=known.good,
            bad=known.bad,
        )(known.judge)


def test_one_family_alone_and_its_json() -> None:
    result = check(build(rules()["SE01"].bad), only=("SE",))
    assert {finding.code[:2] for finding in result.findings} == {"SE"}
    assert all(finding.to_dict()["section"] for finding in result.findings if finding.section is not None)
    assert check(build(Example())).clean


@pytest.mark.parametrize("raw", ["12①", "12¹", "12₁", "12❶", "⑫"])
def test_a_raised_or_ringed_digit_is_never_a_digit_of_the_figure(raw: str) -> None:
    assert parse(raw, form("2021").column("t3.received.total")).kind is Kind.TEXT


ROW = "t3.received"


def test_the_cell_that_explains_two_differences_is_named() -> None:
    """One wrong cell breaks a row and a column: both findings name it first, with the figure that mends both."""
    found = check(build(Example(cells=((f"{ROW}.natural_person", "3"),))), only=["BA01", "SU01"]).findings
    right = build(Example()).value(f"{ROW}.natural_person")
    assert [one.code for one in found] == ["BA01", "SU01"]
    assert {one.cells[0] for one in found} == {f"{ROW}.natural_person"}
    assert all(f"改为{right}" in one.message for one in found)
    assert "相差" in found[0].message


def test_a_computed_stock_says_how() -> None:
    """The message of a sum over two years shows the sum, not a figure that stands in no cell."""
    last = Example(year=2022, cells=(("t2.normative_documents.in_force", "7"),))
    (one,) = check(build(Example()), last_year=build(last), only=["YE01"]).findings
    cells = [build(Example()).value(f"t2.normative_documents.{key}") for key in ("in_force", "issued", "repealed")]
    assert "{}-{}+{}=".format(*cells) in one.message


def test_a_row_with_too_few_figures_is_told_once() -> None:
    """Six figures for seven columns: which one is missing is not known, so nothing is to be struck out."""
    row = "t3.partial"
    changes = (("surplus", tuple(Surplus(row, "1") for _ in range(6))),)
    absent = tuple((address, "absent") for address in form("2021").addresses if address.startswith(f"{row}."))
    (one,) = check(build(Example(cells=absent, changes=changes)), only=["RA"]).findings
    assert (one.code, one.expected, one.found) == ("RA01", 7, 6)
    assert one.fix.startswith("补上")


@pytest.mark.parametrize("written", ["2024-02-30", "2024-01-329", "2024-00-10"])
def test_a_day_that_does_not_exist_is_found_in_the_signature(written: str) -> None:
    report = replace(build(Example()), signature=Signature("青岚市水利局", written))
    (found,) = check(report, only=["DA02"]).findings
    assert (found.severity, found.found) == ("error", written)
