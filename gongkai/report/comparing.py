"""Figures of the text against the cells that hold them: what is due, and whether both say the same."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from gongkai.report.model import Report
from gongkai.report.narrative import Claim


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
        return Decimal("0.8") * made <= claim.value <= Decimal("1.2") * made
    if claim.value == made:
        return True
    if claim.step == 1 and claim.kind != "money":
        return False
    exact = Decimal(made) / claim.step
    return any(exact.quantize(Decimal(1), way) * claim.step == claim.value for way in (ROUND_HALF_UP, ROUND_DOWN))


def plain(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of a sum without their signs."""
    return tuple(cell.lstrip("-") for cell in cells)


def holds(report: Report, claim: Claim) -> bool | None:
    """Whether the tables bear a claim out, in any way that its words may be meant; None where they cannot tell."""
    made = due(report, claim.cells) if claim.cells else None
    if made is None:
        return None
    others = (due(report, terms) for terms in claim.also)
    return agrees(claim, made) or any(one is not None and agrees(claim, one) for one in others)
