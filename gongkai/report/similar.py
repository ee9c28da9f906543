"""How much of one text stands in another, and which passages: copied sections (雷同), and the comparison of reports.

White space, punctuation and digits do not count, so that a new year or a new figure hides no copy.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

SHINGLE = 5
"""How many characters in a row are compared at a time for the share."""

PASSAGE = 12
"""The shortest run of characters that counts as a copied passage: shorter ones are the common words of the trade."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that stands in both: offsets into the first and the second text, ends exclusive, and the text."""

    start: int
    end: int
    other_start: int
    other_end: int
    text: str


@dataclass(frozen=True, slots=True)
class Similarity:
    """`share` from 0.0 (nothing in common) to 1.0 (the same), and the passages in the order of the first text."""

    share: float
    passages: tuple[Passage, ...]


def ratio(one: str, other: str) -> float:
    """How much two short texts, titles say, have in common, 0 to 1 (Ratcliff and Obershelp)."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def similarity(a: str, b: str) -> Similarity:
    """Compare two texts; the share is that of common runs of five characters among both texts' (Dice).

    Two texts without a letter are not alike: their share is 0.
    """
    ours, places = _letters(a)
    theirs, other_places = _letters(b)
    return Similarity(_share(ours, theirs), tuple(_passages(a, ours, places, theirs, other_places)))


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters of a text in one width and case, and where each stands."""
    letters, places = [], []
    for place, mark in enumerate(text):
        if mark.isalpha():
            letters.append(unicodedata.normalize("NFKC", mark)[0].lower())
            places.append(place)
    return "".join(letters), places


def _share(ours: str, theirs: str) -> float:
    if not ours or not theirs:
        return 0.0
    size = min(SHINGLE, len(ours), len(theirs))
    left, right = ({text[at : at + size] for at in range(len(text) - size + 1)} for text in (ours, theirs))
    return 2 * len(left & right) / (len(left) + len(right))


def _passages(a: str, ours: str, places: list[int], theirs: str, other_places: list[int]) -> list[Passage]:
    """The longest common runs from left to right; where one text holds a run twice, the longest match is taken."""
    index: dict[str, list[int]] = {}
    for at in range(len(theirs) - PASSAGE + 1):
        index.setdefault(theirs[at : at + PASSAGE], []).append(at)
    found = []
    at = 0
    while at <= len(ours) - PASSAGE:
        starts = index.get(ours[at : at + PASSAGE])
        if not starts:
            at += 1
            continue
        length, other = max((_run(ours, at, theirs, start), -start) for start in starts)
        start, end = places[at], places[at + length - 1] + 1
        found.append(Passage(start, end, other_places[-other], other_places[-other + length - 1] + 1, a[start:end]))
        at += length
    return found


def _run(ours: str, at: int, theirs: str, other: int) -> int:
    """How many characters from two places on are the same."""
    length = PASSAGE
    most = min(len(ours) - at, len(theirs) - other)
    while length < most and ours[at + length] == theirs[other + length]:
        length += 1
    return length
