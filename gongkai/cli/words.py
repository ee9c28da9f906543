"""The interface's language, and words shown on a terminal: escaped, aligned, in marks that GBK has."""

from __future__ import annotations

import os
import sys
import unicodedata

SEVERITY = {
    "error": ("必须改", "must change", "×"),
    "warning": ("建议改", "should change", "！"),
    "info": ("请说明", "please explain", "·"),
}
"""Each severity in Chinese, in English, and its mark."""

_COLOURS = {"error": "31", "warning": "33", "info": "36", "good": "32"}


def language(arguments: list[str]) -> str:
    """`zh` or `en`: by --lang, else by the locale; Chinese unless the locale is English."""
    for at, word in enumerate(arguments):
        if word == "--lang" and at + 1 < len(arguments):
            return "en" if arguments[at + 1] == "en" else "zh"
        if word.startswith("--lang="):
            return "en" if word == "--lang=en" else "zh"
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "zh"


def shown(name: str) -> str:
    """A file name or text with control and direction characters escaped."""
    return "".join(c if c.isprintable() and unicodedata.category(c) != "Cf" else f"\\u{ord(c):04x}" for c in name)


def width(text: str) -> int:
    """How many columns a terminal gives the text: two for each wide character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def padded(text: str, columns: int) -> str:
    """The text filled up with blanks to so many columns."""
    return text + " " * max(0, columns - width(text))


def coloured(text: str, kind: str) -> str:
    """The text in the colour of a severity, on a terminal that wants colours."""
    wants = bool(os.environ.get("CLICOLOR_FORCE")) or (sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if wants else text
