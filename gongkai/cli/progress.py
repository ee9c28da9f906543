"""Progress on a terminal: count, rate and time left, from the second second on, gone at the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from gongkai.cli import words

_PATIENCE = 2.0
_EVERY = 0.2
_UNITS = ((3600, "小时", " h"), (60, "分", " min"), (1, "秒", " s"))


class Bar:
    """One line on a terminal that is rewritten in place; nothing is shown of work that is quick."""

    def __init__(
        self,
        stream: TextIO | None,
        total: int,
        lang: str,
        clock: Callable[[], float] = time.monotonic,
        unit: tuple[str, str] = ("份", "files"),
    ) -> None:
        """A bar for so many files, or what else `unit` says, on a stream; None shows nothing."""
        self._unit = unit
        self._stream, self.total, self._lang, self._clock = stream, total, lang, clock
        self.done = 0
        self._begun = self._told = clock()
        self._wide = 0

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        now = self._clock()
        if self._stream is None or now - self._begun < _PATIENCE or now - self._told < _EVERY:
            return
        self._told = now
        text = words.clipped(self._words(now - self._begun), words.screen() - 1)
        self._stream.write("\r" + words.padded(text, self._wide))
        self._stream.flush()
        self._wide = words.width(text)

    def _words(self, spent: float) -> str:
        rate = self.done / spent
        total = max(self.total, self.done)
        left = _duration((total - self.done) / rate, self._lang)
        if self._lang == "zh":
            return f"{self.done}/{total} {self._unit[0]}  每秒{rate:.1f}{self._unit[0]}  还需{left}"
        return f"{self.done}/{total} {self._unit[1]}  {rate:.1f} a second  {left} left"

    def hide(self) -> None:
        """Wipe the line, so that something else can be written there."""
        if self._stream is not None and self._wide:
            self._stream.write("\r" + " " * self._wide + "\r")
            self._stream.flush()
            self._wide = 0


def _duration(seconds: float, lang: str) -> str:
    """Seconds in the largest unit that fits."""
    whole = max(1, round(seconds))
    size, zh, en = next(unit for unit in _UNITS if whole >= unit[0])
    return f"{-(-whole // size)}{zh if lang == 'zh' else en}"
