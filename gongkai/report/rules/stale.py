"""Years in the text that were left over from another report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, NotAssessable, Severity, Subject, rule
from gongkai.report.comparing import holds
from gongkai.report.model import Section
from gongkai.report.narrative import Sentence

_LEAD = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?|[一二三四五六七八九十]是)?[^，。；0-9]{0,12}?(?P<year>20\d\d)年(?:度|全年)?(?![\d一-龥]{0,3}月)(?P<since>以来)?(?!起|至|—|-)"
)
_COMPARED = re.compile(r"(?:[较比与]|相?较于)(?:上|去|前)一?年(?:度)?(?:同期)?|(?:上|去)年(?:度)?结转|同比")
_LOOKS_AWAY = re.compile(
    r"[上去前往]年|上一年|年报|年度报告|指出|存在的|整改|[将拟]|下一步|下步|同期|相比|[较比]20|自20|[年月]起|启动|上线|建成|成立|改版|升级|迁移|开通|曾"
)
_SETS_UP = re.compile(r"印发|出台|制定|修订|施行|实施|试点|立项|获评|获得|评为|接入|合并|计划|目标|历年|以来")
_YEARS = re.compile(r"(20\d\d)年")
_END = re.compile(r"截[至止](?:到)?(?P<year>20\d\d)年(?:12月31日|底|末)(?P<since>以来)?")


@rule(
    "OY01",
    title="正文的年份是报告的年度",
    title_en="The text speaks of the report's year",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A34",),
    why="沿用上年稿子时漏改的年份，会让读者以为是另一年的数。",
    why_en="A year left over from last year's draft makes the figures look like another year's.",
    fix="核对该句的年份。",
    fix_en="Check the year in the sentence.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "2022年，我局新收政府信息公开申请38件，办结38件。"),)),),
    ),
)
def left_over(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Sentences that begin with another year and neither look back nor ahead; with this year's figures an error."""
    year = subject.report.year
    if year is None:
        yield NotAssessable("报告没有年度。", "The report does not say its year.")
        return
    for number, sentence in enumerate(subject.prose.sentences):
        found = _severity(subject, number, sentence, year)
        if found is None:
            continue
        severity, written = found
        yield Finding(
            (),
            f"本报告是{year}年度的，这一句却写{written}年：“{sentence.raw[:40]}”。",
            f"The report is for {year}, this sentence speaks of {written}.",
            severity=severity,
            expected=year,
            found=written,
            section=sentence.section or None,
            sentence=sentence.raw,
        )


def _severity(subject: Subject, number: int, sentence: Sentence, year: int) -> tuple[Severity, int] | None:
    """How surely a sentence's year is wrong, and the year; None where it may be meant."""
    years = {int(one) for one in _YEARS.findall(sentence.text)}
    lead = _LEAD.match(sentence.text) or _END.search(sentence.text)
    if not lead or year in years or len(years) != 1:
        return None
    written = int(lead["year"])
    if written > year and sentence.section in (0, 5):
        return None
    if any(
        holds(subject.report, claim) and (claim.value or claim.negated)
        for claim in subject.prose.of_year(number, written)
    ):
        return "error", written
    if lead["since"] and (not sentence.opens or re.match(r"\W*[对自从近]", sentence.text)):
        return None
    rest = _COMPARED.sub("", sentence.text)
    away = _LOOKS_AWAY.search(rest) or (not sentence.opens and _SETS_UP.search(rest))
    if away or abs(written - year) > 1 or (sentence.section == 5 and not sentence.opens):
        return None
    return ("info" if lead["since"] else "warning"), written
