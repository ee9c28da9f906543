"""The same quantity stated twice in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from gongkai.report.check import Example, Finding, Subject, about, rule
from gongkai.report.language import Severity
from gongkai.report.model import Section
from gongkai.report.narrative import Claim, clauses
from gongkai.report.narrative.sentences import written
from gongkai.report.slips import slipped, slips

_EMPTY = re.compile(
    r"20\d\d年(?:度)?|全年|本年度?|年内|今年以来|今年|截[至止]\w{0,12}|我[局委办厅院镇单位机关]+|本[机关部门单位局级]+|共计?|累计|合计|总计|其中|均|已|各类|主动|"
    r"[，、：；（）“”\d]|^.{0,3}(?:方面|情况)"
)
_VERBS = re.compile(r"公开|发布|公布|更新|推送")
_ITEMS = re.compile(r"政府信息|信息")
_PARTS = re.compile(r"其中|包括|分别|含")


def named(claim: Claim) -> str:
    """What a figure counts, in words that two sentences may share; '' where too little is said."""
    words = _ITEMS.sub("信息", _VERBS.sub("公开", _EMPTY.sub("", claim.words.lstrip("，、；"))))
    return words if len(words) >= 4 else ""


@rule(
    "RE01",
    text=True,
    title="同一个数前后一致",
    title_en="One quantity, one figure",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A11",),
    why="同一件事在报告里写了两个数，至少有一个不对。",
    why_en="Where a report gives two figures for one thing, at least one is wrong.",
    fix="核对后统一；口径不同的，写明口径。",
    fix_en="Make them agree, or say in what they differ.",
    good=Example(),
    bad=Example(
        changes=(
            (
                "sections",
                (
                    Section(1, "一、总体情况", "全年通过政府网站公开信息1256条。"),
                    Section(2, "二、主动公开政府信息情况", "2023年，通过政府网站公布信息1265条。"),
                ),
            ),
        ),
    ),
)
def repeated(subject: Subject) -> Iterator[Finding]:
    """Figures in one unit under the same words in two sentences, and such that differ by two digits that changed places."""
    yield from _as_written(subject)
    yield from _named_before(subject)
    yield from _told_again(subject)
    yield from _shares_again(subject)


def _as_written(subject: Subject) -> Iterator[Finding]:
    """Figures under the same words in two sentences, and long figures that differ by one slip."""
    named_so: dict[tuple[str, str], Claim] = {}
    counted: dict[tuple[str, int], tuple[str, Claim]] = {}
    for claim in subject.prose.claims:
        key = "" if _apart(claim) else named(claim)
        if not key:
            continue
        other = named_so.get((claim.unit, key))
        severity = _same(key, key, claim, other) if other else None
        for number in slips(int(claim.value)) if not severity and claim.value >= _TELLING else ():
            other_key, other = counted.get((claim.unit, number), ("", None))
            severity = severity or (_same(key, other_key, claim, other) if other else None)
            if severity:
                break
        if severity and other:
            yield _twice(severity, other, claim)
        named_so.setdefault((claim.unit, key), claim)
        counted.setdefault((claim.unit, int(claim.value)), (key, claim))


_BEHIND = re.compile(
    r"(?<![\d.])(?P<number>\d{2,6})(?P<unit>[条件篇期次个份])(?P<noun>[一-龥]{3,8}?)(?:全部|均|都|皆|中(?!心)|大多|多数)"
)
_MAINLY = re.compile(
    r"以(?P<name>[一-龥]{2,6}?)(?:类|信息|为)*为主[^。；\d]{0,24}（?[^。；\d]{0,6}(?P<share>\d{1,2}\.\d{1,2})%"
)


def _swapped(one: int, other: int) -> bool:
    """Whether two numbers differ by two neighbours that changed places."""
    return one != other and sorted(str(one)) == sorted(str(other)) and slipped(one, other)


def _named_before(subject: Subject) -> Iterator[Finding]:
    """`46条网站信息全部为文字` where the text has told 64 of the same thing, and nowhere 46."""
    claims = [one for one in subject.prose.claims if one.kind == "count" and not one.change and not one.vague]
    for sentence in subject.prose.sentences:
        for hit in _BEHIND.finditer(sentence.text):
            number, letters = int(hit["number"]), set(hit["noun"]) - set("的类")
            alike = [one for one in claims if one.unit == hit["unit"] and one.sentence != sentence.raw]
            told = [one for one in alike if _swapped(number, int(one.value)) and letters <= set(one.words)]
            if len(told) == 1 and not any(one.value == number for one in alike):
                yield about(
                    sentence,
                    f"“{written(sentence.raw, hit.start(), hit.end())}”与“{clauses(told[0])}”说的像是同一个数，"
                    f"一处{number}，一处{told[0].value}。",
                    f"{number} and {told[0].value} seem to count the same thing.",
                    severity="warning",
                    expected=told[0].value,
                    found=number,
                )


_PUBLISH = "公开|发布|公布|更新"
_ANSWER = "收到|受理|办理|答复|回复|接收"
_AGAIN = re.compile(
    rf"(?:(?P<when>20\d\d年(?:度)?|全年|本年度?|年内|今年)[^，；。：\d]{{0,8}}(?P<verb>{_PUBLISH}|{_ANSWER})的|(?P<said>上述|以上|这))"
    r"(?P<number>\d{1,7})(?P<unit>[条件篇期次个份])(?P<noun>[一-龥]{0,8})"
)
_NEAR = 5
"""A figure said again differs from the first by less than a fifth, or by a slip."""


def _told_again(subject: Subject) -> Iterator[Finding]:
    """`全年公开的392条信息` where the text has told 412 published, and nowhere 392; `上述5件` where 6 were told."""
    claims = [one for one in subject.prose.claims if one.kind == "count" and not one.change and not one.vague]
    for at, sentence in enumerate(subject.prose.sentences):
        for hit in _AGAIN.finditer(sentence.text):
            number = int(hit["number"])
            alike = [one for one in claims if one.unit == hit["unit"] and one.sentence != sentence.raw]
            if any(one.value == number for one in alike):
                continue
            told = _first_told(subject, at, hit, alike)
            sums = {one.made for one in subject.prose.wholes}
            if told is None or number in sums or not _differ_a_little(number, int(told.value)):
                continue
            yield about(
                sentence,
                f"“{written(sentence.raw, hit.start(), hit.end())}”与“{clauses(told)}”说的像是同一个数，"
                f"一处{number}，一处{told.value}。",
                f"{number} and {told.value} seem to count the same thing.",
                severity="warning",
                expected=told.value,
                found=number,
            )


def _first_told(subject: Subject, at: int, hit: re.Match[str], alike: list[Claim]) -> Claim | None:
    """The one figure that is said again: of the year's under the same verb, or in the sentence right before 上述."""
    if hit["said"]:
        before = (
            subject.prose.by_sentence[at - 1]
            if at and subject.prose.sentences[at - 1].section == subject.prose.sentences[at].section
            else ()
        )
        told = [one for one in before if one in alike]
        return told[0] if len(told) == 1 else None
    verbs = _PUBLISH if re.fullmatch(_PUBLISH, hit["verb"]) else _ANSWER
    year = subject.report.year
    if hit["when"].startswith("20") and year is not None and int(hit["when"][:4]) != year:
        return None
    noun = {hit["noun"][at : at + 2] for at in range(len(hit["noun"]) - 1)}
    told = [
        one
        for one in alike
        if not one.scope
        and re.search(verbs, one.words)
        and re.search(r"全年|20\d\d年|本年|年内|共|累计", one.words)
        and any(pair in one.words for pair in noun)
    ]
    return told[0] if len(told) == 1 or (told and len({one.value for one in told}) == 1) else None


