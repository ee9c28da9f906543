"""HTML as government sites publish it: text outside tables as paragraphs, data tables as grids, layout tables opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.errors import UnsafeFile
from gongkai.readers.document import MAX_CELLS, MAX_DEPTH, Block, Document, Grid, Paragraph, Slot, demand_text, too_many
from gongkai.readers.encoding import Warnings, decode
from gongkai.readers.layout import demand_tables, holds_data, unread_pictures
from gongkai.readers.marks import marks_left_out, note_mark, struck_left_out
from gongkai.readers.pagestyle import PageStyle

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
    "xml",
    "rt",
    "rp",
    "audio",
    "video",
    "canvas",
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
_MOST_DEPTH = 2000
_OPTIONAL_END = {"html", "body", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "hr", "caption"}
_NESTING = re.compile(rf"<(/?)(?:{'|'.join(sorted(_BLOCKS - _OPTIONAL_END))}|dir|menu|listing)\b", re.IGNORECASE)
_NESTED_TABLES = re.compile(r"<(/?)table\b", re.IGNORECASE)
_LABEL = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_FROM_WORD = re.compile(r"\bmso-|class=[\"']?Mso|urn:schemas-microsoft-com:office", re.IGNORECASE)
_RUNNING = ("<script", "<object", "<embed", "<applet", "<v:", "javascript:", "vbscript:", "expression(")
_HANDLER = re.compile(r"""[\s"'/]on[a-z]{3,20}\s*=""")
_SILENT = re.compile(r"<(script|style|noscript|template|head|select|textarea|svg|xml|iframe|object)\b|<!--")
_LISTED = 8
_LONG_CELL = 400
_SOURCE = re.compile(r"[ \t\r\n\f]+")
_SPAN = re.compile(r"\s*\+?(\d{1,12})")
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")


def read(data: bytes) -> Document:
    """The HTML in `data` as a Document. TooLarge when it is nested or spread beyond the bounds."""
    text, warnings = decode(data, [label.decode("ascii", "replace") for label in _LABEL.findall(data[:4096])])
    if _ENTITY.search(text[:65536]):
        raise UnsafeFile("含DTD实体，已拒绝", "it declares an entity; refused")
    _bound_depth(text, _NESTING, _MOST_DEPTH)
    _bound_depth(text, _NESTED_TABLES, MAX_DEPTH)
    if "<table" not in text.lower() and re.search(r"<td\b", text, re.IGNORECASE):
        text = re.sub(r"<t[rd]\b", lambda first: "<table>" + first[0], text, count=1, flags=re.IGNORECASE)
        warnings += (("缺少表格标签table，已按表格读取", "the table tag is missing; read as a table"),)
    tree = LexborHTMLParser(text)
    root = tree.body or tree.root
    walker = _Walker(PageStyle.of(tree))
    if root is not None:
        walker.walk(root)
    walker.flush()
    pictures = len(tree.css("img"))
    frames = [node.attributes.get("src") or "" for node in tree.css("iframe[src], frame[src]")]
    warnings += (*walker.warnings(), *unread_pictures(walker.done, pictures), *_active(text))
    document = Document("html", tuple(walker.done), _title(tree), warnings)
    return demand_tables(demand_text(document, _expected(text) - walker.left_out), pictures, frames)


def _bound_depth(text: str, tags: re.Pattern[str], most: int) -> None:
    """TooLarge before the parser sees elements nested beyond the bound: its time grows with their square."""
    depth = 0
    for found in tags.finditer(text):
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        if depth > most:
            raise too_many("标签嵌套层数", "levels of nesting", depth, most)


def _active(text: str) -> Warnings:
    """How much that could run was dropped, of a page pasted from Word; every site's own page has its scripts."""
    if not _FROM_WORD.search(text):
        return ()
    lower = text.lower()
    count = sum(map(lower.count, _RUNNING)) + sum(1 for _ in _HANDLER.finditer(lower))
    if not count:
        return ()
    return ((f"有脚本、事件或嵌入对象{count}处，已去除", f"{count} scripts, handlers or embedded objects dropped"),)


def _title(tree: LexborHTMLParser) -> str:
    for meta in tree.css("meta"):
        if (meta.attributes.get("name") or "").lower() == "articletitle":
            return (meta.attributes.get("content") or "").strip()
    found = tree.css_first("title")
    return found.text().strip() if found is not None else ""


def _expected(text: str) -> int:
    """About how many characters of text the source holds, counted without the parser."""
    bare = "".join(_outside(text))
    return len("".join(re.sub(r"<[^>]*>|&[A-Za-z]\w{0,7};", "", re.sub(r"&#\w{1,8};", "x", bare)).split()))


def _outside(text: str) -> Iterator[str]:
    """The source outside comments and elements whose content is no text; what is never closed runs to the end."""
    at = 0
    lower = text.lower()
    for found in _SILENT.finditer(lower):
        if found.start() < at:
            continue
        yield text[at : found.start()]
        close = lower.find(f"</{found[1]}" if found[1] else "-->", found.end())
        if close < 0:
            return
        at = close if found[1] else close + len("-->")
    yield text[at:]


