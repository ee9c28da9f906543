"""Passages from one number to another: `由7名增加到9名`. The first is no figure of the report's year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.report.narrative.figures import Figure

_FROM = re.compile(r"[由从](?:[^\d，；。：（）]{0,8}20\d\d年)?[^\d，；。：（）]{0,12}$")
_TO = re.compile(
    r"^[^\d，；。：（）]{0,4}?(?P<way>增|扩|升|提|拓|涨|减|降|压|缩|精简|下调|上调|调整|变)[^\d，；。：（）]{0,6}?(?:到|至|为|成|达)了?(?:20\d\d年(?:度)?的?|本年(?:度)?的?|今年的?)?$"
)
_UP = "增扩升提拓涨上调"
_NEITHER = ("调整", "变")


@dataclass(frozen=True, slots=True)
class Passage:
    """Both figures, which way the words go (1, -1, or 0 where they do not say), and the first's place among all."""

    first: Figure
    last: Figure
    way: int
    at: int


def passages(text: str, known: Sequence[Figure]) -> tuple[Passage, ...]:
    """Every passage from one exact number to another in a text with these figures."""
    if not re.search("[由从]", text):
        return ()
    found: list[Passage] = []
    for at, (one, then) in enumerate(pairwise(known)):
        if one.kind not in ("count", "percent") or (one.kind, one.unit) != (then.kind, then.unit):
            continue
        hit = _TO.match(text[one.end : then.start])
        if hit and not one.vague and not then.vague and _FROM.search(text[: one.start]):
            found.append(Passage(one, then, 0 if hit["way"] in _NEITHER else 1 if hit["way"] in _UP else -1, at))
    return tuple(found)
