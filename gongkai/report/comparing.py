"""Figures of the text against the cells that hold them: what is due, and whether both say the same."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from gongkai.report.form import Form
from gongkai.report.language import Severity
from gongkai.report.model import Report
from gongkai.report.narrative import Claim

if TYPE_CHECKING:
    from gongkai.report.check import Subject


def due(report: Report, terms: tuple[str, ...]) -> int | Decimal | None:
    """What the cells of a sum make; None when one of them has no figure."""
    made: int | Decimal = 0
    for term in terms:
        value = report.value(term.lstrip("-"))
        if value is None:
            return None
        made += -value if term.startswith("-") else value
    return made


def agrees(claim: Claim, made: int | Decimal) -> bool:
    """Whether a figure says the same as the tables, as exactly as it is written."""
    if claim.vague:
        return abs(Decimal(claim.value) - made) <= _leeway(claim, made)
    if claim.value == made:
        return True
    if claim.step == 1 and claim.kind != "money":
        return False
    exact = Decimal(made) / claim.step
    return any(exact.quantize(Decimal(1), way) * claim.step == claim.value for way in (ROUND_HALF_UP, ROUND_DOWN))


def _leeway(claim: Claim, made: int | Decimal) -> Decimal:
    """How far a figure with 约 or 余 may be off: a fifth, or where it is written in three digits and more a hundredth.

    At least two of what its last digit but noughts counts in: `41.2万余` are 412 000 to 414 000.
    """
    place: Decimal = claim.step
    digits = int(Decimal(claim.value) / place)
    while digits and digits % 10 == 0:
        digits, place = digits // 10, place * 10
    return max(place * 2, Decimal(made) / 100) if digits >= 100 else Decimal(made) / 5


def plain(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of a sum without their signs."""
    return tuple(cell.lstrip("-") for cell in cells)


def weigh(claim: Claim, held: str) -> Severity | None:
    """How much a difference weighs; `held` is the part of a government that the tables hold.

    None for its own level where they hold its whole area.

    A figure of the whole area is no more than a question where nothing shows that the tables hold that.
    """
    if not claim.area:
        return claim.severity
    if claim.area == "own":
        return None if held == "whole" else claim.severity
    return claim.severity if held == "whole" else "info"


def area(subject: Subject) -> str:
    """Which part of a government the tables hold: the one that more figures of the text are borne out for, else ''."""
    borne = Counter(
        claim.area
        for claim in subject.prose.claims
        if claim.area and claim.cells and claim.value > _TELLING and not claim.vague and holds(subject.report, claim)
    )
    return "" if borne["whole"] == borne["own"] else max(borne, key=borne.__getitem__)


_TELLING = 5
"""A small figure fits by chance."""


def amount(value: int | Decimal, claim: Claim) -> str:
    """A figure in plain digits, money with its unit."""
    return f"{value:f}万元" if claim.kind == "money" else f"{value}"


def named(form: Form, cells: tuple[str, ...]) -> str:
    """The cells of a sum in words: `表三 三（三）各项之和`, or each by name."""
    names = [form.name(cell) for cell in plain(cells)]
    group = names[0].rpartition("）")[0] + "）"
    if len(names) > 1 and all(name.startswith(group) for name in names) and not any("-" in cell for cell in cells):
        return f"{group}各项之和"
    return "、".join(names[:3]) + ("等之和" if len(names) > 3 else "")


def holds(report: Report, claim: Claim) -> bool | None:
    """Whether the tables bear a claim out, in any way that its words may be meant; None where they cannot tell."""
    made = due(report, claim.cells) if claim.cells else None
    if made is None:
        return None
    others = (due(report, terms) for terms in claim.also)
    return agrees(claim, made) or any(one is not None and agrees(claim, one) for one in others)
