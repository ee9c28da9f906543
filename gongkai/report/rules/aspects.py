"""What section one has to speak of."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.form import squeeze
from gongkai.report.model import Section
from gongkai.report.wording import named, pattern


@rule(
    "AS01",
    text=True,
    title="总体情况包括五个方面",
    title_en="Section one speaks of the five aspects",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A31",),
    why="2021年度起，总体情况从主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面写。",
    why_en="Since the report for 2021 section one covers five aspects of the work.",
    fix="补写缺少的方面。",
    fix_en="Write about the aspects that are missing.",
    good=Example(),
    bad=Example(changes=(("sections", (Section(1, "一、总体情况", "本局做好主动公开和依申请公开工作，建好网站。"),)),)),
)
def aspects(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Aspects of which section one has not a word, in reports for 2021 and later."""
    section = subject.report.section(1)
    if section is None or (subject.report.year or 0) < 2021:
        yield NotAssessable("没有第一部分，或是2021年以前的报告。", "No section one, or a report before 2021.")
        return
    text = squeeze(section.text + " ".join(one.text for one in subject.report.sections if one.number == 2))
    missing = [name for name, word in named("aspect") if not word.search(text)]
    if missing:
        yield Finding(
            (),
            f"第一部分没有写{'、'.join(missing)}。",
            f"Section one says nothing of {len(missing)} of the five aspects.",
            severity="warning",
            expected=5,
            found=5 - len(missing),
            place=section.place,
            section=1,
        )


@rule(
    "AS02",
    text=True,
    title="政府的报告写明考核、评议、追责",
    title_en="A government reports assessment, review and accountability",
    severity="warning",
    basis="《政府信息公开条例》第五十条",
    catalogue=("A32",),
    why="县级以上政府的报告还要写工作考核、社会评议和责任追究结果。",
    why_en="The report of a government also covers assessment, public review and accountability.",
    fix="补写缺少的内容，没有发生的也写明。",
    fix_en="Add what is missing, even where nothing happened.",
    good=Example(),
    bad=Example(changes=(("agency", "青岚市人民政府"),)),
)
def duties(subject: Subject) -> Iterator[Finding]:
    """Duties of which the report of a government from county level up has not a word."""
    report = subject.report
    if not pattern("government").search(report.agency or ""):
        return
    text = squeeze("".join(section.text for section in report.sections))
    missing = [name for name, word in named("duty") if not word.search(text)]
    if missing:
        yield Finding(
            (),
            f"政府的年度报告没有写{'、'.join(missing)}结果。",
            f"The report of a government says nothing of {len(missing)} of its three further duties.",
            severity="warning",
            expected=3,
            found=3 - len(missing),
            section=1,
        )
