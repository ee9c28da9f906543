"""Wholes and their parts as a sentence lists them: `共24个，其中网站1个、新媒体23个（含微博3个、微信20个）`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from gongkai.report.narrative.claims import Claim
from gongkai.report.narrative.sentences import Sentence

_MARK = re.compile(
    r"其中|包括|包含|(?:^[^，；：]{0,6}|[，：](?:其中)?(?:[一-龥]{0,2}(?:结果|情况|数量))?)(?:分别|依次)|(?<![一-龥])即|(?<!包)含(?!义)|：(?!$)|(?<![一-龥])由|^[^，；：。\d]{0,6}由(?=[^，；：。\d]{1,12}$)"
    r"|^[^，；：。]{0,14}[里中](?:面)?[，：]|[，：][^，；：。]+、[^，；：。]+分别"
)
_CLOSES = re.compile(
    r"(?:^[^，；：]{0,6}|[，：](?:其中)?(?:[一-龥]{0,2}(?:结果|情况|数量))?)(?:分别|依次)|包括|包含|即|：|(?<![一-龥])由|含"
)
_BY_NAME = re.compile("、[^，；：。]+分别$|、[^，；：。]+分别[^，；：。、]{1,6}$")
"""分别 behind names of its own (`收到5件，网站、微信分别公开3条、2条`) may list something else than the figure before."""

_OPEN = re.compile(r"若干|等$|等(?=[，；。、）（])|主要|重点|如|例如|还有|另有")
_TOTAL = re.compile(
    r"^(?:，?占[^，；。]{1,12}%)?[，；、]?(?P<year>全年|本年度?|年内|当年|今年)?(?:以上|上述|全部|总)?"
    r"(?:(?P<count>[两二三四五六七八九]|\d)(?:个|类|种|项|者|家|部分)(?:[一-龥]{0,6}?(?:渠道|平台|方式|途径|形式|部分|账号|公众号|方面|类别|来源|载体))?)?"
    r"(?:共计?|合计|总计|总共|共有|累计|总数|总量|(?:二者|两者)?之和|合并)(?:有|为|是)?(?:主动|对外)?"
    r"(?:公开|发布|收到|办理|完成)?(?:答复)?(?:各类)?(?:政府)?(?:信息)?$"
)
_COUNT_WORD = re.compile(r"^[一二两三四五六七八九十]+[个项类种]")
_LAST_YEARS = re.compile(
    r"(?:上年|去年|上一年|前年|20\d\d年)(?:度|同期)*的$|(?:[较比与同]|相比于?)(?:上年|去年|上一年|20\d\d年)[^，；：]{0,6}$"
)
_FROM_TO = re.compile(r"[由从][^，；。\d]{0,8}\d+[^，；。\d]{0,3}[增减降升扩缩提][^，；。\d]{0,4}[到至为]\d+")
_AIMS = re.compile("(?:计划|任务|目标|要求)[^，；。]{0,4}$")
_NUMERALS = "零一二三四五六七八九"
_TURNS = re.compile(
    r"办结|答复|(?<!上年)(?<!去年)(?<!年度)结转|共[有计]?|合计|总计|累计|点击|阅读|浏览|参[训与加]|另[有外]?|同时|(?<=[，；])还"
)
_INNER = re.compile(r"（[^（）]*）")
_BY = re.compile(
    r"(?:按|从)[^，。；：]{0,6}(?:渠道|方式|形式|途径)(?:划分|统计|来看|分|看)?[，：]"
    r"|(?:申请|办理|提交|提出|接收|受理|来件)(?:提交|接收)?(?:的)?(?:渠道|方式|形式|途径)(?:来?看|分布|构成|上|方面|中|分别)?[，：为]"
)
_CHANNEL = re.compile(
    r"^[，、；：]?(?:其中)?(?:通过|以|经)?(?:网络|网上|在线|线上|互联网|网站|信函|邮寄|邮政|寄送|当面|现场|窗口|传真|电子邮件|邮件|邮箱)"
    r"[^，。；\d]{0,8}$"
)
_ALL_CHANNELS = 3
_BOTH = re.compile(r"[，、]?(?:以上)?(?:两项|两者|二者)(?:合计|共计|共|总计|相加)(?:为)?")
_RECEIVED = re.compile(r"(?:收到|新收|受理|接收)[^，。；]{0,12}申请(?:共计?|总数|数量|合计)?$")
_OF_ALL = ("received", "handled", "applications", "received_and_carried", "concluded")
_ALIKE = (frozenset("条篇则期个件份次"), frozenset(("人", "名", "人次", "位")))


_NAMED = 3
"""The fewest letters of a name that a whole may share with its part."""

_DAYS = "个工作日"
"""`15个工作日内办结20件`: days name a part and are none."""

_MOST_COUNTS = 150
"""The most figures of a sentence in which wholes and parts are looked for: no sentence written by hand has as many."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A figure and the figures listed as its parts, all in one unit.

    `closed` says that the words claim to list all of it; `simple` that the list holds no list of its own;
    `sums` are the sums that a reader may take the list to make. `words` are those of
    the whole, with its parts where they stand before it.
    """

    whole: Claim
    parts: tuple[Claim, ...]
    closed: bool
    simple: bool
    sums: tuple[int | Decimal, ...]
    words: str = ""

    @property
    def made(self) -> int | Decimal:
        """What the parts come to."""
        return sum(_values(self.parts))


def wholes(sentence: Sentence, claims: tuple[Claim, ...], previous: tuple[Claim, ...]) -> Iterator[Whole]:
    """Every whole of a sentence; one that begins with 其中 divides a figure of the `previous` sentence's claims."""
    text = sentence.text
    counted = [claim for claim in claims if claim.kind == "count" and not claim.change and not _counts(text, claim)]
    money = [claim for claim in claims if claim.kind == "money" and not claim.change]
    if len(counted) > _MOST_COUNTS or len(money) > _MOST_COUNTS:
        return
    yield from _wholes(text, [claim for claim in counted if claim.unit != _DAYS] or counted, previous)
    if len(money) > 2:
        yield from _wholes(text, money, ())


