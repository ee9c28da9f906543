"""A claim: a figure of the text, what it is about, and the cells that hold the same figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.report.language import Severity
from gongkai.report.narrative.sentences import flat, written
from gongkai.report.narrative.terms import Subject


def clauses(*claims: Claim) -> str:
    """The words of a sentence from the first of these claims of it to the last, as they stand in the report."""
    first, last = min(claims, key=_start), max(claims, key=_start)
    text = flat(first.sentence)
    since = max(text.rfind(mark, 0, first.start) for mark in "，；：（）。、") + 1
    said = text[since : last.end]
    if said.count("”") > said.count("“"):
        since = max(text.rfind("“", 0, since), 0)
    return written(first.sentence, since, last.end + len(last.tail))


def _start(claim: Claim) -> int:
    return claim.start


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure in a sentence and what it stands for.

    `subject` is the key of `forms/prose.toml`, '' for a quantity that no table holds; `cells` add up to the figure
    (a leading `-` subtracts), `also` are other sums that the words may mean, `near` sums that explain a slip.
    `area` says of a government's figure whether it is of the `whole` area (全县) or of its `own` level (县政府本级).
    `value` is int or Decimal (万元). `negated` claims say that there was none; `change` ones compare with last year.
    `aside` is what a figure of a wider scope would be about, were that the agency's own.
    `supposed` ones may as well be of appeals that have nothing to do with disclosure.
    `words` are the words before the figure back to the figure before it, `tail` those after it up to the next point.
    """

    section: int
    sentence: str
    clause: str
    subject: str
    name: str
    name_en: str
    value: int | Decimal
    unit: str
    kind: str
    vague: bool
    start: int
    end: int
    words: str
    tail: str
    step: Decimal = Decimal(1)
    theme: str = ""
    cells: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    near: tuple[tuple[str, ...], ...] = ()
    scope: str = ""
    severity: Severity = "error"
    area: str = ""
    negated: bool = False
    change: bool = False
    supposed: bool = False
    aside: Subject | None = None

    @property
    def bare(self) -> Claim:
        """The same figure as a quantity that no table holds."""
        return replace(
            self, subject="", name="", name_en="", cells=(), also=(), near=(), severity="error", supposed=False
        )
