"""The ruled tables of a straight page: their lines, and the cells between the lines with what they span.

A table is straightened by its four corners, its lines are found again, and every patch of paper that lines shut in
is a cell; where its edges lie among the edges of all cells says which rows and columns it spans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gongkai.errors import TooLarge
from gongkai.readers.document import too_many
from gongkai.readers.ocr.engine import Corners, Picture

Matrix = NDArray[np.float64]

_LINE_PART = 40
"""A level line is at least this part of the page's longer side."""
_UPRIGHT_PART = 60
"""An upright line is at least this part: more than a character is high, less than two rows."""
_GAP_PART = 80
"""Breaks in a line up to this part of the page's longer side are closed."""
_THIN_PART = 390
"""A dash or dot of a broken line is at most this part of the page's longer side thick,"""
_DASH_PART = 180
"""at most this part away from the next one,"""
_DASHED_PART = 16
"""and a level line of them is at least this part long: longer than the dashes in a row of cells."""
_TORN_PART = 50
"""where lines cross, their dashes make pieces that are not thin: so far, as a part, they are drawn on over them."""
_MOST_TORN = 0.05
_MOST_PIECES = 20_000
"""With more pieces of ink than this the page is speckled, and its specks would make lines."""
_MOST_BOXES = 10_000
_MARGIN = 8
_DARKER = 10
_EDGE_PART = 170
"""Edges of cells nearer than this part of the page's longer side are one line; no cell is as small as that."""
_SQUARE = 0.06


@dataclass(frozen=True, slots=True)
class Room:
    """One cell of a table: where it begins and what it spans in grid units, its box in pixels of the table.

    `whole` is false when its patch is no rectangle, as where a line between two cells was lost.
    """

    row: int
    column: int
    rows: int
    columns: int
    left: int
    top: int
    right: int
    bottom: int
    whole: bool = True


@dataclass(frozen=True)
class Lattice:
    """A ruled table: its straightened picture, the paper between its lines, its cells, and how to get there.

    `paper` is 255 where no line is; `onto` maps pixels of the page to pixels of the table; `top`, `bottom`, `left`,
    `right` bound it on the page.
    """

    picture: Picture
    paper: Picture
    rooms: tuple[Room, ...]
    onto: Matrix
    left: int
    top: int
    right: int
    bottom: int

    @property
    def torn(self) -> bool:
        """Whether so many cells run into each other that the lines say little."""
        return sum(not room.whole for room in self.rooms) > _MOST_TORN * len(self.rooms)

    def holds(self, boxes: Corners) -> list[int]:
        """Which boxes of text on the page have their middle inside the table."""
        middle = boxes.mean(axis=1)
        low, high = (self.left, self.top), (self.right, self.bottom)
        return [int(at) for at in np.flatnonzero(((middle >= low) & (middle <= high)).all(axis=1))]


def find_tables(clean: Picture) -> list[Lattice]:
    """The ruled tables of a straight page from top to bottom; dashed lines are looked for where no solid ones are."""
    return _tables(clean, dashed=False) or _tables(clean, dashed=True)


def _tables(clean: Picture, dashed: bool) -> list[Lattice]:
    lines = line_mask(clean, max(clean.shape), dashed)
    if lines is None:
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    if count > 5000:
        raise too_many("页面线条数", "pieces of lines on a page", count, 5000)
    frames = [tuple(int(n) for n in stats[at][:4]) for at in range(1, count) if _big(stats[at], clean.shape)]
    found = []
    for left, top, wide, high in _outermost(frames):
        lattice = _lattice(clean, lines, (left, top, wide, high), dashed)
        if len(lattice.rooms) >= 4 and max(room.column for room in lattice.rooms) >= 1:
            found.append(lattice)
    return sorted(found, key=lambda one: (one.top, one.left))


def _big(stat: NDArray[np.int32], shape: tuple[int, ...]) -> bool:
    return bool(stat[2] > shape[1] * 0.15 and stat[3] > shape[0] * 0.012)


