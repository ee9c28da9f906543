"""Continuity with last year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.form import squeeze
from gongkai.report.model import Note, Report

_CLEANED = re.compile(r"清理|废止|失效")
_CHANGED = re.compile(r"出入|变化|减少|差异|不一致|不同|调整")
_EXPLAINS = re.compile(r"清理|口径|调整|划转|更正|废止|失效|修改")


@rule(
    "YE01",
    title="与上年报告衔接",
    title_en="Continuous with last year's report",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A04", "A21"),
    why="本年结转、现行有效件数从上年的数推出。",
    why_en="What is carried in and in force this year follows from last year's figures.",
    fix="核对两年的数；上年有误的，在正文说明。",
    fix_en="Compare both years; where last year's was wrong, say so in the text.",
    good=Example(last_year=Example(year=2022)),
    bad=Example(
        last_year=Example(year=2022, cells=(("t3.carried_out.natural_person", "3"), ("t3.carried_out.total", "3")))
    ),
)
def continuity(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Every identity of the form between two years; a note that explains makes the soft ones infos."""
    report, last = subject.report, subject.last_year
    reason = unfit(report, last)
    if last is None or reason:
        yield NotAssessable(*(reason or ("没有上年报告。", "Last year's report is not given.")))
        return
    explained = any(_EXPLAINS.search(note.text) for note in report.notes)
    for one in subject.form.continuities:
        tails = [""] if one.this[0].count(".") == 2 else columns(subject, one.this[0])
        for tail in tails:
            now, then = total(report, one.this, tail), total(last, one.last, tail)
            if now is None or then is None:
                yield NotAssessable(f"{one.title}：缺少数字。", f"{one.title_en}: figures are missing.")
                break
            if now != then:
                cells = tuple(term.lstrip("-") + tail for term in one.this)
                hard = one.severity == "error"
                name = subject.form.name(cells[0])
                yield Finding(
                    cells,
                    f"{name}：按本年报告为{_worked(report, one.this, tail, now)}，"
                    f"按上年报告为{_worked(last, one.last, tail, then)}（{one.title}）。",
                    f"{name}: {_worked(report, one.this, tail, now)} by this year's report, "
                    f"{_worked(last, one.last, tail, then)} by last year's ({one.title_en}).",
                    severity="error" if hard else "info" if explained else "warning",
                    expected=then,
                    found=now,
                )


@rule(
    "YE02",
    title="清理说明与废止件数相符",
    title_en="A note on a clean-up agrees with the repealed documents",
    severity="warning",
    basis="国办公开办函〔2021〕30号，表二",
    catalogue=("A21",),
    why="清理使现行有效件数变化的，变化的件数应当计入本年废止件数。",
    why_en="Documents that a clean-up took out of force are counted as repealed in that year.",
    fix="补填本年废止件数，或者说明件数变化的其他原因。",
    fix_en="Enter the repealed documents, or give another reason for the change.",
    good=Example(changes=(("notes", (Note("t2", "备注：因清理行政规范性文件，现行有效件数与上年有出入。"),)),)),
    bad=Example(
        cells=(("t2.normative_documents.repealed", "0"),),
        changes=(("notes", (Note("t2", "备注：因清理行政规范性文件，现行有效件数与上年有出入。"),)),),
    ),
)
def cleaned(subject: Subject) -> Iterator[Finding]:
    """A note that a clean-up changed the stock of normative documents, beside no repealed one."""
    address = "t2.normative_documents.repealed"
    if subject.report.value(address) != 0:
        return
    for note in subject.report.notes:
        text = squeeze(note.text)
        if note.table == "t2" and "规范性文件" in text and _CLEANED.search(text) and _CHANGED.search(text):
            yield Finding(
                (address, "t2.normative_documents.in_force"),
                "备注说清理使规范性文件数量变化，本年废止件数却是0。",
                "The note says that a clean-up changed the number of documents, and none is entered as repealed.",
                severity="warning",
                found=0,
                place=note.place,
                sentence=note.text.strip(),
            )


def _worked(report: Report, terms: tuple[str, ...], tail: str, made: int | Decimal) -> str:
    """A sum as it is worked out, `15-2+1=14`; the bare figure of a single cell."""
    if len(terms) == 1:
        return str(made)
    parts = ((term[0] == "-", report.value(term.lstrip("-") + tail)) for term in terms)
    return "".join(f"{'-' if less else '+'}{value}" for less, value in parts).removeprefix("+") + f"={made}"


def unfit(report: Report, last: Report | None) -> tuple[str, str] | None:
    """Why a report cannot be last year's of the other, or None."""
    if last is None:
        return None
    if report.agency and last.agency and report.agency != last.agency:
        return f"上年报告是{last.agency}的。", f"The other report is by {last.agency}."
    if report.year is not None and last.year is not None and last.year != report.year - 1:
        return f"另一份报告是{last.year}年度的，不是上一年度。", f"The other report is for {last.year}."
    return None


def columns(subject: Subject, row: str) -> list[str]:
    """The column endings of the row."""
    table, _, key = row.partition(".")
    return [f".{column.key}" for column in subject.form.table(table).block_of(key).columns]


def total(report: Report, terms: tuple[str, ...], tail: str) -> int | Decimal | None:
    """The sum of the terms, each with the column ending; None when one has no figure."""
    made: int | Decimal = 0
    for term in terms:
        value = report.value(term.lstrip("-") + tail)
        if value is None:
            return None
        made += -value if term.startswith("-") else value
    return made
