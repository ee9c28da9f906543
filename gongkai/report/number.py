"""The one parser of figures in cells: raw text to value, kind and unit.

Counts become integers, money Decimals in 万元 (DECISIONS 5). Nothing is guessed: what is not plainly a figure is
text, an empty cell is blank, and a mark such as `/` is a dash.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from gongkai.report.form import Column


class Kind(StrEnum):
    """What stands in a cell (CONTRACT 2)."""

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    TEXT = "text"
    ABSENT = "absent"


COUNT_UNITS = "件条项份宗个次人部起例"
"""Units that offices write behind a count; the figure is the same with or without."""

WAN = {"元": Decimal("0.0001"), "万": Decimal(1), "万元": Decimal(1), "亿": Decimal(10000), "亿元": Decimal(10000)}
"""What one of each unit of money is in 万元."""

_DEBRIS = re.compile(r"\[bookmark:[^\]]*\]|[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]")
_ENCLOSED = re.compile(
    r"[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]"
)
_PLAIN = re.compile(r"[一-鿿\w./%+-]*", re.ASCII)
_DASHES = re.compile(r"^(?:[-‐‑‒–—―─━﹣－_/\\／＼|·.]{1,4}|无|空)$")
_APART = re.compile(r"\d\s+[\d.,]|[.,]\s+\d")
_SHORT = 32
_FIGURE = re.compile(
    r"^(?P<sign>[-−–－﹣]?)(?P<digits>\d{1,3}(?:,\d{3}){1,6}|\d{1,20})(?P<part>\.\d{1,20})?(?P<unit>(?:亿元?|万元|元|万?["
    + COUNT_UNITS
    + r"]|万)?)$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A parsed cell: `value` int, Decimal (万元) or None, its kind, the unit written in the cell ('' if none).

    `joined` is true when white space inside the digits was closed up, which the reader reports as a doubt.
    """

    value: int | Decimal | None
    kind: Kind
    unit: str = ""
    joined: bool = False


_BLANK, _DASH, _TEXT = (Figure(None, kind) for kind in (Kind.BLANK, Kind.DASH, Kind.TEXT))


def clean(raw: str) -> str:
    """The raw text of a cell without conversion debris, in half width, with the white space around it gone.

    Raised and ringed digits mark notes: they stand in brackets, or the half width of `12①` would be 121.
    """
    if _PLAIN.fullmatch(raw):
        return raw
    return unicodedata.normalize("NFKC", _ENCLOSED.sub(r"[\g<0>]", _DEBRIS.sub("", raw))).strip()


def looks_like_figure(raw: str) -> bool:
    """Whether a cell holds a figure, perhaps with a unit: never a label, a year head or an ordinal such as `1.`."""
    return _FIGURE.match("".join(clean(raw).split())) is not None


def looks_like_dash(raw: str) -> bool:
    """Whether a cell holds one of the marks that offices put for nothing."""
    text = clean(raw)
    return bool(text) and _DASHES.match(text) is not None


def parse(raw: str, column: Column, head_unit: str = "") -> Figure:
    """Parse a cell of the given column; `head_unit` is the unit that the file's own head names, if it differs.

    A count with a fraction, two figures in a cell, words: all are kind `text`, with no value.
    """
    kept = _parse_short if len(raw) <= _SHORT else _parse
    return kept(raw, column.type == "money", head_unit or column.unit)


def _parse(raw: str, money: bool, unit_due: str) -> Figure:
    text = clean(raw)
    if not text:
        return _BLANK
    if _DASHES.match(text):
        return _DASH
    found = _FIGURE.match("".join(text.split()))
    if found is None:
        return _TEXT
    joined = _APART.search(text) is not None
    number = Decimal(found["digits"].replace(",", "") + (found["part"] or ""))
    if found["sign"]:
        number = -number
    if money:
        unit = found["unit"]
        if unit and unit not in WAN:
            return _TEXT
        return Figure(_money(number, unit or unit_due), Kind.NUMBER, unit, joined)
    return _count(number, found["unit"], joined)


_parse_short = lru_cache(maxsize=8192)(_parse)
"""Few figures are long, and the short ones come again and again."""


def _money(number: Decimal, unit: str) -> Decimal:
    factor = WAN.get(unit, Decimal(1))
    if factor == 1:
        return number
    return (number * factor).normalize() + Decimal(0)


def _count(number: Decimal, unit: str, joined: bool) -> Figure:
    if unit in WAN and unit != "万":
        return _TEXT
    if unit.startswith("万"):
        number *= 10000
    if number != number.to_integral_value():
        return _TEXT
    return Figure(int(number), Kind.NUMBER, unit, joined)
