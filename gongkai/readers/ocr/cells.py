"""What stands in the cells of a ruled table: empty by its ink, figures read twice, labels read by their lines.

Figures are cut out by their own ink and read at two scales; where the two differ a third reading votes, and every
reading is kept for the arithmetic of the form to choose from. No reading is ever made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gongkai.readers.document import Readings, Slot
from gongkai.readers.ocr.engine import Corners, Picture, Reading, recognise
from gongkai.readers.ocr.ruling import Lattice, Room
from gongkai.readers.ocr.text import Words, figure_of, han, is_figure, line_text
from gongkai.report.number import looks_like_figure

_SPECK = 10
_DUST = 5
_SPECK_SIDE = 5
_DARKER = 12
_WIDE = 2.2
_CLEAR = 0.9
_TALL = 48
_DUST_MARKS = " .·,'`\"-_"
"""What dust beside a label is read as; no label ends so."""


@dataclass(frozen=True)
class Ink:
    """The ink of one cell: its picture with nothing but paper around it, and left, top, right, bottom of the ink.

    `written` is false when there is none; `dusty` when specks lie there that may be ink.
    """

    picture: Picture
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    written: bool = False
    dusty: bool = False


def read_cells(lattice: Lattice, words: Words, place: str) -> tuple[tuple[Slot, ...], ...]:
    """The slots of a table by row; `words` are the lines of text on its page, of which it takes those in its cells."""
    inside = _words_by_room(lattice, words.boxes)
    patches = _patches(lattice)
    inks = [_ink(lattice, patches, room) for room in lattice.rooms]
    slots = {at: ("", Readings((), not ink.dusty)) for at, ink in enumerate(inks) if not ink.written}
    slots |= {at: (text, Readings()) for at, text in _read_labels(inks, inside, words).items()}
    figures = [at for at in range(len(inks)) if at not in slots]
    slots |= dict(zip(figures, read_figures([inks[at] for at in figures]), strict=True))
    made: dict[int, list[Slot]] = {}
    for at, room in enumerate(lattice.rooms):
        text, readings = slots[at]
        clear = readings.clear and room.whole
        where = f"{place}, row {room.row + 1}, column {room.column + 1}"
        made.setdefault(room.row, []).append(
            Slot(text, room.row, room.column, room.rows, room.columns, where, Readings(readings.alternatives, clear))
        )
    return tuple(tuple(made[row]) for row in sorted(made))


def _read_labels(inks: Sequence[Ink], inside: dict[int, list[int]], words: Words) -> dict[int, str]:
    """The cells that hold words, with their text put together from the lines of text in them."""
    wide = {at: inside[at] for at, ink in enumerate(inks) if at in inside and _is_wide(ink, inside[at])}
    words.read(box for boxes in wide.values() for box in boxes)
    found: dict[int, str] = {}
    for at, boxes in wide.items():
        text = line_text([words.boxes[box] for box in boxes], [words.read_as[box].text for box in boxes])
        if han(text) > 1 and not looks_like_figure(text):
            found[at] = text.rstrip(_DUST_MARKS)
    return found


def _is_wide(ink: Ink, boxes: Sequence[int]) -> bool:
    """Whether a cell's ink is more than a short figure: long, or of several lines."""
    left, top, right, bottom = ink.box
    return ink.written and (len(boxes) > 1 or right - left > _WIDE * (bottom - top))


def _words_by_room(lattice: Lattice, boxes: Corners) -> dict[int, list[int]]:
    """Which boxes of text stand in which cell, at least for the most part."""
    found: dict[int, list[int]] = {}
    if not len(boxes):
        return found
    moved = cv2.perspectiveTransform(boxes.reshape(1, -1, 2).astype(np.float64), lattice.onto).reshape(-1, 4, 2)
    middle = moved.mean(axis=1)
    for at, (x, y) in enumerate(middle.tolist()):
        for n, room in enumerate(lattice.rooms):
            if room.left <= x <= room.right and room.top <= y <= room.bottom:
                over = max(room.left - moved[at, :, 0].min(), moved[at, :, 0].max() - room.right)
                if over < 0.15 * (room.right - room.left) + 6:
                    found.setdefault(n, []).append(at)
                break
    return found


