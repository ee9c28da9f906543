"""The years that applications are carried over from and to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, Subject, about, rule
from gongkai.report.model import Section
from gongkai.report.narrative.sentences import written

_FROM = re.compile(
    r"(?<![和、至到—-])(?P<year>20\d\d)年(?:度|底|末)?(?:的)?(?:未办结|尚未办结)?(?:结转|转结|遗留|转入|结余)(?:的|而来|过来)?"
    r"(?P<to>(?:至|到|入)?(?:本年度?|今年|20\d\d年(?:度)?|下年度?|次年))?(?:继续)?(?:办理|办结)?(?:的)?(?:政府信息公开)?(?:申请)?(?=\d)"
)
_TO = re.compile(r"(?:结转|转结|顺延|转)(?:至|到|入)(?P<year>20\d\d)年(?:度)?(?:继续)?(?:办理|答复|办结)?")


@rule(
    "ST13",
    text=True,
    title="结转的年份是上年和下年",
    title_en="What is carried over comes from last year and goes to the next",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A34",),
    why="上年结转的申请只能来自上一年，结转下年度的只能转到下一年，写成别的年份多半是沿用旧稿。",
    why_en="Applications are carried in from the year before and carried out to the year after; another year is an old draft's.",
    fix="改正年份；确有跨两年未办结的，写明原因。",
    fix_en="Correct the year, or say why an application took more than a year.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "新收政府信息公开申请38件，2021年度结转2件。"),)),),
    ),
)
def carried_year(subject: Subject) -> Iterator[Finding]:
    """Each number carried in from a year that is not the last, or carried out to one that is not the next."""
    year = subject.year
    if year is None:
        return
    for sentence in subject.prose.sentences:
        if sentence.section not in (1, 3):
            continue
        for hit in _FROM.finditer(sentence.text):
            said, to = int(hit["year"]), hit["to"] or ""
            leaves = said == year and not re.search(f"本年|今年|{year}", to)
            passed = re.search(r"20\d\d", to)
            elsewhere = passed is not None and int(passed.group()) not in (year, year + 1)
            if said != year - 1 and not leaves and not elsewhere:
                yield _odd(sentence.raw, hit, subject, year - 1)
        for hit in _TO.finditer(sentence.text):
            if int(hit["year"]) not in (year, year + 1) and not re.search(r"20\d\d年", sentence.text[: hit.start()]):
                yield _odd(sentence.raw, hit, subject, year + 1)


def _odd(raw: str, hit: re.Match[str], subject: Subject, due: int) -> Finding:
    sentence = next(one for one in subject.prose.sentences if one.raw == raw)
    return about(
        sentence,
        f"正文“{written(raw, hit.start(), hit.end())}”：{subject.year}年的报告应为{due}年。",
        f"In a report for {subject.year} the year is {due}.",
        severity="warning",
        expected=due,
        found=int(hit["year"]),
    )
