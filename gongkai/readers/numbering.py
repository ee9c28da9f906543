"""Automatic numbering of Word paragraphs: the `一、` and `（一）` that stand in no run of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from gongkai.readers.numerals import numeral
from gongkai.readers.styles import Styles, W, flag, value, whole

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: number format, text with `%1` for counts, first count, and how it restarts.

    `restart` is the level (from 1) whose use sets this one back; None means any higher one, 0 means never.
    """

    format: str
    text: str
    start: int
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str = ""


@dataclass
class NumberedList:
    """One list (`w:num`): the definition it counts with, its own levels, and where it begins anew."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass
class Numbering:
    """The numbering of one file and how far each definition has counted.

    Lists that share a definition go on counting together, as Word does, unless one of them begins anew.
    """

    styles: Styles
    lists: dict[str, NumberedList] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None, styles: Styles) -> Numbering:
        """The numbering in the root of `numbering.xml`; an empty one when the file has no such part."""
        made = cls(styles)
        if root is None:
            return made
        definitions, links, linked = {}, {}, {}
        for abstract in root.iterchildren(W + "abstractNum"):
            name = abstract.get(W + "abstractNumId", "")
            definitions[name] = dict(_level(one) for one in abstract.iterchildren(W + "lvl"))
            links[name] = value(abstract, "numStyleLink", "")
            linked[value(abstract, "styleLink", "")] = name
        for one in root.iterchildren(W + "num"):
            name = value(one, "abstractNumId", "")
            if links.get(name) in linked and links[name]:
                name = linked[links[name]]
            made.lists[one.get(W + "numId", "")] = _list(one, name, definitions.get(name, {}))
        return made

    def prefix(self, style: str, own: etree._Element | None) -> str:
        """What Word prints in front of a paragraph of this style with this `numPr`, if any; counts on."""
        if own is None and not self.lists:
            return ""
        return self.label(*self._place(style or self.styles.default, own))

    def label(self, number: str, at: int) -> str:
        """What stands in front of the next paragraph of that list at level `at` (from 0); counts on."""
        one = self.lists.get(number)
        if one is None or at not in one.levels:
            return ""
        counts = self.counts.setdefault(one.definition, {})
        level = one.levels[at]
        if at in one.starts and (number, at) not in self.begun:
            counts[at] = one.starts[at]
        elif at in counts:
            counts[at] += 1
        else:
            counts[at] = level.start
        self.begun.add((number, at))
        for deeper in [n for n in counts if n > at and _set_back(one.levels.get(n), n, at)]:
            del counts[deeper]
        if level.hidden:
            return ""
        return _PLACE.sub(lambda found: _part(one, level, counts, int(found[1]) - 1), level.text)

    def _place(self, style: str, own: etree._Element | None) -> tuple[str, int]:
        """List and level of a paragraph: its own properties first, then its style's."""
        known = self.styles.whole(style)
        number = value(own, "numId", "") if own is not None else ""
        level = whole(value(own, "ilvl", ""), -1) if own is not None else -1
        if not number:
            number = known.list or "0"
            if level < 0:
                level = self._level_of_style(number, style, known.level)
        return number, max(level, 0)

    def _level_of_style(self, number: str, style: str, named: int | None) -> int:
        one = self.lists.get(number)
        for at, level in one.levels.items() if one else ():
            if level.style == style:
                return at
        return named or 0


def _level(one: etree._Element) -> tuple[int, Level]:
    restart = value(one, "lvlRestart", "")
    form = value(one, "numFmt", "decimal")
    return whole(one.get(W + "ilvl"), 0), Level(
        form,
        "" if form == "bullet" else value(one, "lvlText", ""),
        whole(value(one, "start", "1"), 0),
        whole(restart, 0) if restart else None,
        flag(one, "isLgl") or False,
        flag(one.find(W + "rPr"), "vanish") or False,
        value(one, "pStyle", ""),
    )


def _list(one: etree._Element, definition: str, levels: dict[int, Level]) -> NumberedList:
    levels, starts = dict(levels), {}
    for over in one.iterchildren(W + "lvlOverride"):
        at = whole(over.get(W + "ilvl"), 0)
        own = over.find(W + "lvl")
        if own is not None:
            levels[at] = _level(own)[1]
        start = value(over, "startOverride", "")
        if start:
            starts[at] = whole(start, 0)
            if at in levels:
                levels[at] = replace(levels[at], start=starts[at])
    return NumberedList(definition, levels, starts)


def _set_back(level: Level | None, at: int, used: int) -> bool:
    """Whether a level begins anew after `used`, a higher one, was counted."""
    if level is None or level.restart is None:
        return at > used
    return level.restart != 0 and used < level.restart


def _part(one: NumberedList, level: Level, counts: dict[int, int], at: int) -> str:
    known = one.levels.get(at)
    count = counts.get(at, known.start if known else 1)
    if level.legal or known is None:
        return str(count)
    return numeral(count, known.format)


def behind(prefix: str, text: str) -> str:
    """A paragraph's text behind its automatic number, kept apart where the two would make one figure."""
    if not prefix:
        return text
    if text[:1].isdigit() and prefix[-1].isdigit():
        return f"{prefix}、{text}"
    if text[:1].isdigit() and prefix[-1] in ".．,":
        return f"{prefix[:-1]}、{text}"
    return prefix + text
