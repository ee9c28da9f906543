"""The six sections: present, in order, under their titles; and the fee statement of section six."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.form import SectionForm, split_ordinal, squeeze
from gongkai.report.language import Severity
from gongkai.report.model import Section

_NUMERAL = re.compile(r"[一二三四五六]")
_STYLES = (r"[一二三四五六][、.]", r"\([一二三四五六]\)[、.]?", r"[1-6][、.]", r"第[一二三四五六](?:部分|章)[、.:]?")
_LIGHT = re.compile("[的和与及、,，]")
_MOST = 4
_LONGEST = 40
_FEE = re.compile(r"信息(?:公开)?处理费|(?:申请|信息公开)[^，。；]{0,16}(?:收取|收费|费用)")
_CHARGE = re.compile(r"收费|收取[^。]{0,40}费")
_OTHER_FEES = re.compile(r"行政事业性收费|收费(?:标准|目录|清单|公示)")


@rule(
    "SE01",
    text=True,
    title="六个部分齐全，标题规范",
    title_en="Six sections under their titles",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A14",),
    why="统一格式规定六个部分及其标题。",
    why_en="The form lays down six sections and their titles.",
    fix="按格式补齐、调整部分，改用规定的标题。",
    fix_en="Add or reorder the sections and use the titles of the form.",
    good=Example(),
    bad=Example(changes=(("sections", (Section(1, "一、总体情况", "未收取信息处理费。"),)),)),
)
def titles(subject: Subject) -> Iterator[Finding]:
    """Missing sections, a different order, titles that stand twice or under another number, and titles that differ."""
    sections = subject.report.sections
    numbers = [section.number for section in sections]
    if numbers != sorted(numbers):
        yield Finding((), "六个部分的顺序与格式不一致。", "The sections stand in another order.", severity="warning")
    styles = [_style(section) for section in sections]
    for due in subject.form.sections:
        section = subject.report.section(due.number)
        again = _again(sections, due.title)
        if section is None:
            yield _missing(due, again)
            continue
        if squeeze(again) == squeeze(due.title):
            yield Finding(
                (),
                f"第{due.number}部分的标题“{due.title}”出现了两次。",
                f"The title of section {due.number} stands twice.",
                severity="warning",
                found=again,
                section=due.number,
            )
        severity = _severity(section.title, due)
        odd = styles.count(_style(section)) == 1 and max(map(styles.count, styles)) >= _MOST
        if severity or odd:
            yield Finding(
                (),
                f"第{due.number}部分的标题“{section.title}”与格式的“{due.title}”不一致"
                + ("，序号的写法与其他部分不同。" if odd and severity is None else "。"),
                f"The title of section {due.number}, “{section.title}”, differs from the form's “{due.title}”.",
                severity="warning" if odd else severity or "info",
                expected=due.title,
                found=section.title,
                place=section.place,
                section=due.number,
            )


def _severity(title: str, due: SectionForm) -> Severity | None:
    """How far a title is from the form's: None for the same, an info for the law's own wording or without its 的, 及, 、."""
    ordinal, given = split_ordinal(squeeze(title))
    due_ordinal, wanted = split_ordinal(squeeze(due.title))
    if ordinal and _NUMERAL.findall(ordinal) != _NUMERAL.findall(due_ordinal):
        return "warning"
    given = given.lstrip("、.")
    if given == wanted:
        return None
    known = {_LIGHT.sub("", squeeze(one)) for one in (wanted, *due.statutory)}
    return "info" if _LIGHT.sub("", given) in known else "warning"


def _style(section: Section) -> int:
    """How the number before a title is written; -1 without one."""
    ordinal = squeeze(section.title)
    return next((at for at, style in enumerate(_STYLES) if re.match(style, ordinal)), -1)


def _again(sections: tuple[Section, ...], title: str) -> str:
    """The line within a section's text that is a title of the form, whatever number it has; '' when there is none."""
    wanted = split_ordinal(squeeze(title))[1]
    for line in (line for section in sections for line in section.text.splitlines()):
        if len(line) <= _LONGEST and split_ordinal(squeeze(line))[1] == wanted and squeeze(line) != wanted:
            return line.strip()
    return ""


def _missing(due: SectionForm, elsewhere: str) -> Finding:
    """A section that is not there, or whose title stands in another place or under another number."""
    said = f"缺少第{due.number}部分“{due.title}”。", f"Section {due.number} “{due.title}” is missing."
    if elsewhere and squeeze(elsewhere) == squeeze(due.title):
        said = (
            f"第{due.number}部分“{due.title}”的顺序与格式不一致。",
            f"Section {due.number} “{due.title}” stands in another place.",
        )
    elif elsewhere:
        said = (
            f"第{due.number}部分的标题写作“{elsewhere}”，序号应为“{due.title}”。",
            f"The title of section {due.number} reads “{elsewhere}” instead of “{due.title}”.",
        )
    return Finding((), *said, expected=due.title, found=elsewhere or None, section=due.number)


