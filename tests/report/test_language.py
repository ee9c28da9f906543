"""Places, severities and figures in the reader's language, wherever findings are shown."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gongkai.cli import show
from gongkai.cli.sarif import Sarif
from gongkai.report.check import Finding, Findings
from gongkai.report.language import figures, place
from gongkai.report.notebook import findings_page
from gongkai.writers.notice import notice
from gongkai.writers.paper.web import page
from gongkai.writers.paper.word import pack

ENGLISH = re.compile(r"\\b(?:table|row|column|sheet|cell|page|line|field|paragraph) [\\dA-Z]")
FINDING = Finding(
    ("t3.granted.total",), "填22，应为20", "22 is stated, 20 is due", "error", 20, 22, "row 51, column 10"
)
ENTRY: dict[str, Any] = {
    "file": "a.csv",
    "report": {"agency": "青岚市水利局", "year": 2024, "edition": "2021"},
    "findings": [FINDING.to_dict() | {"code": "SU01"}],
    "passed": [],
    "not_assessable": [],
    "doubts": [{"cells": [], "message": "存疑", "message_en": "in doubt", "place": "page 3, line 7"}],
}


@pytest.mark.parametrize(
    "text",
    [
        "table 2, row 4, column 10",
        "sheet 年报, cell E57；sheet 二, 三, row 1, column 2",
        "page 3, line 7, field 2",
        "paragraph 9",
    ],
)
def test_places_are_said_in_chinese(text: str) -> None:
    """No English word of a place is left, no number of it is lost."""
    said = place(text, "zh")
    assert not any(
        word in said for word in ("table", "row", "column", "sheet", "cell", "page", "line", "field", "paragraph")
    )
    assert [c for c in said if c.isdigit()] == [c for c in text if c.isdigit()]


@pytest.mark.parametrize(
    "said",
    [
        page(notice([ENTRY])).decode(),
        show.outcome(ENTRY, "zh", concise=False),
        Sarif("zh", ascii_=False).entry(ENTRY),
        findings_page(None, Findings([FINDING])),
    ],
    ids=["notice", "terminal", "sarif", "notebook"],
)
def test_no_place_is_said_in_english(said: str) -> None:
    assert "第51行 第10列" in said
    assert not ENGLISH.search(said)


def test_a_place_stays_english_for_english_readers() -> None:
    told = json.loads(Sarif("en", ascii_=False).entry(ENTRY).lstrip(",\n"))
    assert told["locations"][0]["message"]["text"] == "row 51, column 10"


def test_a_notice_says_each_figure_once() -> None:
    said = page(notice([ENTRY])).decode()
    assert (said.count("填22"), said.count("为22"), said.count("应为20")) == (1, 0, 1)
    assert pack(notice([ENTRY]))


@pytest.mark.parametrize(
    ("message", "expected", "found", "said"),
    [
        ("填22，应为20", 20, 22, ""),
        ("两处不同", 20, 22, "填22，应为20"),
        ("2022年的数不同", 20, 22, "填22，应为20"),
        ("只有一个数", None, 22, "填22"),
        ("没有数", None, None, ""),
    ],
)
def test_figures_are_said_where_the_message_does_not(message: str, expected: Any, found: Any, said: str) -> None:
    assert figures({"message": message, "expected": expected, "found": found}) == said


def test_concise_lines_tell_doubts_and_duplicates() -> None:
    said = show.outcome(ENTRY | {"same_as": "b.csv"}, "zh", concise=True)
    assert said.splitlines()[1:] == ["a.csv: 读数存疑 1 处", "a.csv: 与 b.csv 内容相同"]
    assert "1 in doubt" in show.outcome(ENTRY, "en", concise=True)