@dataclass
class _Walker:
    """Walks the tree without recursion; `done` grows in reading order."""

    style: PageStyle
    done: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    path: list[int] = field(default_factory=list)
    spans: list[tuple[str, str]] = field(default_factory=list)
    seen: int = 0
    tables: int = 0
    paragraphs: int = 0
    left_out: int = 0
    hidden_tables: int = 0
    marks: int = 0
    struck: int = 0

    def walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode | None, bool]] = [(root, False)]
        while stack:
            node, verbatim = stack.pop()
            if node is None:
                self.flush()
                self.path.pop()
                continue
            tag = self.style.roles.get(node.mem_id) or node.tag or ""
            if tag == "-text":
                text = node.text_content or ""
                self.text.append(text if verbatim else _SOURCE.sub(" ", text))
                continue
            if tag == "input":
                self.text.append(_typed(node))
                continue
            if self._dropped(node, tag, self.text, in_cell=False):
                continue
            if tag == "br":
                self.text.append("\n")
                continue
            if tag == "table" and self._table(node, 0):
                continue
            if tag in _BLOCKS:
                self.flush()
                self.seen += 1
                self.path.append(self.seen)
                if len(self.path) > _MOST_DEPTH:
                    raise too_many("标签嵌套层数", "levels of nesting", len(self.path), _MOST_DEPTH)
                stack.append((None, False))
            verbatim = verbatim or tag in ("pre", "listing", "xmp", "plaintext")
            stack.extend((child, verbatim) for child in reversed(list(node.iter(include_text=True))))

    def warnings(self) -> Warnings:
        """What is to be said of what was read or left out."""
        told = [*marks_left_out(self.marks), *struck_left_out(self.struck), *self.spans[:_LISTED]]
        if len(self.spans) > _LISTED:
            more = len(self.spans) - _LISTED
            told.append((f"另有{more}处跨行跨列数不合规", f"{more} more spans are out of bounds"))
        if self.hidden_tables:
            told.append(
                (f"有隐藏的表格{self.hidden_tables}个，未读取", f"{self.hidden_tables} hidden tables, not read")
            )
        return tuple(told)

    def _dropped(self, node: LexborNode, tag: str, before: list[str], in_cell: bool) -> bool:
        """Whether a node is not read as it stands: hidden, struck through, a note mark, or no text at all."""
        if tag in _DROPPED or tag.startswith("-"):
            return True
        here = node.mem_id
        style = self.style
        if here in style.hidden and tag not in ("html", "body"):
            self.hidden_tables += len(node.css("table")) > 0
        elif here in style.struck and node.text().strip():
            self.struck += 1
        elif here in style.raised and (written := "".join(before)).strip():
            mark = note_mark(node.text(), written, in_cell)
            if mark is None:
                return False
            if mark:
                self.text.append(mark.strip())
                return True
            self.marks += 1
        else:
            return False
        self.left_out += len("".join(node.text().split()))
        return True

    def flush(self) -> None:
        """End the paragraph at hand."""
        text = _tidy("".join(self.text))
        self.text = []
        if text:
            self.paragraphs += 1
            self.done.append(Paragraph(text, f"paragraph {self.paragraphs}", tuple(self.path[:-1])))

    def _table(self, table: LexborNode, depth: int) -> bool:
        """Take a data table as a grid; False when it is for layout and its contents are to be walked."""
        if depth > MAX_DEPTH:
            raise too_many("表格嵌套层数", "levels of nested tables", depth, MAX_DEPTH)
        sections = [[self._cells(row) for row in rows] for rows in self._sections(table)]
        cells = [line for rows in sections for line in rows]
        nests = len(table.css("table")) > 1
        if nests and not holds_data([self._own_text(cell) for cell in line] for line in cells):
            return False
        if any(_is_prose(c) for line in cells for c in line):
            return False
        self.flush()
        caption = table.css_first("caption")
        inner: list[LexborNode] = []
        if caption is not None:
            self.text.append(self._inner(caption, inner))
            self.flush()
        self.tables += 1
        slots = self._slots(sections, self.tables, inner)
        self.done.append(Grid(slots, f"table {self.tables}", path=tuple(self.path)))
        for one in inner:
            self._table(one, depth + 1)
        return True

    def _sections(self, table: LexborNode) -> list[list[LexborNode]]:
        """The rows of a table by group, the foot last; rows of tables inside are not among them."""
        groups: list[list[LexborNode]] = [[]]
        feet: list[list[LexborNode]] = []
        for child in table.iter():
            tag = self.style.roles.get(child.mem_id) or child.tag
            if child.mem_id in self.style.hidden:
                self.left_out += len("".join(child.text().split()))
            elif tag == "tr":
                groups[-1].append(child)
            elif tag != "caption" and tag not in _DROPPED:
                rows = self._rows(child)
                (feet if tag == "tfoot" else groups).append(rows)
                groups.append([])
        return [rows for rows in (*groups, *feet) if rows]

    def _rows(self, group: LexborNode) -> list[LexborNode]:
        rows: list[LexborNode] = []
        for child in group.iter():
            tag = self.style.roles.get(child.mem_id) or child.tag
            if child.mem_id in self.style.hidden:
                self.left_out += len("".join(child.text().split()))
            elif tag == "tr":
                rows.append(child)
        return rows

    def _cells(self, row: LexborNode) -> list[LexborNode]:
        cells: list[LexborNode] = []
        for child in row.iter():
            if child.mem_id in self.style.hidden:
                self.left_out += len("".join(child.text().split()))
            elif (self.style.roles.get(child.mem_id) or child.tag) in ("td", "th"):
                cells.append(child)
        return cells

    def _own_text(self, cell: LexborNode) -> str:
        """The text of a cell without that of the tables in it."""
        inner = sum(len(one.text()) for one in cell.css("table"))
        return (
            cell.text()
            if not inner
            else "".join(one.text() for one in cell.iter(include_text=True) if one.tag != "table")
        )

    def _slots(
        self, sections: list[list[list[LexborNode]]], table: int, inner: list[LexborNode]
    ) -> tuple[tuple[Slot, ...], ...]:
        lines: list[tuple[Slot, ...]] = []
        total = 0
        for rows in sections:
            covered: dict[int, int] = {}
            end = len(lines) + len(rows)
            for cells in rows:
                at, line, column = len(lines), [], 0
                for cell in cells:
                    while covered.get(column, 0) > at:
                        column += 1
                    place = f"table {table}, row {at + 1}, column {column + 1}"
                    wide, high = self._span(cell, "colspan", 1000, place), self._span(cell, "rowspan", 65534, place)
                    if high > end - at:
                        self._spanned(f"rowspan={high}", f"{end - at}", place)
                    high = min(high, end - at) or end - at
                    total += wide * high
                    if total > MAX_CELLS:
                        raise too_many("表格单元格数", "cells of a table", total, MAX_CELLS)
                    line.append(Slot(self._inner(cell, inner), at, column, high, wide, place))
                    for covering in range(column, column + wide):
                        covered[covering] = at + high
                    column += wide
                lines.append(tuple(line))
        return tuple(lines)

    def _span(self, cell: LexborNode, name: str, most: int, place: str) -> int:
        """A span as browsers take it: digits in front, else 1; `rowspan=0` is 0, down to the end of its group."""
        written = cell.attributes.get(name)
        if written is None:
            return 1
        found = _SPAN.match(written)
        number = int(found[1]) if found else 1
        kept = min(most, number if number or name == "rowspan" else 1)
        if not found or kept != number:
            self._spanned(f"{name}={written.strip()[:20]}", str(kept), place)
        return kept

    def _spanned(self, written: str, taken: str, place: str) -> None:
        self.spans.append(
            (f"{place}：{written}不合规，按{taken}读取", f"{place}: {written} is out of bounds, taken as {taken}")
        )

    def _inner(self, cell: LexborNode, inner: list[LexborNode]) -> str:
        """The text of a cell; tables in it that are more than one text are put into `inner`."""
        parts: list[str] = []
        stack = [cell]
        while stack:
            node = stack.pop()
            tag = self.style.roles.get(node.mem_id) or node.tag or ""
            if tag == "-text":
                parts.append(_SOURCE.sub(" ", node.text_content or ""))
            elif tag == "br":
                parts.append("\n")
            elif tag == "input":
                parts.append(_typed(node))
            elif node is not cell and self._dropped(node, tag, parts, in_cell=True):
                continue
            elif tag == "table" and sum(1 for one in node.css("td,th") if one.text().strip()) > 1:
                inner.append(node)
            else:
                if tag in _BLOCKS and parts:
                    parts.append("\n")
                stack.extend(reversed(list(node.iter(include_text=True))))
        return _tidy("".join(parts))


def _is_prose(cell: LexborNode) -> bool:
    """Whether a cell holds running text, as the frame around an article does."""
    return len(cell.text()) > _LONG_CELL and len(cell.css("p,div,br")) > 6


def _typed(node: LexborNode) -> str:
    """What stands in a field of a form, as the screen shows it; '' for buttons, marks and hidden fields."""
    shown = (node.attributes.get("type") or "text").lower() in ("text", "number", "search")
    return (node.attributes.get("value") or "") if shown else ""


def _tidy(text: str) -> str:
    lines = (_BLANKS.sub(_blank, line).strip(" \u3000") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _blank(found: re.Match[str]) -> str:
    """White space as one blank, or as one tab where text kept as typed (`pre`) has one."""
    return "\t" if "\t" in found.group() else " "
