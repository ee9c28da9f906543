"""A paper as a value: lines of text in named styles and ruled tables, the same for every format.

`word`, `web` and `typeset` put a Paper into bytes. What a style looks like stands with each of them; the measures that
they share (GB/T 9704: A4, margins 37, 35, 28 and 26 mm, 22 lines of 28 characters) stand here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

MARGINS = (37.0, 26.0, 35.0, 28.0)
"""Top, right, bottom and left margin in mm."""
WIDTH = 210.0 - 28.0 - 26.0
"""The width of the text in mm."""

Style = Literal["title", "heading", "subheading", "body", "plain", "note", "right", "centre", "small"]
"""title 2号小标宋 centred; heading 3号黑体; subheading 3号楷体; body 3号仿宋, two characters in; plain the same, not in;
note 五号 under a table; right a signature; centre a document number; small 五号 text."""

_SUBHEADING = re.compile(r"^（[一二三四五六七八九十]{1,3}）[^。；：:;]{1,28}$")
_HARD_SPACE = {"\t", "\n", "\r"}


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. A line break inside it is kept as one. `breaks` starts a new page."""

    text: str
    style: Style = "body"
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a ruled table, in grid units from 0. `head` is true of labels, `left` sets the text to the left.

    `address` is the cell's in the form, '' where it has none.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = True
    left: bool = False
    address: str = ""


@dataclass(frozen=True)
class Sheet:
    """A ruled table: what it is called, its cells in reading order, the width of each column in mm.

    `heads` counts the rows that are printed again on every page, `together` names the rows that stay on the page of
    the row below; `caption` is for those who listen to the page and is not printed.
    """

    caption: str
    boxes: tuple[Box, ...]
    widths: tuple[float, ...]
    heads: int = 0
    together: frozenset[int] = frozenset()

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((box.row + box.rows for box in self.boxes), default=0)

    @cached_property
    def _squares(self) -> dict[tuple[int, int], Box]:
        return {
            (row, column): box
            for box in self.boxes
            for row in range(box.row, box.row + box.rows)
            for column in range(box.column, box.column + box.columns)
        }

    @cached_property
    def _ends(self) -> dict[int, int]:
        ends: dict[int, int] = {}
        for row, column in self._squares:
            ends[row] = max(ends.get(row, 0), column + 1)
        return ends

    def line(self, row: int) -> list[Box]:
        """The cells that cover a row, from the left; an empty one wherever a gap would move the next to the left."""
        line: list[Box] = []
        column = 0
        while column < self._ends.get(row, 0):
            box = self._squares.get((row, column)) or Box("", row, column, head=False)
            line.append(box)
            column += box.columns
        return line

    def heads_of(self, box: Box) -> list[Box]:
        """The labels that a figure stands under, up its column to the figures above them, and those to its left."""
        found: list[Box] = []
        for row in range(box.row - 1, -1, -1):
            above = self._squares.get((row, box.column))
            if above is None or above.head:
                found += [above] if above else []
            elif found:
                break
        found += filter(None, (self._squares.get((box.row, column)) for column in range(box.column)))
        return sorted({one for one in found if one.head}, key=lambda one: (one.row, one.column))


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: what its metadata call it, and its paragraphs and tables in reading order."""

    title: str
    blocks: tuple[Text | Sheet, ...]


def prose(text: str) -> list[Text]:
    """The paragraphs of a running text, short lines that begin with （一） as subheadings."""
    lines = (line.strip() for line in text.split("\n"))
    return [Text(line, "subheading" if _SUBHEADING.match(line) else "body") for line in lines if line]


def printable(text: str) -> str:
    """The text without what no paper can hold: blanks of other kinds become a space, control characters U+FFFD."""
    if text.isprintable():
        return text
    return "".join(c if c in _HARD_SPACE or not _is_control(c) else " " if c.isspace() else "\ufffd" for c in text)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in "\ufffe\uffff"
