"""One page as ink: runs of text and straight strokes, in points from the top left corner, upright.

Glyphs come from pdfium one by one. Whatever way the page or its text is turned, the direction that most glyphs run in
becomes the x axis; text across it is kept with its quarter turn, slanted text (a watermark) is counted and left out.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.readers.document import Readings, too_many

MAX_GLYPHS = 60_000
"""The most glyphs of one page."""
UNKNOWN = "\ufffd"
"""Stands for a glyph whose character the file does not tell."""
_INVISIBLE_MODES = {3, 7}
_BLANKS = {9, 10, 13, 32, 0xA0, 0x3000}
_LARGE = 16.0
"""Points above which a pale text may be a watermark."""
_PALE = 160
_RADICALS = dict(
    zip(
        "⼾⺁⺇⺋⺏⺙⺟⺠⻁⻄⻅⻆⻉⻋⻐⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "户厂几㔾尣攵母民虎西见角贝车钅镸长门阝青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Radicals that fonts give for the ideograph: the block CJK Radicals Supplement (Unicode's equivalents), and 户, whose
radical NFKC makes the traditional 戶."""


@dataclass(slots=True)
class Run:
    """Glyphs that stand side by side: text, box (y grows downwards), height of the letters, quarter turn, font.

    `spaced` says that a space glyph stands in front; `readings` stands with a figure that was read off a picture.
    """

    text: str
    left: float
    right: float
    middle: float
    size: float
    font: int = 0
    turn: int = 0
    spaced: bool = False
    top: float = 0.0
    bottom: float = 0.0
    readings: Readings | None = None


@dataclass(slots=True)
class Ink:
    """What a page shows: its runs, its size, and what was left out or could not be told."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    turn: int = 0
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    glyphs: int = 0
    unknown: int = 0
    hidden: int = 0
    slanted: int = 0


@dataclass(frozen=True, slots=True)
class _Hand:
    """How one text object is written: size in points, quarter turn (None when slanted), font, visible, light."""

    size: float
    turn: int | None
    font: int
    visible: bool
    light: bool


_OBJECT_OF = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
"""FPDFText_GetTextObject with a plain address for an answer: asked for every glyph, it would cost a third of the time."""
_Glyph = tuple[str, float, float, float, float, float, float, _Hand, bool]


def read_ink(page: Any, text: Any) -> Ink:
    """The runs of a page from its pdfium handles. TooLarge when it holds too many glyphs."""
    count = pdfium.FPDFText_CountChars(text)
    if count > MAX_GLYPHS:
        raise too_many("一页的字数", "glyphs on a page", count, MAX_GLYPHS)
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    ink = Ink(0.0, 0.0, box=(box.left, box.bottom, box.right, box.top))
    glyphs = _glyphs(text, count, ink)
    turns = Counter(glyph[7].turn for glyph in glyphs)
    ink.turn = max(turns, key=lambda turn: turns[turn]) or 0 if turns else 0
    left, top, right, bottom = upright(ink, *ink.box)
    ink.width, ink.height = right - left, bottom - top
    ink.runs = _runs(_once(glyphs), ink, left, top)
    return ink


def upright(ink: Ink, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    """A box of the page's own space as (left, top, right, bottom) after the page's turn, origin not yet moved."""
    if ink.turn == 0:
        return x0, -y1, x1, -y0
    if ink.turn == 1:
        return y0, x0, y1, x1
    if ink.turn == 2:
        return -x1, y0, -x0, y1
    return -y1, -x1, -y0, -x0


def _glyphs(text: Any, count: int, ink: Ink) -> list[_Glyph]:
    """Every visible glyph in the order of the file, with its loose box and the point it stands on.

    The glyphs of one text object stand on one line while their boxes do: its origin is asked for once.
    """
    found: list[_Glyph] = []
    hands: dict[int, _Hand] = {}
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    by_rect, by_x, by_y = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    get_code, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    get_origin, is_unknown = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_HasUnicodeMapError
    spaced = False
    last, foot = 0, 0.0
    left, bottom, right, top = ink.box
    for at in range(count):
        code = get_code(text, at)
        if code in _BLANKS:
            spaced = spaced or not pdfium.FPDFText_IsGenerated(text, at)
            continue
        key = _OBJECT_OF(text, at)
        if not key:
            continue
        hand = hands.get(key)
        if hand is None:
            hand = hands[key] = _hand(text, at, pdfium.FPDFText_GetTextObject(text, at))
        if not hand.visible:
            ink.hidden += 1
            continue
        if hand.turn is None:
            ink.slanted += 1
            continue
        if hand.turn == 0:
            get_box(text, at, by_rect)
            x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
        else:
            x0, y0, x1, y1 = _tight(text, at)
        if not (left - 1 <= (x0 + x1) / 2 <= right + 1 and bottom - 1 <= (y0 + y1) / 2 <= top + 1):
            ink.hidden += 1
            continue
        if key != last or hand.turn or y0 != foot:
            get_origin(text, at, by_x, by_y)
            last, foot = key, y0
        letter = UNKNOWN if is_unknown(text, at) == 1 else _letter(code)
        ink.glyphs += 1
        ink.unknown += letter == UNKNOWN
        found.append((letter, x0, y0, x1, y1, x.value if hand.turn else x0, y.value, hand, spaced))
        spaced = False
    return found


def _tight(text: Any, at: int) -> tuple[float, float, float, float]:
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, at, x0, x1, y0, y1)
    return x0.value, y0.value, x1.value, y1.value


def _hand(text: Any, at: int, handle: Any) -> _Hand:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, at, matrix)
    size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    quarter = round(angle / 90)
    turn = quarter % 4 if abs(angle - quarter * 90) <= 3 else None
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    font = ctypes.addressof(pdfium.FPDFTextObj_GetFont(handle).contents)
    return _Hand(abs(size) or 1.0, turn, font, mode not in _INVISIBLE_MODES, size > _LARGE and _is_light(handle))


def _is_light(handle: Any) -> bool:
    """Whether a text object is written in a pale or see-through colour."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) >= _PALE or alpha.value < _PALE


