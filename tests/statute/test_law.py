"""Articles and outcomes: complete, and in step with the form."""

from __future__ import annotations

import pytest

from gongkai.report.form import EDITIONS, form
from gongkai.statute.articles import article, articles
from gongkai.statute.outcomes import OUTCOMES


def test_articles_are_found_by_key() -> None:
    """Each article is complete, and an unknown one is refused."""
    assert article("36").number == "第36条"
    assert all(one.title and one.text for one in articles().values())
    with pytest.raises(KeyError):
        article("99")


def test_outcomes_cite_known_articles() -> None:
    """The 21 outcomes and the undivided one of 2019 cite articles that are there."""
    assert len(OUTCOMES) == 22
    assert {key for one in OUTCOMES.values() for key in one.articles} <= set(articles())


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_result_row_has_an_outcome(edition: str) -> None:
    """The rows of the outcomes are the rows that make row (7)."""
    (results,) = (one for one in form(edition).sums if one.key == "results")
    due = {f"t3.{row}" for row in (*results.left, *results.one_of[0])}
    assert {one.rows[edition] for one in OUTCOMES.values() if edition in one.rows} == due
