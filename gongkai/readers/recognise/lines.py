"""A Document as one list of lines: each a row of cells or a paragraph, with labels and values told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from gongkai.readers.document import Document, Grid, Paragraph, Readings, Slot
from gongkai.report.form import squeeze
from gongkai.report.number import looks_like_dash, looks_like_figure

_HAN = re.compile(r"[\u3400-\u9fff]")
_TORN = re.compile(r"^(?:\(?\d{1,2}[.、)]+|\([\d一二三四五六七八九十]{0,2}|[)”])$")
_FEWEST_ROWS, _ACROSS = 3, 15
LONGEST_LABEL = 90
"""Characters of a squeezed text beyond which it is no label."""


class Piece(NamedTuple):
    """One cell or paragraph: raw text, squeezed key, place, grid column and span, and what kind of thing it is.

    `is_value` is true of a figure or a dash, `is_label` of words that are neither, an ordinal torn off its label too;
    `readings` as in Slot.
    """

    text: str
    key: str
    place: str
    column: int = 0
    columns: int = 1
    is_value: bool = False
    is_label: bool = False
    readings: Readings | None = None


@lru_cache(maxsize=4096)
def _short(text: str) -> tuple[str, bool, bool]:
    """Key, is_value and is_label of a text short enough to come again (labels, figures) in the next report."""
    key = squeeze(text)
    value = bool(key) and (looks_like_figure(text) or looks_like_dash(text))
    return key, value, not value and (_HAN.search(key) is not None or _TORN.match(key) is not None)


def make_piece(text: str, place: str, column: int = 0, columns: int = 1, readings: Readings | None = None) -> Piece:
    """A piece with its key and kind worked out."""
    if len(text) <= LONGEST_LABEL:
        key, value, label = _short(text)
        return Piece(text, key, place, column, columns, value, label, readings)
    key = squeeze(text)
    return Piece(text, key, place, column, columns, False, _HAN.search(key) is not None, readings)


@dataclass(frozen=True)
class Line:
    """A row of pieces. `grid` is the grid's number or -1 for a paragraph; `aligned` as in Grid."""

    at: int
    pieces: tuple[Piece, ...]
    grid: int = -1
    aligned: bool = False
    path: tuple[int, ...] = ()
    used: tuple[int, ...] = field(default=())

    @cached_property
    def text(self) -> str:
        """The raw text of the only cell with text; '' when there are several."""
        inked = [piece for piece in self.pieces if piece.key]
        return inked[0].text.strip() if len(inked) == 1 else ""

    @cached_property
    def key(self) -> str:
        """The squeezed text of the only cell with text; '' when there are several."""
        inked = [piece.key for piece in self.pieces if piece.key]
        return inked[0] if len(inked) == 1 else ""

    @property
    def place(self) -> str:
        """Where the line begins."""
        return self.pieces[0].place if self.pieces else ""

    @cached_property
    def parts(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """The label pieces and the pieces after them: values, blanks, surplus."""
        first = next((at for at, piece in enumerate(self.pieces) if piece.is_label), None)
        if first is None:
            return (), self.pieces
        end = first
        for at in range(first, len(self.pieces)):
            if self.pieces[at].is_label:
                if at > end + 1 and any(p.is_value for p in self.pieces[end + 1 : at]):
                    break
                end = at
        return tuple(p for p in self.pieces[first : end + 1] if p.key), self.pieces[end + 1 :]

    @cached_property
    def filled(self) -> bool:
        """Whether a figure or a dash stands behind the labels."""
        return any(piece.is_value for piece in self.parts[1])

    @cached_property
    def carries(self) -> bool:
        """Whether figures, dashes or empty cells stand to the right of the labels."""
        labels, rest = self.parts
        return bool(rest) or (not labels and bool(self.pieces))


def lines_of(document: Document) -> list[Line]:
    """Every line of the document in reading order."""
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            lines += _rows(len(lines), number, block)
        elif "\t" in block.text:
            lines += _tabbed(len(lines), number, block, lines[-1] if lines else None)
        else:
            lines += _paragraphs(len(lines), block.text, block.place, block.path)
    return lines


def _tabbed(at: int, number: int, block: Paragraph, above: Line | None) -> list[Line]:
    """Paragraphs in which tabs set figures apart, as rows of one table that no file drew; others as they are."""
    lines: list[Line] = []
    for part in filter(str.strip, block.text.split("\n")):
        here = at + len(lines)
        fields = part.split("\t")
        if "。" in part or not any(map(looks_like_figure, fields)):
            lines += _paragraphs(here, part, block.place, block.path)
            continue
        before = lines[-1] if lines else above
        grid = before.grid if before is not None and before.grid >= 0 and not before.aligned else number
        pieces = tuple(make_piece(text.strip(), block.place, column) for column, text in enumerate(fields))
        lines.append(Line(here, pieces, grid, False, block.path, used=(here,)))
    return lines


def _paragraphs(at: int, text: str, place: str, path: tuple[int, ...]) -> list[Line]:
    parts = [part for part in text.split("\n") if part.strip()]
    return [Line(at + n, (make_piece(part, place),), path=path, used=(at + n,)) for n, part in enumerate(parts)]


def _side_by_side(grid: Grid) -> Iterator[tuple[Slot, ...]]:
    """The rows of a grid, those of tables that stand beside one another on a sheet one table after the other."""
    band: list[tuple[Slot, ...]] = []
    for row in (*grid.rows, ()):
        inked = [slot for slot in row if slot.text.strip()]
        if inked and (len(inked) > 1 or inked[0].column > 0):
            band.append(row)
            continue
        yield from _apart(band)
        band = []
        yield row


def _apart(band: list[tuple[Slot, ...]]) -> Iterator[tuple[Slot, ...]]:
    """Rows without prose between them, cut at the columns that stand empty in all of them if each part is a table."""
    covered = {
        column
        for row in band
        for slot in row
        if slot.text.strip()
        for column in range(slot.column, slot.column + slot.columns)
    }
    edges = [column for column in sorted(covered) if column - 1 not in covered]
    ends = [*edges[1:], max(covered) + 1] if covered else []
    parts = [
        [tuple(slot for slot in row if start <= slot.column < end) for row in band]
        for start, end in zip(edges, ends, strict=True)
    ]
    if len(parts) < 2 or not all(map(_is_table, parts)):
        yield from band
        return
    for part in parts:
        yield from part


def _is_table(rows: list[tuple[Slot, ...]]) -> bool:
    """Whether several rows begin with words and go on with figures, or one holds the figures of table 4."""
    figures = [sum(looks_like_figure(slot.text) for slot in row) for row in rows]
    worded = sum(1 for row, count in zip(rows, figures, strict=True) if count and _HAN.search(_first(row)))
    return worded >= _FEWEST_ROWS or max(figures, default=0) >= _ACROSS


def _first(row: tuple[Slot, ...]) -> str:
    return next((slot.text for slot in row if slot.text.strip()), "")


def _rows(at: int, number: int, grid: Grid) -> list[Line]:
    lines: list[Line] = []
    for row in _side_by_side(grid) if grid.aligned else grid.rows:
        inked = [slot for slot in row if slot.text.strip()]
        if not inked and not row:
            continue
        if len(inked) == 1 and (len(squeeze(inked[0].text)) > LONGEST_LABEL or len(grid.rows) == len(row) == 1):
            slot = inked[0]
            lines += _paragraphs(at + len(lines), slot.text, slot.place or grid.place, grid.path)
            continue
        here = at + len(lines)
        lines.append(
            Line(
                here,
                tuple(make_piece(slot.text, slot.place, slot.column, slot.columns, slot.readings) for slot in row),
                number,
                grid.aligned,
                grid.path,
                used=(here,),
            )
        )
    return lines
