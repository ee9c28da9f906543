"""The information-processing fee (信息处理费) of 国办函〔2020〕109号: progressive scales by piece and by page.

An agency may charge, it need not; for each application it takes one scale, never both. Amounts are whole 元.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BASIS = "国办函〔2020〕109号"
VALID_FROM = date(2021, 1, 1)
"""The first day on which applications received may be charged."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a scale: from the piece or page `first` on each costs `price` 元.

    With `every` the price rises by `rise` after each further `every` pieces.
    """

    first: int
    price: int
    every: int = 0
    rise: int = 0


PIECES = (Step(1, 0), Step(11, 100), Step(31, 200, every=10, rise=100))
"""By piece (按件): the applications of one applicant to one agency in a calendar month, counted in order."""

PAGES = (Step(1, 0), Step(31, 10), Step(101, 20), Step(201, 40))
"""By page (按量): the pages provided for one application; a page is one side up to A4."""


def price_of(number: int, scale: tuple[Step, ...]) -> int:
    """What the piece or page with this number costs, in 元; ValueError below 1."""
    if number < 1:
        raise ValueError(number)
    step = max((step for step in scale if step.first <= number), key=lambda one: one.first)
    return step.price + (step.rise * ((number - step.first) // step.every) if step.every else 0)


def fee(count: int, scale: tuple[Step, ...], before: int = 0) -> int:
    """The fee in 元 for `count` pieces or pages that follow `before` others of the same month or application."""
    return sum(price_of(number, scale) for number in range(before + 1, before + count + 1))