def _differ_a_little(number: int, told: int) -> bool:
    return slipped(number, told) or _NEAR * abs(number - told) <= told


def _shares_again(subject: Subject) -> Iterator[Finding]:
    """`以动态类为主（54.1%）` where the figures told before make 51.4 %, and no share of theirs 54.1 %."""
    claims = [one for one in subject.prose.claims if one.kind == "count" and not one.change and not one.vague]
    for sentence in subject.prose.sentences:
        for hit in _MAINLY.finditer(sentence.text):
            share = Decimal(hit["share"])
            step = Decimal(1).scaleb(int(share.as_tuple().exponent))
            parts = [one for one in claims if hit["name"] in one.words[-8:]]
            made = {
                (100 * Decimal(part.value) / Decimal(whole.value)).quantize(step, ROUND_HALF_UP)
                for part in parts
                for whole in claims
                if whole.unit == part.unit and whole.section == part.section and whole.value > part.value
            }
            near = [one for one in made if _swapped(int(one / step), int(share / step))]
            if len(near) == 1 and all(abs(one - share) > step for one in made):
                yield about(
                    sentence,
                    f"“{written(sentence.raw, hit.start(), hit.end())}”：按前面所说的数应为{near[0]}%。",
                    f"The figures told before make {near[0]} %, not {share} %.",
                    severity="warning",
                    expected=str(near[0]),
                    found=str(share),
                )