def _patches(lattice: Lattice) -> NDArray[np.int32]:
    """The number of the patch of paper that each pixel belongs to, 0 for lines."""
    _, patches = cv2.connectedComponents(lattice.paper, connectivity=4)
    return np.asarray(patches, np.int32)


def _ink(lattice: Lattice, patches: NDArray[np.int32], room: Room) -> Ink:
    """The ink inside a cell, the lines around it painted over with paper."""
    part = (slice(room.top, room.bottom), slice(room.left, room.right))
    picture = lattice.picture[part].copy()
    patch = patches[part]
    names, counts = np.unique(patch[patch > 0], return_counts=True)
    here = np.asarray(patch == names[counts.argmax()], np.uint8)
    mine = cv2.morphologyEx(here, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    ground = int(np.median(picture[mine > 0]))
    picture[mine == 0] = ground
    soft = cv2.GaussianBlur(picture, (3, 3), 0)
    level = ground - max(_DARKER * 2, (ground - int(soft.min())) // 3)
    dark = np.asarray(soft < level, np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    boxes = [row for row in stats[1:count].tolist() if row[4] >= _SPECK and max(row[2], row[3]) >= _SPECK_SIDE]
    dust = any(row[4] >= _DUST for row in stats[1:count].tolist())
    if not boxes:
        return Ink(picture, dusty=dust)
    left, top = min(row[0] for row in boxes), min(row[1] for row in boxes)
    right, bottom = max(row[0] + row[2] for row in boxes), max(row[1] + row[3] for row in boxes)
    return Ink(picture, (left, top, right, bottom), written=True)


def read_figures(inks: Sequence[Ink]) -> list[tuple[str, Readings]]:
    """Each cell read at two scales, and a third time where they differ."""
    first = recognise([_piece(ink, 0.30, False) for ink in inks])
    second = recognise([_piece(ink, 0.55, True) for ink in inks])
    torn = [at for at in range(len(inks)) if figure_of(first[at].text) != figure_of(second[at].text)]
    third = dict(zip(torn, recognise([_piece(inks[at], 0.15, False) for at in torn]), strict=True))
    made = []
    for at, pair in enumerate(zip(first, second, strict=True)):
        readings = [*pair, third[at]] if at in third else list(pair)
        texts = [figure_of(one.text) for one in readings]
        best = _best(texts, readings)
        clear = at not in third and min(one.score for one in readings) >= _CLEAR
        made.append((best, Readings(tuple(dict.fromkeys([best, *texts])), clear)))
    return made


def _best(texts: Sequence[str], readings: Sequence[Reading]) -> str:
    """The text that most readings have; among equals a figure, then the best made out."""
    votes = Counter(texts)
    order = range(len(texts))
    return texts[max(order, key=lambda n: (votes[texts[n]], is_figure(texts[n]), readings[n].score))]


def _piece(ink: Ink, pad: float, sharp: bool) -> Picture:
    """The ink of a cell with paper around it, `pad` of its height on each side; `sharp` with more contrast."""
    left, top, right, bottom = ink.box
    room = max(4, round(max(bottom - top, (right - left) // 4) * pad))
    ground = int(np.median(ink.picture))
    whole = cv2.copyMakeBorder(ink.picture, room, room, room, room, cv2.BORDER_CONSTANT, value=(ground,))
    piece = whole[top : bottom + 2 * room, left : right + 2 * room]
    scale = _TALL / max(8, bottom - top)
    if sharp:
        soft = cv2.GaussianBlur(cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), (3, 3), 0)
        low, high = int(soft.min()), int(soft.max())
        return np.asarray((soft.astype(np.float32) - low) * (255 / max(1, high - low)), np.uint8)
    return np.asarray(piece, np.uint8)
