"""Which piece of a row is which column: by the heads where the grid is aligned, by order otherwise, never by guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.readers.recognise.lines import Line, Piece
from gongkai.readers.recognise.rows import likeness
from gongkai.report.form import Block
from gongkai.report.number import looks_like_figure

_ALIKE = 0.8
_MOST_HEADS = 0.7


@dataclass(frozen=True, slots=True)
class Heads:
    """Column heads found above rows: key to grid column in the file's order; `pieces` as written."""

    at: dict[str, int]
    pieces: dict[str, Piece]
    grid: int

    @property
    def order(self) -> tuple[str, ...]:
        """The keys from left to right."""
        return tuple(sorted(self.at, key=lambda key: self.at[key]))


@dataclass(frozen=True, slots=True)
class Placed:
    """A row's pieces by column key; what no column claims; whether the alignment is in doubt; columns not there."""

    cells: dict[str, Piece]
    surplus: tuple[Piece, ...] = ()
    doubt: str = ""
    doubt_en: str = ""


@dataclass
class Hints:
    """Where full rows of the same shape begin their figures; rows with gaps follow the nearest of them.

    `shortest` is the fewest fields that a full row has.
    """

    seen: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    shortest: int = 0

    def learn(self, line: Line, values: Sequence[Piece], wanted: int) -> None:
        """Note the start of a row whose figures are complete and stand side by side."""
        filled = [at for at, piece in enumerate(values) if piece.key]
        if len(filled) == wanted and filled[-1] - filled[0] == wanted - 1:
            shape = (len(line.pieces), len(values))
            self.seen.setdefault(shape, []).append((line.at, filled[0]))
            self.shortest = min(self.shortest or len(line.pieces), len(line.pieces))

    def lacks_one(self, line: Line, values: Sequence[Piece]) -> bool:
        """Whether a line of text with blanks among its values has fewer fields than any full row, so that one is lost."""
        return not line.aligned and len(line.pieces) < self.shortest and not all(piece.key for piece in values)

    def start(self, line: Line, values: Sequence[Piece]) -> int | None:
        """The start that the nearest full row of this shape has."""
        known = self.seen.get((len(line.pieces), len(values)))
        return min(known, key=lambda one: abs(one[0] - line.at))[1] if known else None


def find_heads(lines: Sequence[Line], block: Block) -> Heads | None:
    """The heads of a block's columns in the given lines, if most of them stand there once and in one grid.

    `at` is empty where they are not in one grid, share a column, or where one stands twice in a row of cells: then the
    heads are not to be relied on, and the form's order holds.
    """
    found: dict[str, Piece] = {}
    grids = set()
    twice = False
    for line in lines:
        for piece in line.pieces:
            if not piece.key or len(piece.key) > 120:
                continue
            named = columns_named(block, piece.key)
            column = next((key for key in named if key not in found), None)
            if column is not None:
                found[column] = piece
                grids.add(line.grid)
            elif named and line.grid >= 0:
                twice = twice or any(found[key] in line.pieces for key in named)
    if len(found) < len(block.columns) and len(found) < _MOST_HEADS * len(block.columns):
        return None
    at = {key: piece.column for key, piece in found.items()}
    if twice or len(set(at.values())) < len(found) or len(grids) > 1:
        return Heads({}, found, -1)
    return Heads(at, found, grids.pop())


@lru_cache(maxsize=4096)
def columns_named(block: Block, key: str) -> tuple[str, ...]:
    """The keys of the columns whose label a squeezed text is, or nearly is."""
    return tuple(column.key for column in block.columns if likeness(key, column) >= _ALIKE)


def place(line: Line, values: tuple[Piece, ...], keys: Sequence[str], heads: Heads | None, hints: Hints) -> Placed:
    """The values of a row by column. `keys` are the columns in the form's order, `heads` what was found above."""
    wanted = len(keys)
    if heads is not None and len(heads.at) == wanted:
        keys = heads.order
    inked = [piece for piece in values if piece.key]
    if inked and line.grid >= 0 and hints.lacks_one(line, values):
        return Placed({}, tuple(inked), *_too_few(len(inked), wanted))
    if len(values) == wanted:
        return Placed(dict(zip(keys, values, strict=True)))
    if heads is not None and heads.at and line.aligned and heads.grid == line.grid:
        placed = _by_geometry(values, heads)
        if placed is not None and len(heads.at) in (wanted, len(values)):
            return placed
    if len(inked) == wanted:
        return Placed(dict(zip(keys, inked, strict=True)))
    if len(inked) > wanted:
        first = values.index(inked[0])
        figures = [at for at, piece in enumerate(values) if looks_like_figure(piece.text)]
        if len(figures) == wanted == figures[-1] - figures[0] + 1 and first < figures[0]:
            first = figures[0]
        run = values[first : first + wanted]
        rest = tuple(piece for piece in (*values[:first], *values[first + wanted :]) if piece.key)
        return Placed(dict(zip(keys, run, strict=True)), rest, *_too_many(len(rest)))
    return _with_gaps(line, values, inked, keys, hints)


def _by_geometry(values: tuple[Piece, ...], heads: Heads) -> Placed | None:
    cells: dict[str, Piece] = {}
    for key, at in heads.at.items():
        piece = next((p for p in values if p.column <= at < p.column + p.columns), None)
        if piece is not None:
            cells[key] = piece
    if len({id(piece) for piece in cells.values()}) < len(cells):
        return None
    claimed = {id(piece) for piece in cells.values()}
    rest = tuple(piece for piece in values if piece.key and id(piece) not in claimed)
    missing = [at for key, at in heads.at.items() if key not in cells]
    if missing and rest:
        return None
    if missing and cells and min(missing) > max(piece.column for piece in cells.values()):
        return Placed({}, tuple(piece for piece in values if piece.key), *_too_few(len(cells), len(heads.at)))
    return Placed(cells, rest, *(_too_many(len(rest)) if rest else ()))


def _too_few(found: int, wanted: int) -> tuple[str, str]:
    """The doubt about a row with fewer cells than columns, one of which anywhere in it may be the missing one."""
    return (
        f"这一行有{found}个数，表有{wanted}列，无法确定缺的是哪一列",
        f"the row has {found} figures for {wanted} columns; which one is missing cannot be told",
    )


def _too_many(over: int) -> tuple[str, str]:
    """The doubt about a row with more values than columns."""
    return (
        f"这一行多出{over}个数，无法确定多的是哪一个，按从左到右读取",
        f"the row has {over} values too many; which one cannot be told, the first ones were read",
    )


def _with_gaps(line: Line, values: tuple[Piece, ...], inked: list[Piece], keys: Sequence[str], hints: Hints) -> Placed:
    """A row with fewer figures than columns: the gaps must be seen, or the row is doubted and left unplaced."""
    wanted = len(keys)
    if not inked:
        blank = values[:wanted] or line.pieces[-1:]
        return Placed({key: blank[min(at, len(blank) - 1)] for at, key in enumerate(keys)})
    first, last = values.index(inked[0]), len(values) - 1 - values[::-1].index(inked[-1])
    start = hints.start(line, values)
    if start is not None and start <= first and last < start + wanted <= len(values):
        return Placed(dict(zip(keys, values[start : start + wanted], strict=True)))
    starts = [s for s in range(len(values) - wanted + 1) if s <= first and last < s + wanted]
    if len(starts) == 1:
        at = starts[0]
        return Placed(dict(zip(keys, values[at : at + wanted], strict=True)))
    return Placed({}, tuple(inked), *_too_few(len(inked), wanted))
