"""The page of a comparison: a finding in words over each chart, its figures under it, texts marked, nothing obeyed."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai.report.check import Example
from gongkai.report.compare import compare
from gongkai.report.example import build
from gongkai.report.model import Report
from gongkai.writers.comparison import page
from gongkai.writers.paper.chart import Item, bars, slope


def opened(before: Report, after: Report) -> LexborHTMLParser:
    """The page, parsed."""
    made = page(compare(before, after))
    assert made == page(compare(before, after))
    return LexborHTMLParser(made)


def test_charts_say_what_they_show() -> None:
    early = build(Example(year=2022, cells=(("t3.granted.total", "40"),)))
    tree = opened(early, build(Example(year=2023)))
    captions = [one.text() for one in tree.css("figcaption")]
    assert captions[0] == "表三变化最大的是“三（一）予以公开”：从40件到17件，减少23件"
    assert captions[1].startswith("2023年办理结果中最多的是“三（一）予以公开”，17件")
    for drawing in tree.css("svg"):
        first, second = (drawing.attributes["aria-labelledby"] or "").split()
        assert drawing.css_first(f"#{first}").text() in captions
        assert "17" in drawing.css_first(f"#{second}").text()
    assert len(tree.css("figure table")) == 2
    assert tree.css("script, link, img") == []


def test_a_stranger_s_words_stay_words() -> None:
    words = "<script>alert(1)</script>与“公开”工作有关的一段文字"
    report = build(Example())
    hostile = replace(report, agency=words, sections=(replace(report.sections[0], text=words), *report.sections[1:]))
    tree = opened(hostile, replace(hostile, year=2024))
    assert tree.css("script") == []
    assert "与“公开”工作有关的一段文字" in tree.css("mark")[0].text()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Example(edition="2019", year=2020), Example(year=2021), "不可比的行"),
        (Example(year=2022), Example(year=2023), "√ 衔接"),
        (Example(year=2022), Example(year=2023, cells=(("t3.carried_in.total", "5"),)), "× 不衔接"),
    ],
)
def test_what_else_is_told(before: Example, after: Example, words: str) -> None:
    assert words in opened(build(before), build(after)).body.text()


def test_two_reports_of_nothing_but_zeros_have_no_chart() -> None:
    report = build(Example())
    cells = {address: replace(cell, value=0) for address, cell in report.cells.items()}
    tree = opened(replace(report, cells=cells), replace(report, cells=cells, agency="青岚市水利局"))
    assert tree.css("svg") == []
    assert "没有" in tree.css_first("h2 + p").text()


def test_labels_of_a_slope_never_meet() -> None:
    drawn = slope("s", "t", ("甲", "乙"), [Item(f"行{n}", 5, 5) for n in range(8)], 8)
    heights = sorted(float(y) for y in re.findall(r'<text x="242" y="([\d.]+)"', drawn))
    assert len(heights) == 8
    assert all(two - one >= 16 for one, two in itertools.pairwise(heights))


def test_negative_and_empty_figures_draw_nothing_below_the_line() -> None:
    drawn = bars("b", "t", ("甲", "乙"), [Item("行", -3, 0)])
    assert re.findall(r'width="([\d.]+)" height="11"', drawn) == ["0.0", "0.0"]
    assert bars("b", "t", ("甲", "乙"), []).startswith("<svg")


def test_a_bar_leaves_room_for_the_name_beside_it() -> None:
    """The longest bar and the words behind it end inside the drawing."""
    for end in ("2024年", "青岚市交通运输局", "青岚市" * 9):
        drawn = bars("b", "t", (end, "乙"), [Item("行", 22, 3)])
        words = re.search(r'<text x="([0-9.]+)" y="[0-9.]+">(22（[^<]+)</text>', drawn)
        assert words is not None
        assert float(words[1]) + 12 * len(words[2]) <= 720
