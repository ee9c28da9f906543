"""Figures that add up and still cannot be right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.form import squeeze
from gongkai.report.model import ABSENT, Section
from gongkai.report.number import Kind
from gongkai.report.wording import pattern


@rule(
    "PL01",
    title="执法机关有执法决定",
    title_en="An enforcing body decides something",
    severity="warning",
    basis="《政府信息公开条例》第二十条第（五）、（六）项",
    catalogue=("A24",),
    why="公安、市场监管、城管机关一年没有一件许可、处罚、强制，多半是漏填。",
    why_en="A police, market or city body without one licence, penalty or coercion in a year has mostly left them out.",
    fix="向业务部门核实三个数。",
    fix_en="Ask the departments for the three figures.",
    good=Example(),
    bad=Example(
        cells=tuple((f"t2.{row}.decisions", "0") for row in ("licences", "penalties", "coercion")),
        changes=(("agency", "青岚市公安局"),),
    ),
)
def idle(subject: Subject) -> Iterator[Finding]:
    """Zero in all three rows of decisions."""
    cells = tuple(f"t2.{row}.decisions" for row in ("licences", "penalties", "coercion"))
    known = [subject.report.cells.get(address, ABSENT) for address in cells]
    agency = subject.report.agency or ""
    if pattern("enforcing").search(agency) and all(cell.kind is Kind.NUMBER and cell.value == 0 for cell in known):
        yield Finding(
            cells,
            f"{agency}的行政许可、行政处罚、行政强制处理决定数量都是0。",
            f"{agency} reports 0 licences, penalties and coercive measures.",
            severity="warning",
            found=0,
        )


@rule(
    "PL02",
    title="没有规章制定权的机关不填规章",
    title_en="No rules where there is no power to make them",
    severity="error",
    basis="《立法法》；《规章制定程序条例》",
    catalogue=("A20",),
    why="地方的局、委、办没有规章制定权。",
    why_en="Local bureaus and offices have no power to make rules.",
    fix="规章行填0，文件按行政规范性文件填报。",
    fix_en="Enter 0 and count the papers as normative documents where they are such.",
    good=Example(),
    bad=Example(
        cells=(("t2.rules.in_force", "18"),),
    ),
)
def rule_making(subject: Subject) -> Iterator[Finding]:
    """Rules above zero: an error at a bureau or office, a question elsewhere, nothing where there is the power."""
    agency = squeeze(subject.report.agency or "")
    filled = {
        address: cell.value
        for address, cell in subject.report.cells.items()
        if address.startswith("t2.rules.") and cell.value
    }
    if not filled or pattern("rule_maker").search(agency):
        return
    numbers = "、".join(str(value) for value in filled.values())
    bureau = pattern("bureau").search(agency) is not None
    yield Finding(
        tuple(filled),
        f"{agency or '本机关'}的规章行填了{numbers}，请核对有无规章制定权。",
        f"{agency or 'The agency'} reports rules ({numbers}); check whether it has the power to make them.",
        severity="error" if bureau else "info",
        expected=0 if bureau else None,
        found=max(filled.values()),
        fix="" if bureau else "有规章制定权的不必改；没有的填0，文件按行政规范性文件填报。",
        fix_en="" if bureau else "Leave it where the power exists; otherwise enter 0 and count normative documents.",
    )


@rule(
    "PL03",
    title="处理决定不是信息条数",
    title_en="Decisions are not items of information",
    severity="warning",
    basis="国办公开办函〔2019〕60号，表二",
    catalogue=("A23",),
    why="“处理决定数量”是办件数，不是项目数，也不是公开信息的条数。",
    why_en="The column counts decisions, neither items of service nor pieces of information.",
    fix="改填当年处理决定的件数。",
    fix_en="Enter the number of decisions of the year.",
    good=Example(edition="2019", year=2020),
    bad=Example(
        edition="2019", year=2020,
        cells=(("t2.licences.items_before", "700"), ("t2.licences.change", "45"), ("t2.licences.decisions", "745")),
        changes=(("sections", (Section(1, "一、总体情况", "全年公开各类信息745条。"),)),),
    ),
)  # fmt: skip
def items(subject: Subject) -> Iterator[Finding]:
    """Decisions equal items plus change, and the text calls the same number pieces of information."""
    section = subject.report.section(1)
    text = squeeze(section.text) if section else ""
    for row in ("licences", "other_services", "penalties", "coercion"):
        before, change, made = (
            subject.report.value(f"t2.{row}.{column}") for column in ("items_before", "change", "decisions")
        )
        if not (before is not None and change and made) or before + change != made:
            continue
        if re.search(rf"(?<!\d){made}条", text):
            name = subject.form.name(f"t2.{row}.decisions")
            yield Finding(
                (f"t2.{row}.decisions", f"t2.{row}.items_before", f"t2.{row}.change"),
                f"{name}填{made}，等于{before}加{change}，也等于正文的信息{made}条，像是把信息条数填作处理决定。",
                f"{name} is {made} = {before} + {change}, the number of pieces of information in the text.",
                severity="warning",
                found=made,
            )


@rule(
    "PL04",
    title="与上年相差不悬殊",
    title_en="No unexplained jump from last year",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A43",),
    why="比上年多五倍以上或不足五分之一的数，先查是否填错。",
    why_en="A figure above five times or below a fifth of last year's is first checked for a slip.",
    fix="核对两年的数，属实的在正文说明原因。",
    fix_en="Compare both years; where it is right, explain it in the text.",
    good=Example(last_year=Example(year=2022)),
    bad=Example(last_year=Example(year=2022, cells=(("t2.penalties.decisions", "900"),))),
)
def jump(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Decisions and received applications against last year, from a base of twenty."""
    if subject.last_year is None:
        yield NotAssessable("没有上年报告。", "Last year's report is not given.")
        return
    for address in ("t2.licences.decisions", "t2.penalties.decisions", "t2.coercion.decisions", "t3.received.total"):
        now, before = subject.report.value(address), subject.last_year.value(address)
        if now is None or before is None or before < 20 or before / 5 <= now <= before * 5:
            continue
        name = subject.form.name(address)
        yield Finding(
            (address,),
            f"{name}本年{now}，上年{before}，相差悬殊。",
            f"{name} is {now} after {before} last year.",
            severity="warning",
            expected=before,
            found=now,
        )
