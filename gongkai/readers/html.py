"""HTML as government sites publish it: text outside tables as paragraphs, data tables as grids, layout tables opened."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.readers.document import MAX_CELLS, Block, Document, Grid, Paragraph, Slot, demand_text, too_many
from gongkai.readers.encoding import decode

_DROPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "object",
    "svg",
    "select",
    "textarea",
    "-comment",
}
_BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "caption",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_DEPTH = 2000
_NESTING = re.compile(
    r"<(/?)(?:div|table|section|article|ul|ol|dl|blockquote|center|form|fieldset|main)\b", re.IGNORECASE
)
_BIG5 = re.compile(rb"charset\s*=\s*[\"']?big5", re.IGNORECASE)
_LONG_CELL = 400
_SOURCE = re.compile(r"[ \t\r\n\f]+")
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")


def read(data: bytes) -> Document:
    """The HTML in `data` as a Document. TooLarge when it is nested or spread beyond the bounds."""
    text, warnings = _decoded(data)
    _bound_depth(text)
    tree = LexborHTMLParser(text)
    root = tree.body or tree.root
    walker = _Walker()
    if root is not None:
        walker.walk(root)
    walker.flush()
    document = Document("html", tuple(walker.done), _title(tree), warnings)
    return demand_text(document, _expected(text))


def _decoded(data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text; Big5 is taken at the page's word, everything else as the bytes say."""
    if _BIG5.search(data[:4096]):
        try:
            return data.decode("big5hkscs"), ()
        except UnicodeDecodeError:
            return decode(data)
    return decode(data)


def _bound_depth(text: str) -> None:
    """TooLarge before the parser sees elements nested beyond the bound: its time grows with their square."""
    depth = 0
    for found in _NESTING.finditer(text):
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        if depth > _MOST_DEPTH:
            raise too_many("标签嵌套层数", "levels of nesting", depth, _MOST_DEPTH)


def _title(tree: LexborHTMLParser) -> str:
    for meta in tree.css("meta"):
        if (meta.attributes.get("name") or "").lower() == "articletitle":
            return (meta.attributes.get("content") or "").strip()
    found = tree.css_first("title")
    return found.text().strip() if found is not None else ""


def _expected(text: str) -> int:
    bare = re.sub(r"(?is)<(script|style|noscript|template|head|select|textarea|svg)\b.*?</\1\s*>|<!--.*?-->", "", text)
    return len("".join(re.sub(r"<[^>]*>|&\w{1,8};", "", bare).split()))


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


@dataclass
class _Walker:
    """Walks the tree without recursion; `done` grows in reading order."""

    done: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    path: list[int] = field(default_factory=list)
    seen: int = 0
    tables: int = 0
    paragraphs: int = 0

    def walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode | None, bool]] = [(root, False)]
        depth = 0
        while stack:
            node, leaving = stack.pop()
            if leaving or node is None:
                self.flush()
                self.path.pop()
                depth -= 1
                continue
            tag = node.tag or ""
            if tag == "-text":
                self.text.append(_SOURCE.sub(" ", node.text_content or ""))
                continue
            if tag in _DROPPED or tag.startswith("-") or (tag not in ("html", "body") and _hidden(node)):
                continue
            if tag == "br":
                self.text.append("\n")
                continue
            if tag == "table" and self._table(node):
                continue
            if tag in _BLOCKS:
                self.flush()
                self.seen += 1
                self.path.append(self.seen)
                depth += 1
                if depth > _MOST_DEPTH:
                    raise too_many("标签嵌套层数", "levels of nesting", depth, _MOST_DEPTH)
                stack.append((None, True))
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))

    def flush(self) -> None:
        """End the paragraph at hand."""
        text = _tidy("".join(self.text))
        self.text = []
        if text:
            self.paragraphs += 1
            self.done.append(Paragraph(text, f"paragraph {self.paragraphs}", tuple(self.path[:-1])))

    def _table(self, table: LexborNode) -> bool:
        """Take a data table as a grid; False when it is for layout and its contents are to be walked."""
        if len(table.css("table")) > 1:
            return False
        rows = [row for row in table.css("tr") if not _hidden(row)]
        cells = [[c for c in row.iter() if c.tag in ("td", "th") and not _hidden(c)] for row in rows]
        if any(len(c.css("p,div,br")) > 6 and len(c.text()) > _LONG_CELL for line in cells for c in line):
            return False
        self.flush()
        caption = table.css_first("caption")
        if caption is not None:
            self.text.append(_inner(caption))
            self.flush()
        self.tables += 1
        self.done.append(Grid(_slots(cells, self.tables), f"table {self.tables}", path=tuple(self.path)))
        return True


def _slots(rows: list[list[LexborNode]], table: int) -> tuple[tuple[Slot, ...], ...]:
    lines: list[tuple[Slot, ...]] = []
    covered: dict[int, int] = {}
    total = 0
    for at, cells in enumerate(rows):
        line = []
        column = 0
        for cell in cells:
            while covered.get(column, 0) > at:
                column += 1
            wide, high = _span(cell, "colspan", 1000), min(_span(cell, "rowspan", 65534), len(rows) - at)
            total += wide * high
            if total > MAX_CELLS:
                raise too_many("表格单元格数", "cells of a table", total, MAX_CELLS)
            line.append(Slot(_inner(cell), at, column, high, wide, f"table {table}, row {at + 1}, column {column + 1}"))
            for covering in range(column, column + wide):
                covered[covering] = at + high
            column += wide
        lines.append(tuple(line))
    return tuple(lines)


def _span(cell: LexborNode, name: str, most: int) -> int:
    value = (cell.attributes.get(name) or "").strip()
    number = int(value) if re.fullmatch(r"\d{1,12}", value) else 1
    return max(1, min(most, number))


def _inner(cell: LexborNode) -> str:
    parts: list[str] = []
    stack = [cell]
    while stack:
        node = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            parts.append(_SOURCE.sub(" ", node.text_content or ""))
        elif tag == "br":
            parts.append("\n")
        elif tag in _DROPPED or tag.startswith("-") or (node is not cell and _hidden(node)):
            continue
        else:
            if tag in _BLOCKS and parts:
                parts.append("\n")
            stack.extend(reversed(list(node.iter(include_text=True))))
    return _tidy("".join(parts))


def _tidy(text: str) -> str:
    lines = (_BLANKS.sub(" ", line).strip(" \u3000") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
