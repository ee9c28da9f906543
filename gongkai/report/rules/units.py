"""Units in cells, and money that jumps by the factor between yuan and ten thousand yuan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.number import Kind, clean

_UNIT = re.compile(r"[^\d.,\s]+$")


@rule(
    "UN01",
    title="金额单位清楚",
    title_en="The unit of money is clear",
    severity="info",
    basis="国办公开办函〔2019〕60号；国办公开办函〔2021〕30号",
    catalogue=("A25",),
    why="表头写明单位，格内只填数；2019年格式没有单位，金额要写明元还是万元。",
    why_en="The head names the unit and the cell holds a figure; the 2019 form names none, so the cell must.",
    fix="格内只留数字；2019年格式在金额后写明单位。",
    fix_en="Keep the figure only; in the 2019 form name the unit of money.",
    good=Example(),
    bad=Example(cells=(("t2.penalties.decisions", "57件"),)),
)
def units(subject: Subject) -> Iterator[Finding]:
    """A unit written in a cell, a cut one, or none where the form names none."""
    for address, cell in subject.report.cells.items():
        if cell.kind is not Kind.NUMBER:
            continue
        column = subject.form.column(address)
        unit = _UNIT.search(clean(cell.raw))
        if unit is None and cell.unit != "unstated":
            continue
        name = subject.form.name(address)
        if column.type == "money" and cell.unit == "unstated":
            if _STATED.search(subject.report.preamble):
                continue
            said = f"{name}填{cell.raw.strip()}，没有写明是元还是万元。", f"{name}: {cell.raw.strip()} has no unit."
        elif unit and unit.group() == "万" and column.type == "money":
            said = f"{name}写作“{cell.raw.strip()}”，单位应为万元。", f"{name}: the unit 万 is cut short."
        elif unit and (column.type != "money" or column.unit):
            said = f"{name}写作“{cell.raw.strip()}”，格内不写单位。", f"{name}: a unit stands in the cell."
        else:
            continue
        yield Finding((address,), *said, severity="info", found=cell.raw.strip())


_STATED = re.compile(
    r"(?:金额|收费|货币|计量)[^，。；]{0,8}单位[^，。；]{0,8}元|单位[:：](?:人民币)?(?:万|亿)?元|以(?:人民币)?(?:万|亿)?元为单位"
)
"""A preamble that names the unit of all money in the report."""


@rule(
    "UN02",
    title="没有把元填作万元",
    title_en="Yuan are not entered as ten thousands",
    severity="warning",
    basis="国办公开办函〔2021〕30号，表二",
    catalogue=("A25",),
    why="金额比上年大或小一千倍以上，多半是元和万元填混。",
    why_en="A sum a thousand times last year's, or a thousandth, mostly mixes up 元 and 万元.",
    fix="核对金额的单位。",
    fix_en="Check the unit of the sum.",
    good=Example(last_year=Example(year=2022)),
    bad=Example(cells=(("t2.fees.amount", "365000"),), last_year=Example(year=2022)),
)
def jump(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Money at least a thousand times, or at most a thousandth of, last year's."""
    if subject.last_year is None:
        yield NotAssessable("没有上年报告。", "Last year's report is not given.")
        return
    for address in subject.form.addresses:
        now, before = subject.report.value(address), subject.last_year.value(address)
        money = subject.form.column(address).type == "money"
        if money and now and before and (now >= before * 1000 or before >= now * 1000):
            name = subject.form.name(address)
            yield Finding(
                (address,),
                f"{name}本年{now}万元，上年{before}万元，像是元与万元填混。",
                f"{name} is {now} after {before} last year: 元 and 万元 look mixed up.",
                severity="warning",
                expected=before,
                found=now,
            )
