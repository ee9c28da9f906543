"""The figures in a sentence: value, unit, how exact they are, and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.report.number import WAN
from gongkai.report.numerals import CHINESE, chinese

__all__ = ["UNITS", "Figure", "chinese", "figures"]

UNITS = "个工作日|件次|人次|家次|场次|件|条|项|份|宗|篇|则|次|人|名|位|个|家|起|例|期|场|部|幅|张|类|批|册|户|处|块|集|组|套|款"
"""What offices count in."""

_MONEY = "亿元|万元|元"
_FIGURE = re.compile(
    rf"(?P<near>约|近|逾|超过?|不足|不少于|至少|将近|大约|达到?(?=\d+多|\d+余))?"
    rf"(?P<digits>(?<!\d)\d{{1,12}}(?!\d)(?:\.\d{{1,8}}(?!\d))?|零(?=(?:{_MONEY}))|(?<![第每这那某任另同唯逐{CHINESE}])[{CHINESE}]{{1,9}}(?=(?:余|多)?(?:{UNITS})(?!致|体|定|直|性|线|行|方)))"
    rf"(?P<more>余|多|几|来(?=万|个|条|件))?(?P<step>[万亿千百](?!元))?(?P<more2>余|多)?"
    rf"(?:(?P<money>{_MONEY})|(?P<percent>%|个百分点)|(?P<unit>{UNITS})|(?P<time>年|月|日|时|点|分|小时|天|个工作日|岁|级|倍|号|楼|室|路|届|周|季度))?"
    rf"(?P<after>左右|以上|以内|以下|余|多(?!种|个|\d|出|了|于))?"
)
_BORROW = re.compile(r"[、，和及]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `start:end` of a sentence; money in 万元.

    `kind` is count, money, percent, bare (no unit) or other (years, times); `step` is what the last digit counts in.
    """

    start: int
    end: int
    value: int | Decimal
    unit: str
    kind: str
    vague: bool
    written: str
    step: Decimal = Decimal(1)


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a compared sentence, from left to right; in `3、2、1件` the first two borrow the last's unit."""
    found = [figure for hit in _FIGURE.finditer(text) if (figure := _figure(hit)) is not None]
    for at in range(len(found) - 2, -1, -1):
        one, then = found[at], found[at + 1]
        if one.kind == "bare" and then.kind in ("count", "money") and _BORROW.fullmatch(text[one.end : then.start]):
            found[at] = replace(one, unit=then.unit, kind=then.kind)
    return tuple(found)


def _figure(hit: re.Match[str]) -> Figure | None:
    digits = hit["digits"]
    value = Decimal(digits) if digits[0].isdecimal() else Decimal(chinese(digits))
    factor = Decimal({"万": 10000, "亿": 100000000, "千": 1000, "百": 100}.get(hit["step"] or "", 1))
    kind, unit = "bare", ""
    if hit["money"]:
        kind, unit = "money", hit["money"]
        factor *= WAN[unit]
    elif hit["percent"]:
        kind, unit = "percent", hit["percent"]
    elif hit["unit"]:
        kind, unit = "count", hit["unit"]
    elif hit["time"]:
        kind, unit = "other", hit["time"]
    step = factor.scaleb(-len(digits.partition(".")[2]))
    value *= factor
    vague = any(hit[name] for name in ("near", "more", "more2", "after"))
    whole = value == value.to_integral_value() and kind != "money"
    return Figure(
        hit.start(), hit.end(), int(value) if whole else value.normalize(), unit, kind, vague, hit.group(), step
    )
