"""Tables that are drawn: strokes to grid, cells merged where no stroke stands between them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongkai.readers.document import too_many
from gongkai.readers.pdf.ink import Run
from gongkai.readers.pdf.strokes import Strokes

_NEAR = 3.0
_MOST = 3000
_MOST_SQUARES = 40_000
_COVERS = 0.55
_ROW = 60.0
_SLIT = 6.5
_Stroke = tuple[float, float, float]


@dataclass(slots=True)
class Box:
    """A cell: grid position and span, and the runs in it."""

    row: int
    column: int
    rows: int
    columns: int
    runs: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class Drawn:
    """A table on one page: the edges of its columns and rows in points, and its cells."""

    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    squares: dict[tuple[int, int], int]

    def box_at(self, x: float, y: float) -> Box | None:
        """The cell at a point."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        return self.boxes[self.squares[row, column]]


def drawn_tables(strokes: Strokes, runs: Sequence[Run]) -> list[Drawn]:
    """The tables that strokes make around the runs, a row or more; those of backgrounds where no stroke is."""
    tables = _tables(strokes.level, strokes.upright, runs)
    free = [ground for ground in strokes.grounds if not any(_inside(table, ground) for table in tables)]
    level = [(y, left, right) for left, top, right, bottom in free for y in (top, bottom)]
    upright = [(x, top, bottom) for left, top, right, bottom in free for x in (left, right)]
    return tables + _tables(level, upright, runs)


def _inside(table: Drawn, ground: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = ground
    return table.xs[0] - _NEAR <= (left + right) / 2 <= table.xs[-1] + _NEAR and (
        table.ys[0] - _NEAR <= (top + bottom) / 2 <= table.ys[-1] + _NEAR
    )


def _tables(level: Iterable[_Stroke], upright: Iterable[_Stroke], runs: Sequence[Run]) -> list[Drawn]:
    level, upright = merged(level), merged(upright)
    found = []
    for across, down in _clusters(level, upright):
        table = _table(across, down, runs)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda table: table.ys[0])


def snapped(values: Iterable[float], near: float = _NEAR) -> list[float]:
    """Values with those that lie near each other taken together, in order."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= near and value - groups[-1][0] <= 1.5 * near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def merged(strokes: Iterable[_Stroke]) -> list[_Stroke]:
    """Strokes on one line joined where they touch or leave the gap of a dash."""
    strokes = list(strokes)
    at = snapped(stroke[0] for stroke in strokes)
    if len(at) > _MOST:
        raise too_many("一页的线条数", "strokes on a page", len(at), _MOST)
    lanes: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for where, start, end in strokes:
        lanes[_nearest(at, where)].append((start, end))
    whole: list[_Stroke] = []
    for lane, parts in lanes.items():
        start, end = min(parts)
        for begin, finish in sorted(parts):
            if begin > end + 2 * _NEAR:
                whole.append((at[lane], start, end))
                start, end = begin, finish
            end = max(end, finish)
        whole.append((at[lane], start, end))
    return [stroke for stroke in whole if stroke[2] - stroke[1] > 2 * _NEAR]


def _nearest(values: Sequence[float], value: float) -> int:
    at = bisect_right(values, value)
    return min((n for n in (at - 1, at) if 0 <= n < len(values)), key=lambda n: abs(values[n] - value))


def _clusters(level: list[_Stroke], upright: list[_Stroke]) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Strokes that touch, cluster by cluster."""
    if len(level) + len(upright) > _MOST:
        raise too_many("一页的线条数", "strokes on a page", len(level) + len(upright), _MOST)
    owner = list(range(len(level) + len(upright)))

    def find(n: int) -> int:
        while owner[n] != n:
            owner[n] = owner[owner[n]]
            n = owner[n]
        return n

    for n, (y, left, right) in enumerate(level):
        for m, (x, top, bottom) in enumerate(upright, len(level)):
            if left - _NEAR <= x <= right + _NEAR and top - _NEAR <= y <= bottom + _NEAR:
                owner[find(n)] = find(m)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = defaultdict(lambda: ([], []))
    for n, stroke in enumerate(level):
        groups[find(n)][0].append(stroke)
    for m, stroke in enumerate(upright, len(level)):
        groups[find(m)][1].append(stroke)
    return [(across, down) for across, down in groups.values() if across and down]


