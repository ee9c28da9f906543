"""Wholes and parts in the text: figures that a sentence itself says belong together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from gongkai.report.check import Example, Finding, Subject, about, rule
from gongkai.report.comparing import due
from gongkai.report.language import Severity
from gongkai.report.model import Section
from gongkai.report.narrative import Sentence, Whole, clauses
from gongkai.report.narrative.figures import chinese
from gongkai.report.slips import slipped
from gongkai.report.wording import pattern

_NEAR = 0.15
_LARGE = 100
"""With fewer figures two digits that changed places fit by chance."""
_INTAKE = (r"新收|收到", r"(?:上年|去年|20\d\d年)(?:度)?(?:的)?(?:结转|转入|遗留)")


def severity(one: Whole) -> Severity | None:
    """How sure it is that the parts do not make the whole; None where they may be meant not to."""
    whole, made = one.whole.value, one.made
    if len({part.unit for part in one.parts}) > 1 and not _PEOPLE.issuperset(part.unit for part in one.parts):
        return None
    if any(_EACH_OR_APART.search(part.words + "#" + part.tail) for part in (one.whole, *one.parts)):
        return None
    if not one.simple or whole == made or whole in (one.sums[1:] if _of_intake(one) else one.sums):
        return None
    exhaustive = _of_intake(one) or (one.whole.subject == "concluded" and made > whole)
    near = _close(one) or abs(Decimal(whole) - Decimal(made)) <= Decimal(_NEAR) * Decimal(whole)
    if not exhaustive and len({claim.scope for claim in one.parts}) > 1 and not (near and _slip(one)):
        return None
    if not exhaustive and one.whole.cells and any(part.cells for part in one.parts):
        return None
    vague = one.whole.vague or any(part.vague for part in one.parts)
    if vague and made >= whole and 20 * (made - whole) <= whole:
        return None
    if made > whole or one.closed or exhaustive:
        return "warning"
    gap = float((whole - made) / whole) if whole else 1.0
    if vague:
        return "warning" if 0.02 < gap <= 0.05 and len(one.parts) >= 3 else None
    slip = _slip(one)
    if whole >= 20 and (_close(one) or (gap <= _NEAR and slip)):
        return "warning"
    if whole >= _LARGE and _swapped(one):
        return "warning"
    return "info" if slip and gap <= (0.9 if len(one.parts) >= 3 else 0.5) else None


_EACH_OR_APART = re.compile(
    r"(?:各|每(?:个|家|所|处|期|次|人|名|户|件|轮|场|村|镇|社区|季度|月|周)?[^，；。：\d]{0,8})#|(?:未|不)(?:重复)?(?:计入|包括|包含|含|在)[^，。；]*#"
    r"|#.*(?:未|不)(?:计入|包括|包含)|(?:平|[日月年周人户场次])均[^，；。\d]*#"
)
"""A figure of each of several, an average, or one that is counted apart: no part, and no whole, of its neighbours."""


def _close(one: Whole) -> bool:
    """Whether three parts and more make almost all of the whole."""
    whole = one.whole.value
    return len(one.parts) >= 3 and 20 * abs(Decimal(whole) - Decimal(one.made)) <= whole


def _slip(one: Whole) -> bool:
    """Whether one digit written otherwise, or two that changed places, would make the parts the whole."""
    return any(slipped(said, due) for said, due in _pairs(one))


def _swapped(one: Whole) -> bool:
    """Whether two digits of a figure that changed places would make the parts the whole."""
    return any(
        said != due and sorted(str(said)) == sorted(str(due)) and slipped(said, due) for said, due in _pairs(one)
    )


def _pairs(one: Whole) -> Iterator[tuple[int, int]]:
    """Each figure of a list with what it would have to be, in units of the last digit of any."""
    figures = [Decimal(one.whole.value), *(Decimal(part.value) for part in one.parts)]
    step = Decimal(1).scaleb(min(int(figure.as_tuple().exponent) for figure in (*figures, Decimal(1))))
    whole, *parts = (int(figure / step) for figure in figures)
    made = sum(parts)
    yield whole, made
    yield from ((part, part + whole - made) for part in parts)


@rule(
    "PA01",
    text=True,
    title="正文的分项之和等于总数",
    title_en="The parts in a sentence make its whole",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A10",),
    why="“共…其中…”的各分项加起来应当等于总数。",
    why_en="Where a sentence gives a whole and its parts, the parts add up to it.",
    fix="核对总数和各分项，改正写错的数；不是全部列举的，写明“等”。",
    fix_en="Check the whole and the parts; where not all parts are listed, say so.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "现有政务新媒体9个（含微博2个、微信公众号6个）。"),)),),
    ),
)
def parts(subject: Subject) -> Iterator[Finding]:
    """Each whole of the text whose parts make another sum."""
    totals = {due(subject.report, cells) for cells in _INTAKES}
    for one in subject.prose.wholes:
        if one.whole.subject in _HANDLED and one.made != one.whole.value and one.made in totals:
            continue
        found = severity(one)
        if found is None:
            units = {part.unit for part in one.parts}
            people = _PEOPLE.issuperset({one.whole.unit, *units})
            if one.simple and one.whole.value == one.made and one.whole.unit not in units and not people:
                yield _mixed(one)
            continue
        listed = "+".join(f"{part.value}{'余' if part.vague else ''}" for part in one.parts)
        made, whole = one.made, one.whole.value
        yield Finding(
            (),
            f"正文“{_quoted(one)}”：分项{listed}={made}，与{whole}相差{abs(whole - made)}。",
            f"The parts {listed} make {made}, the whole is {whole}.",
            severity=found,
            expected=made,
            found=whole,
            section=one.whole.section or None,
            sentence=one.parts[0].sentence if one.parts[0].sentence != one.whole.sentence else one.whole.sentence,
        )


_HANDLED = ("handled", "applications", "received_and_carried")
_INTAKES = (("t3.received.total",), ("t3.concluded.total",), ("t3.received.total", "t3.carried_in.total"))
"""Parts that make one of these are of that, though the sentence has told another of them last."""


def _quoted(one: Whole) -> str:
    """The words of the whole and of its parts as they stand; of a whole in another sentence its own clause."""
    claims = (one.whole, *one.parts)
    if any(part.sentence != one.whole.sentence for part in one.parts):
        claims = (one.whole,)
    return clauses(*claims)


def _of_intake(one: Whole) -> bool:
    """Whether applications are divided into those received and those carried in, which leave none out."""
    return len(one.parts) == 2 and all(map(re.search, _INTAKE, (part.words for part in one.parts)))


def _mixed(one: Whole) -> Finding:
    """The parts make the whole, but are counted in another unit."""
    units = "、".join(dict.fromkeys(part.unit for part in one.parts))
    return Finding(
        (),
        f"正文“{_quoted(one)}”以“{one.whole.unit}”计，分项以“{units}”计，请核对单位。",
        "The whole and its parts are counted in different units.",
        severity="info",
        expected=units,
        found=one.whole.unit,
        section=one.whole.section or None,
        sentence=one.whole.sentence,
    )


_NAMES = re.compile(
    r"(?P<number>(?<!\d)\d{1,4}|[两三四五六七八九十])(?P<unit>个|家|种|类|项|份|件)(?:[一-龥]{0,8})?（(?P<names>[^（）\d]+)）"
)
_EACH = re.compile(
    r"(?P<names>[^，。；：（）\d]{2,60})各(?P<each>\d{1,3}|[一两])(?P<unit>个|次|场|期|份|件|处|家)[，、]?(?:以上)?(?:合计|共计|总计|共)(?:有)?"
    r"(?P<number>\d{1,4}|[两三四五六七八九十])(?P=unit)"
)
_BEFORE = re.compile(
    r"(?P<names>[^，。；：（）\d]{2,60}?)(?:这|共|共计)?(?P<number>(?<!\d)[2-9]|[两三四五六七八九])(?:个|大|种|类)"
    r"(?:主要|主|公开|发布|线上|政务)?(?:新媒体账号|新媒体平台|新媒体|平台|渠道|载体|途径|方式|形式|媒介|环节|方面)(?!的[^，。；]{0,8}\d)"
)
_MANY = re.compile(r"(?:新媒体|媒体|矩阵|账号|公开栏|公示栏|查阅点|专区|网站群)(?:等)?$|[和及与]$|、$|每|各")
_SEVERAL, _OFF = 3, 2
_PAIRS = re.compile("线上线下|上下半年|市县")
_THAT_IS = re.compile(
    r"(?P<number>(?<!\d)\d{1,3}|[两三四五六七八九十])(?P<unit>个|家|种|类|项|份|件|大)(?P<what>[^，。；：（）\d]{0,14})(?:[，：]?(?:即|分别是|分别为)|——)"
    r"(?P<names>[^，。；：（）\d]{1,80}?)(?P<all>(?:均|都|全部|已)[^，。；：（）]{0,8})?(?P<end>[，。；：]|$)"
)
_REST = re.compile(
    r"(?P<word>其余|剩余|尚余|余下?|另外?有?)的?(?P<number>\d{1,6})(?P<unit>件次|件|个|项|条|家|户|份|起)"
)
_MORE = re.compile(r"等|如|含|其中|原|并")
_DONE = re.compile(
    r"[已实未]|办|答|结|完成|缴|改|收|复|审|采纳|解决|维持|其中|废止|失效|合格|达标|销号|关停|注销|删除|保留|修订|通过"
)
_MADE = re.compile(r"制作|制发|形成|产生|起草|印发|制定")
_NOT_SO = re.compile(r"^(?:依法|按规定|因[^，。；]{1,10})?(?:不予?|[未暂尚仍待]|在[审办诉]|审理|正在|继续|限期)")
_LOOKED_BACK, _NEARBY = 12, 200
_PEOPLE = frozenset(("人", "名", "位", "人次"))
_CARRIED = re.compile("结转|上年|去年|加上|连同")
_LOOSE = re.compile(r"等|如|例如|主要|单位|含|其中|以下|以上|和|及|与|或")


@rule(
    "PA02",
    text=True,
    title="列举的个数与所说的数一致",
    title_en="As many are listed as are counted",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A40",),
    why="“几个（甲、乙、丙）”列出的应当正好是这么多；列不全的写“等”。",
    why_en="A number followed by the names in brackets lists exactly so many, or says that there are more.",
    fix="核对数量和名单。",
    fix_en="Compare the number with the list.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "开通政务微信公众号3个（青岚住建、青岚房产）。"),)),),
    ),
)
def named(subject: Subject) -> Iterator[Finding]:
    """Each number with the names that it counts: in brackets, behind 即 or a dash, or with as many of each.

    A list with 等 or 和, or one of kinds (县（市、区）), is not counted.
    """
    for sentence in subject.prose.sentences:
        for hit in _NAMES.finditer(sentence.text):
            names = [name for name in re.split(r"[、，；/]", hit["names"].replace("”“", "”、“")) if name]
            if _LOOSE.search(hit["names"]) or len(names) < 2 or all(map(pattern("kind").fullmatch, names)):
                continue
            if _count(hit["number"]) != len(names):
                yield _miscounted(sentence, hit.group(), len(names), _count(hit["number"]))
        for hit in _THAT_IS.finditer(sentence.text):
            made = _lengths(hit["names"])
            number = _count(hit["number"])
            goes_on = hit["end"] == "，" and not hit["all"] and max(made) < number
            if min(made) >= 2 and number not in made and not goes_on and not _MORE.search(hit["names"]):
                yield _miscounted(sentence, hit.group().rstrip("，。；："), max(made), number)
        yield from _standing(sentence)
        for hit in _EACH.finditer(sentence.text):
            made = tuple(one * _count(hit["each"]) for one in _lengths(_PAIRS.sub("甲、乙", hit["names"])))
            beside = re.search(rf"\d{hit['unit']}", re.split("[。；]", sentence.text[: hit.start()])[-1])
            if beside or "等" in hit["names"]:
                continue
            if min(made) > _count(hit["each"]) and _count(hit["number"]) not in made:
                yield _miscounted(sentence, hit.group(), max(made), _count(hit["number"]))


def _standing(sentence: Sentence) -> Iterator[Finding]:
    """Names right before their number: `网站、公众号、微博3个平台`. What the last name may count itself is left."""
    for hit in _BEFORE.finditer(sentence.text):
        made, number = _lengths(hit["names"]), _count(hit["number"])
        near = number < max(made) or (max(made) >= _SEVERAL and number - max(made) <= _OFF)
        loose = _MORE.search(hit["names"]) or _MANY.search(hit["names"])
        if min(made) >= 2 and number not in made and near and not loose:
            yield _miscounted(sentence, hit.group(), max(made), number)


def _miscounted(sentence: Sentence, words: str, made: int, number: int) -> Finding:
    return about(
        sentence,
        f"正文“{words}”列出{made}个，写的是{number}个。",
        f"{made} names are listed where {number} are counted.",
        severity="warning",
        expected=made,
        found=number,
    )


def _lengths(names: str) -> tuple[int, ...]:
    """How many names a list may hold: each 和 or 及 joins two of them, or stands inside one."""
    pieces = [name for name in names.replace("”“", "”、“").split("、") if name]
    joined = sum(len(re.findall(r"(?<=.)[和及与](?=.)", piece)) for piece in pieces)
    return tuple(range(len(pieces), len(pieces) + joined + 1))


def _count(written: str) -> int:
    return int(written) if written.isdecimal() else chinese(written)


@rule(
    "PA04",
    text=True,
    title="“其余”是总数减去已列的",
    title_en="What is left is the whole less what was named",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A10",),
    why="“共几件，办结几件，其余几件”三个数应当相合。",
    why_en="A whole, what was done and what is left fit together.",
    fix="核对三个数。",
    fix_en="Check the three figures.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "应办理9件，已办理7件，其余3件正在办理。"),)),),
    ),
)
def rest(subject: Subject) -> Iterator[Finding]:
    """Each rest that no two figures before it in the same unit differ by, with or without what was carried in."""
    said = {claim.value for claim in subject.prose.claims if claim.kind == "count"}
    for sentence, claims in zip(subject.prose.sentences, subject.prose.by_sentence, strict=True):
        starts = [claim.start for claim in claims]
        for hit in _REST.finditer(sentence.text):
            since = max(sentence.text.rfind(mark, max(0, hit.start() - _NEARBY), hit.start()) for mark in "；：") + 1
            at = bisect_left(starts, hit.start())
            before = [
                one for one in claims[max(0, at - _LOOKED_BACK) : at]
                if one.start >= since and one.unit == hit["unit"] and one.kind == "count" and not one.change
            ]  # fmt: skip
            values = [int(one.value) for one in before]
            number = int(hit["number"])
            if len(values) < 2 or any(one.vague for one in before):
                continue
            made = _MADE.search(before[0].words) and "公开" in before[1].words
            if not (made or _DONE.search(before[1].words)):
                continue
            if hit["word"][0] == "另" and not (_NOT_SO.match(sentence.text[hit.end() :]) and values[0] > values[1]):
                continue
            if number in _left(values, sentence.text) or sum(values) + number in said:
                continue
            yield about(
                sentence,
                f"正文“{sentence.text[before[0].start : hit.end()]}”：余{number}与前面的数不合。",
                f"The rest of {number} does not fit the figures before it.",
                severity="warning",
                found=number,
            )


def _left(values: list[int], text: str) -> set[int]:
    """What may be left of figures in this order: one less the next, less all behind it, and with what was carried."""
    made = {one - other for one in values for other in values}
    made |= {values[at] - sum(values[at + 1 :]) for at in range(len(values) - 1)}
    if _CARRIED.search(text):
        made |= {sum(some[:2]) - some[2] for some in permutations(values, 3)}
    return made


_RANKS = "一二三四五六七八九十"
_ORDINAL = re.compile(r"(?:^|[。；，：）])第?([一二三四五六七八九])是(?!否|不|以)")
_COUNTED = re.compile(r"([一两二三四五六七八九\d])(?:个|方面|点|项|大)+(?:的)?(?:问题|不足|短板|方面|差距)")


@rule(
    "PA03",
    text=True,
    title="“一是、二是”依次列举，个数与所说的一致",
    title_en="Points in order, as many as announced",
    severity="info",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A38",),
    why="序号跳号、重号，或者说三个问题只列两个，是改稿留下的痕迹。",
    why_en="Points out of order, or fewer than announced, are traces of a draft.",
    fix="核对序号和个数。",
    fix_en="Check the order and the number of points.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(5, "五、问题", "存在三个问题：一是解读偏少；二是更新偏慢。下一步将改进。"),)),),
    ),
)
def points(subject: Subject) -> Iterator[Finding]:
    """Points that neither go on by one nor start again, and announced numbers that no run of points reaches."""
    for section in subject.report.sections:
        text = re.sub(r"\s+", "", section.text)
        runs: list[int] = []
        for hit in _ORDINAL.finditer(text):
            rank = _RANKS.index(hit[1]) + 1
            if rank == 1:
                runs.append(1)
            elif runs and rank == runs[-1] + 1:
                runs[-1] = rank
            elif runs:
                yield _point(
                    section.number,
                    f"“{hit[1]}是”前面是“{_RANKS[runs[-1] - 1]}是”。",
                    text[max(0, hit.start() - 20) : hit.end() + 20],
                )
                return
        for hit in _COUNTED.finditer(text):
            if text[hit.end() : hit.end() + 4].lstrip("：，。:").startswith("一是"):
                number = int(hit[1]) if hit[1].isdecimal() else "零一两三四五六七八九".find(hit[1].replace("二", "两"))
                if number not in runs:
                    yield _point(
                        section.number,
                        f"“{hit.group()}”与所列的点数不一致。",
                        text[max(0, hit.start() - 10) : hit.end() + 10],
                    )


def _point(section: int, said: str, words: str) -> Finding:
    return Finding(
        (), said, f"Points out of order or miscounted near “{words}”.", severity="info", section=section, sentence=words
    )
