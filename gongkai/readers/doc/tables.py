"""Rows and grids: column edges and merges of a table as its row ends define them ([MS-DOC] 2.9.315, 2.9.317)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.errors import BrokenFile
from gongkai.readers.doc.properties import DEFINE_TABLE
from gongkai.readers.document import MAX_CELLS, Slot, too_many

_VERTICAL, _INSERT, _DELETE, _WIDTH, _MERGE, _SPLIT = 0xD62B, 0x7621, 0x5622, 0x7623, 0x5624, 0x5625
_FIRST, _MERGED, _CONTINUES, _RESTARTS = 0x01, 0x02, 0x20, 0x40
_CELL = 20
"""Bytes of one cell's record (TC80)."""
_NEAR = 40
"""Edges of different rows nearer than this, in twips (0.7 mm), are the same edge drawn by hand."""


class OddRow(BrokenFile):
    """A row of a table whose cells in the text and in its definition do not agree."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as its end defines it: x of the cells' edges in twips (one more than cells), flags by cell."""

    edges: tuple[int, ...]
    flags: tuple[int, ...]


def define(modifiers: tuple[tuple[int, bytes], ...], cells: int) -> Row:
    """The row that a row end's modifiers define; OddRow when it has not as many cells as stand in the text."""
    edges: list[int] = []
    flags: list[int] = []
    for code, operand in modifiers:
        if code == DEFINE_TABLE and operand:
            edges, flags = _defined(operand)
        elif edges:
            _change(code, operand, edges, flags)
    if len(flags) != cells or any(left > right for left, right in pairwise(edges)):
        raise OddRow(
            f"表格一行有{cells}格，定义为{len(flags)}格",
            f"a row of a table holds {cells} cells and is defined with {len(flags)}",
        )
    return Row(tuple(edges), tuple(flags))


def _defined(operand: bytes) -> tuple[list[int], list[int]]:
    count = operand[0]
    if len(operand) < 1 + 2 * (count + 1):
        return [], []
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    records = operand[1 + 2 * (count + 1) :]
    return edges, [int.from_bytes(records[at * _CELL : at * _CELL + 2], "little") for at in range(count)]


def _change(code: int, operand: bytes, edges: list[int], flags: list[int]) -> None:
    """Apply a modifier that changes a defined row."""
    if code == _VERTICAL and len(operand) == 2 and operand[0] < len(flags):
        vertical = {1: _CONTINUES, 3: _CONTINUES | _RESTARTS}.get(operand[1], 0)
        flags[operand[0]] = flags[operand[0]] & ~(_CONTINUES | _RESTARTS) | vertical
    elif code in (_MERGE, _SPLIT, _DELETE):
        first, after = operand[0], min(operand[1], len(flags))
        if code == _DELETE and first < after:
            gone = edges[after] - edges[first]
            edges[first:] = [edge - gone for edge in edges[after:]]
            del flags[first:after]
        for at in range(first, after if code != _DELETE else first):
            merge = 0 if code == _SPLIT else _FIRST if at == first else _MERGED
            flags[at] = flags[at] & ~(_FIRST | _MERGED) | merge
    elif code == _INSERT:
        at, count, width = min(operand[0], len(flags)), operand[1], int.from_bytes(operand[2:4], "little")
        edges[at + 1 :] = [edges[at] + width * n for n in range(1, count + 1)] + [
            e + width * count for e in edges[at + 1 :]
        ]
        flags[at:at] = [0] * count
    elif code == _WIDTH:
        width = int.from_bytes(operand[2:4], "little")
        for at in range(operand[0], min(operand[1], len(flags))):
            grown = width - (edges[at + 1] - edges[at])
            edges[at + 1 :] = [edge + grown for edge in edges[at + 1 :]]


def slots(
    rows: Sequence[Row], texts: Sequence[Sequence[str]], table: str, cover: Callable[[str, str], None]
) -> tuple[tuple[Slot, ...], ...]:
    """The cells of a table with position and span in grid units, one unit between any two edges of the table.

    `cover` is told place and text of each cell that a merged cell above covers.
    """
    units = _units(rows)
    made: list[list[Slot]] = []
    above: dict[int, tuple[int, int]] = {}
    total = 0
    for at, (row, words) in enumerate(zip(rows, texts, strict=True)):
        line: list[Slot] = []
        still: dict[int, tuple[int, int]] = {}
        for column, wide, flags, text in _cells(row, words, units):
            total += wide
            if total > MAX_CELLS:
                raise too_many("表格单元格数", "cells of a table", total, MAX_CELLS)
            place = f"{table}, row {at + 1}, column {column + 1}"
            if flags & _CONTINUES and not flags & _RESTARTS and column in above:
                top, index = still[column] = above[column]
                made[top][index] = made[top][index]._replace(rows=at - top + 1)
                if text.strip():
                    cover(place, text)
                continue
            if flags & _CONTINUES:
                still[column] = (at, len(line))
            line.append(Slot(text, at, column, 1, wide, place))
        above = still
        made.append(line)
    return tuple(map(tuple, made))


def _cells(row: Row, texts: Sequence[str], units: dict[int, int]) -> list[tuple[int, int, int, str]]:
    """The cells of a row, those merged sideways joined: (column, units wide, flags, text)."""
    joined: list[tuple[int, int, int, str]] = []
    for at, (flags, text) in enumerate(zip(row.flags, texts, strict=True)):
        left, right = units[row.edges[at]], units[row.edges[at + 1]]
        if flags & _MERGED and not flags & _FIRST and joined:
            column, _, first, before = joined[-1]
            joined[-1] = (column, max(1, right - column), first, "\n".join(filter(None, (before, text))))
        else:
            joined.append((left, max(1, right - left), flags, text))
    return joined


def _units(rows: Sequence[Row]) -> dict[int, int]:
    """The number of each edge from the left; near edges share one unless a row has both."""
    edges = sorted({edge for row in rows for edge in row.edges})
    units: dict[int, int] = {}
    last = -1
    for at, edge in enumerate(edges):
        if not at or edge - edges[at - 1] > _NEAR:
            last += 1
        units[edge] = last
    if any(len({units[edge] for edge in row.edges}) < len(set(row.edges)) for row in rows):
        return {edge: at for at, edge in enumerate(edges)}
    return units
