"""Figures in the text against the same figures in the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.report.check import Example, Finding, NotAssessable, Severity, Subject, rule
from gongkai.report.comparing import amount, area, due, holds, named, plain, weigh
from gongkai.report.model import Section
from gongkai.report.narrative import Claim
from gongkai.report.narrative.terms import terms


@rule(
    "ST01",
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
        made = due(report, claim.cells)
        if made is not None and holds(report, claim) is False:
            severity = weigh(claim, held)
            if severity:
                yield _differs(subject, claim, made, severity)


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
_SHARE = re.compile(r"(?:占|比例|比重|占比)[^，；]{0,14}$")


@rule(
    "ST04",
    text=True,
    title="占比与件数相符",
    title_en="Shares as the figures make them",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A08",),
    why="“几件，占百分之几”由件数相除得出。",
    why_en="A share follows from the figures that stand beside it.",
    fix="重新计算占比。",
    fix_en="Work the share out again.",
    good=Example(),
    bad=Example(
        changes=(
            ("sections", (Section(1, "一、总体情况", "本年共收到政府信息公开申请38件，其中自然人30件，占87.9%。"),)),
        ),
    ),
)
def share(subject: Subject) -> Iterator[Finding]:
    """Each share behind a figure about applications that no total of the text or the tables gives."""
    report = subject.report
    wholes = [due(report, cells) for cells in _TOTALS]
    for number, several in enumerate(subject.prose.by_sentence):
        before = subject.prose.by_sentence[number - 1] if number else ()
        for at, claim in enumerate(several):
            part = several[at - 1] if at else None
            if claim.kind != "percent" or part is None or part.theme != "A" or not part.subject or claim.vague:
                continue
            if not _SHARE.search(claim.words):
                continue
            known = {one.value for one in (*before, *several) if one.kind == "count" and one.unit == part.unit}
            made = [100 * Decimal(part.value) / Decimal(one) for one in (*known, *(w for w in wholes if w)) if one]
            if made and all(abs(one - claim.value) > claim.step for one in made):
                nearest = min(made, key=lambda one: abs(one - claim.value)).quantize(claim.step)
                yield Finding(
                    plain(part.cells),
                    f"正文“{part.clause.lstrip('，、；')}，{claim.clause}”：按件数计算应为{nearest}%。",
                    f"The share of {part.value} is {nearest} %, the text gives {claim.value} %.",
                    severity="warning",
                    expected=str(nearest),
                    found=str(claim.value),
                    section=claim.section or None,
                    sentence=claim.sentence,
                )


_TOTALS = (
    ("t3.received.total",), ("t3.concluded.total",), ("t3.received.total", "t3.carried_in.total"),
)  # fmt: skip
_FEWER = re.compile(r"减|下降|降低|少|回落")


@rule(
    "ST05",
    text=True,
    title="与上年的增减属实",
    title_en="Changes from last year as the reports make them",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A08",),
    why="比上年增减多少，由两年报告的数相减得出。",
    why_en="What a figure has risen or fallen by follows from both years' reports.",
    fix="按两年的数重新计算。",
    fix_en="Work the change out again from both years' figures.",
    good=Example(last_year=Example(year=2022)),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "新收政府信息公开申请38件，较上年增加5件。"),)),),
        last_year=Example(year=2022),
    ),
)
def change(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Each change behind a figure that a cell holds, in cases or in percent."""
    last = subject.last_year
    if last is None:
        yield NotAssessable("没有上年报告。", "Last year's report is not given.")
        return
    for several in subject.prose.by_sentence:
        for at, claim in enumerate(several):
            base = next((one for one in reversed(several[:at]) if not one.change and one.kind != "percent"), None)
            if not claim.change or claim.vague or base is None or not base.cells or base.scope:
                continue
            before = due(last, base.cells)
            if not before:
                continue
            made = Decimal(base.value) - before
            found = -Decimal(claim.value) if _FEWER.search(claim.words) else Decimal(claim.value)
            if claim.kind == "percent":
                made = 100 * made / before
            if abs(made - found) > (claim.step if claim.kind == "percent" else 0):
                yield Finding(
                    plain(base.cells),
                    f"正文“{claim.clause}”：本年{base.value}，上年报告为{before}，应为{made.quantize(claim.step)}。",
                    f"{base.value} after {before} last year is a change of {made.quantize(claim.step)}.",
                    severity="warning",
                    expected=str(made.quantize(claim.step)),
                    found=str(found),
                    section=claim.section or None,
                    sentence=claim.sentence,
                )


@rule(
    "ST06",
    text=True,
    title="增减数、增幅与所说的两年数相符",
    title_en="Changes as the sentence itself makes them",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A10",),
    why="同一句里的本年数、上年数、增减数、增减幅度应当互相算得出来。",
    why_en="The figures of both years, the change and its share in one sentence follow from one another.",
    fix="重新计算增减数和幅度。",
    fix_en="Work the change out again.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "新收政府信息公开申请38件，较上年增加8件，增长28.7%。"),)),),
    ),
)
def growth(subject: Subject) -> Iterator[Finding]:
    """A figure followed at once by last year's, by the change and by its share, where any two do not fit."""
    for several in subject.prose.by_sentence:
        for at, base in enumerate(several):
            if base.kind != "count" or base.change or base.vague or _EARLIER.search(base.words):
                continue
            odd = _odd(base, _followers(base, several[at + 1 :]))
            if odd:
                yield Finding(
                    plain(base.cells),
                    f"正文“{base.clause.lstrip('，、；')}，{odd[0]}”：按{odd[1]}应为{odd[2]}。",
                    f"By the sentence's own figures {odd[2]} is due.",
                    severity="warning",
                    expected=str(odd[2]),
                    found=odd[0],
                    section=base.section or None,
                    sentence=base.sentence,
                )


_EARLIER = re.compile(r"[比较与][^，；]*$|同期|上年|去年")


def _followers(base: Claim, later: tuple[Claim, ...]) -> dict[str, Claim]:
    """Last year's figure, the change and its share that stand right behind a figure, each once."""
    found: dict[str, Claim] = {}
    for claim in later[:3]:
        if claim.vague:
            break
        if claim.change and claim.kind == "percent":
            kind = "share"
        elif claim.change and claim.unit == base.unit:
            kind = "change"
        elif claim.unit == base.unit and _BEFORE.search(claim.words):
            kind = "before"
        else:
            break
        if kind in found or (found and "；" in claim.words):
            break
        found[kind] = claim
    return found


_BEFORE = re.compile(r"[比较](?:上年|去年|20\d\d年)(?:度)?(?:同期)?(?:的|为)?$")


def _odd(base: Claim, found: dict[str, Claim]) -> tuple[str, str, Decimal] | None:
    """What does not fit: the words of it, what it was worked out from, and what is due."""
    change, share, last = found.get("change"), found.get("share"), found.get("before")
    now = Decimal(base.value)
    if change and last and abs(now - last.value) != change.value:
        return change.clause, f"{base.value}和{last.value}", abs(now - last.value)
    if not share or not (change or last):
        return None
    before = Decimal(last.value) if last else now - _signed(change)
    if before <= 0:
        return None
    due_ = abs(100 * (now - before) / before)
    if abs(due_ - Decimal(share.value)) <= share.step:
        return None
    return share.clause, f"{base.value}和{before}", due_.quantize(share.step)


def _signed(change: Claim | None) -> Decimal:
    if change is None:
        return Decimal(0)
    return -Decimal(change.value) if _FEWER.search(change.words) else Decimal(change.value)
