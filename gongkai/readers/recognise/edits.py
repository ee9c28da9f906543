"""How alike two texts are by edit distance, with a cheap bound before the costly figure.

Most pairs of texts are far apart, and lengths and letters show it. The library is loaded for the first pair that needs
it: most reports print the form's words as they are, and a process that reads one report starts sooner.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

_ROUNDING = 1e-9


def similarity(one: str, other: str, least: float = 0.0) -> float:
    """The normalised Levenshtein similarity of two texts, 0 to 1; 0 where it is below `least`."""
    if one == other:
        return 1.0
    longest = max(len(one), len(other))
    needed = least * longest - _ROUNDING
    if min(len(one), len(other)) < needed or sum(map(_letters(other).__contains__, one)) < needed:
        return 0.0
    if (Counter(one) & Counter(other)).total() < needed:
        return 0.0
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(one, other, score_cutoff=least)


def held(text: str, other: str) -> int:
    """The length of the longest sequence of letters that stands in both texts, in order."""
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(text, other)


@lru_cache(maxsize=2048)
def _letters(text: str) -> frozenset[str]:
    return frozenset(text)
