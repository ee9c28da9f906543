"""The period that the figures cover and the day of the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.form import squeeze
from gongkai.report.model import Signature
from gongkai.report.period import periods, stated_year


@rule(
    "DA01",
    text=True,
    title="统计期限写明且正确",
    title_en="The period is stated and right",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A34",),
    why="年度报告的数据从1月1日到12月31日。",
    why_en="The figures of a report cover the first of January to the last of December.",
    fix="写明“统计期限自某年1月1日起至12月31日止”。",
    fix_en="State the period from 1 January to 31 December.",
    good=Example(),
    bad=Example(changes=(("preamble", "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"),)),
)
def period(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """A period in the preamble or section one: a wrong one is an error, none is only told; the day that the figures end on states it too."""
    year = subject.year
    if year is None:
        yield NotAssessable("报告没有年度。", "The report does not say its year.")
        return
    hits = periods(subject.report)
    due = f"{year}年1月1日至12月31日"
    if not hits:
        section = subject.report.section(1)
        text = squeeze(subject.report.preamble + (section.text if section else ""))
        if not re.search(rf"{year}年1月1日|{year}年度数据|数据[^。；]{{0,8}}截[至止]到?(?:{year}年)?12月31日", text):
            yield Finding(
                (),
                f"没有写明统计期限（{due}）。",
                f"The period of the figures, the year {year}, is not stated.",
                severity="info",
                expected=due,
            )
        return
    first = hits[0]
    start, month, day, end, to_month, to_day = first.groups()
    if (int(start), int(month), int(day), int(end or start), int(to_month), int(to_day)) != (year, 1, 1, year, 12, 31):
        yield Finding(
            (),
            f"统计期限写作“{first.group()}”，{year}年度报告应为{due}。",
            f"The period “{first.group()}” is not the year {year}.",
            expected=due,
            found=first.group(),
            sentence=first.group(),
        )


@rule(
    "DA02",
    text=True,
    title="落款日期在期限之内",
    title_en="Signed in time",
    severity="error",
    basis="《政府信息公开条例》第四十九条",
    catalogue=("A33", "A34"),
    why="部门在次年1月31日前提交，政府在3月31日前公布年度报告。",
    why_en="Departments hand in their reports by 31 January, governments publish theirs by 31 March.",
    fix="核对落款日期。",
    fix_en="Check the date of the signature.",
    good=Example(),
    bad=Example(changes=(("signature", Signature("青岚市住房和城乡建设局", "2024-02-09")),)),
)
def signature(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """The date below the report: absent is only told, another year or past the deadline an error."""
    year, written = subject.year, subject.report.signature.date
    if year is None:
        yield NotAssessable("报告没有年度。", "The report does not say its year.")
        return
    if written is None:
        yield Finding((), "没有落款日期。", "The report is not dated.", severity="info")
        return
    try:
        signed = date.fromisoformat(written)
    except ValueError:
        yield Finding((), f"落款日期{written}不存在。", f"There is no such day as {written}.", found=written)
        return
    government = (subject.report.agency or "").endswith("政府")
    last = date(year + 1, 3, 31) if government else date(year + 1, 1, 31)
    if not date(year + 1, 1, 1) <= signed <= last:
        yield Finding(
            (),
            f"{year}年度报告落款{_said(signed)}，应在{year + 1}年1月1日至{_said(last)}之间。",
            f"The report for {year} is dated {written}, not between 1 January and {last.isoformat()}.",
            expected=last.isoformat(),
            found=written,
        )


@rule(
    "DA03",
    text=True,
    title="标题的年度与统计期限、落款一致",
    title_en="The title names the year of the period and the date",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A34",),
    why="统计期限和落款都是另一年的，多半是标题的年份写错。",
    why_en="Where period and date agree on another year, the title is mostly what is wrong.",
    fix="核对标题的年份。",
    fix_en="Check the year in the title.",
    good=Example(),
    bad=Example(changes=(("year", 2022),)),
)
def titled(subject: Subject) -> Iterator[Finding]:
    """A year in the title other than that on which the period and the date of the signature agree."""
    report, stated = subject.report, stated_year(subject.report)
    if stated is not None and report.year is not None and report.year != stated:
        yield Finding(
            (),
            f"标题写{report.year}年度，统计期限和落款日期却是{stated}年度的。",
            f"The title names {report.year}, the period and the date of the signature {stated}.",
            expected=stated,
            found=report.year,
            sentence=report.title.strip(),
        )


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
