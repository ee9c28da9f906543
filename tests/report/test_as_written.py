"""Titles, labels and rows as an agency wrote them: what differs from the form, and what only says the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.readers import read
from gongkai.report.check import Example, check
from gongkai.report.example import build
from gongkai.report.model import ExtraRow, Report
from gongkai.writers import render


def titled(number: int, title: str) -> Report:
    """An example report with another title over this section."""
    base = build(Example())
    return replace(
        base, sections=tuple(replace(one, title=title) if one.number == number else one for one in base.sections)
    )


def told(one: Report, *only: str) -> list[tuple[str, str]]:
    """Severity and message of the findings of these rules."""
    return [(found.severity, found.message) for found in check(one, only=only).findings]


@pytest.mark.parametrize(
    ("number", "title", "wanted"),
    [
        (4, "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "info"),
        (5, "五、政府信息公开工作存在的主要问题及改进情况", "info"),
        (5, "五、存在的主要问题和改进措施", "info"),
        (6, "六、其他需要报告事项", "info"),
        (4, "四、政府信息公开行政复议、诉讼情况", "warning"),
        (2, "二、主动公开政务信息情况", "warning"),
        (3, "三、收到和未处理政府信息公开申请情况", "warning"),
        (6, "六、其他需要说明的事项", "warning"),
        (2, "2、主动公开政府信息情况", "warning"),
        (3, "（三）收到和处理政府信息公开申请情况", "warning"),
        (5, "存在的主要问题及改进情况", "warning"),
        (1, "一、总体情况", None),
        (1, " 一 、总 体 情 况", None),
    ],
)
def test_titles_of_sections(number: int, title: str, wanted: str | None) -> None:
    """More words for the same are an info, other words or another number a warning."""
    assert [severity for severity, _ in told(titled(number, title), "SE01")] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("<h2>五、存在", "<h2>六、存在", "第5部分的标题写作“六、存在的主要问题及改进情况”"),
        ("<h2>六、其他", "<h2>五、存在的主要问题及改进情况</h2><p>无。</p><h2>六、其他", "出现了两次"),
    ],
)
def test_titles_that_stand_where_they_should_not(old: str, new: str, wanted: str) -> None:
    """A section under another's number is told so, not only missed; one that stands twice is told too."""
    page = render(build(Example()), ".html").decode()
    assert any(wanted in message for _, message in told(read(page.replace(old, new).encode()), "SE01"))


@pytest.mark.parametrize(
    ("key", "label", "wanted"),
    [
        ("t3.unprocessed_repeat", "1.重复申请", "warning"),
        ("t3.concluded", "（六）总计", "warning"),
        ("t3.carried_out", "三、结转下年度继续办理", "warning"),
        ("t3.unprocessed_repeat", "2、重复申请", None),
        ("t3.unprocessed_repeat", "重复申请", None),
    ],
)
def test_numbers_before_labels(key: str, label: str, wanted: str | None) -> None:
    """Another number is another row; how the number is written, or that there is none, is nothing."""
    found = told(build(Example(changes=(("labels", {key: label}),))), "LA01")
    assert [severity for severity, _ in found] == ([wanted] if wanted else [])


def test_a_row_of_its_own_is_not_blamed_on_another() -> None:
    """A sixth kind of 不予处理 looks like the undivided （六） of 2019, and is an added row all the same."""
    base = build(Example(cells=(), changes=()))
    cells = dict(base.cells) | {
        f"t3.other.{column.key}": base.cells[f"t3.other_misc.{column.key}"]
        for column in base.form.table("t3").blocks[0].columns
    }
    added = replace(base, cells=cells, labels={**base.labels, "t3.other": "6.其他不予处理情形"})
    assert told(added, "LA01", "ED02", "EX01") == [
        ("warning", "表三多出一行“6.其他不予处理情形”，统一格式没有这一行。")
    ]


@pytest.mark.parametrize(("edition", "year", "wanted"), [("2021", 2023, "warning"), ("2019", 2020, "info")])
def test_added_rows_by_edition(edition: str, year: int, wanted: str) -> None:
    """The trial form was printed with local rows in some provinces."""
    rows = (ExtraRow("t2", "其他主动公开文件", (3,)),)
    found = told(build(Example(edition, year, changes=(("extra_rows", rows),))), "EX01")
    assert [severity for severity, _ in found] == [wanted]