def _letter(code: int) -> str:
    """The character of a glyph: radicals and compatibility ideographs as the ideograph, U+FFFD where it is not told."""
    if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xD800 <= code <= 0xF8FF or code > 0x10FFFF:
        return UNKNOWN
    letter = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
        return _RADICALS.get(letter) or unicodedata.normalize("NFKC", letter)
    return UNKNOWN if code < 32 or code >= 0xF0000 else letter


def _once(glyphs: list[_Glyph]) -> list[_Glyph]:
    """The glyphs without those drawn again in the same place, as imitated bold type is."""
    seen: set[tuple[str, float, int, int, int]] = set()
    kept: list[_Glyph] = []
    for glyph in glyphs:
        letter, x, y, step = glyph[0], glyph[5], glyph[6], round(glyph[7].size * 0.2, 2)
        across, down = x / step, y / step
        a, b, c, d = int(across), int(across + 0.5), int(down), int(down + 0.5)
        keys = ((letter, step, a, c, 0), (letter, step, b, c, 1), (letter, step, a, d, 2), (letter, step, b, d, 3))
        if seen.isdisjoint(keys):
            kept.append(glyph)
        seen.update(keys)
    return kept


def _runs(glyphs: list[_Glyph], ink: Ink, left: float, top: float) -> list[Run]:
    """Glyphs of one text object that follow each other on the page, as runs."""
    usual = _usual_size(glyphs)
    runs: list[Run] = []
    last: Run | None = None
    writing: _Hand | None = None
    for letter, x0, y0, x1, y1, x, y, hand, spaced in glyphs:
        if hand.light and hand.size > usual * 1.8:
            ink.slanted += 1
            continue
        a, b, c, d = upright(ink, x0, y0, x1, y1)
        a, b, c, d = a - left, b - top, c - left, d - top
        turn = ((hand.turn or 0) - ink.turn) % 4
        if turn:
            last = _turned(runs, last, Run(letter, a, c, (b + d) / 2, hand.size, hand.font, turn, spaced, b, d))
            continue
        middle = upright(ink, x, y, x, y)[1] - top - 0.36 * hand.size
        if ink.turn:
            a = upright(ink, x, y, x, y)[0] - left if a <= c else a
        b, d = middle - hand.size / 2, middle + hand.size / 2
        if (
            last is not None
            and hand is writing
            and not spaced
            and abs(last.middle - middle) < 0.05 * hand.size
            and -0.3 * hand.size < a - last.right < 0.2 * hand.size
        ):
            last.text += letter
            last.right = max(last.right, c)
        else:
            last, writing = Run(letter, a, c, middle, hand.size, hand.font, 0, spaced, b, d), hand
            runs.append(last)
    return runs


def _turned(runs: list[Run], last: Run | None, run: Run) -> Run:
    """A glyph across the page's direction, joined to the run in front of it where it goes on."""
    if last is not None and last.turn == run.turn and min(last.right, run.right) > max(last.left, run.left):
        last.text += run.text
        last.left, last.right = min(last.left, run.left), max(last.right, run.right)
        last.top, last.bottom = min(last.top, run.top), max(last.bottom, run.bottom)
        last.middle = (last.top + last.bottom) / 2
        return last
    runs.append(run)
    return run


def _usual_size(glyphs: list[_Glyph]) -> float:
    sizes = Counter(round(glyph[7].size, 1) for glyph in glyphs)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 10.0