def _wholes(text: str, outer: list[Claim], previous: tuple[Claim, ...]) -> Iterator[Whole]:
    """Every whole among figures of one kind."""
    changed = [hit.span() for hit in _FROM_TO.finditer(text)]
    outer = [claim for claim in outer if not any(start <= claim.start < end for start, end in changed)]
    for opened, closed in _brackets(text):
        inner = [claim for claim in outer if opened < claim.start < closed]
        near = [claim for claim in outer if opened - 8 <= claim.end <= opened]
        heads = [claim for claim in near if not re.search(r"\d", text[claim.end : opened])]
        outer = [claim for claim in outer if not opened < claim.start < closed]
        if heads:
            parts = _alike(heads[-1], inner)
            nested = "其中" in text[opened + 2 : closed][3:]
            if len(parts) == len(inner) >= 2 and len({part.unit for part in parts}) == 1:
                yield _whole(heads[-1], parts, text[opened:closed], True, not nested, (sum(_values(parts)),))
    if text.startswith("其中") and outer:
        told = (
            claim
            for claim in previous
            if not claim.change and not _LAST_YEARS.search(claim.words) and not _AIMS.search(claim.words)
        )
        same = [claim for claim in told if claim.kind == outer[0].kind and claim.unit == outer[0].unit]
        if len(same) == 1:
            yield from _listed(text, same[0], 0, outer)
    bare = _INNER.sub(lambda hit: "（" + "○" * (len(hit.group()) - 2) + "）", text)
    for at, claim in enumerate(outer[:-1]):
        mark = _MARK.search(bare[claim.end : outer[at + 1].start])
        if mark and "；" not in bare[claim.end + mark.end() : outer[at + 1].start]:
            heads = [one for one in outer[: at + 1] if _fits(one, outer[at + 1]) and not _LAST_YEARS.search(one.words)]
            heads = [one for one in heads if one.unit == outer[at + 1].unit] or heads
            if heads and _reaches(bare[heads[-1].end : claim.end + mark.start()]):
                found = [
                    one for head in heads[-_MOST_HEADS:] for one in _listed(bare, head, claim.end, outer[at + 1 :])
                ]
                fitting = [one for one in found if one.made == one.whole.value]
                far = _FAR.search(bare[claim.end :][: mark.end()]) is not None
                yield from fitting[:1] or (_nearest(found) if far else found[-1:])
    yield from _totals(text, outer)
    yield from _unmarked(bare, outer)


