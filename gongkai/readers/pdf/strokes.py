"""The straight strokes of a page: lines, edges of boxes, thin rectangles, and the edges of backgrounds."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.readers.document import too_many
from gongkai.readers.pdf.ink import Ink, upright

MAX_OBJECTS = 60_000
"""The most drawn objects of one page, those inside forms counted in."""
_DEEPEST = 8
_THIN = 3.2
_WHOLE_PAGE = 0.7
_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Strokes:
    """Level strokes as (y, left, right), upright ones as (x, top, bottom), backgrounds as boxes; all in points."""

    level: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)
    grounds: list[tuple[float, float, float, float]] = field(default_factory=list)

    def add(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a thin box as a stroke, a dot as a piece of one either way; False when it is not thin."""
        flat, narrow = bottom - top <= _THIN, right - left <= _THIN
        if flat and (narrow or right - left > bottom - top):
            self.level.append(((top + bottom) / 2, left, right))
        if narrow and (flat or bottom - top > right - left):
            self.upright.append(((left + right) / 2, top, bottom))
        return flat or narrow


def read_strokes(page: Any, ink: Ink) -> Strokes:
    """Every stroke on a page, turned and moved as its ink. TooLarge when it holds too many objects."""
    strokes = Strokes()
    left, top, _, _ = upright(ink, *ink.box)
    bounds = tuple(ctypes.c_float() for _ in range(4))
    for thing, matrix in _objects(page):
        if not pdfium.FPDFPageObj_GetBounds(thing, *bounds):
            continue
        box = _box(matrix, *(bound.value for bound in bounds))
        a, b, c, d = upright(ink, *box)
        a, b, c, d = a - left, b - top, c - left, d - top
        if strokes.add(a, b, c, d) or pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        fill, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(thing, fill, stroked)
        if fill.value and not stroked.value and pdfium.FPDFPath_CountSegments(thing) <= 6:
            if (c - a) * (d - b) < _WHOLE_PAGE * ink.width * ink.height:
                strokes.grounds.append((a, b, c, d))
        elif stroked.value or fill.value:
            for x0, y0, x1, y1 in _segments(thing, matrix):
                a, b, c, d = upright(ink, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                strokes.add(a - left, b - top, c - left, d - top)
    return strokes


def _objects(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    """Paths and images of a page, those inside its forms too, with the matrix of the forms they stand in."""
    seen = 0
    stack = [(page, _PLAIN, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)]
    while stack:
        holder, matrix, count, get = stack.pop()
        for at in range(count(holder)):
            seen += 1
            if seen > MAX_OBJECTS:
                raise too_many("一页的图形数", "drawn objects on a page", seen, MAX_OBJECTS)
            thing = get(holder, at)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
                yield thing, matrix
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and len(stack) < _DEEPEST:
                inner = _times(_matrix(thing), matrix)
                stack.append((thing, inner, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject))


def _matrix(thing: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: _Matrix, two: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(matrix: _Matrix, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    if matrix is _PLAIN:
        return left, bottom, right, top
    (x0, y0), (x1, y1) = _point(matrix, left, bottom), _point(matrix, right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _segments(path: Any, outer: _Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The straight segments of a path, closing ones too, in the page's own space."""
    matrix = _times(_matrix(path), outer)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for at in range(min(pdfium.FPDFPath_CountSegments(path), 4000)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        there = _point(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = there
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (*here, *there)
        here = there
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield (*here, *start)
            here = start
