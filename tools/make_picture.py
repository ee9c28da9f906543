"""Draw docs/picture.svg, the README's picture, from what `gongkai check` prints about one demonstration report.

`--check` draws nothing and ends with status 1 when the picture on disk is not what would be drawn.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

import consoles

ROOT = Path(__file__).resolve().parent.parent
PICTURE = Path("docs/picture.svg")
COMMAND = "gongkai check demo/青岚市文化和旅游局2024.html"
WIDEST = 100
ADVANCE, HEIGHT, MARGIN = 8.4, 20, 20
STYLED = re.compile(r"\x1b\[([\d;]*)m")
INKS = {
    "31": "#ff7b72",
    "32": "#7ee787",
    "33": "#e3b341",
    "34": "#79c0ff",
    "36": "#76e3ea",
    "2": "#9aa4af",
    "90": "#9aa4af",
}
PLAIN = "#e6edf3"
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{label}">\n'
    "<title>{label}</title>\n"
    '<rect width="100%" height="100%" rx="10" fill="#0d1117"/>\n'
    "<g font-family=\"ui-monospace, Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Microsoft YaHei', monospace\" "
    'font-size="14" xml:space="preserve">\n'
)


def is_wide(character: str) -> bool:
    """Whether a character takes two columns of a terminal."""
    return unicodedata.east_asian_width(character) in "WF"


def columns(text: str) -> int:
    """The columns of a terminal that a text takes."""
    return sum(1 + is_wide(character) for character in text)


def painted(line: str) -> Iterator[tuple[str, str, bool]]:
    """A line with terminal colours as (text, ink, bold), in order."""
    ink, bold = PLAIN, False
    for at, part in enumerate(STYLED.split(line)):
        if at % 2 == 0:
            yield part, ink, bold
            continue
        for code in part.split(";"):
            bold = code == "1" or (bold and code not in {"", "0", "22"})
            ink = INKS.get(code, PLAIN if code in {"", "0", "39", "22"} else ink)


def drawn(line: str, top: float) -> Iterator[str]:
    """A line as SVG texts, each stretched to its columns so that Chinese and Latin text line up."""
    column = 0
    for text, ink, bold in painted(line):
        for _, run in groupby(text, is_wide):
            piece = "".join(run)
            shown = piece.strip()
            if shown:
                left = MARGIN + (column + len(piece) - len(piece.lstrip())) * ADVANCE
                weight = ' font-weight="700"' if bold else ""
                yield (
                    f'<text x="{left:.1f}" y="{top:.0f}" textLength="{columns(shown) * ADVANCE:.1f}" '
                    f'lengthAdjust="spacingAndGlyphs" fill="{ink}"{weight}>{escape(shown)}</text>\n'
                )
            column += columns(piece)


def wrapped(line: str) -> Iterator[str]:
    """A line cut at the right edge of the terminal; its colour goes on below, as in a terminal."""
    piece, column, style = "", 0, ""
    for part in re.findall(r"\x1b\[[\d;]*m|.", line):
        if part.startswith("\x1b"):
            style = part
        elif column + columns(part) > WIDEST:
            yield piece
            piece, column = style, 0
        piece += part
        column += 0 if part.startswith("\x1b") else columns(part)
    yield piece


def picture() -> str:
    """What the command prints, as an SVG that needs no font of its own."""
    output = consoles.run(COMMAND, "zh", colour=True)
    lines = [piece for line in (f"$ {COMMAND}", *output.rstrip().splitlines()) for piece in wrapped(line)]
    width = 2 * MARGIN + ADVANCE * WIDEST
    texts = [piece for at, line in enumerate(lines) for piece in drawn(line, MARGIN + 14 + at * HEIGHT)]
    head = HEAD.format(width=width, height=2 * MARGIN + len(lines) * HEIGHT, label=f"{COMMAND} 的输出 / its output")
    return head + "".join(texts) + "</g>\n</svg>\n"


def main(arguments: list[str] | None = None) -> int:
    """Draw the picture, or with `--check` say whether it is stale; the exit status is 1 when it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="draw nothing, end with 1 when the picture is stale")
    wanted = parser.parse_args(arguments)
    path, text = ROOT / PICTURE, picture()
    if path.is_file() and path.read_text("utf-8") == text:
        return 0
    print(f"{'stale' if wanted.check else 'written'}: {PICTURE}")
    if not wanted.check:
        path.write_text(text, "utf-8")
    return int(wanted.check)


if __name__ == "__main__":
    sys.exit(main())
