"""Text dumps of reports: one cell a line, pipes, tabs, columns of blanks; the lines become paragraphs and grids.

Grids made from text are not aligned: fields may have shifted when the dump was made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.errors import EmptyFile
from gongkai.readers.document import MAX_BLOCKS, Block, Document, Grid, Paragraph, Slot, too_many
from gongkai.readers.encoding import decode
from gongkai.report.number import COUNT_UNITS, looks_like_dash, looks_like_figure

_PAGE_MARK = re.compile(
    r"^[\s\-—–－·]*(?:第\s*\d{1,4}\s*页(?:\s*[,，/共]*\s*\d{1,4}\s*页)?|[\-—–－]\s*\d{1,4}\s*[\-—–－])\s*$"
)
_BARE_NUMBER = re.compile(r"^\s*\d{1,3}\s*$")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_UNIT_APART = re.compile(rf"(?<=\d) ((?:亿元|万元|元|万|[{COUNT_UNITS}])(?=\s|$))")
_MARKDOWN = re.compile(r"^#{1,6}\s*(?=[^\s#])|\s+#+$|^\*\*(?=[^*]+\*\*$)|(?<=[^*])\*\*$")
_LONGEST_LABEL = 80
_BARS = str.maketrans(dict.fromkeys("｜│┃¦║", "|"))
_DRAWN = re.compile(r"[|+\-=:\s\u2500-\u257f]+")
_STROKE = re.compile(r"[\-=\u2500-\u257f]{3}|[\u250c-\u257f]")
_FEWEST_COMMA_ROWS = 6


def read(data: bytes) -> Document:
    """The text in `data` as a Document; EmptyFile, UnsafeFile or TooLarge when it cannot be."""
    text, warnings = decode(data)
    if not text.strip():
        raise EmptyFile("文件为空", "the file is empty")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").split("\n")
    if len(lines) > MAX_BLOCKS:
        raise too_many("行数", "lines", len(lines), MAX_BLOCKS)
    return Document("text", _Rows(lines, commas=_has_comma_rows(lines)).blocks(), warnings=warnings)


def _has_comma_rows(lines: list[str]) -> bool:
    """Whether a text without tabs or bars holds its tables as fields set apart by commas."""
    rows = 0
    for line in lines:
        parts = line.split(",")
        rows += len(parts) > 4 and sum(map(looks_like_figure, parts)) >= len(parts) // 2
    return rows >= _FEWEST_COMMA_ROWS


def fields(line: str, *, commas: bool = False) -> list[str] | None:
    """The fields of a line that is a row of a table, or None: bars, tabs, or figures set apart by blanks.

    With `commas` a line without a full stop is split there too.
    """
    if "|" in line and "。" not in line:
        parts = line.strip().split("|")
        if line.strip().startswith("|"):
            parts = parts[1:]
        if line.strip().endswith("|"):
            parts = parts[:-1]
        return [part.strip(" ") for part in parts]
    if "\t" in line.strip("\n"):
        return line.split("\t")
    if commas and line.count(",") >= 1 and "。" not in line:
        import csv

        return next(csv.reader([line]))
    return _spaced(line)


def _spaced(line: str) -> list[str] | None:
    words = _UNIT_APART.sub(r"\1", _BOOKMARK.sub("", line)).split()
    at = len(words)
    while at and (looks_like_figure(words[at - 1]) or (looks_like_dash(words[at - 1]) and words[at - 1] != "无")):
        at -= 1
    values = words[at:]
    label = " ".join(words[:at])
    if len(values) < (2 if label else 5) or len(label) > _LONGEST_LABEL or "。" in label:
        return None
    return [*words[:at], *values]


@dataclass
class _Rows:
    """Walks the lines once and gathers rows into grids."""

    lines: list[str]
    commas: bool = False
    done: list[Block] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    stack: list[tuple[int, str]] = field(default_factory=list)

    def blocks(self) -> tuple[Block, ...]:
        furniture = _page_numbers(self.lines)
        for number, line in enumerate(self.lines, 1):
            bare = line.replace("\f", "").translate(_BARS)
            if number in furniture or _PAGE_MARK.match(bare):
                continue
            self._take(number, bare)
        self._close()
        return tuple(self.done)

    def _take(self, number: int, line: str) -> None:
        if line.startswith("\t") and "\t" not in line[1:]:
            self.stack.append((number, line[1:]))
            return
        if not line.strip() and "\t" not in line:
            self._end_stack()
            return
        self._end_stack()
        if _DRAWN.fullmatch(line) and _STROKE.search(line):
            return
        parts = fields(line, commas=self.commas)
        if parts is not None:
            self.rows.append((number, parts))
            return
        self._close()
        text = _MARKDOWN.sub("", _BOOKMARK.sub("", line).strip()).strip()
        if text:
            self.done.append(Paragraph(text, f"line {number}"))

    def _end_stack(self) -> None:
        if self.stack:
            self._close_rows()
            slots = tuple(Slot(text, 0, at, place=f"line {number}") for at, (number, text) in enumerate(self.stack))
            self.done.append(Grid((slots,), f"line {self.stack[0][0]}", aligned=False))
            self.stack = []

    def _close_rows(self) -> None:
        if self.rows:
            grid = tuple(
                tuple(
                    Slot(text, at, column, place=f"line {number}, field {column + 1}")
                    for column, text in enumerate(parts)
                )
                for at, (number, parts) in enumerate(self.rows)
            )
            self.done.append(Grid(grid, f"line {self.rows[0][0]}", aligned=False))
            self.rows = []

    def _close(self) -> None:
        self._end_stack()
        self._close_rows()


def _page_numbers(lines: list[str]) -> set[int]:
    """Line numbers of bare page numbers: alone between blank lines (or at a form feed), counting up by one."""
    alone: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if not _BARE_NUMBER.match(line.replace("\f", "")) or line.startswith("\t"):
            continue
        before = at == 0 or not lines[at - 1].strip() or "\f" in line
        after = at + 1 == len(lines) or not lines[at + 1].strip() or "\f" in lines[at + 1]
        if before and after:
            alone.append((at + 1, int(line.replace("\f", ""))))
    counted = [number for _, number in alone]
    if len(alone) < 2 or counted != list(range(counted[0], counted[0] + len(counted))):
        return set()
    return {at for at, _ in alone}
