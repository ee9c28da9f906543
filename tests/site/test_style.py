"""The stylesheet and the script: small, legible in every theme, and nothing that Chromium 88 does not know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "gongkai" / "site" / "static"
SHEET = re.sub(r"/\*.*?\*/", "", (STATIC / "style.css").read_text("utf-8"), flags=re.DOTALL)
SCRIPT = re.sub(r"/\*.*?\*/", "", (STATIC / "app.js").read_text("utf-8"), flags=re.DOTALL)

PROPERTIES = set(
    re.findall(
        r"\S+",
        """align-items animation background background-color background-position background-size border border-bottom
    border-bottom-color border-collapse border-color border-left border-left-color border-left-width border-radius
    border-top border-top-color border-width bottom box-shadow box-sizing break-after break-inside clip-path color
    content counter-increment counter-reset cursor display flex flex-basis flex-direction flex-wrap font font-family
    font-size font-variant-numeric font-weight gap grid-template-columns height justify-content left letter-spacing line-break line-height
    list-style margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width opacity outline
    outline-offset overflow overflow-wrap overflow-x padding padding-bottom padding-left padding-right padding-top
    position resize right scroll-padding-top size text-align text-decoration text-decoration-thickness text-indent
    text-size-adjust text-underline-offset top vertical-align white-space width word-break z-index
    -webkit-print-color-adjust -webkit-text-size-adjust""",
    )
)
"""What Chromium 88 knows; `text-decoration-thickness` (89) and `text-size-adjust` lose nothing where they are unknown."""
AT_RULES = {"media", "page", "keyframes"}
MEDIA = {"max-width", "prefers-reduced-motion", "forced-colors"}
PSEUDO = set(
    re.findall(r"\S+", "active after backdrop before first-child focus focus-visible hover last-child not root target")
)
FUNCTIONS = {"var", "calc", "attr", "counter", "inset", "linear-gradient", "rgba"}
NEWER_SCRIPT = re.compile(
    r"\?\?=|\|\|=|&&=|\.at\(|\.hasOwn\(|structuredClone|\.replaceChildren\(\)|#\w+\s*=|static\s*\{|\.findLast|toSorted"
)
"""Syntax and functions that came after Chromium 88, or whose like is not needed."""

PAIRS = (
    ("ink", "bg"), ("ink", "paper"), ("ink-2", "bg"), ("ink-2", "paper"), ("blue", "bg"), ("blue", "paper"),
    ("blue-d", "blue-l"), ("blue", "blue-l"), ("amber", "amber-l"), ("red-d", "red-l"), ("red", "paper"), ("red", "bg"), ("red", "red-l"),
    ("violet", "violet-l"), ("green", "green-l"), ("ink", "blue-l"), ("ink", "amber-l"), ("ink", "red-l"),
    ("ink", "green-l"), ("ink", "violet-l"), ("on-focus", "focus"), ("on-blue", "blue"), ("on-blue", "blue-d"),
    ("on-red", "red"), ("on-head", "head"), ("ink-2", "blue-l"),
)  # fmt: skip
"""Text on its ground, as the sheet pairs them: at least 4.5:1 (WCAG 1.4.3)."""
EDGES = (("field", "paper"), ("field", "bg"), ("blue", "paper"), ("red", "paper"), ("violet", "violet-l"))
"""Edges that tell where a control is or what state it is in: at least 3:1 (WCAG 1.4.11)."""


def tokens(selector: str) -> dict[str, str]:
    """The colours that a theme sets."""
    block = re.search(re.escape(selector) + r"\s*\{(.*?)\}", SHEET, re.DOTALL)
    assert block
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{3,6})\b", block[1]))


THEMES = {
    "light": tokens(":root"),
    "contrast": tokens(":root") | tokens("html[data-theme=contrast]"),
}


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    """Black on white is 21, a colour on itself 1, and the grey of the standard's own example 4.54."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_pair_is_legible(theme: str) -> None:
    """Text 4.5:1 and edges 3:1 in every theme."""
    held = THEMES[theme]
    faint = {pair: round(contrast(held[pair[0]], held[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}
    edges = {pair: round(contrast(held[pair[0]], held[pair[1]]), 2) for pair in EDGES}
    assert {pair: ratio for pair, ratio in edges.items() if ratio < 3} == {}


def test_the_files_are_small() -> None:
    """24 KB of style and 15 KB of script at most, as they stand."""
    assert (STATIC / "style.css").stat().st_size <= 24 * 1024
    assert (STATIC / "app.js").stat().st_size <= 15 * 1024


def unknown(sheet: str) -> set[str]:
    """What a stylesheet uses that is not on the lists."""
    declared = re.findall(r"[{;]\s*(-?[a-z][\w-]*)\s*:(?!\w+\s*[,{])", sheet)
    selectors = " ".join(re.findall(r"[^{}]+(?=\{)", sheet))
    values = " ".join(re.findall(r":([^:{};]+);", sheet))
    return (
        {name for name in declared if not name.startswith("--") and name not in PROPERTIES}
        | set(re.findall(r"@([\w-]+)", sheet)) - AT_RULES
        | set(re.findall(r"\(([\w-]+):", " ".join(re.findall(r"@media[^{]+", sheet)))) - MEDIA
        | set(re.findall(r"::?([a-z-]+)", re.sub(r"@media[^{]+|@page[^{]+", "", selectors))) - PSEUDO
        | set(re.findall(r"([a-z-]+)\(", values)) - FUNCTIONS
    )


def test_chromium_88_knows_every_feature() -> None:
    """Nothing outside the lists; and what came later is seen."""
    assert unknown(SHEET) == set()
    for late, name in (
        ("a:has(b) { color: red; }", "has"),
        ("@layer base { }", "layer"),
        ("a { text-wrap: balance; }", "text-wrap"),
        ("a { color: color-mix(in srgb, red, blue); }", "color-mix"),
        ("@media (width-is: 3px) { }", "width-is"),
    ):
        assert name in unknown(late)
    assert not NEWER_SCRIPT.search(SCRIPT)
    assert NEWER_SCRIPT.search("rows.at(-1)")


def test_nothing_comes_from_elsewhere() -> None:
    """No address of another host, no imported file, no evaluated text."""
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\(|eval\(|innerHTML", SHEET + SCRIPT)
