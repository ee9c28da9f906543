"""Rows to take along: the mark of UTF-8, heads in view, figures as figures, no text a formula."""

from __future__ import annotations

import csv
import io
import os
import resource
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


@pytest.mark.parametrize(("name", "count"), [("csv", 60_000), ("xlsx", 12_000)])
def test_rows_are_written_as_they_come(name: str, count: int) -> None:
    """Ten million signs of text go through a process that may grow by four megabytes."""

    def lines() -> Iterator[tuple[str, int]]:
        for number in range(count):
            yield f"{number:0{12_000_000 // count}}", number

    taken(name, ("事项", "数"), [("甲", 1)] * 100, "表")[0].close()
    child = os.fork()
    if child == 0:
        status = 3
        try:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            file, written = taken(name, ("事项", "数"), lines(), "表")
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            status = int(written != count or grown > 4096 or not file.read(10))
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_row_that_goes_wrong_is_known_before_anything_is_sent() -> None:
    """Whatever the rows raise comes out, and no file is left open."""

    def broken() -> Iterator[tuple[str, int]]:
        yield "甲", 1
        raise LookupError("乙")

    with pytest.raises(LookupError):
        taken("csv", ("事项", "数"), broken(), "表")
