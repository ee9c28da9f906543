"""Running the rules: order, choice, JSON, and what the rules say in the less common cases."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gongkai.report.check import Example, check, places
from gongkai.report.example import build
from gongkai.report.model import Note, Report, Section, Signature, Surplus

SECTION = Section(1, "一、总体情况", "未收取信息处理费。")


def told(code: str, example: Example, last: Report | None = None) -> list[str]:
    """The severities of what one rule finds."""
    return [finding.severity for finding in check(build(example), last_year=last, only=[code]).findings]


@pytest.mark.parametrize(
    ("code", "field", "value", "severities"),
    [
        ("DA01", "preamble", "", ["info"]),
        ("DA02", "signature", Signature(), ["info"]),
        ("DA01", "preamble", "本报告数据截至2023年12月31日。", []),
        ("DA02", "agency", "青岚市人民政府", []),
        ("DA01", "year", None, []),
        ("DA02", "year", None, []),
        ("ED01", "year", None, []),
        ("SE01", "sections", (Section(2, "二"), SECTION), ["error"] * 4 + ["warning"] * 2),
        ("LA01", "labels", {"t3.partial": "（二）部分公开"}, ["info"]),
        ("LA01", "labels", {"t3.applications.total": "共计", "t2.article_20_1": "第二十条"}, ["warning"] * 2),
        ("LA01", "labels", {"t2.normative_documents": "规范性文件"}, ["info"]),
        ("LA01", "labels", {"t3.partial": " （二） 部分公开(区分处理的，只计这一情形，不计其他情形)"}, []),
        ("RA01", "surplus", (Surplus("t2.fees", "0", within=True),), ["warning"]),
        ("SU01", "surplus", (Surplus("t4.reconsideration", "0"),), []),
    ],
)
def test_changes_are_judged(code: str, field: str, value: Any, severities: list[str]) -> None:
    """One changed field, and how severe what the rule says is."""
    assert told(code, Example(changes=((field, value),))) == severities


def test_blank_is_the_finding_and_not_the_sum() -> None:
    """A blank among the operands silences the sum (DECISIONS 10); text makes it not assessable."""
    assert told("SU", Example(cells=(("t4.reconsideration.upheld", ""),))) == []
    result = check(build(Example(cells=(("t4.reconsideration.upheld", "两件"),))), only=["SU"])
    assert [entry.code for entry in result.not_assessable] == ["SU01"]


def test_other_years_and_agencies_are_not_compared() -> None:
    """Last year's report has to be of the same agency and of the year before; a note softens the stock."""
    for other in (Example(year=2021), Example(year=2022, changes=(("agency", "别处"),)), Example("2019", 2022)):
        entries = check(build(Example()), last_year=build(other), only=["YE"]).not_assessable
        assert entries
    stock = (("t2.normative_documents.in_force", "12"),)
    last = build(Example(year=2022))
    assert told("YE", Example(cells=stock), last) == ["warning"]
    assert told("YE", Example(cells=stock, changes=(("notes", (Note("t2", "经清理"),)),)), last) == ["info"]


def test_units_are_asked_about() -> None:
    """A cut unit, none at all, and one too many are infos."""
    amount = "t2.procurement.amount"
    for raw in ("117.785万", "117.785"):
        assert told("UN01", Example("2019", 2020, cells=((amount, raw),))) == ["info"]


def test_result_is_json() -> None:
    """The result is JSON, worst first, and says whether it is clean."""
    result = check(build(Example(cells=(("t2.rules.in_force", "18"),), changes=(("preamble", ""),))))
    data = json.loads(json.dumps(result.to_dict()))
    assert [one["severity"] for one in data["findings"]] == ["error", "info"]
    assert data["not_assessable"]
    assert not result.clean
    assert list(places(result.report, result.findings[0].cells)) == ["t2.rules.in_force"]
    assert build(Example()).check().clean
