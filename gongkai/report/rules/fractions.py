"""Shares in words: 三分之二, 八成, 一半, and how many times last year's figure a figure is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from gongkai.report.check import Example, Finding, Subject, about, rule
from gongkai.report.comparing import due
from gongkai.report.model import Section
from gongkai.report.narrative import Claim, Sentence
from gongkai.report.narrative.sentences import written
from gongkai.report.numerals import chinese

_SHARE = re.compile(
    r"占(?:比|到|了)?(?P<of>[^，；。\d]{0,14}?)(?P<near>将近|近|约|超过?|逾|不足|不到|达到?|大约)?"
    r"(?:(?P<low>[二两三四五六七八九十])分之(?P<up>[一二两三四五六七八九])|(?P<tenths>[一二三四五六七八九])成(?P<half>半)?|(?P<halved>一半|半数))"
    r"(?P<more>以上|多|强|左右|以下|弱|有余)?"
)
_SHARE_IN_WORDS = (
    r"(?P<near>将近|近|约|超过?|过|逾|不足|不到|达到?|大约)?(?:(?P<low>[二两三四五六七八九十])分之(?P<up>[一二两三四五六七八九])"
    r"|(?P<tenths>[一二三四五六七八九])成(?P<half>半)?|(?P<halved>一半|半数|半))(?P<more>以上|多|强|左右|以下|弱|有余)?"
)
_WHO = r"(?P<who>自然人|公民|法人(?:和|或|及|、)其[他它]组织|商业企业|企业|法律服务机构|律师事务所)"
_OF_CLASSES = (
    re.compile(
        _SHARE_IN_WORDS
        + r"(?:的)?(?:申请)?(?:是|为|由|系|来自于?)"
        + _WHO
        + r"(?:提出|提交|申请)?(?=[，。；]|的[，。；])"
    ),
    re.compile(
        r"(?:^|[，；。：])"
        + _WHO
        + r"(?:提出|提交|申请|的)*占(?:申请|总数|总量|全部|新收|的)*"
        + _SHARE_IN_WORDS
        + r"(?=[，。；])"
    ),
)
_CLASS = {"自": "natural_person", "公": "natural_person", "商": "business", "企": "business", "律": "legal_service"}
_OF_ALL = re.compile("(?:全部|全年|总|数|量|申请|已|办结|审结|收到|新收|案件|办理|件|其|的|约|了)*")
"""A share of all; of anything else that is named only a figure under that name is the whole."""

_BELOW = re.compile("近|不足|不到|以下|弱")
_ABOVE = re.compile("超|过|逾|以上|多|强|有余")
_TIMES = re.compile(r"^的(?P<times>\d{1,3}(?:\.\d{1,2})?)倍")
_TIMES_BEFORE = re.compile(r"^，?[是为](?:上年|去年|原来|之前|20\d\d年)(?:度)?的(?P<times>\d{1,3}(?:\.\d{1,2})?)倍")
_TOTALS = (("t3.received.total",), ("t3.concluded.total",), ("t3.received.total", "t3.carried_in.total"))


@rule(
    "ST12",
    text=True,
    title="几分之几、几成、几倍与件数相符",
    title_en="Fractions, tenths and multiples as the figures make them",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A08",),
    why="“占三分之二”“占八成”“是上年的两倍”都由旁边的件数相除得出。",
    why_en="Two thirds, eight tenths or twice as many follow from the figures that stand beside them.",
    fix="重新计算。",
    fix_en="Work it out again.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "发布图解24件，其中动画16件，占三分之一。"),)),),
    ),
)
def fraction(subject: Subject) -> Iterator[Finding]:
    """Each fraction behind a figure that no whole of the paragraph comes near, and each multiple that is another."""
    totals = [made for cells in _TOTALS if (made := due(subject.report, cells))]
    paragraph: list[Claim] = []
    for sentence, several in zip(subject.prose.sentences, subject.prose.by_sentence, strict=True):
        if sentence.opens:
            paragraph.clear()
        told = [*_fractions(sentence.text, several, paragraph, totals), *_multiples(sentence.text, several)]
        told += _of_classes(subject, sentence)
        for said, about_right in told:
            yield about(
                sentence,
                f"正文“{said}”：按所说的数计算约为{about_right}。",
                f"“{said}” is about {about_right} by the figures beside it.",
                severity="warning",
                expected=about_right,
                found=said,
            )
        paragraph += several


def _fractions(
    text: str, several: tuple[Claim, ...], paragraph: list[Claim], totals: list[int | Decimal]
) -> Iterator[tuple[str, str]]:
    """The words of every fraction that does not fit, and what the nearest whole makes."""
    for hit in _SHARE.finditer(text):
        before = [one for one in several if one.end <= hit.start() and one.kind == "count" and not one.change]
        if not before or not _OF_ALL.fullmatch(hit["of"]) or re.search(r"[\d；。]", text[before[-1].end : hit.start()]):
            continue
        part = before[-1]
        own = [one.value for one in before[:-1] if one.unit == part.unit and one.value >= part.value]
        known = [*own, *(totals if part.theme == "A" else [])]
        wider = [one.value for one in paragraph if one.kind == "count" and one.unit == part.unit]
        if known and not any(_near(hit, part, whole) for whole in (*known, *wider) if whole):
            nearest = own[-1] if own else known[0]
            yield (
                f"{part.clause.lstrip('，、；')}，{hit.group()}",
                f"{100 * Decimal(part.value) / Decimal(nearest):.0f}%",
            )


def _of_classes(subject: Subject, sentence: Sentence) -> Iterator[tuple[str, str]]:
    """The shares of applicants in words without their figures, which neither those received nor those concluded make."""
    if sentence.section not in (1, 3) or not re.search("申请", sentence.text) or re.search("其中", sentence.text):
        return
    for way in _OF_CLASSES:
        for hit in way.finditer(sentence.text):
            made = list(filter(None, (_made(subject, hit["who"], row) for row in ("received", "concluded"))))
            said = written(sentence.raw, hit.start(), hit.end()).lstrip("，；。：")
            if made and not any(_of(hit, share) for share in made):
                yield said, f"{100 * Decimal(made[0].numerator) / made[0].denominator:.1f}%"


def _made(subject: Subject, who: str, row: str) -> Fraction | None:
    """The share of a class of applicants in a row of table 3; None where it has no figures."""
    whole = due(subject.report, (f"t3.{row}.total",))
    others = (f"t3.{row}.total", f"-t3.{row}.natural_person")
    key = "legal_service" if who.startswith("法律") else _CLASS.get(who[0], "")
    part = due(subject.report, (f"t3.{row}.{key}",) if key else others)
    return Fraction(part) / Fraction(whole) if whole and part is not None else None


def _near(hit: re.Match[str], part: Claim, whole: int | Decimal) -> bool:
    """Whether a figure is about that fraction of a whole."""
    return _of(hit, Fraction(part.value) / Fraction(whole))


def _of(hit: re.Match[str], share: Fraction) -> bool:
    """Whether a share is about the fraction that is written, on the side of it that the words name."""
    said = _value(hit)
    words = (hit["near"] or "") + (hit["more"] or "")
    if _ABOVE.search(words):
        return said - Fraction(1, 100) <= share <= said + Fraction(15, 100)
    if _BELOW.search(words):
        return said - Fraction(12, 100) <= share <= said + Fraction(1, 100)
    low = chinese(hit["low"]) if hit["low"] else 0
    exact = low and not words
    return abs(share - said) <= (min(Fraction(7, 100), Fraction(2, 5 * low * (low + 1))) if exact else Fraction(7, 100))


def _value(hit: re.Match[str]) -> Fraction:
    if hit["low"]:
        return Fraction(chinese(hit["up"]), chinese(hit["low"]))
    if hit["tenths"]:
        return Fraction(chinese(hit["tenths"]), 10) + (Fraction(1, 20) if hit["half"] else 0)
    return Fraction(1, 2)


def _multiples(text: str, several: tuple[Claim, ...]) -> Iterator[tuple[str, str]]:
    """The words of every multiple that is not what two figures make: `24件，是上年15件的1.6倍`."""
    for first, last in pairwise(several):
        hit = _TIMES_BEFORE.match(text[last.end :])
        if hit and first.scope == "before" and first.value and first.unit == last.unit:
            yield from _multiple(hit, first, last, text[first.start : last.end + hit.end()])
    for now, before in pairwise(several):
        hit = _TIMES.match(text[before.end :])
        if not hit or now.unit != before.unit or not before.value or "是" not in text[now.end : before.start]:
            continue
        yield from _multiple(hit, before, now, text[now.start : before.end + hit.end()])


def _multiple(hit: re.Match[str], before: Claim, now: Claim, words: str) -> Iterator[tuple[str, str]]:
    """The words of a multiple and what it is, where it is not what they say."""
    said = Decimal(hit["times"])
    made = Decimal(now.value) / Decimal(before.value)
    step = Decimal(1).scaleb(int(said.as_tuple().exponent))
    if not now.vague and not before.vague and abs(made - said) > step * Decimal("0.6"):
        yield words, f"{made:.2f}倍"
