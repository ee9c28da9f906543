"""Automatic numbering of Word paragraphs: the `一、` and `（一）` that stand in no run of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from gongkai.readers.markup import parse
from gongkai.readers.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "〇一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "ideographTraditional",
    "taiwaneseCounting",
}


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    text: str
    start: int


@dataclass
class Numbering:
    """The numbering of one file and how far each list has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> Numbering:
        """The numbering of a package; an empty one when the file has none."""
        made = cls()
        if "word/numbering.xml" in package.names:
            made._lists(parse(package.read("word/numbering.xml"), "word/numbering.xml"))
        if "word/styles.xml" in package.names:
            made._styles(parse(package.read("word/styles.xml"), "word/styles.xml"))
        return made

    def _lists(self, root: etree._Element) -> None:
        for abstract in root.iter(_W + "abstractNum"):
            levels = {}
            for level in abstract.iter(_W + "lvl"):
                levels[whole(level.get(_W + "ilvl", "0"), 0)] = _Level(
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    whole(_value(level, "start", "1"), 0),
                )
            self.levels[abstract.get(_W + "abstractNumId", "")] = levels
        for one in root.iter(_W + "num"):
            self.lists[one.get(_W + "numId", "")] = _value(one, "abstractNumId", "")

    def _styles(self, root: etree._Element) -> None:
        for style in root.iter(_W + "style"):
            found = style.find(f"{_W}pPr/{_W}numPr")
            if found is not None:
                self.styles[style.get(_W + "styleId", "")] = (
                    _value(found, "numId", "0"),
                    whole(_value(found, "ilvl", "0"), 0),
                )

    def prefix(self, paragraph: etree._Element) -> str:
        """What Word prints in front of this paragraph; counts on."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return ""
        found = properties.find(_W + "numPr")
        if found is not None:
            number, level = _value(found, "numId", "0"), whole(_value(found, "ilvl", "0"), 0)
        else:
            number, level = self.styles.get(_value(properties, "pStyle", ""), ("0", 0))
        levels = self.levels.get(self.lists.get(number, ""), {})
        if level not in levels:
            return ""
        self.counts[number, level] = self.counts.get((number, level), levels[level].start - 1) + 1
        for deeper in [key for key in self.counts if key[0] == number and key[1] > level]:
            del self.counts[deeper]
        return re.sub(r"%(\d)", lambda m: self._part(number, int(m.group(1)) - 1, levels), levels[level].text)

    def _part(self, number: str, level: int, levels: dict[int, _Level]) -> str:
        known = levels.get(level)
        count = self.counts.get((number, level), known.start if known else 1)
        return _figure(count, known.style if known else "decimal")


def _value(parent: etree._Element, tag: str, default: str) -> str:
    found = parent.find(_W + tag)
    return default if found is None else found.get(_W + "val", default)


def whole(text: str | None, default: int) -> int:
    """The text as a whole number of at most nine digits; the default when it is none."""
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else default


def _figure(count: int, style: str) -> str:
    if style in _CHINESE and 0 < count < 100:
        tens, ones = divmod(count, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _HAN[tens] + "十") + (_HAN[ones] if ones else "")
    if style == "lowerLetter":
        return chr(ord("a") + (count - 1) % 26)
    if style == "upperLetter":
        return chr(ord("A") + (count - 1) % 26)
    if style in ("bullet", "none"):
        return ""
    return str(count)
