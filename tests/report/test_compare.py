"""Comparisons say what differs and by how much, and never set side by side what does not mean the same."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from gongkai import compare
from gongkai.report.check import Example
from gongkai.report.compare import Comparison, percentage, signed
from gongkai.report.example import build
from gongkai.report.model import ExtraRow, Report

TWO_YEARS = (
    ("t3.granted.natural_person", "30"),
    ("t3.granted.total", "35"),
    ("t3.denied_process.business", "/"),
    ("t3.other_misc.business", "4"),
    ("t2.fees.amount", "36.25"),
)


def years(**changes: object) -> Comparison:
    """2022 against 2023 with a few cells changed in the later."""
    return compare(build(Example(year=2022)), replace(build(Example(year=2023, cells=TWO_YEARS)), **changes))


def test_the_same_report_is_identical() -> None:
    report = build(Example())
    same = compare(report, report)
    assert same.identical
    assert (same.relation, same.changed, same.not_comparable, same.continuity) == ("other", (), (), ())
    assert {one.share for one in same.sections if report.section(one.number).text} == {1.0}


@pytest.mark.parametrize(
    ("address", "difference", "percent", "reason"),
    [
        ("t3.granted.natural_person", 18, Decimal("150.0"), ""),
        ("t3.granted.total", 18, Decimal("105.9"), ""),
        ("t3.denied_process.business", None, None, "有一方不是数"),
        ("t3.other_misc.business", 4, None, ""),
        ("t2.fees.amount", Decimal("-0.25"), Decimal("-0.7"), ""),
    ],
)
def test_changed_cells(address: str, difference: object, percent: object, reason: str) -> None:
    pairs = {pair.address: pair for pair in years().changed}
    assert list(pairs) == [a for a in pairs if a in dict(TWO_YEARS)]
    assert len(pairs) == len(TWO_YEARS)
    found = pairs[address]
    assert (found.difference, found.percent, found.reason) == (difference, percent, reason)


def test_a_negative_base_keeps_the_sign_of_the_change() -> None:
    cells = ("t2.licences.change", "-8"), ("t2.licences.change", "-4")
    one, two = (build(Example(edition="2019", year=2020, cells=(cell,))) for cell in cells)
    (pair,) = compare(one, two).changed
    assert (pair.difference, pair.percent) == (4, Decimal("50.0"))


def test_money_without_a_unit_is_not_set_against_money_with_one() -> None:
    cells = (("t2.procurement.amount", "128.6"),)
    one, two = build(Example(edition="2019", year=2019, cells=cells)), build(Example(edition="2019", year=2020))
    pair = next(p for p in compare(one, two).pairs if p.address == "t2.procurement.amount")
    assert (pair.difference, pair.reason) == (None, "有一方没有写金额单位")


def test_editions_share_only_what_means_the_same() -> None:
    found = compare(build(Example(edition="2019", year=2020)), build(Example(year=2021)))
    compared = {pair.address for pair in found.pairs}
    assert {"t2.licences.decisions", "t3.granted.total", "t4.reconsideration.upheld"} <= compared
    assert not {a for a in compared if a.startswith(("t2.fees", "t2.rules", "t2.procurement", "t3.other"))}
    alone = {(one.row, one.side) for one in found.not_comparable}
    assert {("t2.fees", "before"), ("t2.fees", "after"), ("t3.other", "before"), ("t3.other_misc", "after")} <= alone
    reasons = {one.reason for one in found.not_comparable}
    assert all("〔2019〕60号" in reason and "〔2021〕30号" in reason for reason in reasons)
    assert not found.identical


def test_rows_of_one_side_are_listed() -> None:
    extra = ExtraRow("t2", "其他主动公开文件", (3,), ("3",), "t2.rules")
    report = build(Example())
    undivided = {a: c for a, c in report.cells.items() if not a.startswith("t3.carried_out.")}
    found = compare(replace(report, cells=undivided), replace(report, extra_rows=(extra,)))
    assert [(one.row, one.side) for one in found.not_comparable] == [("t3.carried_out", "after"), ("t2", "after")]
    assert "〔" not in found.not_comparable[0].reason


@pytest.mark.parametrize(
    ("cells", "states"),
    [
        ((), {"holds"}),
        ((("t3.carried_in.natural_person", "3"),), {"differs"}),
        ((("t3.carried_in.natural_person", "二"),), {"not_assessable"}),
    ],
)
def test_continuity_of_two_years_either_way_round(cells: tuple[tuple[str, str], ...], states: set[str]) -> None:
    early, late = build(Example(year=2022)), build(Example(year=2023, cells=cells))
    for found in (compare(early, late), compare(late, early)):
        assert {step.state for step in found.continuity} == states
        assert found.relation == "years"


def test_copied_passages_are_found_by_section() -> None:
    report = build(Example(year=2022))
    text = "（新写的一句。）" + (report.section(5).text if report.section(5) else "")
    sections = tuple(replace(s, text=text) if s.number == 5 else s for s in report.sections if s.number != 6)
    found = {one.number: one for one in compare(report, replace(report, year=2023, sections=sections)).sections}
    assert found[5].share > 0.8
    assert not found[5].identical
    assert next(text[p.other_start : p.other_end] for p in found[5].passages).startswith("存在的问题")
    assert (found[6].share, found[6].identical, found[6].title) == (0.0, False, "六、其他需要报告的事项")


@pytest.mark.parametrize(
    ("agencies", "wanted", "relation", "names"),
    [
        (("甲局", "乙局"), (2023, 2023), "agencies", ("甲局", "乙局")),
        (("甲局", "甲局"), (2022, 2023), "years", ("2022年", "2023年")),
        (("甲局", "乙局"), (2022, 2023), "other", ("甲局2022年", "乙局2023年")),
        ((None, None), (None, None), "other", ("前前", "后后")),
        (("甲局", "甲局"), (2023, 2023), "other", ("甲局2023年（前）", "甲局2023年（后）")),
    ],
)
def test_what_the_two_are_called(
    agencies: tuple[str, str], wanted: tuple[int, int], relation: str, names: object
) -> None:
    one, two = (replace(build(Example()), agency=a, year=y) for a, y in zip(agencies, wanted, strict=True))
    found = compare(one, two)
    assert (found.relation, found.names) == (relation, names)


def test_forms_of_showing() -> None:
    found = years()
    data = json.loads(json.dumps(found.to_dict(), ensure_ascii=False))
    assert data["schema"] == "gongkai.comparison/1"
    assert (data["before"]["year"], data["after"]["year"]) == (2022, 2023)
    fee = next(cell for cell in data["cells"] if cell["cell"] == "t2.fees.amount")
    assert (fee["difference"], fee["percent"], fee["before"]["value"]) == ("-0.25", -0.7, "36.5")
    assert repr(found).count("\n") < 20
    assert "5 of 200" in repr(found)
    page = found._repr_html_()
    assert len(page.encode()) < 50_000
    HTMLParser().feed(page)
    assert "<script" not in compare(replace(build(Example()), agency="<script>"), build(Example()))._repr_html_()


@pytest.mark.parametrize(
    ("difference", "words"), [(None, "—"), (0, "0"), (3, "+3"), (-3, "-3"), (Decimal("-0.25"), "-0.25")]
)
def test_signs(difference: object, words: str) -> None:
    assert signed(difference) == words


@pytest.mark.parametrize(("percent", "words"), [(None, "—"), (Decimal("0.0"), "0%"), (Decimal("5.1"), "+5.1%")])
def test_percentages(percent: Decimal | None, words: str) -> None:
    assert percentage(percent) == words


def test_absent_cells_on_both_sides_are_no_pair() -> None:
    report = build(Example(cells=(("t3.granted.total", "absent"),)))
    other: Report = build(Example())
    assert len(compare(report, report).pairs) == len(compare(other, other).pairs) - 1
    (pair,) = compare(report, other).changed
    assert pair.reason == "有一方不是数"


def test_json_gives_the_comparison_back() -> None:
    """What `to_dict` gives, written and read as JSON, is the same comparison again, whatever else it holds."""
    before = build(Example(year=2022, cells=(("t4.reconsideration.upheld", "3"), ("t2.fees.amount", "1.5"))))
    both = compare(before, build(Example()))
    data = json.loads(json.dumps(both.to_dict())) | {"later": 1}
    again = Comparison.from_dict(data, both.before, both.after)
    assert again == both
    assert again.changed
