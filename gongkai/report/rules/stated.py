"""Figures in the text against the same figures in the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.comparing import agrees, amount, area, due, holds, named, plain, weigh
from gongkai.report.language import Severity
from gongkai.report.model import Section
from gongkai.report.narrative import Claim, Sentence
from gongkai.report.narrative.terms import terms
from gongkai.report.slips import slipped


@rule(
    "ST01",
    inferred=True,
    text=True,
    title="正文的数与表格一致",
    title_en="Figures in the text as in the tables",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A08", "A09", "A44"),
    why="同一个数在正文和表格里不同，读者不知道哪个对。",
    why_en="When text and table give different figures for one thing, nobody knows which is right.",
    fix="核对台账，改正正文或者表格。",
    fix_en="Compare with the register and correct the text or the table.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "本年共收到政府信息公开申请83件，均按期答复。"),)),),
    ),
)
def stated(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Each figure of the text that a cell or a sum of cells holds too."""
    report = subject.report
    held = area(subject)
    for claim in subject.prose.claims:
        if not claim.cells or claim.negated:
            continue
        claim = _balanced(subject, claim)
        made = due(report, claim.cells)
        if made is not None and holds(report, claim) is False:
            severity = weigh(claim, held)
            if severity:
                yield _differs(subject, claim, made, severity)
    yield from _fees(subject)


def _balanced(subject: Subject, claim: Claim) -> Claim:
    """A number of concluded applications, which is of all of them where what came in and what goes on is told beside."""
    if claim.subject != "concluded" or _OF_NEW_ONES.match(claim.words):
        return claim
    pairs = list(zip(subject.prose.sentences, subject.prose.by_sentence, strict=True))
    own = next(sentence for sentence, several in pairs if any(one is claim for one in several))
    beside = (several for sentence, several in pairs if _place(sentence) == _place(own))
    told = {one.cells for several in beside for one in several if holds(subject.report, one) and not one.vague}
    return replace(claim, also=()) if {("t3.carried_in.total",), ("t3.carried_out.total",)} <= told else claim


_OF_NEW_ONES = re.compile("(?:申请)?[中里内]")
"""`新收的86件中办结79件`: those that were carried in are not among them."""


def _place(sentence: Sentence) -> tuple[int, int]:
    return sentence.section, sentence.paragraph


def _fees(subject: Subject) -> Iterator[Finding]:
    """An amount beside 收费 that is the fees of table 2 in another unit or but for a slip, where none is the same."""
    address = "t2.fees.amount"
    made = subject.report.value(address) if subject.form.edition == "2021" else None
    several = [claim for claim in subject.prose.claims if claim.kind == "money" and not claim.vague and not claim.scope]
    if not made or len(str(made).replace(".", "").strip("0")) < _DIGITS or any(agrees(one, made) for one in several):
        return
    for claim in several:
        if claim.cells or claim.section not in (1, 2) or not _CHARGED.search(claim.words):
            continue
        scaled = made in (claim.value * _WAN, claim.value / _WAN)
        if scaled or (claim.unit == "万元" and slipped(*_digits(Decimal(claim.value), Decimal(made)))):
            fees = replace(claim, cells=(address,), name="行政事业性收费", name_en="administrative fees")
            yield _differs(subject, fees, made, "warning")


_CHARGED = re.compile(r"收费[^，；。、]{0,8}$|(?:收取|征收)[^，；。、]{0,16}[费金](?:共|合计|总额|为|计)*$")
_DIGITS = 3
"""Figures of fewer digits are alike by chance."""


def _digits(one: Decimal, other: Decimal) -> tuple[int, int]:
    """Two amounts in units of the last digit of either."""
    step = Decimal(1).scaleb(min(int(one.as_tuple().exponent), int(other.as_tuple().exponent), 0))
    return int(one / step), int(other / step)


def _differs(subject: Subject, claim: Claim, made: int | Decimal, severity: Severity) -> Finding:
    """The finding for a figure that differs, naming what it equals instead where that explains the slip."""
    report = subject.report
    cells = plain(claim.cells)
    value, due_ = amount(claim.value, claim), amount(made, claim)
    said = f"正文“{claim.clause.lstrip('，、；')}”：{claim.name}为{value}，{named(subject.form, claim.cells)}为{due_}"
    said_en = f"The text gives {value} for {claim.name_en}, the tables {due_}"
    if claim.kind == "money" and made in (claim.value * _WAN, claim.value / _WAN):
        said += "，两数恰好相差10000倍，疑为元、万元混用"
        said_en += ", 10000 times apart: 元 and 万元 seem mixed up"
    severity = "warning" if claim.vague and severity == "error" else severity
    for meant in claim.near:
        if due(report, meant) == claim.value:
            said += f"；{claim.value}等于{'加'.join(subject.form.name(cell) for cell in meant)}，请核对说法"
            said_en += f"; {claim.value} equals {' + '.join(meant)}"
            cells, severity = (
                (*cells, *(cell for cell in meant if cell not in cells)),
                "info" if severity == "info" else "warning",
            )
            break
    return Finding(
        cells,
        f"{said}。",
        f"{said_en}.",
        severity=severity,
        expected=made,
        found=claim.value,
        section=claim.section or None,
        sentence=claim.sentence,
    )


