"""Personal data that has no place in a published report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.model import Section
from gongkai.report.wording import pattern

_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dXx])")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_NEAR = 24
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ENDINGS = "10X98765432"


@rule(
    "PD01",
    text=True,
    title="没有公民身份号码和个人手机号",
    title_en="No identity numbers or private telephones",
    severity="error",
    basis="《政府信息公开条例》第十五条",
    catalogue=("A42",),
    why="年度报告公开发布，其中不得有个人信息。",
    why_en="The report is published and must not hold personal data.",
    fix="删去或者遮盖。",
    fix_en="Remove it or cover it.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "申请人甲（11010519491231002X）的申请已答复。"),)),),
    ),
)
def personal(subject: Subject) -> Iterator[Finding]:
    """Identity numbers with a right last digit, and mobile numbers that are no contact of an office or stand beside a person."""
    for sentence in subject.prose.sentences:
        text = sentence.plain
        for hit in _IDENTITY.finditer(text):
            if valid(hit.group()) or pattern("identity_cue").search(text[max(0, hit.start() - _NEAR) : hit.start()]):
                yield _finding(sentence.section, f"{hit.group()[:6]}…{hit.group()[-1]}", "公民身份号码", "error")
        for hit in _MOBILE.finditer(text):
            before = text[max(0, hit.start() - _NEAR) : hit.start()]
            if not pattern("mobile_contact").search(before) or pattern("named_person").search(before):
                yield _finding(sentence.section, f"{hit.group()[:3]}…{hit.group()[-2:]}", "手机号码", "warning")


def valid(number: str) -> bool:
    """Whether the last character of an identity number is the one that its first seventeen digits ask for."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17].upper() == _ENDINGS[total % 11]


def _finding(section: int, shown: str, what: str, severity: str) -> Finding:
    return Finding(
        (),
        f"正文有{what}{shown}。",
        f"The text holds personal data ({shown}).",
        severity="error" if severity == "error" else "warning",
        found=shown,
        section=section or None,
    )
