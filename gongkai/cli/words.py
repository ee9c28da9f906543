"""The interface's language, and words shown on a terminal: escaped, aligned, wrapped, in marks that GBK has."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata

_COLOURS = {"error": "31", "warning": "33", "info": "36", "good": "32"}
_PIECES = re.compile(r"\s+|[（“‘《…]*(?:[\x21-\x7e]+|\S)[，。；：、）！？》”’…]*")


def language(arguments: list[str]) -> str:
    """`zh` or `en`: by --lang, else by GONGKAI_LANG, else by the locale; Chinese unless the locale is English."""
    for at, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--lang" and at + 1 < len(arguments):
            return "en" if arguments[at + 1] == "en" else "zh"
        if word.startswith("--lang="):
            return "en" if word == "--lang=en" else "zh"
    if os.environ.get("GONGKAI_LANG"):
        return "en" if os.environ["GONGKAI_LANG"] == "en" else "zh"
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "zh"


def shown(name: str) -> str:
    """A file name or text with control and direction characters escaped."""
    return "".join(c if c.isprintable() and unicodedata.category(c) != "Cf" else f"\\u{ord(c):04x}" for c in name)


def width(text: str) -> int:
    """How many columns a terminal gives the text: two for each wide character, none for a combining one.

    Marks such as □ and — take two columns on a GBK terminal and one elsewhere.
    """
    wide = "WFA" if (sys.stdout.encoding or "").lower() in ("gbk", "gb18030", "gb2312", "cp936") else "WF"
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in wide else 1 for c in text)


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled up with blanks to so many columns, in front of it when it stands on the right."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def clipped(text: str, columns: int) -> str:
    """The text, or its beginning and … where it is wider than so many columns."""
    if width(text) <= columns:
        return text
    kept = ""
    while text and width(kept + text[0]) <= columns - 2:
        kept, text = kept + text[0], text[1:]
    return kept + "…"


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of so many columns: broken at blanks and between Chinese characters, never apart from a stop."""
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        if width(line + piece.rstrip()) > columns and line.strip():
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def screen() -> int:
    """The columns to lay out for: COLUMNS, the terminal's, else 80; at most 120 and at least 40."""
    return min(120, max(40, shutil.get_terminal_size((80, 24)).columns))


def coloured(text: str, kind: str) -> str:
    """The text in the colour of a severity, on a terminal that wants colours."""
    return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if wants_colour() else text


def wants_colour() -> bool:
    """Whether colours are shown: NO_COLOR and CLICOLOR_FORCE first, then whether stdout is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0") or sys.stdout.isatty()