@rule(
    "ST02",
    inferred=True,
    text=True,
    title="正文说没有的，表格也没有",
    title_en="What the text denies is not in the tables",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A13",),
    why="正文说没有收到申请或没有复议、诉讼，表格却有数，二者必有一错。",
    why_en="When the text says there was none and the table shows some, one of them is wrong.",
    fix="核对台账，改正正文或者表格。",
    fix_en="Compare with the register and correct the text or the table.",
    good=Example(),
    bad=Example(changes=(("sections", (Section(4, "四、行政复议", "本年未发生政府信息公开行政复议。"),)),)),
)
def denied(subject: Subject) -> Iterator[Finding]:
    """Each sentence that says there was none of what the tables count."""
    held = area(subject)
    for claim in subject.prose.claims:
        made = due(subject.report, claim.cells) if claim.negated else 0
        severity = weigh(claim, held) if made else None
        if made and severity:
            cells = plain(claim.cells)
            names = named(subject.form, cells)
            yield Finding(
                cells,
                f"正文说“{claim.clause}”，{names}却有{made}。",
                f"The text says there were no {claim.name_en}, the tables show {made}.",
                severity="info" if severity == "info" else "error",
                expected=made,
                found=0,
                section=claim.section or None,
                sentence=claim.sentence,
            )


_WAN = 10000
"""元 in 万元."""

_GIVES = re.compile(r"发生|产生|引发|出现|有(?!关)|被申请|被提起|收到|受理|新收|接收")
_APPLIES = re.compile(r"W*G[WG]*[NMB]*A")
_APPEALS = re.compile(r"[WyEA]*(R|L)[WyEA]*(R|L)?")


@rule(
    "ST03",
    text=True,
    title="正文说有的，表格也有",
    title_en="What the text affirms is in the tables",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A13",),
    why="正文只说收到申请或有复议、诉讼而不写件数，表格又都是0，多半漏了“未”字。",
    why_en="A text that speaks of applications or appeals without a number, beside zeros, has mostly lost its “no”.",
    fix="没有的写明“未收到”“未发生”，有的写明件数并填表。",
    fix_en="Say that there was none, or how many there were, and fill in the table.",
    good=Example(),
    bad=Example(
        cells=tuple((f"t4.{row}.{column}", "0") for row in ("reconsideration", "litigation_direct",
            "litigation_after_reconsideration") for column in ("upheld", "corrected", "other", "pending", "total")),
        changes=(("sections", (Section(4, "四、行政复议", "2023年，我局因政府信息公开被申请行政复议。"),)),),
    ),
)  # fmt: skip
def affirmed(subject: Subject) -> Iterator[Finding]:
    """Each clause that says, without a number, that there was something of which the tables hold none."""
    for number, sentence in enumerate(subject.prose.sentences):
        if subject.prose.by_sentence[number] or not _GIVES.search(sentence.text):
            continue
        clause = _said(subject, sentence.text)
        if _APPLIES.fullmatch(clause):
            cells: tuple[str, ...] = ("t3.received.total",)
        elif _APPEALS.fullmatch(clause):
            cells = tuple(f"t4.{row.key}.total" for row in subject.form.table("t4").rows)
        else:
            continue
        if due(subject.report, cells) == 0:
            names = "、".join(subject.form.name(cell) for cell in cells)
            yield Finding(
                cells,
                f"正文说“{sentence.raw}”，没有写件数，{names}都是0。",
                f"The text says “{sentence.raw}” without a number; the tables hold 0.",
                severity="warning",
                expected=0,
                section=sentence.section or None,
                sentence=sentence.raw,
            )


def _said(subject: Subject, text: str) -> str:
    """The first thing that a sentence about the year says, as notions; '' where it does not begin with a time."""
    if not _DATED.search(text[:24]) and not text.startswith(("有", "发生", "出现", "收到")):
        return ""
    parts = re.split("[，：。]", _DATED.sub("", subject.prose.speaker.own.sub("", text)))
    told = (part for part in parts if not part.endswith(("后", "时", "的")))
    return next(filter(None, map(terms().reduce, told)), "")


_DATED = re.compile(r"20\d\d年(?:度)?|全年|本年度?|年内|今年")
