"""Runs of text as lines, and lines as the text of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.readers.pdf.ink import Run

_WORD = re.compile(r"[0-9A-Za-z]")
_CLOSING = "，。；：、！？）》”’】」』〉,.;:!?)%％…—"
_OPENING = "（《“‘【「『〈("


@dataclass(slots=True)
class TextLine:
    """Runs on one height, from left to right."""

    runs: list[Run]
    middle: float
    size: float
    page: int = 0

    @property
    def left(self) -> float:
        """Where the first run begins."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Where the last run ends."""
        return max(run.right for run in self.runs)

    @property
    def font(self) -> int:
        """The font of most of its characters."""
        return max(self.runs, key=lambda run: len(run.text)).font

    @property
    def text(self) -> str:
        """The characters; blanks only between words and figures of Latin letters, and where a wide gap is left."""
        return joined(self.runs)

    def chunks(self, gap: float = 0.9) -> list[list[Run]]:
        """The runs set apart by more than `gap` times their size."""
        parts: list[list[Run]] = []
        right = 0.0
        for run in self.runs:
            if parts and run.left - right <= gap * min(run.size, parts[-1][-1].size):
                parts[-1].append(run)
            else:
                parts.append([run])
            right = max(right, run.right) if len(parts[-1]) > 1 else run.right
        return parts


def joined(runs: Sequence[Run]) -> str:
    """The text of runs on one line; blanks only where two Latin words or figures stand apart."""
    text = ""
    right = 0.0
    for run in runs:
        if text:
            gap = (run.left - right) / min(run.size, 40.0)
            latin = _WORD.match(text[-1]) and _WORD.match(run.text[0])
            if gap > 2.0 or (latin and (gap > 0.2 or (run.spaced and gap > 0.05))):
                text += " "
        text += run.text
        right = run.right
    return text


def lines_of(runs: Iterable[Run], page: int = 0) -> list[TextLine]:
    """Runs as lines, from the top: those whose middles are closer than half a letter stand on one line."""
    lines: list[TextLine] = []
    for run in sorted(runs, key=lambda run: run.middle):
        last = lines[-1] if lines else None
        if last is not None and run.middle - last.middle < 0.45 * max(run.size, last.size) and not run.turn:
            last.runs.append(run)
            if run.size > last.size:
                last.middle, last.size = run.middle, run.size
        else:
            lines.append(TextLine([run], run.middle, run.size, page))
    for line in lines:
        line.runs.sort(key=lambda run: run.left)
    return lines


def wrapped(lines: Sequence[TextLine], width: float) -> str:
    """The text of a cell `width` points wide: its lines joined, figures only where one was broken for want of room."""
    text = ""
    for at, line in enumerate(lines):
        here = line.text
        if text and _WORD.match(text[-1]) and _WORD.match(here[0]):
            text += "" if _broken(lines[at - 1], line, width) else "\n"
        text += here
    return text


def _broken(above: TextLine, below: TextLine, width: float) -> bool:
    """Whether a figure had to break: not one more of its digits would have stood on the line above."""
    if not (above.text[-1].isdigit() and re.match(r"[\d.,]", below.text)):
        return False
    used = above.right - above.left
    digit = used / max(1, len(above.text))
    return used + digit > width - 12 and len(below.text) <= len(above.text)


def first_token(line: TextLine) -> float:
    """The width in points of what may not be broken off the front of a line."""
    text = joined(line.runs)
    at = 0
    while at < len(text) and text[at] in _OPENING:
        at += 1
    if at < len(text) and _WORD.match(text[at]):
        while at < len(text) and re.match(r"[\w.%\-/:@]", text[at], re.ASCII):
            at += 1
    else:
        at += 1
    while at < len(text) and text[at] in _CLOSING:
        at += 1
    return sum(0.5 if ord(letter) < 0x2000 else 1.0 for letter in text[:at]) * line.size
