"""The form as data: golden rows in their order, so that no row of the TOML can go or move unseen."""

from __future__ import annotations

import hashlib

import pytest

from gongkai.report.form import EDITIONS, Form, form, form_of_year


def fingerprint(known: Form) -> str:
    """The addresses and labels of a form in order, as a short hash."""
    words = [f"{a} {known.row(a).text} {known.column(a).text}" for a in known.addresses]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


@pytest.mark.parametrize(("edition", "golden"), [("2019", "be7ec9c5abc2df55"), ("2021", "e384a2b032d869e6")])
def test_rows_and_labels_stand_as_printed(edition: str, golden: str) -> None:
    """A row that is deleted, moved or reworded changes the hash."""
    assert fingerprint(form(edition)) == golden


def test_each_year_has_its_form() -> None:
    """2019 and 2020 use the trial form, later years the new one, earlier years none."""
    due = [found.edition if (found := form_of_year(year)) else None for year in (2018, 2019, 2020, 2021, 2030)]
    assert due == [None, "2019", "2019", "2021", "2021"]
    with pytest.raises(KeyError):
        form("2008")


@pytest.mark.parametrize("edition", EDITIONS)
def test_printed_tables_hold_every_cell_once(edition: str) -> None:
    """The layout of each table places each address once."""
    for table in form(edition).tables:
        placed = [place.address for place in table.printed() if place.address]
        assert sorted(placed) == sorted(table.addresses)
