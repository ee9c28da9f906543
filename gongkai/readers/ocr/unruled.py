"""Tables on a straight page that no lines shut in: three rules, level rules only, or none.

Boxes of text become runs, and `pdf.aligned` finds rows and columns among them as it does in a PDF. Each figure is cut
out by its own ink and read at least twice; ink that the engine's boxes missed is taken for a figure too, so that a
row never closes up over one that was not seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from gongkai.readers.document import Grid, Readings, Slot
from gongkai.readers.ocr.cells import Ink, read_figures
from gongkai.readers.ocr.engine import Corners, Picture, recognise
from gongkai.readers.ocr.pages import Page
from gongkai.readers.ocr.ruling import line_mask
from gongkai.readers.ocr.text import Words, han
from gongkai.readers.pdf.aligned import with_undrawn
from gongkai.readers.pdf.cells import PageTable
from gongkai.readers.pdf.ink import UNKNOWN, Run
from gongkai.readers.pdf.text import lines_of

_DARKER = 10
_BLOCK = 31
_SPECK = 10
_SPECK_SIDE = 5
_HAN_HEIGHT = 0.92
"""How high the ink of a line of Chinese is, in letters."""
_DIGIT_GAP = 0.45
"""Ink further apart than this, in letters, belongs to two figures."""
_TORN_GAP = 0.8
"""A figure in the box of a label stands at least so far behind it, in letters."""
_LONG, _THIN, _TALL = 3.0, 0.3, 2.5
_RULE_PART, _SLIM = 40, 12
"""A rule is at least this part of the page's longer side wide, and so many times wider than high."""
_DRAWN = 0.6
"""Ink of which so much lies on a line is that line's."""
_SLANT = 0.02
"""How far a rule may fall along its length."""
_RULED = 0.3
"""Thin marks on one height that cover this part of the page's width are a dashed line."""
_FEW_FIGURES = 4
_ROW_GAP = 0.3
_SLOPES = [step / 4000 for step in range(-60, 61)]
"""How far lines of text may still fall to the right on a straightened page."""
_TRAILING = re.compile(r"[\d—–－-]$")

_Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the page."""


@dataclass(frozen=True)
class _Marks:
    """Connected pieces of ink on a page: left, top, right, bottom by row, and the number of each pixel's piece.

    Rows of `boxes` count from 1 as the pixels do; row 0 is the paper. `kept` says which are neither dust nor lines.
    """

    boxes: NDArray[np.int32]
    pixels: NDArray[np.int32]
    kept: NDArray[np.bool_]

    def inside(self, box: _Box) -> NDArray[np.intp]:
        """The numbers of the pieces whose middle lies in a box."""
        x = (self.boxes[:, 0] + self.boxes[:, 2]) / 2
        y = (self.boxes[:, 1] + self.boxes[:, 3]) / 2
        left, top, right, bottom = box
        return np.flatnonzero(self.kept & (x >= left) & (x <= right) & (y >= top) & (y <= bottom))

    def bounds(self, numbers: Sequence[int] | NDArray[np.intp]) -> _Box:
        """The box around some pieces."""
        part = self.boxes[numbers]
        left, top = part[:, :2].min(axis=0).tolist()
        right, bottom = part[:, 2:].max(axis=0).tolist()
        return left, top, right, bottom


@dataclass
class _Word:
    """A box of text by its ink: what it says, its bounds, its pieces."""

    text: str
    box: _Box
    marks: list[int]

    @property
    def is_label(self) -> bool:
        """Whether it holds Chinese."""
        return han(self.text) > 0

    @property
    def letter(self) -> float:
        """How high a letter of it is, in pixels."""
        return (self.box[3] - self.box[1]) / _HAN_HEIGHT


def unruled_tables(page: Page, words: Words, outside: Sequence[int], breaks: Sequence[float]) -> list[PageTable]:
    """The tables without lines among the boxes of text outside the ruled ones, positions in pixels of the page.

    `breaks` are the heights at which ruled tables stand; no table goes on past one.
    """
    words.read(outside)
    marks = _marks(page.clean)
    known = [word for word in (_word(words, at, marks) for at in outside) if word is not None]
    letters = [word.letter for word in known if word.is_label]
    if not letters:
        return []
    found: list[PageTable] = []
    for part in _between(known, breaks):
        for table in _aligned([_run(word, median(letters)) for word in part], page.number):
            edge = 1.2 * median(letters)
            inside = [word for word in part if table.top - edge <= _middle(word.box) <= table.bottom + edge]
            found += _aligned(_read_again(page, marks, inside), page.number)
    return found


def grid_of(table: PageTable, place: str, sure: bool) -> Grid:
    """A table without lines as a grid; a blank among figures is never clear, for its ink may be too faint.

    `sure` is false where lines of the page were not made out, a piece of which may pass for a figure: nothing is
    clear then.
    """
    rows = []
    for row in table.rows:
        slots = []
        for cell in row:
            readings = cell.readings or Readings((), clear=bool(cell.text))
            readings = replace(readings, clear=readings.clear and sure)
            where = f"{place}, row {cell.row + 1}, column {cell.column + 1}"
            slots.append(Slot(cell.text, cell.row, cell.column, cell.rows, cell.columns, where, readings))
        rows.append(tuple(slots))
    return Grid(tuple(rows), place, aligned=False)


def stands_in(box: Corners, table: PageTable) -> bool:
    """Whether a box of text, four corners, stands at the height of a table without lines."""
    half = float(np.ptp(box[:, 1])) / 2
    return table.top - half <= float(box[:, 1].mean()) <= table.bottom + half


def _between(words: Sequence[_Word], breaks: Sequence[float]) -> list[list[_Word]]:
    parts: list[list[_Word]] = [[] for _ in range(len(breaks) + 1)]
    for word in words:
        parts[sum(height < _middle(word.box) for height in breaks)].append(word)
    return [part for part in parts if part]


def _aligned(runs: list[Run], page: int) -> list[PageTable]:
    _level(runs)
    return [item for item in with_undrawn(lines_of(runs, page)) if isinstance(item, PageTable)]


def _level(runs: list[Run]) -> None:
    """Put the figures of each row on one height: what slant the page has left would tear rows among wrapped labels."""
    figures = [run for run in runs if not han(run.text)]
    if len(figures) < _FEW_FIGURES:
        return
    x = np.array([(run.left + run.right) / 2 for run in figures])
    y = np.array([run.middle for run in figures])
    size = median(run.size for run in figures)
    slope = max(_SLOPES, key=lambda one: (_sharpness(y - one * x, size), -abs(one)))
    for run in runs:
        run.middle -= slope * (run.left + run.right) / 2
    row: list[Run] = []
    for run in sorted(figures, key=lambda one: one.middle):
        if row and run.middle - row[-1].middle > _ROW_GAP * size:
            row = []
        row.append(run)
        level = sum(one.middle for one in row) / len(row)
        for one in row:
            one.middle = level


def _sharpness(heights: NDArray[np.float64], size: float) -> float:
    """How well heights stand on few levels: the sum of their nearness to each other, counted up to a letter."""
    apart = np.abs(heights[:, None] - heights[None, :]) / (size / 8)
    return float(np.exp(-(apart**2)).sum())


def _marks(clean: Picture) -> _Marks:
    soft = cv2.GaussianBlur(clean, (3, 3), 0)
    dark = cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _DARKER)
    _, pixels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    wide, high, area = stats[:, 2], stats[:, 3], stats[:, 4]
    kept = (area >= _SPECK) & (np.maximum(wide, high) >= _SPECK_SIDE)
    kept &= (wide * _RULE_PART < max(clean.shape)) | (high * _SLIM > wide)
    kept[0] = False
    lines = line_mask(clean, max(clean.shape), dashed=True)
    if lines is not None:
        drawn = np.bincount(pixels.ravel(), weights=lines.ravel() > 0, minlength=len(stats))
        kept &= drawn < _DRAWN * area
    boxes = np.stack([stats[:, 0], stats[:, 1], stats[:, 0] + wide, stats[:, 1] + high], axis=1)
    return _Marks(boxes.astype(np.int32), np.asarray(pixels, np.int32), kept)


def _without_lines(marks: _Marks, letter: float) -> _Marks:
    """The marks without rules, be they drawn or dashed; `letter` is the height of a letter in pixels."""
    wide, high = marks.boxes[:, 2] - marks.boxes[:, 0], marks.boxes[:, 3] - marks.boxes[:, 1]
    ruled = (wide > _LONG * letter) & (high < _THIN * letter + _SLANT * wide) | (high > _TALL * letter)
    thin = np.flatnonzero(marks.kept & ~ruled & (high < _THIN * letter))
    middle = (marks.boxes[:, 1] + marks.boxes[:, 3]) // 2
    for at in thin:
        level = thin[np.abs(middle[thin] - middle[at]) <= max(2, letter / 8)]
        if wide[level].sum() > _RULED * marks.pixels.shape[1]:
            ruled[level] = True
    return _Marks(marks.boxes, marks.pixels, marks.kept & ~ruled)


def _word(words: Words, at: int, marks: _Marks) -> _Word | None:
    """A box of text with its ink; None where there is neither text nor ink."""
    text = words.read_as[at].text.strip()
    corners = words.boxes[at]
    low, high = corners.min(axis=0), corners.max(axis=0)
    inside = marks.inside((int(low[0]), int(low[1]), int(high[0]), int(high[1])))
    if not text or not len(inside):
        return None
    return _Word(text, marks.bounds(inside), inside.tolist())


def _run(word: _Word, letter: float, readings: Readings | None = None) -> Run:
    left, top, right, bottom = word.box
    size = min(1.6 * letter, max(0.6 * letter, word.letter)) if word.is_label else letter
    return Run(word.text, left, right, (top + bottom) / 2, size, top=top, bottom=bottom, readings=readings)


def _middle(box: _Box) -> float:
    return (box[1] + box[3]) / 2


def _read_again(page: Page, marks: _Marks, words: list[_Word]) -> list[Run]:
    """The words of one table with every figure cut out anew and read twice, those found by their ink alone too."""
    letter = median([word.letter for word in words if word.is_label] or [word.letter for word in words])
    marks = _without_lines(marks, letter)
    labels: list[_Word] = []
    figures: list[list[int]] = []
    for word in words:
        own = [number for number in word.marks if marks.kept[number]]
        if not own:
            continue
        word = _Word(word.text, marks.bounds(own), own)
        if word.is_label:
            cut, torn = _cut_label(page, marks, word, letter)
            labels.append(cut)
            figures += torn
        else:
            figures += _apart(marks, own, letter)
    seen = len(figures)
    figures += _missed(marks, labels, figures, letter)
    inks = [_ink(page.clean, marks, figure, letter) for figure in figures]
    runs = [_run(label, letter) for label in labels]
    for at, (figure, (text, readings)) in enumerate(zip(figures, read_figures(inks), strict=True)):
        readings = replace(readings, clear=readings.clear and at < seen)
        runs.append(_run(_Word(text or UNKNOWN, marks.bounds(figure), figure), letter, readings))
    return runs


def _apart(marks: _Marks, numbers: Sequence[int], letter: float) -> list[list[int]]:
    """Pieces of ink on one line as figures: those further apart than digits stand are two."""
    made: list[list[int]] = []
    right = 0
    for number in sorted(numbers, key=lambda one: int(marks.boxes[one, 0])):
        if made and marks.boxes[number, 0] - right <= _DIGIT_GAP * letter:
            made[-1].append(number)
        else:
            made.append([number])
            right = 0
        right = max(right, int(marks.boxes[number, 2]))
    return made


def _cut_label(page: Page, marks: _Marks, word: _Word, letter: float) -> tuple[_Word, list[list[int]]]:
    """A label without the figures that stand in one box with it, and these."""
    if not _TRAILING.search(word.text):
        return word, []
    order = sorted(word.marks, key=lambda one: int(marks.boxes[one, 0]))
    right = 0
    starts = []
    for at, number in enumerate(order):
        if at and marks.boxes[number, 0] - right > _TORN_GAP * letter:
            starts.append(at)
        right = max(right, int(marks.boxes[number, 2]))
    for start in starts:
        rest = order[start:]
        left, top, _, bottom = word.box
        end = int(marks.boxes[order[:start], 2].max())
        pieces = [_strip(page.clean, (left, top, end, bottom)), _strip(page.clean, marks.bounds(rest))]
        label, tail = recognise(pieces)
        if not han(tail.text) and han(label.text):
            return _Word(label.text, marks.bounds(order[:start]), order[:start]), _apart(marks, rest, letter)
    return word, []


def _strip(picture: Picture, box: _Box) -> Picture:
    left, top, right, bottom = box
    edge = max(3, (bottom - top) // 5)
    return picture[max(0, top - edge) : bottom + edge, max(0, left - edge) : right + edge]


def _missed(marks: _Marks, labels: Sequence[_Word], figures: list[list[int]], letter: float) -> list[list[int]]:
    """Ink in the rows and columns of the figures that no box of text holds; what touches a figure is put to it."""
    if not figures:
        return []
    boxes = [marks.bounds(figure) for figure in figures]
    heights = [_middle(box) for box in boxes] + [_middle(label.box) for label in labels]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    top, bottom = min(heights), max(heights)
    taken = {number for label in labels for number in label.marks} | {number for one in figures for number in one}
    area = (int(left - letter), int(top - letter / 2), int(right + letter), int(bottom + letter / 2))
    free = [number for number in marks.inside(area).tolist() if number not in taken]
    alone: list[int] = []
    for number in free:
        box = marks.boxes[number]
        if any(_overlap(box, label.box) for label in labels):
            continue
        middle = (box[1] + box[3]) / 2
        near = [
            at
            for at, (x0, _, x1, _) in enumerate(boxes)
            if abs(_middle(boxes[at]) - middle) < 0.6 * letter and max(x0 - box[2], box[0] - x1) < 0.3 * letter
        ]
        if near:
            figures[near[0]].append(number)
        elif any(abs(height - middle) < 0.5 * letter for height in heights):
            alone.append(number)
    made: list[list[int]] = []
    for height in dict.fromkeys(heights):
        here = [n for n in alone if abs(height - (marks.boxes[n, 1] + marks.boxes[n, 3]) / 2) < 0.5 * letter]
        alone = [n for n in alone if n not in here]
        made += _apart(marks, here, letter)
    return made


def _overlap(one: NDArray[np.int32], other: _Box) -> bool:
    return bool(one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


def _ink(clean: Picture, marks: _Marks, figure: Sequence[int], letter: float) -> Ink:
    """A figure with nothing but paper around it."""
    left, top, right, bottom = marks.bounds(figure)
    edge = max(6, round(letter * 0.6))
    x0, y0 = max(0, left - edge), max(0, top - edge)
    part = (slice(y0, bottom + edge), slice(x0, right + edge))
    picture = clean[part].copy()
    ours = np.isin(marks.pixels[part], figure)
    other = np.asarray((marks.pixels[part] > 0) & ~ours, np.uint8)
    paper = marks.pixels[part] == 0
    ground = int(np.median(picture[paper])) if paper.any() else 255
    near = cv2.dilate(np.asarray(ours, np.uint8), np.ones((5, 5), np.uint8)) > 0
    picture[(cv2.dilate(other, np.ones((3, 3), np.uint8)) > 0) & ~near] = ground
    return Ink(picture, (left - x0, top - y0, right - x0, bottom - y0), written=True)