@rule(
    "SE02",
    text=True,
    title="第六部分说明信息处理费",
    title_en="Section six speaks of the information-processing fee",
    severity="warning",
    basis="国办函〔2020〕109号；国办公开办函〔2021〕30号",
    catalogue=("A27",),
    why="收取信息处理费的情况，包括没有收取，要在报告中说明。",
    why_en="The report says whether information-processing fees were charged, even when none were.",
    fix="在第六部分写明本年度收取信息处理费的件数和金额，没有收取也写明。",
    fix_en="Say in section six how much was charged in how many cases, or that nothing was.",
    good=Example(),
    bad=Example(changes=(("sections", (Section(6, "六、其他需要报告的事项", "无。"),)),)),
)
def fee(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """A statement on the fee in every report for 2021 and later; in section six any word of charging is one."""
    year = subject.report.year
    if year is None and subject.report.edition != "2021":
        yield NotAssessable("报告没有年度。", "The report does not say its year.")
        return
    if (year or 2021) < 2021:
        return
    texts = {one.number: _OTHER_FEES.sub("", squeeze(one.text)) for one in subject.report.sections}
    if _FEE.search(texts.get(6, "")) or _CHARGE.search(texts.get(6, "")):
        return
    elsewhere = next((number for number, text in texts.items() if _FEE.search(text)), None)
    if elsewhere is None:
        said = (
            "第六部分没有说明收取信息处理费的情况。",
            "Section six does not say whether information-processing fees were charged.",
        )
    elif elsewhere in (2, 4, 5) and 6 in texts:
        said = (
            f"收取信息处理费的情况写在第{elsewhere}部分，应写在第六部分。",
            f"The fee is spoken of in section {elsewhere}, not in six.",
        )
    else:
        return
    yield Finding((), *said, severity="warning", found=elsewhere, section=6)


_HEADED = re.compile(
    r"(?:^|(?<=\n)|(?<=[。；:：]))\s*[(（]([一二三四五六七八九十]{1,3})[)）](?!予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|总计)"
)
"""Headings of a section; results that are told by their numbers in table 3 are none."""

_COUNTED = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")


@rule(
    "SE03",
    text=True,
    title="小标题的序号连续",
    title_en="Headings numbered one after the other",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A38",),
    why="小标题跳号或者重号，读者不知道是少了一段还是序号写错。",
    why_en="Where a number is left out or comes twice, a part is missing or the number is wrong.",
    fix="补上缺的部分，或者改正序号。",
    fix_en="Put in the missing part, or correct the number.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "（一）主动公开。\n（二）平台建设。\n（四）监督保障。"),)),),
    ),
)
def headings(subject: Subject) -> Iterator[Finding]:
    """Headings （一）（二）（四）: the first of a section whose number neither follows the one before nor begins anew."""
    for section in subject.report.sections:
        hits = [hit for hit in _HEADED.finditer(section.text) if hit[1] in _COUNTED]
        for before, hit in pairwise(hits):
            due = _COUNTED.index(before[1]) + 1
            if hit[1] in ("一", *_COUNTED[due : due + 1]) or _otherwise(section.text[before.end() : hit.start()], due):
                continue
            yield Finding(
                (),
                f"第{section.number}部分的小标题（{before[1]}）后面是（{hit[1]}），序号不连续。",
                f"Below （{before[1]}） section {section.number} goes on with （{hit[1]}）.",
                severity="warning",
                expected=f"（{_COUNTED[due]}）" if due < len(_COUNTED) else None,
                found=f"（{hit[1]}）",
                section=section.number,
                sentence=_line_of(section, hit[1]),
            )
            break


def _otherwise(text: str, due: int) -> bool:
    """Whether the heading that is missing stands there with its number in another style, as in `2.` or `二、`."""
    numeral = _COUNTED[due] if due < len(_COUNTED) else ""
    return (
        re.search(rf"(?:^|[\n。；;：:])\s*(?:{due + 1}[.．、]|[(（]{due + 1}[)）]|第?{numeral}[、是])", text)
        is not None
    )


def _line_of(section: Section, number: str) -> str:
    """The line of a section that begins with a heading of this number, the last of several; '' within a line."""
    lines = [line.strip() for line in section.text.splitlines()]
    return next((line for line in reversed(lines) if line[1 : len(number) + 1] == number and line[0] in "(（"), "")
