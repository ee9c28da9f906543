"""Word styles as far as they decide what is read: hidden text, raised text, numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of Word's own elements; the strict variant is rewritten to it before parsing."""

_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None where it says nothing and the style it is based on decides."""

    based_on: str = ""
    vanish: bool | None = None
    raised: bool | None = None
    list: str | None = None
    level: int | None = None


@dataclass
class Styles:
    """The styles of one file, with what they inherit worked out once for each."""

    known: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    hides_all: bool = False
    _whole: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """The styles in the root of `styles.xml`; none at all when the file has no such part."""
        made = cls()
        if root is None:
            return made
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        made.hides_all = flag(defaults, "vanish") or False
        for one in root.iterchildren(W + "style"):
            name = one.get(W + "styleId", "")
            if one.get(W + "default") in ("1", "true", "on") and one.get(W + "type") == "paragraph":
                made.default = name
            made.known[name] = _style(one)
        return made

    def whole(self, name: str) -> Style:
        """A style with everything it inherits; a style that nobody defined says nothing."""
        found = self._whole.get(name)
        if found is not None:
            return found
        chain: list[Style] = []
        seen: set[str] = set()
        at = name
        while at and at not in seen and at in self.known:
            seen.add(at)
            chain.append(self.known[at])
            at = chain[-1].based_on
        vanish = next((one.vanish for one in chain if one.vanish is not None), None)
        raised = next((one.raised for one in chain if one.raised is not None), None)
        number = next((one.list for one in chain if one.list is not None), None)
        level = next((one.level for one in chain if one.level is not None), None)
        found = self._whole[name] = Style("", vanish, raised, number, level)
        return found

    def hides(self, paragraph: str, character: str) -> bool:
        """Whether text in these two styles is hidden: a toggle, so that twice on is off (ECMA-376-1, 17.7.3)."""
        return self.hides_all or bool(self.whole(paragraph).vanish) != bool(self.whole(character).vanish)

    def raises(self, paragraph: str, character: str) -> bool:
        """Whether text in these two styles stands raised above the line."""
        own = self.whole(character).raised
        return bool(self.whole(paragraph).raised if own is None else own)


def _style(one: etree._Element) -> Style:
    run = one.find(W + "rPr")
    numbers = one.find(f"{W}pPr/{W}numPr")
    raised = run.find(W + "vertAlign") if run is not None else None
    number = level = None
    if numbers is not None:
        number = value(numbers, "numId", "") or None
        level = whole(value(numbers, "ilvl", ""), -1)
    return Style(
        value(one, "basedOn", ""),
        flag(run, "vanish"),
        raised.get(W + "val") == "superscript" if raised is not None else None,
        number,
        None if level == -1 else level,
    )


def flag(properties: etree._Element | None, tag: str) -> bool | None:
    """An on/off property such as `vanish`: True, False, or None when it is not among the properties."""
    found = properties.find(W + tag) if properties is not None else None
    return None if found is None else is_on(found)


def is_on(toggle: etree._Element) -> bool:
    """Whether an on/off element is on: it is unless its value says no."""
    return toggle.get(W + "val", "1") not in _OFF


def value(parent: etree._Element, tag: str, default: str) -> str:
    """The `w:val` of a child element; the default when there is no such child."""
    found = parent.find(W + tag)
    return default if found is None else found.get(W + "val", default)


def whole(text: str | None, default: int) -> int:
    """The text as a whole number of at most nine digits; the default when it is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else default
