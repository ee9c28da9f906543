"""What the styles of a web page decide about reading: hidden, raised and struck text, and tables made of other tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DISPLAY = re.compile(r"(?:^|[;{\s])display\s*:\s*([a-z-]+)", re.IGNORECASE)
_HIDES = re.compile(
    r"visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$|!)",
    re.IGNORECASE,
)
_RAISES = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_STRIKES = re.compile(r"text-decoration[a-z-]*\s*:[^;]{0,80}line-through", re.IGNORECASE)
_DECIDES = re.compile(r"display|visibility|mso-hide|font-size|vertical-align|line-through", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_PART = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][a-z_-][a-z0-9_-]*)*", re.IGNORECASE)
_LONGEST_SELECTOR = 120
_SHOWN_MEDIA = re.compile(r"^@media\s+(?:screen|all)\s*$", re.IGNORECASE)
_MOST_RULES = 300
_ROLES = {
    "table": "table", "inline-table": "table", "grid": "table", "treegrid": "table",
    "table-row": "tr", "row": "tr", "table-cell": "td", "cell": "td", "gridcell": "td",
    "columnheader": "td", "rowheader": "td",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shown:
    """What declarations decide about a node; worked out once a rule: one of half a megabyte may be for every node."""

    display: str
    hides: bool
    raises: bool
    strikes: bool

    @classmethod
    def by(cls, declared: str) -> _Shown:
        display = _DISPLAY.search(declared)
        return cls(
            display[1].lower() if display else "",
            bool(_HIDES.search(declared)),
            bool(_RAISES.search(declared)),
            bool(_STRIKES.search(declared)),
        )


@dataclass
class PageStyle:
    """Sets of nodes by their identity in the parsed tree.

    `hidden`, `raised`, `struck` hold nodes; `roles` says which nodes are `table`, `tr` or `td` by style or ARIA role.
    """

    hidden: set[int] = field(default_factory=set)
    raised: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    roles: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> PageStyle:
        """The styles of a parsed page: its style sheets first, then what stands on the elements themselves."""
        made = cls()
        for sheet in tree.css("style"):
            for selector, shown in _rules(sheet.text() or ""):
                for node in tree.css(selector):
                    made._apply(node, shown)
        for node in tree.css("[role]"):
            role = _ROLES.get((node.attributes.get("role") or "").lower())
            if role and node.tag not in ("table", "tr", "td", "th"):
                made.roles[node.mem_id] = role
        for node in tree.css("[style]"):
            made._apply(node, _Shown.by(node.attributes.get("style") or ""))
        for node in tree.css("[hidden]"):
            made.hidden.add(node.mem_id)
        made.raised.update(node.mem_id for node in tree.css("sup, .MsoFootnoteReference, .MsoEndnoteReference"))
        made.struck.update(node.mem_id for node in tree.css("del, s, strike"))
        return made

    def _apply(self, node: LexborNode, shown: _Shown) -> None:
        if shown.display:
            (self.hidden.add if shown.display == "none" else self.hidden.discard)(node.mem_id)
            role = _ROLES.get(shown.display) if "table" in shown.display else None
            if role and node.tag not in ("table", "tr", "td", "th"):
                self.roles[node.mem_id] = role
        if shown.hides:
            self.hidden.add(node.mem_id)
        if shown.raises:
            self.raised.add(node.mem_id)
        if shown.strikes:
            self.struck.add(node.mem_id)


def _rules(sheet: str) -> list[tuple[str, _Shown]]:
    """The rules that decide what is shown on a screen, as (simple selector, what it decides), in order.

    Rules for print or for small screens do not count, nor do selectors of more than three parts.
    """
    sheet = _COMMENT.sub("", sheet.replace("<!--", "").replace("-->", ""))
    found: list[tuple[str, _Shown]] = []
    blocks: list[str] = []
    at = 0
    for brace in _BRACE.finditer(sheet):
        part = sheet[at : brace.start()]
        at = brace.end()
        if brace[0] == "{":
            blocks.append(part.rpartition(";")[2].strip())
        elif blocks:
            prelude = blocks.pop()
            if _DECIDES.search(part) and all(_SHOWN_MEDIA.match(block) for block in blocks):
                shown = _Shown.by(part)
                found += [(one, shown) for one in map(_simple, prelude[:2000].split(",")) if one]
    return found[:_MOST_RULES]


def _simple(selector: str) -> str:
    """A selector of at most three tags, classes and ids, tidied; '' for any other and for the whole page."""
    if len(selector) > _LONGEST_SELECTOR:
        return ""
    parts = selector.replace(">", " > ").split()
    names = [part for part in parts if part != ">"]
    alternate = all(a != ">" or b != ">" for a, b in pairwise(parts))
    if not 1 <= len(names) <= 3 or not alternate or parts[0] == ">" or parts[-1] == ">":
        return ""
    if names in (["body"], ["html"]) or not all(_PART.fullmatch(name) for name in names):
        return ""
    return " ".join(parts)