_MOST_HEADS = 3
"""Figures before a list that it may divide: to try all of a long sentence's costs their number times its length."""

_FAR = re.compile("^[^，]*，[^，]+，")
"""Words of their own between a figure and a list: the list may divide any figure before them."""


def _nearest(found: list[Whole]) -> list[Whole]:
    """The one whole of several that its parts come nearest to."""
    return sorted(found, key=lambda one: _apart(one.whole, one.made))[:1]


def _counts(text: str, claim: Claim) -> bool:
    """Whether a figure only counts what is spoken of: `两个问题`, `三项措施`."""
    return _COUNT_WORD.match(text[claim.start : claim.end]) is not None


def _reaches(between: str) -> bool:
    """Whether a whole reaches over these words to the mark behind them: a semicolon stands right before it at most."""
    return "；" not in between[:-1]


def _listed(text: str, whole: Claim, start: int, following: list[Claim]) -> Iterator[Whole]:
    """The parts that follow a whole, up to where the sentence turns to something else.

    A semicolon may end the list or stand inside it: of both readings the one that comes closer to the whole is taken.
    """
    parts: list[Claim] = []
    sums: list[int | Decimal] = []
    readings: list[tuple[int, bool]] = []
    simple = True
    before = start
    for claim in following:
        gap = text[before : claim.start]
        if not _fits(whole, claim) or (
            parts and (_turns(text[start : parts[0].start], gap) or _strays(whole, parts[0], claim))
        ):
            break
        if parts and "；" in gap:
            readings.append((len(parts), simple))
        if parts and _MARK.search(gap):
            simple = False
        parts.append(claim)
        sums.append(sum(_values(parts)))
        before = claim.end
    readings = [one for one in (*readings, (len(parts), simple)) if one[0] >= 2]
    beyond = sum(_values([one for one in following if _fits(whole, one)]))
    if readings:
        count, simple = min(readings, key=lambda one: _apart(whole, sums[one[0] - 1]))
        if beyond == whole.value != sums[count - 1]:
            return
        if _BY_NAME.search(text[start : parts[0].start]) and not _within(whole, sums[count - 1]):
            return
        closed = bool(_CLOSES.search(text[start : parts[0].start]))
        span = text[start : parts[count - 1].end + 12]
        yield _whole(whole, parts[:count], span, closed, simple, (*sums, sums[count - 1]))


def _within(whole: Claim, made: int | Decimal) -> bool:
    """Whether parts come so near to a whole that they were meant to make it."""
    return 5 * _apart(whole, made) <= whole.value


def _apart(whole: Claim, made: int | Decimal) -> Decimal:
    return abs(Decimal(whole.value) - Decimal(made))


def _turns(lead: str, gap: str) -> bool:
    """Whether a list ends at these words: they do what those before its first part did not (`…办结3件`)."""
    hit = _TURNS.search(gap)
    return hit is not None and hit.group() not in lead


def _strays(whole: Claim, first: Claim, claim: Claim) -> bool:
    """Whether a figure is about another matter than the first part of a list, and the whole does not name both."""
    named = claim.words.lstrip("，、；和及")
    if len(named) >= _NAMED and named in whole.words:
        return False
    return bool(first.theme and claim.theme and claim.theme != first.theme and claim.theme in "ARLlqrs")


