"""The cells of a report as CSV, one a row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO

from gongkai.report.form import without_brackets
from gongkai.report.model import Report
from gongkai.report.number import looks_like_figure
from gongkai.writers.formula import harmless

HEAD = ("address", "agency", "year", "edition", "table", "row", "column", "value", "kind", "unit", "raw")
"""The columns; `gongkai.readers.csv` takes them back."""


def write(report: Report) -> bytes:
    """The cells as UTF-8 CSV with a byte order mark, so that a spreadsheet shows the Chinese."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEAD)
    for address, cell in report.cells.items():
        rows.writerow(
            [
                address,
                harmless(report.agency or ""),
                report.year or "",
                report.edition,
                report.form.table(address.split(".")[0]).name,
                harmless(without_brackets(report.form.row(address).text)),
                harmless(without_brackets(report.form.column(address).text)),
                "" if cell.value is None else str(cell.value),
                str(cell.kind),
                cell.unit,
                cell.raw if looks_like_figure(cell.raw) else harmless(cell.raw),
            ]
        )
    return ("\ufeff" + out.getvalue()).encode("utf-8")
