"""The prose of a report as claims: what each sentence says, in figures (issue: text against tables).

`claims(report)` gives every figure of the text with what it is about; figures that no table holds stay as named
quantities. Rules compare; nothing here judges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from gongkai.report.model import Report
from gongkai.report.narrative.base import grounded
from gongkai.report.narrative.claims import Claim, clauses
from gongkai.report.narrative.lists import Whole, carried, divided, wholes
from gongkai.report.narrative.meaning import about
from gongkai.report.narrative.reading import claims_of
from gongkai.report.narrative.scope import Thread
from gongkai.report.narrative.sentences import Sentence, sentences
from gongkai.report.narrative.speaker import Speaker, speaker
from gongkai.report.narrative.terms import Subject
from gongkai.report.slips import slipped

__all__ = ["Claim", "Prose", "Sentence", "Speaker", "Whole", "claims", "clauses", "prose"]


@dataclass(frozen=True)
class Prose:
    """The sentences of a report in order, and the claims and the thread before each by its place in that order."""

    sentences: tuple[Sentence, ...]
    by_sentence: tuple[tuple[Claim, ...], ...]
    threads: tuple[Thread, ...]
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
        made = claims_of(self.sentences[number], replace(self.speaker, year=year), self.threads[number])[0]
        return tuple(claim for claim in made if not claim.supposed)


def prose(report: Report) -> Prose:
    """The prose of a report: sentences and claims. Section three goes on about applications from its first word."""
    by = speaker(report.form, report.year, report.agency)
    cut = sentences(report)
    several, threads = [], []
    thread, headed = Thread(), False
    for sentence in cut:
        if sentence.opens and not headed:
            thread = Thread()
        headed = sentence.opens and _HEADING.fullmatch(sentence.text) is not None
        if sentence.section == 3:
            thread = thread._replace(theme=thread.theme or "A")
        threads.append(thread)
        made, thread = claims_of(sentence, by, thread)
        settled = _settled(report, made)
        several.append(grounded(sentence.text, settled, lambda claim: _borne(report, claim)))
    return Prose(cut, tuple(several), tuple(threads), by)


def _settled(report: Report, made: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims of a sentence, those about supposed appeals only where the tables bear enough of the others out."""
    supposed = [claim for claim in made if claim.supposed]
    borne = [claim.value for claim in supposed if _borne(report, claim)]
    sure = (len(borne) > 1 and any(borne)) or max(borne, default=0) >= _TELLING
    made = tuple(
        claim if not claim.supposed else replace(claim, severity="warning") if sure else claim.bare for claim in made
    )
    return _of_all(report, made)


def _of_all(report: Report, made: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims of a sentence; those of a wider scope are the tables' own where the tables plainly hold that scope.

    They do where they bear enough of its figures out, or where a long figure differs from its cell by a slip.
    """
    borne = [claim.value for claim in made if claim.aside and _come_to(report, claim.aside.cells) == claim.value]
    sure = (len(borne) > 1 and sum(borne) >= _SURELY) or max(borne, default=0) >= _ALONE
    said = {claim.value for claim in made}
    return tuple(
        replace(about(claim, claim.aside), scope="", severity="warning")
        if claim.aside and (sure or _but_for_a_slip(report, claim, claim.aside, said))
        else claim
        for claim in made
    )


def _but_for_a_slip(report: Report, claim: Claim, wider: Subject, said: set[int | Decimal]) -> bool:
    """Whether a cell holds a long figure with one slip, and no other figure of the sentence is the cell's."""
    held = _come_to(report, wider.cells)
    return isinstance(held, int) and held not in said and claim.value >= _LONG and slipped(held, int(claim.value))


_SURELY, _ALONE, _LONG = 10, 50, 100
"""What figures of a wider scope have to come to together, alone, or be, so as not to be those of the tables by chance."""


def _borne(report: Report, claim: Claim) -> bool:
    """Whether a figure is what its cells come to, in any way that its words may be meant."""
    return any(_come_to(report, terms) == claim.value for terms in (claim.cells, *claim.also))


def _come_to(report: Report, terms: tuple[str, ...]) -> int | Decimal | None:
    """What a sum of cells makes; None where one of them has no figure."""
    made: int | Decimal = 0
    for term in terms:
        value = report.value(term.lstrip("-"))
        if value is None:
            return None
        made += -value if term.startswith("-") else value
    return made


_HEADING = re.compile(r"[^，。；：]{4,24}[：]?")
"""A line that stands above the paragraph that it names the theme of."""

_TELLING = 3
"""A smaller figure agrees by chance."""


def claims(report: Report) -> tuple[Claim, ...]:
    """Every claim of a report in the order of the text."""
    return prose(report).claims