def divided(sentence: Sentence, claims: tuple[Claim, ...], previous: Sequence[Claim]) -> Iterator[Whole]:
    """The applications divided by channel or the like: `按申请方式分，网上8件、信函4件`, of a number said before.

    Without such words a sentence that names three channels and more divides a number of a sentence before it.
    """
    text = sentence.text
    outer = [claim for claim in claims if claim.kind == "count" and not claim.change]
    hit = _BY.search(text)
    since = hit.end() if hit else _channels(text, outer)
    if since is None:
        return
    heads = [
        one
        for one in (*previous, *(outer if hit else ()))
        if (one.subject in _OF_ALL or _RECEIVED.search(one.words)) and (one in previous or one.end <= since)
    ]
    if not heads:
        return
    parts: list[Claim] = []
    for claim in outer:
        if claim.start >= since and claim.unit == heads[-1].unit and not claim.cells:
            if parts and re.search("[；。]|其中|[共合总]计?", text[parts[-1].end : claim.start]):
                break
            parts.append(claim)
    known = {head.value for head in heads if not _LAST_YEARS.search(head.words)}
    if len(parts) >= 2 and sum(_values(parts)) not in known:
        span = text[hit.start() if hit else since : parts[-1].end + 12]
        yield _whole(heads[-1], parts, span, True, True, (sum(_values(parts)),))


def _channels(text: str, claims: Sequence[Claim]) -> int | None:
    """Where the channels begin that a sentence names and counts; None where they are few, or brackets divide them."""
    named = [claim for claim in claims if _CHANNEL.search(claim.words)]
    plain = len(named) >= _ALL_CHANNELS and not re.search("[（；]|其中|共", text[: named[-1].end])
    return named[0].start if plain and named[0] is claims[0] else None


def carried(sentence: Sentence, claims: tuple[Claim, ...], previous: Sequence[Claim]) -> Iterator[Whole]:
    """What was received in a sentence before, and what was carried in: `上年结转3件，两项合计48件`."""
    text = sentence.text
    known = [claim for claim in claims if claim.kind == "count" and not _counts(text, claim)]
    for part, total in pairwise(known):
        if "结转" not in part.words or part.unit != total.unit or not _BOTH.fullmatch(text[part.end : total.start]):
            continue
        head = next((one for one in previous if one.subject == "received" or _RECEIVED.search(one.words)), None)
        if head is not None and head.unit == total.unit:
            parts = (head, part)
            yield _whole(total, parts, text[part.start : total.end], True, True, (sum(_values(parts)),))


def _totals(text: str, outer: list[Claim]) -> Iterator[Whole]:
    """A total that stands behind its parts: `甲3件、乙2件，共5件`."""
    for at, claim in enumerate(outer):
        gap = text[outer[at - 1].end : claim.start] if at else ""
        hit = _TOTAL.match(gap)
        if at < 2 or not hit or (at + 1 < len(outer) and _MARK.search(text[claim.end : outer[at + 1].start])):
            continue
        counted = hit["count"] and (int(hit["count"]) if hit["count"].isdecimal() else _number(hit["count"]))
        parts: list[Claim] = []
        for one in reversed(outer[:at]):
            if not _fits(claim, one):
                break
            parts.insert(0, one)
        if counted and counted <= len(parts):
            parts = parts[-counted:]
        sums = tuple(sum(_values(parts[start:])) for start in range(len(parts) - 1))
        if len(parts) >= 2 and (not counted or counted == len(parts)):
            first = min(range(len(sums)), key=lambda start: _apart(claim, sums[start]))
            led = [one for one in outer[: at - len(parts)] if _fits(claim, one)]
            before = text[0 if led else parts[first].start : claim.start]
            simple = not _MARK.search(before) or bool(counted)
            span = text[parts[0].start : claim.end]
            yield _whole(claim, parts[first:], span, not hit["year"], simple, (sums[first],) if counted else sums)


