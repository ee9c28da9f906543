"""Lines of text on a page: read when asked for, put in order, joined to paragraphs; figures told from words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from gongkai.readers.ocr.engine import Corners, Picture, Reading, recognise
from gongkai.readers.ocr.upright import cut
from gongkai.report.number import clean, looks_like_dash, looks_like_figure

_HAN = re.compile(r"[\u3400-\u9fff]")
_LIKE = str.maketrans("OoQDC〇○口l|I丨i!", "00000000111111")
_ALIKE = re.compile(r"^[\dOoQDC〇○口l|I丨i!.,]+$")
_PAGE_NUMBER = re.compile(r"^[-—–－一~·.\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／共]\s*\d{1,3}\s*页?)?[-—–－一~·.\s]*$")
_HEAD = re.compile(r"^[一二三四五六七八九十]+、")
_TEXT_WIDTH = 0.8
_EDGE = 0.07
_INDENT = 1.2
_SHORT = 2.5


class Words:
    """The boxes of text on a page and, once asked for, what they say."""

    def __init__(self, picture: Picture, boxes: Corners, known: Mapping[int, Reading]) -> None:
        self.picture = picture
        self.boxes = boxes
        self.read_as = dict(known)

    def read(self, wanted: Iterable[int]) -> None:
        """Read these boxes, if they are not read yet."""
        fresh = [at for at in dict.fromkeys(wanted) if at not in self.read_as]
        found = recognise([cut(self.picture, self.boxes[at]) for at in fresh])
        self.read_as.update(zip(fresh, found, strict=True))


def han(text: str) -> int:
    """How many Chinese characters a text holds."""
    return len(_HAN.findall(text))


def is_figure(text: str) -> bool:
    """Whether a cell's text is a figure or a mark for nothing."""
    return looks_like_figure(text) or looks_like_dash(text)


def figure_of(text: str) -> str:
    """A reading of a cell of figures, letters that look like digits read as digits where nothing else stands."""
    text = clean(text)
    bare = "".join(text.split())
    if _ALIKE.match(bare) and not looks_like_dash(bare):
        return bare.translate(_LIKE)
    return text


def line_text(boxes: Sequence[Any], texts: Sequence[str]) -> str:
    """The texts of boxes in reading order: line by line, from left to right."""
    return "".join(text for line in rows_of(boxes) for text in (texts[at] for at in line))


def rows_of(boxes: Sequence[Any]) -> list[list[int]]:
    """The boxes by line from top to bottom, each line from left to right, as positions in the given sequence."""
    middles = [(float(box[:, 1].mean()), float(np.ptp(box[:, 1])), at) for at, box in enumerate(boxes)]
    lines: list[list[tuple[float, float, int]]] = []
    for one in sorted(middles):
        near = lines[-1] if lines else []
        if near and one[0] - sum(m for m, _, _ in near) / len(near) < 0.5 * min(one[1], *(h for _, h, _ in near)):
            near.append(one)
        else:
            lines.append([one])
    return [sorted((at for _, _, at in line), key=lambda at: float(boxes[at][:, 0].min())) for line in lines]


def paragraphs(words: Words, outside: Sequence[int]) -> list[tuple[float, str]]:
    """The text outside all tables as (height on the page, paragraph) from top to bottom, page numbers left out.

    A line goes on with the paragraph above when it is not indented and the line above runs to the right margin.
    """
    words.read(outside)
    boxes = [words.boxes[at] for at in outside]
    lines = []
    for line in rows_of(boxes):
        part = np.concatenate([boxes[at] for at in line])
        text = "".join(words.read_as[outside[at]].text for at in line).strip()
        left, top = part.min(axis=0).tolist()
        right, bottom = part.max(axis=0).tolist()
        if text and not _is_page_number(text, (top + bottom) / 2, words.picture.shape[0]):
            lines.append((left, top, right, bottom, text))
    return _joined(lines, words.picture.shape[1])


def _is_page_number(text: str, middle: float, high: int) -> bool:
    near_edge = middle < _EDGE * high or middle > (1 - 1.4 * _EDGE) * high
    return near_edge and _PAGE_NUMBER.match(text) is not None


def _joined(lines: Sequence[tuple[float, float, float, float, str]], wide: int) -> list[tuple[float, str]]:
    """Lines as (left, top, right, bottom, text) joined to paragraphs; `wide` is the width of the page."""
    if not lines:
        return []
    margin = min(line[0] for line in lines)
    end = max(_TEXT_WIDTH * wide, *(line[2] for line in lines))
    made: list[tuple[float, str]] = []
    above: tuple[float, float, float, float, str] | None = None
    for line in lines:
        em = line[3] - line[1]
        goes_on = (
            above is not None
            and not _HEAD.match(line[4])
            and line[0] - margin < _INDENT * em
            and end - above[2] < _SHORT * em
            and line[1] - above[3] < 1.5 * em
        )
        if goes_on:
            made[-1] = (made[-1][0], made[-1][1] + line[4])
        else:
            made.append((line[1], line[4]))
        above = line
    return made
