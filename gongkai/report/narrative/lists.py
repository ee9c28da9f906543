"""Wholes and their parts as a sentence lists them: `共24个，其中网站1个、新媒体23个（含微博3个、微信20个）`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.narrative.claims import Claim
from gongkai.report.narrative.sentences import Sentence

_MARK = re.compile(r"其中|包括|包含|分别|(?<![一-龥])即|(?<!包)含(?!义)|：|由")
_CLOSES = re.compile(r"分别|包括|包含|即|：|由|含")
_OPEN = re.compile(r"等$|等(?=[，；。、）（])|主要|重点|如|例如|还有|另有")
_TOTAL = re.compile(
    r"^[，；、]?(?:以上|全部|总)?(?:共计?|合计|总计|总共|共有|累计)(?:有|为|公开|发布|收到|办理)?(?:各类)?(?:政府)?(?:信息)?$"
)
_TURNS = re.compile(r"办结|答复|结转|共[有计]?|合计|总计|累计|点击|阅读|浏览|参[训与加]|另[有外]?|同时|还")
_INNER = re.compile(r"（[^（）]*）")
_BY = re.compile(r"(?:按|从)[^，。；：]{0,6}(?:渠道|方式|形式|途径)(?:划分|统计|来看|分|看)?[，：]")
_OF_ALL = ("received", "handled", "applications", "received_and_carried", "concluded")
_ALIKE = (frozenset("条篇则期个件份次"), frozenset(("人", "名", "人次", "位")))


_MOST_COUNTS = 150
"""The most figures of a sentence in which wholes and parts are looked for: no sentence written by hand has as many."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A figure and the figures listed as its parts, all in one unit.

    `closed` says that the words claim to list all of it; `simple` that the list holds no list of its own;
    `sums` are the sums that a reader may take the list to make.
    """

    whole: Claim
    parts: tuple[Claim, ...]
    closed: bool
    simple: bool
    sums: tuple[int, ...]


def wholes(sentence: Sentence, claims: tuple[Claim, ...], previous: tuple[Claim, ...]) -> Iterator[Whole]:
    """Every whole of a sentence; one that begins with 其中 divides a figure of the `previous` sentence's claims."""
    text = sentence.text
    outer = [claim for claim in claims if claim.kind == "count" and not claim.change]
    if len(outer) > _MOST_COUNTS:
        return
    for opened, closed in _brackets(text):
        inner = [claim for claim in outer if opened < claim.start < closed]
        near = [claim for claim in outer if opened - 8 <= claim.end <= opened]
        heads = [claim for claim in near if not re.search(r"\d", text[claim.end : opened])]
        outer = [claim for claim in outer if not opened < claim.start < closed]
        if heads:
            parts = _alike(heads[-1], inner)
            nested = "其中" in text[opened + 2 : closed][3:]
            if len(parts) == len(inner) >= 2:
                yield _whole(heads[-1], parts, text[opened:closed], True, not nested, (sum(_values(parts)),))
    if text.startswith("其中") and outer:
        same = [claim for claim in previous if claim.kind == outer[0].kind and claim.unit == outer[0].unit]
        if len(same) == 1:
            yield from _listed(text, same[0], 0, outer)
    bare = _INNER.sub(lambda hit: "（" + "○" * (len(hit.group()) - 2) + "）", text)
    for at, claim in enumerate(outer[:-1]):
        if _MARK.search(bare[claim.end : outer[at + 1].start]):
            heads = [one for one in outer[: at + 1] if _fits(one, outer[at + 1])]
            heads = [one for one in heads if one.unit == outer[at + 1].unit] or heads
            if heads:
                yield from _listed(bare, heads[-1], claim.end, outer[at + 1 :])
    yield from _totals(text, outer)
    yield from _divided(text, outer, previous)


def _listed(text: str, whole: Claim, start: int, following: list[Claim]) -> Iterator[Whole]:
    """The parts that follow a whole, up to where the sentence turns to something else.

    A semicolon may end the list or stand inside it: of both readings the one that comes closer to the whole is taken.
    """
    parts: list[Claim] = []
    sums: list[int] = []
    readings: list[tuple[int, bool]] = []
    simple = True
    before = start
    for claim in following:
        gap = text[before : claim.start]
        if not _fits(whole, claim) or (parts and (_TURNS.search(gap) or _strays(parts[0], claim))):
            break
        if parts and "；" in gap:
            readings.append((len(parts), simple))
        if parts and _MARK.search(gap):
            simple = False
        parts.append(claim)
        sums.append(sum(_values(parts)))
        before = claim.end
    readings = [one for one in (*readings, (len(parts), simple)) if one[0] >= 2]
    if readings:
        count, simple = min(readings, key=lambda one: abs(sums[one[0] - 1] - int(whole.value)))
        closed = bool(_CLOSES.search(text[start : parts[0].start]))
        span = text[start : parts[count - 1].end + 12]
        yield _whole(whole, parts[:count], span, closed, simple, (*sums, sums[count - 1]))


def _strays(first: Claim, claim: Claim) -> bool:
    """Whether a figure is about another matter than the first part of a list."""
    return bool(first.theme and claim.theme and claim.theme != first.theme and claim.theme in "ARLlqrs")


def _divided(text: str, outer: list[Claim], previous: tuple[Claim, ...]) -> Iterator[Whole]:
    """The applications divided by channel or the like: `按申请方式分，网上8件、信函4件`, of the number before."""
    hit = _BY.search(text)
    heads = [
        one
        for one in (*previous, *outer)
        if one.subject in _OF_ALL and (not hit or one in previous or one.end <= hit.start())
    ]
    if not hit or not heads:
        return
    parts: list[Claim] = []
    for claim in outer:
        if claim.start >= hit.end() and claim.unit == heads[-1].unit and not claim.cells:
            if parts and re.search("[；。]|其中", text[parts[-1].end : claim.start]):
                break
            parts.append(claim)
    known = {int(head.value) for head in heads}
    if len(parts) >= 2 and sum(_values(parts)) not in known:
        span = text[hit.start() : parts[-1].end + 12]
        yield _whole(heads[-1], parts, span, True, True, (sum(_values(parts)),))


def _totals(text: str, outer: list[Claim]) -> Iterator[Whole]:
    """A total that stands behind its parts: `甲3件、乙2件，共5件`."""
    for at, claim in enumerate(outer):
        gap = text[outer[at - 1].end : claim.start] if at else ""
        if (
            at < 2
            or not _TOTAL.match(gap)
            or (at + 1 < len(outer) and _MARK.search(text[claim.end : outer[at + 1].start]))
        ):
            continue
        parts: list[Claim] = []
        for one in reversed(outer[:at]):
            if not _fits(claim, one):
                break
            parts.insert(0, one)
        sums = tuple(sum(_values(parts[start:])) for start in range(len(parts)))
        if len(parts) >= 2:
            yield _whole(
                claim, tuple(parts), text[parts[0].start : claim.end], True, not _MARK.search(text[: claim.start]), sums
            )


def _whole(
    whole: Claim, parts: tuple[Claim, ...] | list[Claim], span: str, closed: bool, simple: bool, sums: tuple[int, ...]
) -> Whole:
    return Whole(whole, tuple(parts), closed and not _OPEN.search(span), simple, sums)


def _values(claims: tuple[Claim, ...] | list[Claim]) -> Iterator[int]:
    return (int(claim.value) for claim in claims)


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