def _table(level: list[_Stroke], upright: list[_Stroke], runs: Sequence[Run]) -> Drawn | None:
    """The grid of one cluster; None for a cross and for a frame around more than a row of a table."""
    ends_x = [min(s[1] for s in level), max(s[2] for s in level)]
    ends_y = [min(s[1] for s in upright), max(s[2] for s in upright)]
    inside = [
        run for run in runs if ends_y[0] <= run.middle <= ends_y[1] and run.left < ends_x[1] and run.right > ends_x[0]
    ]
    xs = _without_slits(snapped([*(s[0] for s in upright), *ends_x]), [(run.left, run.right) for run in inside])
    ys = _without_slits(snapped([*(s[0] for s in level), *ends_y]), [(run.middle, run.middle) for run in inside])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1:
        return None
    if rows * columns > _MOST_SQUARES:
        raise too_many("一页表格的格数", "squares of a table on a page", rows * columns, _MOST_SQUARES)
    below = _walls(level, ys, xs)
    beside = _walls(upright, xs, ys)
    squares = _joined_squares(rows, columns, below, beside)
    boxes, owner = _boxes(rows, columns, squares)
    return Drawn(xs, ys, boxes, owner) if len(boxes) > 1 or ys[-1] - ys[0] <= _ROW else None


def _without_slits(edges: list[float], texts: list[tuple[float, float]]) -> list[float]:
    """Edges with the two sides of a slit that holds no text taken for one, as boxes set apart from each other have."""
    kept = edges[:1]
    for edge in edges[1:]:
        last = kept[-1]
        if edge - last < _SLIT and not any(last <= start and end <= edge for start, end in texts):
            kept[-1] = (last + edge) / 2
        else:
            kept.append(edge)
    return kept


def _walls(strokes: list[_Stroke], lanes: list[float], bands: list[float]) -> set[tuple[int, int]]:
    """(lane, band) for each band that a stroke on the lane covers."""
    walls: set[tuple[int, int]] = set()
    for where, start, end in strokes:
        lane = _nearest(lanes, where)
        for band in range(len(bands) - 1):
            covered = min(end, bands[band + 1]) - max(start, bands[band])
            if covered > _COVERS * (bands[band + 1] - bands[band]):
                walls.add((lane, band))
    return walls


def _joined_squares(
    rows: int, columns: int, below: set[tuple[int, int]], beside: set[tuple[int, int]]
) -> list[list[int]]:
    """A number for each square, the same where no wall stands between neighbours."""
    number = [[-1] * columns for _ in range(rows)]
    count = 0
    for row in range(rows):
        for column in range(columns):
            if number[row][column] >= 0:
                continue
            stack = [(row, column)]
            number[row][column] = count
            while stack:
                r, c = stack.pop()
                for nr, nc, free in (
                    (r + 1, c, (r + 1, c) not in below),
                    (r - 1, c, (r, c) not in below),
                    (r, c + 1, (c + 1, r) not in beside),
                    (r, c - 1, (c, r) not in beside),
                ):
                    if free and 0 <= nr < rows and 0 <= nc < columns and number[nr][nc] < 0:
                        number[nr][nc] = count
                        stack.append((nr, nc))
            count += 1
    return number


def _boxes(rows: int, columns: int, number: list[list[int]]) -> tuple[list[Box], dict[tuple[int, int], int]]:
    """Cells of the joined squares; what is no rectangle falls back to the parts of its rows."""
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in range(rows):
        for column in range(columns):
            members[number[row][column]].append((row, column))
    boxes: list[Box] = []
    owner: dict[tuple[int, int], int] = {}
    for squares in members.values():
        for part in [squares] if _is_rectangle(squares) else _row_parts(squares):
            top, left = part[0]
            bottom, right = part[-1]
            for square in part:
                owner[square] = len(boxes)
            boxes.append(Box(top, left, bottom - top + 1, right - left + 1))
    return boxes, owner


def _is_rectangle(squares: list[tuple[int, int]]) -> bool:
    (top, left), (bottom, right) = squares[0], squares[-1]
    return len(squares) == (bottom - top + 1) * (right - left + 1) and all(left <= c <= right for _, c in squares)


def _row_parts(squares: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    parts: list[list[tuple[int, int]]] = []
    for square in squares:
        if parts and parts[-1][-1] == (square[0], square[1] - 1):
            parts[-1].append(square)
        else:
            parts.append([square])
    return parts
