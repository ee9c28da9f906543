"""The worked examples of the information-processing fee, and its scales as sums of prices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.fees import PAGES, PIECES, fee, price_of


@pytest.mark.parametrize(
    ("count", "due"),
    [(10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (45, 5500), (50, 7000), (60, 11000)],
)
def test_by_piece(count: int, due: int) -> None:
    """The applications of one month."""
    assert fee(count, PIECES) == due


@pytest.mark.parametrize(
    ("count", "due"),
    [(30, 0), (31, 10), (100, 700), (101, 720), (150, 1700), (200, 2700), (201, 2740), (250, 4700), (500, 14700)],
)
def test_by_page(count: int, due: int) -> None:
    """The pages of one application."""
    assert fee(count, PAGES) == due


@given(st.integers(0, 120), st.integers(0, 120))
def test_what_came_before_counts(before: int, count: int) -> None:
    """The fee for further pieces is the fee for all of them less that for those before."""
    assert fee(count, PIECES, before) == fee(before + count, PIECES) - fee(before, PIECES)


def test_the_formula_of_the_scale() -> None:
    """price(k) = 0 to 10, 100 to 30, then 100 more for each ten."""
    assert [price_of(k, PIECES) for k in (10, 11, 30, 31, 40, 41, 51, 60)] == [0, 100, 100, 200, 200, 300, 400, 400]
    with pytest.raises(ValueError, match="0"):
        price_of(0, PIECES)
