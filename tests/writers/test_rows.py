"""Rows to take along: the mark of UTF-8, heads in view, figures as figures, no text a formula."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from gongkai.writers.rows import FORMATS, taken

DANGEROUS = ("=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "＝1", "＋1", "－1", "＠A1", " =1")


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_is_a_formula(name: str) -> None:
    """What a spreadsheet would compute stands there with an apostrophe; a figure stays a figure."""
    file, count = taken(name, ("事项", "数"), [(text, -3) for text in DANGEROUS], "表")
    assert count == len(DANGEROUS)
    with file:
        body = file.read()
    if name == "csv":
        assert body.startswith(b"\xef\xbb\xbf")
        rows = [tuple(row) for row in csv.reader(io.StringIO(body.decode("utf-8-sig")))]
        figure: object = "-3"
    else:
        sheet = load_workbook(io.BytesIO(body)).worksheets[0]
        assert (sheet.title, sheet.freeze_panes) == ("表", "B2")
        rows, figure = list(sheet.iter_rows(values_only=True)), -3
    assert rows[0] == ("事项", "数")
    assert rows[1:] == [("'" + text, figure) for text in DANGEROUS]


@pytest.mark.parametrize("name", FORMATS)
def test_rows_are_written_as_they_come(name: str) -> None:
    """Eight million signs of text are never in memory together."""

    def lines() -> Iterator[tuple[str, int]]:
        for number in range(2000):
            yield f"{number:04000}", number

    taken(name, ("事项", "数"), [("甲", 1)], "表")[0].close()
    tracemalloc.start()
    try:
        file, count = taken(name, ("事项", "数"), lines(), "表")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    with file:
        assert file.read(10)
    assert count == 2000
    assert most < 2 << 20


def test_a_row_that_goes_wrong_is_known_before_anything_is_sent() -> None:
    """Whatever the rows raise comes out, and no file is left open."""

    def broken() -> Iterator[tuple[str, int]]:
        yield "甲", 1
        raise LookupError("乙")

    with pytest.raises(LookupError):
        taken("csv", ("事项", "数"), broken(), "表")
