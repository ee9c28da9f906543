"""Readings weighed by sums: what is chosen, what is doubted, and what stays sure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.readers.recognise.arithmetic import Choice, weigh
from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.report.form import form
from gongkai.report.model import ABSENT, Cell, Report, Surplus
from gongkai.report.number import parse


def cell(address: str, raw: str) -> Cell:
    figure = parse(raw, form("2021").column(address))
    return Cell(figure.value, figure.kind, raw, f"page 1, {address}")


def weighed(*readings: tuple[str, str, bool]) -> Report:
    """The correct example as if read off a picture: (address, readings apart by blanks, clear) where it differs."""
    report = build(Example())
    cells = dict(report.cells)
    choices = {address: Choice((one,), True) for address, one in cells.items()}
    for address, texts, clear in readings:
        made = tuple(cell(address, "" if text == "~" else text) for text in texts.split())
        cells[address] = made[0]
        choices[address] = Choice(made, clear)
    return weigh(replace(report, cells=cells), choices)


def doubted(report: Report) -> set[str]:
    return {address for doubt in report.doubts for address in doubt.cells}


def test_clear_readings_that_add_up_are_sure() -> None:
    assert weighed().doubts == ()


def test_a_wrong_figure_is_doubted_where_two_sums_break() -> None:
    assert doubted(weighed(("t3.granted.natural_person", "18", True))) == {"t3.granted.natural_person"}


def test_the_other_reading_is_taken_when_it_alone_makes_all_sums_hold() -> None:
    report = weighed(("t3.granted.natural_person", "18 12", False))
    assert report["t3.granted.natural_person"].value == 12
    (doubt,) = report.doubts
    assert doubt.cells == ("t3.granted.natural_person",)
    assert "18" in doubt.message
    assert "12" in doubt.message


def test_a_reading_that_was_no_figure_gives_way_to_one_that_was() -> None:
    report = weighed(("t3.granted.natural_person", "l2 12", False))
    assert report["t3.granted.natural_person"].value == 12
    assert doubted(report) == {"t3.granted.natural_person"}


def test_no_figure_is_made_up_and_no_reading_is_taken_that_mends_one_sum_only() -> None:
    report = weighed(("t3.granted.natural_person", "18 13", False))
    assert report["t3.granted.natural_person"].value == 18
    assert "t3.granted.natural_person" in doubted(report)


def test_two_ways_to_mend_a_sum_leave_both_cells_as_they_were_read() -> None:
    report = weighed(
        ("t4.reconsideration.upheld", "3 2", False),
        ("t4.reconsideration.other", "1 0", False),
    )
    assert report["t4.reconsideration.upheld"].value == 3
    assert report["t4.reconsideration.other"].value == 1
    assert {"t4.reconsideration.upheld", "t4.reconsideration.other"} <= doubted(report)


def test_readings_that_differ_are_doubted_though_the_sums_hold() -> None:
    assert doubted(weighed(("t3.granted.natural_person", "12 72", False))) == {"t3.granted.natural_person"}


def test_faint_figures_are_sure_inside_sums_that_hold_and_doubted_outside() -> None:
    assert doubted(weighed(("t3.granted.natural_person", "12", False))) == set()
    assert doubted(weighed(("t2.licences.decisions", "846", False))) == {"t2.licences.decisions"}


def test_the_same_mistake_in_a_figure_and_its_total_is_not_hidden_by_their_own_sum() -> None:
    report = weighed(("t3.carried_in.natural_person", "7", True), ("t3.carried_in.total", "7", True))
    assert {"t3.carried_in.natural_person", "t3.carried_in.total"} <= doubted(report)


def test_text_where_a_figure_belongs_and_cells_not_found_are_doubted() -> None:
    report = build(Example())
    odd = cell("t2.licences.decisions", "8A6")
    cells = {**report.cells, "t2.licences.decisions": odd, "t4.reconsideration.upheld": ABSENT}
    found = weigh(replace(report, cells=cells), {"t2.licences.decisions": Choice((odd,), True)})
    assert doubted(found) == {"t2.licences.decisions", "t4.reconsideration.upheld"}


def test_a_figure_too_many_puts_its_row_in_doubt() -> None:
    report = replace(build(Example()), surplus=(Surplus("t2.rules", "4", "page 1"),))
    found = weigh(report, {"t2.rules.issued": Choice((report["t2.rules.issued"],), True)})
    assert doubted(found) == {"t2.rules.issued", "t2.rules.repealed", "t2.rules.in_force"}


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_single_wrong_figure_inside_the_sums_is_doubted(edition: str) -> None:
    report = build(Example(edition=edition))
    choices = {address: Choice((one,), True) for address, one in report.cells.items()}
    for address in report.form.addresses:
        if address.startswith(("t3.", "t4.")):
            wrong = replace(
                report[address], value=int(report[address].amount or 0) + 5, kind=cell("t3.granted.total", "5").kind
            )
            found = weigh(replace(report, cells={**report.cells, address: wrong}), choices)
            assert address in doubted(found), address
