"""Rows to take along: the mark of UTF-8, heads in view, figures as figures, no text a formula."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from gongkai.writers.rows import FORMATS

DANGEROUS = ("=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "＝1", "＋1", "－1", "＠A1", " =1")


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_is_a_formula(name: str) -> None:
    """What a spreadsheet would compute stands there with an apostrophe; a figure stays a figure."""
    write, _ = FORMATS[name]
    body = write(("事项", "数"), [(text, -3) for text in DANGEROUS], "表")
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