_TELLING = 100
"""From here on a figure that differs from another by a slip is not another figure by chance."""


def _apart(claim: Claim) -> bool:
    """Whether a figure is no quantity by itself: a cell's, a part, a change, a vague one, one of another scope."""
    counts = claim.kind == "count" and not (claim.cells or claim.aside or claim.change or claim.vague or claim.scope)
    return not counts or _PARTS.search(claim.words) is not None


def _twice(severity: Severity, other: Claim, claim: Claim) -> Finding:
    said, again = (one.clause.lstrip("，、；") for one in (other, claim))
    return Finding(
        (),
        f"“{said}”与“{again}”说的像是同一个数，一处{other.value}，一处{claim.value}。",
        f"{other.value} and {claim.value} seem to count the same thing.",
        severity=severity,
        expected=other.value,
        found=claim.value,
        section=claim.section or None,
        sentence=claim.sentence,
    )


def _same(key: str, other_key: str, claim: Claim, other: Claim) -> Severity | None:
    """How surely two figures count one thing; None where they agree or may count two things."""
    if claim.unit != other.unit or claim.value == other.value or claim.sentence == other.sentence:
        return None
    slip = slipped(int(claim.value), int(other.value))
    if key == other_key:
        return "warning" if len(key) >= 6 and slip and claim.value >= 100 else "info" if len(key) >= 6 else None
    shared = {key[at : at + 2] for at in range(len(key) - 1)} & {
        other_key[at : at + 2] for at in range(len(other_key) - 1)
    }
    noun = any(key[at : at + 4] in other_key and not _GENERAL.search(key[at : at + 4]) for at in range(len(key) - 3))
    if slip and claim.value >= 100 and noun:
        return "warning"
    return "info" if slip and claim.value >= 1000 and len(shared) >= 2 else None


_GENERAL = re.compile("信息|公开|政府|网站|工作|平台|存在|问题|情况|年度|申请|答复|文件|办理|条例|渠道|社会|公众")
"""Words that say little of what is counted: a noun without them names a thing of its own, like 政策解读."""


_ALIKE_LENGTH, _WHOLE_THOUGHT = 8, 20
"""The fewest letters of a sentence that is a copy right behind itself, and anywhere in its section."""


@rule(
    "RE02",
    text=True,
    title="没有重复的句子",
    title_en="No sentence twice",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A38",),
    why="同一部分里一字不差的两句，多半是粘贴了两次。",
    why_en="Two sentences in one section that are the same to the letter were mostly pasted twice.",
    fix="删去重复的一句。",
    fix_en="Remove one of them.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "召开新闻发布会四场。召开新闻发布会四场。"),)),),
    ),
)
def pasted(subject: Subject) -> Iterator[Finding]:
    """A sentence that stands twice in a section, the first such of each section."""
    told: set[int] = set()
    seen: set[tuple[int, str]] = set()
    before = ""
    for sentence in subject.prose.sentences:
        words = _MARKS.sub("", sentence.plain)
        again = len(words) >= _ALIKE_LENGTH and words == before
        again = again or (len(words) >= _WHOLE_THOUGHT and (sentence.section, words) in seen)
        if again and sentence.section and sentence.section not in told:
            told.add(sentence.section)
            yield about(
                sentence,
                f"第{sentence.section}部分重复了一句“{sentence.raw[:40]}”。",
                f"Section {sentence.section} holds the sentence “{sentence.raw[:40]}” twice.",
                severity="warning",
            )
        seen.add((sentence.section, words))
        before = words


_MARKS = re.compile(
    r"^(?:（[一二三四五六七八九十\d]+）|\d+[.、]|[一二三四五六七八九]是|[一二三四五六七八九]、)|[，。；：、]$"
)
