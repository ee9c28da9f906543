"""Figures that are lost, torn or out of place: what cannot be known is told by a doubt and never a wrong number."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from itertools import count
from random import Random

import pytest

from gongkai.readers import read
from gongkai.report.model import Report
from gongkai.report.number import Kind
from gongkai.writers import render
from tests.readers.test_torn import dump, report
from tests.render import lay_out, make_report

Cells = list[tuple[str, bool]]


def filled() -> Report:
    """A report of which no cell is 0 and no two cells are alike."""
    made = report("2021")
    numbers = count(11)
    figures = {address: next(numbers) for address in made.cells if address.startswith(("t3.", "t4."))}
    return make_report("2021", "青岚市气象局", 2023, figures, tuple(one.text for one in made.sections))


def silent(one: Report, text: str) -> dict[str, object]:
    """The figures that are read otherwise than the report has them without a doubt."""
    found = read(text.encode(), name="年报.txt")
    doubted = {address for doubt in found.doubts for address in doubt.cells}
    return {
        address: (one.cells[address].value, cell.value)
        for address, cell in found.cells.items()
        if cell.value not in (None, one.cells[address].value) and address not in doubted
    }


def losing(chance: Random, rows: float) -> Callable[[Cells], list[str]]:
    """Rows of fields set apart by tabs, labels on three fields; some rows lose one figure together with its tab."""

    def join(cells: Cells) -> list[str]:
        figures = [text for text, figure in cells if figure]
        labels = [text for text, figure in cells if not figure]
        if len(figures) == 7 and chance.random() < rows:
            figures.pop(chance.randrange(7))
        return ["\t".join([*labels, *[""] * (3 - len(labels)), *figures] if figures else labels)]

    return join


@pytest.mark.parametrize("seed", range(6))
def test_a_row_with_a_field_too_few_is_not_filled_from_the_left(seed: int) -> None:
    """The blank behind its label counted as its first figure, and every other one came right by chance or not."""
    one = filled()
    text = dump(one, losing(Random(seed), 0.3))  # noqa: S311
    assert silent(one, text) == {}


@pytest.mark.parametrize("at", range(15))
def test_one_result_too_few_in_a_list_of_cells(at: int) -> None:
    """Table 4 a cell a line: with a figure lost its last head took the first place, and the figures moved on."""
    one = filled()
    page = dump(one, lambda cells: [text for text, _ in cells if text])
    lost = str(one.cells[one.form.table("t4").addresses[at]].value)
    lines = page.split("\n")
    lines.remove(lost)
    assert silent(one, "\n".join(lines)) == {}


def test_rows_beside_another_table_are_missed_by_name() -> None:
    """Rows of table 3 that stand to the right of table 2 on a sheet were absent without a word."""
    one = filled()
    beside = {"行政处罚": "一、本年新收政府信息公开申请数量", "行政强制": "二、上年结转政府信息公开申请数量"}
    page = dump(one, losing(Random(0), 0)).split("\n")  # noqa: S311
    kept = [line for line in page if not line.startswith(tuple(beside.values()))]
    for at, line in enumerate(kept):
        if (label := line.partition("\t")[0]) in beside:
            kept[at] = f"{line}\t\t{beside[label]}\t1\t2\t3\t4\t5\t6\t21"
    found = read("\n".join(kept).encode(), name="年报.txt")
    doubted = {address for doubt in found.doubts for address in doubt.cells}
    assert found.cells["t3.received.total"].kind is Kind.ABSENT
    assert {"t3.received.total", "t3.carried_in.total"} <= doubted


@pytest.mark.parametrize("ending", [".html", ".docx", ".xlsx"])
def test_an_empty_form_is_doubtful(ending: str) -> None:
    """A form that nobody has filled in was taken for a report in which everything is blank."""
    made = report("2021")
    empty = {address: type(cell)(None, Kind.BLANK) for address, cell in made.cells.items()}
    found = read(render(type(made)(**{**vars(made), "cells": empty}), ending), name=f"年报{ending}")
    assert any("空表" in doubt.message for doubt in found.doubts)
    assert not any("空表" in doubt.message for doubt in read(render(made, ending), name=f"年报{ending}").doubts)


def test_a_row_is_doubtful_where_another_label_was_not_made_out() -> None:
    """The row was called missing in the report, and the one with half its label a row too many."""
    one = filled()
    text = dump(one, losing(Random(0), 0)).replace("3.要求提供公开出版物", "3.要")  # noqa: S311
    found = read(text.encode(), name="年报.txt")
    assert [extra.label for extra in found.extra_rows] == ["3.要"]
    doubted = {address for doubt in found.doubts for address in doubt.cells}
    assert {a for a in one.cells if a.startswith("t3.unprocessed_publication.")} <= doubted
    assert silent(one, text) == {}


def test_a_last_row_without_figures_is_missed_by_name() -> None:
    """Its label stands below the table as a line of its own."""
    one = filled()
    kept = [
        line.rstrip() if not line.startswith("四、结转") else line.partition("\t")[0]
        for line in dump(one, losing(Random(0), 0)).split("\n")  # noqa: S311
    ]
    found = read("\n".join(kept).encode(), name="年报.txt")
    doubted = {address for doubt in found.doubts for address in doubt.cells}
    assert {a for a in one.cells if a.startswith("t3.carried_out.")} <= doubted


@pytest.mark.parametrize("gap", [1, 3])
def test_tables_side_by_side_on_a_sheet_are_read_one_after_the_other(gap: int) -> None:
    one = filled()
    page = lay_out(one)
    sheets = {sheet.key: sheet for _, _, sheet in page.parts if sheet}

    def fields(key: str, row: int, wide: int) -> list[str]:
        made = [""] * wide
        for spot in sheets[key].line(row) if row < sheets[key].height else ():
            made[spot.column] = spot.text
        return made

    beside = [[*fields("t2", row, 4), *[""] * gap, *fields("t3", row, 10)] for row in range(sheets["t3"].height)]
    below = [fields("t4", row, 15) for row in range(sheets["t4"].height)]
    heads = [[head] for head, _, _ in page.parts]
    out = StringIO()
    csv.writer(out).writerows([[page.title], heads[0], heads[1], heads[2], *beside, heads[3], *below, *heads[4:]])
    found = read(out.getvalue().encode(), name="年报.csv")
    assert {a: cell.value for a, cell in found.cells.items()} == {a: cell.value for a, cell in one.cells.items()}
    assert not found.doubts
