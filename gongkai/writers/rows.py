"""Rows as a file to take along: CSV that spreadsheets open, and a workbook of one sheet; no text of them is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from gongkai.writers.formula import harmless

Line = Sequence[str | int]


def _safe(line: Line) -> list[str | int]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in line]


def as_csv(heads: Line, lines: Iterable[Line], _title: str) -> bytes:
    """Rows under their heads as CSV in UTF-8 with its mark, which spreadsheets want."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(map(_safe, lines))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(heads: Line, lines: Iterable[Line], title: str) -> bytes:
    """Rows under their heads, which stay in view, as a workbook of one sheet with a title."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    sheet.append(heads)
    for line in lines:
        sheet.append(_safe(line))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FORMATS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Every format of such a file: what writes it, and its content type."""