def _outermost(frames: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The frames that lie in no other; two pieces of one table, one beside the other or overlapping, are joined."""
    left = sorted(frames, key=lambda f: -f[2] * f[3])
    kept: list[tuple[int, ...]] = []
    for x, y, w, h in left:
        for at, (a, b, c, d) in enumerate(kept):
            if x < a + c and a < x + w and y < b + d and b < y + h:
                x0, y0 = min(a, x), min(b, y)
                kept[at] = (x0, y0, max(a + c, x + w) - x0, max(b + d, y + h) - y0)
                break
        else:
            kept.append((x, y, w, h))
    return kept


def line_mask(picture: Picture, longest: int, dashed: bool) -> Picture | None:
    """A mask of the long level and upright lines, with small breaks closed; None when there is none.

    `longest` is the longer side of the page in pixels, which says how long a line is; broken lines count when
    `dashed` is true.
    """
    found = cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, _DARKER)
    dark = np.asarray(found, np.uint8)
    if dashed:
        dark |= _bridged(dark, longest)
    long, tall, gap = (max(8, longest // part) for part in (_LINE_PART, _UPRIGHT_PART, _GAP_PART))
    level = _strokes(dark, (long, 1), (1, 3), (gap, 1))
    upright = _strokes(dark, (1, tall), (3, 1), (1, gap))
    if not level.any() or not upright.any():
        return None
    return np.asarray(level | upright, np.uint8)


def _bridged(dark: Picture, longest: int) -> Picture:
    """Dashed and dotted lines as solid ones: thin pieces of ink that follow each other closely for a long way.

    None on a speckled page. They are drawn a little longer than they were seen, as far as a crossing reaches.
    """
    thin, near = max(3, longest // _THIN_PART), max(5, longest // _DASH_PART)
    count, pixels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    if count > _MOST_PIECES:
        return np.zeros_like(dark)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    lines = np.zeros_like(dark)
    crossing = np.maximum(wide, high) <= near
    for low, along, long in (
        ((high <= thin) | crossing, (1, 0), longest // _DASHED_PART),
        ((wide <= thin) | crossing, (0, 1), longest // _UPRIGHT_PART),
    ):
        low[0] = False
        pieces = np.where(low[pixels], np.uint8(255), np.uint8(0))
        made = _strokes(pieces, _along(along, long), (3, 3), _along(along, longest // _TORN_PART), _along(along, near))
        lines |= np.asarray(cv2.dilate(made, np.ones(_along(along, near + thin)[::-1], np.uint8)), np.uint8)
    return np.asarray(lines, np.uint8)


def _along(way: tuple[int, int], length: int) -> tuple[int, int]:
    """A stretch of a length in one of the two ways, one pixel thick, as width and height."""
    return max(1, way[0] * length), max(1, way[1] * length)


def _strokes(
    dark: object, long: tuple[int, int], thick: tuple[int, int], gap: tuple[int, int], first: tuple[int, int] = (1, 1)
) -> Picture:
    fat = cv2.dilate(np.asarray(dark, np.uint8), np.ones(thick[::-1], np.uint8))
    fat = cv2.morphologyEx(fat, cv2.MORPH_CLOSE, np.ones(first[::-1], np.uint8))
    kept = cv2.morphologyEx(fat, cv2.MORPH_OPEN, np.ones(long[::-1], np.uint8))
    return np.asarray(cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8)), np.uint8)


def _lattice(clean: Picture, lines: Picture, frame: tuple[int, ...], dashed: bool) -> Lattice:
    left, top, wide, high = frame
    onto, size = _straight(lines[top : top + high, left : left + wide], left, top)
    made = cv2.warpPerspective(clean, onto, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    picture = np.asarray(made, np.uint8)
    again = line_mask(picture, max(clean.shape), dashed)
    walls = cv2.dilate(again, np.ones((3, 3), np.uint8)) if again is not None else np.zeros_like(picture)
    edge = _MARGIN - 1
    cv2.rectangle(walls, (edge, edge), (size[0] - _MARGIN, size[1] - _MARGIN), 255, 3)
    paper = np.asarray(255 - walls, np.uint8)
    return Lattice(
        picture, paper, _rooms(paper, max(8, max(clean.shape) // _EDGE_PART)), onto, left, top, left + wide, top + high
    )


def _straight(mask: Picture, left: int, top: int) -> tuple[Matrix, tuple[int, int]]:
    """The mapping that makes a table a rectangle with a margin, by its corners where it has four, and the size."""
    high, wide = mask.shape
    ys, xs = np.nonzero(mask)
    total, apart = xs + ys, xs - ys
    picks = [int(total.argmin()), int(apart.argmax()), int(total.argmax()), int(apart.argmin())]
    corners = np.array([[xs[at], ys[at]] for at in picks], np.float32)
    frame = np.array([[0, 0], [wide - 1, 0], [wide - 1, high - 1], [0, high - 1]], np.float32)
    slack = np.array([wide * _SQUARE + 6, min(high * _SQUARE, wide * _SQUARE / 2) + 6], np.float32)
    if (np.abs(corners - frame) > slack).any():
        corners = frame
    onto = cv2.getPerspectiveTransform(corners + np.array([left, top], np.float32), frame + np.float32(_MARGIN))
    return np.asarray(onto, np.float64), (wide + 2 * _MARGIN, high + 2 * _MARGIN)


def _rooms(paper: Picture, near: int) -> tuple[Room, ...]:
    """The cells in the paper between the lines; edges at most `near` pixels apart are the two sides of one line."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    boxes = []
    for left, top, wide, high, area in stats[1:count].tolist():
        if min(wide, high) <= near or left == 0 or top == 0:
            continue
        boxes.append((left, top, left + wide, top + high, area > 0.8 * wide * high))
    if len(boxes) > _MOST_BOXES:
        raise _overfull(len(boxes))
    across = _edges([x for box in boxes for x in (box[0], box[2])], near)
    down = _edges([y for box in boxes for y in (box[1], box[3])], near)
    rooms = []
    for left, top, right, bottom, whole in boxes:
        column, row = _nearest(across, left), _nearest(down, top)
        columns, rows = _nearest(across, right) - column, _nearest(down, bottom) - row
        if columns > 0 and rows > 0:
            rooms.append(Room(row, column, rows, columns, left, top, right, bottom, whole))
    return tuple(sorted(rooms, key=lambda room: (room.row, room.column)))


def _overfull(count: int) -> TooLarge:
    return too_many("表格格数", "cells of a table", count, _MOST_BOXES)


def _edges(values: list[int], near: int) -> list[float]:
    """Edges that stand for the values: runs of values with no wider gap than the thickness of a line."""
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value - runs[-1][-1] <= near:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [sum(run) / len(run) for run in runs]


def _nearest(edges: list[float], value: int) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))
