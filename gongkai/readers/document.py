"""What every format reader gives: paragraphs and grids in reading order, each with its place in the file.

A Document knows nothing of forms; `recognise` makes a Report of it (HOUSE 2.6). The bounds that hold for every
format stand here too (TRUST 4, DECISIONS 34).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.errors import EmptyFile, LostText, TooLarge

MAX_BYTES = 64 * 2**20
"""The largest file that is read, in bytes."""
MAX_CELLS = 200_000
"""The most cells of one grid, spans counted out; a report has some three hundred, and a million took seven seconds."""
MAX_BLOCKS = 1_000_000
"""The most paragraphs and grids of one document."""
MAX_DEPTH = 256
"""The deepest nesting of tables or elements."""
KEPT_TEXT = 0.6
"""The share of a file's characters below which a reading counts as lost text (TRUST 5.6)."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text outside every grid. `path` names the containers it stands in, outermost first.

    A paragraph keeps its line breaks; it has no text of tracked deletions, scripts, field codes or comments.
    """

    text: str
    place: str = ""
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Readings:
    """How a cell of a picture was read: every different reading, the one in the slot first, and whether it is clear.

    `clear` is false when readings differ, when one was made out badly, or when dust may be ink.
    """

    alternatives: tuple[str, ...] = ()
    clear: bool = True


class Slot(NamedTuple):
    """One cell of a grid: its text (line breaks kept), position and span in grid units, from 0.

    `readings` stands where the text was read off a picture, None where it stands in the file. A file has thousands of
    cells: a named tuple is made in a third of the time of a frozen dataclass.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    place: str = ""
    readings: Readings | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `rows` hold each cell once, in the row where it begins, by column.

    `aligned` is true when the columns of the slots come from the file (HTML, Word, a sheet), false when they merely
    count the fields of a line of text, whose fields may have shifted.
    """

    rows: tuple[tuple[Slot, ...], ...]
    place: str = ""
    aligned: bool = True
    path: tuple[int, ...] = ()


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order, with the format it was read as and what the reader has to say of it.

    `title` is what the file's own metadata call it; `warnings` are sentences such as `含宏，已忽略` as pairs
    (Chinese, English). `pictures` are the numbers of the pages that only text recognition can read.
    """

    format: str
    blocks: tuple[Block, ...]
    title: str = ""
    warnings: tuple[tuple[str, str], ...] = field(default=())
    pictures: tuple[int, ...] = ()

    @property
    def characters(self) -> int:
        """How many characters other than white space the blocks hold."""
        return sum(
            _inked(block.text)
            if isinstance(block, Paragraph)
            else sum(_inked(s.text) for row in block.rows for s in row)
            for block in self.blocks
        )


def too_many(what: str, what_en: str, found: float, bound: float) -> TooLarge:
    """The error for a passed bound, naming figure and bound."""
    return TooLarge(f"{what}为{found:,.0f}，上限{bound:,.0f}", f"{what_en}: {found:,.0f}, limit {bound:,.0f}")


def demand_text(document: Document, expected: int) -> Document:
    """The document, if it holds enough of the `expected` characters that a cheap count found.

    LostText otherwise; EmptyFile when there is no text to be had at all.
    """
    kept = document.characters
    if not kept and expected <= 0:
        raise EmptyFile("文件里没有文字", "the file holds no text")
    if not kept or (expected > 200 and kept < expected * KEPT_TEXT):
        raise LostText(
            f"可能丢失文本：文件约有{expected}字，只读出{kept}字",
            f"text may be lost: the file holds about {expected} characters, {kept} were read",
        )
    return document


def _inked(text: str) -> int:
    return len("".join(text.split()))
