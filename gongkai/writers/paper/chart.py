"""Small charts as SVG made here: no script, no colour that print in grey loses, a title and a description to listen to.

Labels stand beside the marks instead of in a legend. Whoever places a chart puts the table of its figures under it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

FIRST, SECOND, QUIET, INK = "#12436D", "#F46A25", "#8A929C", "#1B1F24"
"""The colours of two series, of what is not in question, and of words; dark and light apart in grey."""

_WIDE, _LEFT, _RIGHT = 720, 250, 470
_TOP, _HIGH = 34, 300
_LINE = 16
_BAR, _GAP = 12, 12
_WORDS = 80
"""Room beside a bar for its figure and the brackets around its name."""


@dataclass(frozen=True, slots=True)
class Item:
    """A thing with two figures."""

    name: str
    before: float
    after: float


def slope(name: str, title: str, ends: tuple[str, str], items: Sequence[Item], loud: int) -> str:
    """A line for each item from its first to its second figure; the `loud` first items are labelled and coloured.

    `name` makes the ids unique on a page, `title` is the finding in words, `ends` name the two sides.
    """
    top = max((max(item.before, item.after) for item in items), default=0) or 1
    parts = [
        f'<text x="{x}" y="18" text-anchor="middle" font-weight="bold">{escape(_cut(end))}</text>'
        f'<line x1="{x}" y1="{_TOP}" x2="{x}" y2="{_TOP + _HIGH}" stroke="{QUIET}"/>'
        for x, end in zip((_LEFT, _RIGHT), ends, strict=True)
    ]
    for at in reversed(range(len(items))):
        one, two = (_height(value, top) for value in (items[at].before, items[at].after))
        colour = FIRST if items[at].after >= items[at].before else SECOND
        look = f'stroke="{colour}" stroke-width="2.5"' if at < loud else f'stroke="{QUIET}" stroke-width="1"'
        dashes = ' stroke-dasharray="6 3"' if at < loud and colour == SECOND else ""
        parts.append(f'<line x1="{_LEFT}" y1="{one}" x2="{_RIGHT}" y2="{two}" {look}{dashes}/>')
    shown = items[:loud]
    for side, x, anchor in ((0, _LEFT - 8, "end"), (1, _RIGHT + 8, "start")):
        values = [(item.before, item.after)[side] for item in shown]
        for item, value, y in zip(shown, values, _apart([_height(value, top) for value in values]), strict=True):
            words = f"{_cut(item.name, 16)} {value:g}" if side == 0 else f"{value:g} {_cut(item.name, 16)}"
            parts.append(f'<text x="{x}" y="{y + 4:g}" text-anchor="{anchor}">{escape(words)}</text>')
    told = "；".join(f"{item.name}：{item.before:g}，{item.after:g}" for item in items)
    return _svg(name, title, told, "".join(parts), _TOP + _HIGH + 24 + max(0, len(shown) * _LINE - _HIGH))


def bars(name: str, title: str, ends: tuple[str, str], items: Sequence[Item]) -> str:
    """Two bars for each item, the first figure above the second, the figures at their ends."""
    top = max((max(item.before, item.after) for item in items), default=0) or 1
    ends = (_cut(ends[0]), _cut(ends[1]))
    room = _WIDE - _LEFT - _WORDS - max(map(_long, ends))
    parts = []
    y = 8.0
    for at, item in enumerate(items):
        parts.append(f'<text x="{_LEFT - 8}" y="{y + _BAR + 4:g}" text-anchor="end">{escape(_cut(item.name))}</text>')
        for value, colour, end in ((item.before, FIRST, ends[0]), (item.after, SECOND, ends[1])):
            long = max(value, 0) / top * room
            words = f"{value:g}" + (f"（{end}）" if at == 0 else "")
            parts.append(
                f'<rect x="{_LEFT}" y="{y:g}" width="{long:.1f}" height="{_BAR - 1}" fill="{colour}"/>'
                f'<text x="{_LEFT + long + 5:.1f}" y="{y + _BAR - 2:g}">{escape(words)}</text>'
            )
            y += _BAR
        y += _GAP
    told = "；".join(f"{item.name}：{ends[0]}{item.before:g}，{ends[1]}{item.after:g}" for item in items)
    return _svg(name, title, told, "".join(parts), y + 4)


def _height(value: float, top: float) -> float:
    return round(_TOP + _HIGH * (1 - max(value, 0) / top), 1)


def _apart(places: list[float]) -> list[float]:
    """Label heights at least a line apart, moved down where they would meet; in the order given."""
    moved = list(places)
    last = 0.0
    for at in sorted(range(len(places)), key=lambda n: places[n]):
        moved[at] = max(places[at], last + _LINE)
        last = moved[at]
    return moved


def _cut(name: str, most: int = 18) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _long(words: str) -> float:
    """How long words are at most, in the units of the drawing: a Chinese character is as wide as the type is high."""
    return sum(12 if unicodedata.east_asian_width(one) in "WF" else 8 for one in words)


def _svg(name: str, title: str, told: str, inside: str, high: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high:g}" width="{_WIDE}" role="img"'
        f' aria-labelledby="{name}-t {name}-d" font-size="12" fill="{INK}" style="max-width:100%;height:auto">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(told)}</desc>{inside}</svg>'
    )
