"""Shares in the text: what part of a whole a figure is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.comparing import due, plain
from gongkai.report.model import Section
from gongkai.report.narrative import Claim
from gongkai.report.slips import slipped

_SHARE = re.compile(r"(?:占|比例|比重|占比)[^，；]{0,14}$")
_WHOLE = re.compile(r"^[^，；。]{0,12}[中里内](?:$|[，：])|^[^，；。]{0,12}[：，]其中")
_NAMED = re.compile(
    r"[，；：、（](?:其中)?(?P<name>[一-龥]{2,8}?)(?:申请)?(?:占比|占|比重|比例)(?:达到?|为|总数的?|申请总数的?|全部的?)?$"
)
_OF_ANOTHER = re.compile(r"占(?!申请|总|全部|收到|办结|办理|新收|比)[^，；。]{2,12}的$")
"""A share of something that is named: only a figure under that name is its whole."""

_TOTALS = (
    ("t3.received.total",), ("t3.concluded.total",), ("t3.received.total", "t3.carried_in.total"),
)  # fmt: skip
_RATE_OF = re.compile(r"[一-龥]{1,4}(?<!增长)(?<!上升)(?<!下降)率(?:为|是|达到?)?$")
_RATE = re.compile(r"(?P<what>纠错|纠正|撤销|维持)率(?:为|是|达到?)?$")
_OUTCOMES = {"维持": "upheld"}


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
    """Each share that no whole of its figure gives: about applications any, elsewhere only one that is a slip away."""
    totals = {made for cells in _TOTALS if (made := due(subject.report, cells))}
    paragraph: list[Claim] = []
    for sentence, several in zip(subject.prose.sentences, subject.prose.by_sentence, strict=True):
        if sentence.opens:
            paragraph.clear()
        for at, claim in enumerate(several):
            if claim.unit == "%" and not claim.change and not claim.vague:
                told = [*_of_list(subject, several, at), *_of_class(subject, claim, several[:at])]
                yield from (
                    told or ()
                    if _in_row(claim)
                    else told or _judged(subject, claim, several[:at], paragraph, (several, totals))
                )
        paragraph += several


_RIGHT_BEHIND = re.compile("，?(?:占比?|比例)(?:总数|全部|总量|申请|的|为|约)*")
_IN_ROW = re.compile(
    "[、，和]|，?占(?:比)?(?:总数|全部|总量|的)*(?:比例)?分别为?是?|，?分别占(?:比)?(?:总数|全部|总量|的)*"
)


def _of_list(subject: Subject, several: tuple[Claim, ...], at: int) -> Iterator[Finding]:
    """A share of a part whose list makes its whole: right behind the part, or in a row of as many as there are parts."""
    claim = several[at]
    shares = [one for one in several if one.unit == "%" and not one.change]
    for one in subject.prose.wholes:
        if one.whole.value != one.made or not one.whole.value or one.parts[-1] not in several:
            continue
        behind = [one_ for one_ in one.parts if one_.end <= claim.start]
        part = (
            behind[-1]
            if behind and _RIGHT_BEHIND.fullmatch(claim.words.lstrip("，")) and behind[-1] is several[at - 1]
            else None
        )
        if len(shares) == len(one.parts) and "分别" in shares[0].words and all(map(_in_row, shares)):
            part = one.parts[shares.index(claim)]
        if part is not None:
            yield from _differing(claim, part, {one.whole.value}, {one.whole.value, *_others(several, part)})
            return


def _in_row(claim: Claim) -> bool:
    return _IN_ROW.fullmatch(claim.words) is not None


def _others(several: tuple[Claim, ...], part: Claim) -> set[int | Decimal]:
    """The figures of a sentence that a part may be a share of as well."""
    return {one.value for one in several if one.kind == "count" and one.unit == part.unit and one.value >= part.value}


_CLASS = re.compile(
    r"(?:^|[，；、：（])(?:其中)?(?P<who>自然人|法人(?:和|或者?|或|及|、)其[他它]组织|商业企业|法律服务机构)(?:提出|提交|的)*(?:申请)?(?:的)?占(?:比)?"
    r"(?:新收|申请|总数|总量|全部|的)*(?:比例)?(?:为|是|达到?)?$"
)
_KEYS = {"自": "natural_person", "商": "business", "律": "legal_service"}


def _of_class(subject: Subject, claim: Claim, before: tuple[Claim, ...]) -> Iterator[Finding]:
    """A share of a class of applicants whose figure is not told: `自然人申请占77.9%`."""
    hit = _CLASS.search(claim.words)
    if hit is None or claim.theme != "A" or claim.scope or (before and "，" in claim.words[1:].split("占")[0]):
        return
    key = "legal_service" if hit["who"].startswith("法律") else _KEYS.get(hit["who"][0])
    made: list[tuple[Decimal, tuple[str, ...]]] = []
    for row in ("received", "concluded"):
        cells = (f"t3.{row}.{key}",) if key else (f"t3.{row}.total", f"-t3.{row}.natural_person")
        part, whole = due(subject.report, cells), due(subject.report, (f"t3.{row}.total",))
        if part is not None and whole:
            made.append((100 * Decimal(part) / Decimal(whole), cells))
    if made and all(abs(share - claim.value) > claim.step for share, _ in made):
        due_ = made[0][0].quantize(claim.step, ROUND_HALF_UP)
        yield Finding(
            plain(made[0][1]),
            f"正文“{claim.clause.lstrip('，、；')}”：按表三应为{due_}%。",
            f"By table 3 the share is {due_} %, the text gives {claim.value} %.",
            severity="warning", expected=str(due_), found=str(claim.value),
            section=claim.section or None, sentence=claim.sentence,
        )  # fmt: skip


def _judged(
    subject: Subject,
    claim: Claim,
    before: tuple[Claim, ...],
    paragraph: list[Claim],
    whole: tuple[tuple[Claim, ...], set[int | Decimal]],
) -> Iterator[Finding]:
    """The finding about one share, its figure and wholes looked for in its sentence and in those before it."""
    part = _part_of(claim, before, paragraph)
    if part is None:
        return
    sentence, totals = whole
    inside = {one.value for one in before if one is not part and one.unit == part.unit and _is_whole(one, part)}
    known = {one.value for one in (*paragraph, *sentence) if one.kind == "count" and one.unit == part.unit}
    rate = _RATE_OF.search(claim.words) is not None
    if not rate and part.theme == "A" and (part.subject or _in_table(subject, part)) and not part.scope:
        yield from _differing(claim, part, inside, {*known, *totals})
        return
    wholes = [one for one in before if one.kind == "count" and one.unit == part.unit and one.value > part.value]
    if wholes and wholes[-1] is before[-2] and "其中" in part.words and claim.words in ("，占", "，占比"):
        yield from _differing(claim, part, {wholes[-1].value}, known)
        return
    if not wholes and claim.sentence.lstrip().startswith("其中"):
        wholes = [one for one in paragraph if one.kind == "count" and one.unit == part.unit and one.value > part.value]
    if _OF_ANOTHER.search(claim.words):
        return
    near = {*(one.value for one in wholes if not one.change), *(totals if part.theme == "A" else ())}
    if any(slipped(*_scaled(claim, part, one)) for one in near):
        yield from _differing(claim, part, {wholes[-1].value} if wholes else near, {*known, *near})


def _appeal(claim: Claim) -> str:
    """Of which appeals a rate is: those that its own words name, or those that are spoken of."""
    return "R" if "复议" in claim.words else "L" if "诉" in claim.words else claim.theme


def _scaled(claim: Claim, part: Claim, whole: int | Decimal) -> tuple[int, int]:
    """A share as it is written and as a whole makes it, both in units of the last digit written."""
    made = (100 * Decimal(part.value) / Decimal(whole)).quantize(claim.step, ROUND_HALF_UP)
    return int(claim.value / claim.step), int(made / claim.step)


def _in_table(subject: Subject, part: Claim) -> bool:
    """Whether a figure is that of a class of applicants."""
    row = {subject.report.value(address) for address in subject.form.addresses if address.startswith("t3.received.")}
    return part.value > 1 and part.value in row


def _part_of(claim: Claim, before: tuple[Claim, ...], paragraph: list[Claim]) -> Claim | None:
    """The figure that a share is of: the one right before it, or the last of the name that stands before 占."""
    last = before[-1] if before else None
    if last is not None and _bracketed(claim, last):
        return last
    named = _NAMED.search(claim.words)
    if named:
        same = [one for one in (*paragraph, *before) if one.kind == "count" and one.words.endswith(named["name"])]
        return same[-1] if same and not same[-1].change else None
    return (
        last
        if last is not None
        and last.kind == "count"
        and not last.change
        and (_SHARE.search(claim.words) or _RATE_OF.search(claim.words))
        else None
    )


def _bracketed(claim: Claim, part: Claim) -> bool:
    """Whether a share stands in brackets right behind its figure: `12件（26.1%）`."""
    return claim.words == "（" and part.end + 1 == claim.start and not claim.tail


def _is_whole(one: Claim, part: Claim) -> bool:
    """Whether the words behind a figure say that parts of it follow: `126件办结申请中，予以公开…`."""
    if one.kind != "count" or one.change or one.scope or one.value < part.value:
        return False
    return bool(_WHOLE.search(one.tail)) or one.subject in ("received", "concluded", "handled", "applications")


def _differing(claim: Claim, part: Claim, inside: set[int | Decimal], known: set[int | Decimal]) -> Iterator[Finding]:
    """The finding where no whole gives the share. What is due is told only for wholes that the sentence names."""
    made = {one: 100 * Decimal(part.value) / Decimal(one) for one in known if one}
    if not made or any(abs(one - claim.value) <= claim.step for one in made.values()):
        return
    named = {one: made[one].quantize(claim.step) for one in sorted(inside) if one in made}
    if len(named) in (1, 2):
        dues = "，".join(f"{part.value}占{whole}应为{share}%" for whole, share in named.items())
    else:
        dues = f"{part.value}占句中和表中各总数都不是{claim.value}%"
    sure = str(next(iter(named.values()))) if len(named) == 1 else None
    yield Finding(
        plain(part.cells),
        f"正文“{part.clause.lstrip('，、；')}，{claim.clause}”：{dues}。",
        f"No whole makes {claim.value} % of {part.value}" + (f"; {sure} % is due." if sure else "."),
        severity="warning",
        expected=sure,
        found=str(claim.value),
        section=claim.section or None,
        sentence=claim.sentence,
    )


@rule(
    "ST07",
    title="复议纠错率与表四相符",
    title_en="Rates of correction as table 4 makes them",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A08",),
    why="纠错率、维持率由表四的件数相除得出。",
    why_en="The rates of correction and of upholding follow from the figures of table 4.",
    fix="重新计算比率。",
    fix_en="Work the rate out again.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(4, "四、行政复议", "因政府信息公开发生行政复议3件，纠错率为87.3%。"),)),),
    ),
)
def rate(subject: Subject) -> Iterator[Finding]:
    """Each rate of corrected or upheld cases that neither all cases nor the decided ones give."""
    for several in subject.prose.by_sentence:
        for claim in several:
            hit = _RATE.search(claim.words) if claim.unit == "%" else None
            if not hit or claim.change or claim.vague or claim.scope or _appeal(claim) not in ("R", "L"):
                continue
            column = _OUTCOMES.get(hit["what"], "corrected")
            rows = (
                ("reconsideration",)
                if _appeal(claim) == "R"
                else ("litigation_direct", "litigation_after_reconsideration")
            )
            part, whole, open_ = (
                due(subject.report, tuple(f"t4.{row}.{one}" for row in rows)) for one in (column, "total", "pending")
            )
            if part is None or whole is None or open_ is None:
                continue
            dues = {100 * Decimal(part) / Decimal(one) for one in (whole, whole - open_) if one > 0}
            if dues and all(abs(one - claim.value) > claim.step for one in dues):
                told = "或".join(f"{one.quantize(claim.step)}%" for one in sorted(dues))
                yield Finding(
                    tuple(f"t4.{row}.{column}" for row in rows),
                    f"正文“{claim.clause.lstrip('，、；')}”：按表四{part}件计算应为{told}。",
                    f"By table 4 the rate is {told}, the text gives {claim.value} %.",
                    severity="warning",
                    expected=told,
                    found=str(claim.value),
                    section=claim.section or None,
                    sentence=claim.sentence,
                )
