"""The prose of a report as claims: what each sentence says, in figures (issue: text against tables).

`claims(report)` gives every figure of the text with what it is about; figures that no table holds stay as named
quantities. Rules compare; nothing here judges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from gongkai.report.model import Report
from gongkai.report.narrative.claims import Claim, Speaker, claims_of, speaker
from gongkai.report.narrative.lists import Whole, carried, divided, wholes
from gongkai.report.narrative.sentences import Sentence, sentences

__all__ = ["Claim", "Prose", "Sentence", "Speaker", "Whole", "claims", "prose"]


@dataclass(frozen=True)
class Prose:
    """The sentences of a report in order, and the claims and the theme before each by its place in that order."""

    sentences: tuple[Sentence, ...]
    by_sentence: tuple[tuple[Claim, ...], ...]
    themes: tuple[str, ...]
    speaker: Speaker

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim in the order of the text."""
        return tuple(claim for several in self.by_sentence for claim in several)

    @cached_property
    def wholes(self) -> tuple[Whole, ...]:
        """Every figure that a sentence divides, with its parts."""
        found: list[Whole] = []
        previous: tuple[Claim, ...] = ()
        paragraph: list[Claim] = []
        for sentence, claims in zip(self.sentences, self.by_sentence, strict=True):
            found += wholes(sentence, claims, previous)
            if sentence.opens:
                paragraph.clear()
            found += divided(sentence, claims, paragraph or previous)
            found += carried(sentence, claims, paragraph)
            previous = claims
            paragraph += claims
        return tuple(found)

    def of_year(self, number: int, year: int) -> tuple[Claim, ...]:
        """The claims of the sentence with this number as if the report were for another year."""
        return claims_of(self.sentences[number], replace(self.speaker, year=year), self.themes[number])[0]


def prose(report: Report) -> Prose:
    """The prose of a report: sentences and claims. Section three goes on about applications from its first word."""
    by = speaker(report.form, report.year, report.agency)
    cut = sentences(report)
    several, themes = [], []
    theme = ""
    for sentence in cut:
        if sentence.opens:
            theme = ""
        if sentence.section == 3:
            theme = theme or "A"
        themes.append(theme)
        made, theme = claims_of(sentence, by, theme)
        several.append(made)
    return Prose(cut, tuple(several), tuple(themes), by)


def claims(report: Report) -> tuple[Claim, ...]:
    """Every claim of a report in the order of the text."""
    return prose(report).claims
