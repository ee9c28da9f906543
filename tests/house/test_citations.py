"""Every article and document that the package cites as a legal basis is in the register of articles."""

from __future__ import annotations

import re

import pytest

from gongkai.report.check import rules
from gongkai.report.form import EDITIONS, form
from gongkai.statute.articles import articles
from gongkai.statute.outcomes import OUTCOMES

DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
ARTICLE = re.compile(r"第(\d+|[一二三四五六七八九十]+)条")
DOCUMENT = re.compile(r"[一-龥]+〔\d{4}〕\d+号")


def numeral(text: str) -> int:
    """A number below one hundred, in digits or as statutes print it."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


def cited(basis: str) -> set[str]:
    """What a legal basis cites: articles of the regulation as 第N条, documents by their number."""
    ours = re.findall(r"《(?:中华人民共和国)?政府信息公开条例》([^《；]*)", basis)
    return {f"第{numeral(number)}条" for part in ours for number in ARTICLE.findall(part)} | set(
        DOCUMENT.findall(basis)
    )


def bases() -> dict[str, str]:
    """Every legal basis of the package: of rules, outcomes, sums, and the documents of the forms."""
    found = {code: rule.basis for code, rule in rules().items()}
    found |= {key: outcome.basis for key, outcome in OUTCOMES.items()}
    for edition in map(form, EDITIONS):
        found[edition.edition] = edition.document
        found |= {f"{edition.edition} {one.key}": one.basis for one in edition.sums}
    return found


@pytest.mark.parametrize(("owner", "basis"), bases().items(), ids=list(bases()))
def test_every_citation_is_registered(owner: str, basis: str) -> None:
    """No rule, outcome, sum or form cites an article or document that the register does not hold."""
    known = {one.number for one in articles().values()} | {one.document for one in articles().values()}
    assert basis, owner
    assert cited(basis) - known == set()


@pytest.mark.parametrize(
    ("basis", "wanted"),
    [
        ("《政府信息公开条例》第36条第2、3项、第37条", {"第36条", "第37条"}),
        ("《政府信息公开条例》第四十九条；《立法法》第九十三条", {"第49条"}),
        ("《政府信息公开条例》第十条、第二十条第（五）项", {"第10条", "第20条"}),
        ("国办公开办函〔2021〕30号，表三", {"国办公开办函〔2021〕30号"}),
    ],
)
def test_citations_are_found(basis: str, wanted: set[str]) -> None:
    """Articles are seen in either numerals, those of another law are left to that law."""
    assert cited(basis) == wanted


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_outcome_has_one_row(edition: str) -> None:
    """In an edition each outcome counts in exactly one row of table 3, and only a remainder row takes several."""
    rows = [one.rows[edition] for one in OUTCOMES.values() if edition in one.rows]
    missing = [one.key for one in OUTCOMES.values() if edition not in one.rows and one.key != "other"]
    assert missing == []
    assert {row for row in rows if rows.count(row) > 1} <= {"t3.other"}
    assert set(rows) <= {f"t3.{row.key}" for row in form(edition).table("t3").rows}