_JOINED = re.compile(
    r"^[，、；]?[^，；。：（）\d]{0,16}(?:（○*）)?[^，；。：（）\d]{0,4}[，、；]?[^，；。：（）\d]{0,16}$"
)
_FOLLOWS = re.compile(r"^[^，；。：、（）\d]{0,10}[，：]?[^，；。：、（）\d]{1,16}$")
_REMAINDER = re.compile(r"^[，、；]?(?:和|及|以及)?(?:其[他它])(?!渠道|方式)")
_OPPOSITES = (
    (re.compile("已|完成|同意|采纳|保留|通过|合格|达标"), re.compile("未|正在|尚|待|不|在办|剩余|废止|失效|退回")),
)


def _unmarked(text: str, outer: list[Claim]) -> Iterator[Whole]:
    """A whole right before parts that leave nothing out, without a word between them.

    `留言86条，已回复83条，正在办理3条`, `申请86件，涉及征地38件、规划21件、其他27件`: the last part is what is left.
    """
    for at, claim in enumerate(outer[:-2]):
        inside = at and _fits(claim, outer[at - 1]) and "；" not in text[outer[at - 1].end : claim.start]
        if inside or claim.vague or _MARK.search(claim.words):
            continue
        parts: list[Claim] = []
        before = claim.end
        for one in outer[at + 1 :]:
            gap = text[before : one.start]
            way = _JOINED if parts else _FOLLOWS
            if not _fits(claim, one) or _MARK.search(gap) or not way.match(gap) or one.value > claim.value:
                break
            if parts and _turns(text[claim.end : parts[0].start], gap) and not _REMAINDER.match(gap):
                break
            parts.append(one)
            before = one.end
        beyond = sum(_values([one for one in outer[at + 1 :] if _fits(claim, one)]))
        if len(parts) >= 2 and beyond != claim.value and _leaves_none(parts) and claim.theme not in _COUNTED_BY_TABLES:
            span = text[claim.end : parts[-1].end + 12]
            sums = tuple(sum(_values(parts[: count + 1])) for count in range(1, len(parts)))
            yield _whole(claim, parts, span, True, True, sums)


_COUNTED_BY_TABLES = tuple("ARL")
"""What is carried from year to year: what was done and what is left are not all that came in."""


def _leaves_none(parts: Sequence[Claim]) -> bool:
    """Whether the last of some parts is the rest, or two parts are each what the other is not."""
    last = parts[-1].words
    if _REMAINDER.match(last):
        return True
    return any(done.search(parts[0].words) and left.search(last) for done, left in _OPPOSITES)


def _whole(
    whole: Claim,
    parts: tuple[Claim, ...] | list[Claim],
    span: str,
    closed: bool,
    simple: bool,
    sums: tuple[int | Decimal, ...],
) -> Whole:
    closed = closed and not _OPEN.search(span)
    words = whole.clause if whole.start < parts[-1].start else span
    return Whole(whole, tuple(parts), closed, simple, sums, words.lstrip("，、；"))


def _number(numeral: str) -> int:
    return _NUMERALS.index(numeral.replace("两", "二"))


def _values(claims: Sequence[Claim]) -> Iterator[int | Decimal]:
    return (claim.value for claim in claims)


def _fits(whole: Claim, part: Claim) -> bool:
    if part.unit == whole.unit:
        return True
    return any(whole.unit in units and part.unit in units for units in _ALIKE)


def _alike(whole: Claim, claims: list[Claim]) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if _fits(whole, claim))


def _brackets(text: str) -> list[tuple[int, int]]:
    """The outermost last: every pair of round brackets as (opening, closing)."""
    pairs, open_ = [], []
    for at, mark in enumerate(text):
        if mark == "（":
            open_.append(at)
        elif mark == "）" and open_:
            pairs.append((open_.pop(), at))
    return pairs
