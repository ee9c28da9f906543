"""Rows as a file to take along: CSV that spreadsheets open, and a workbook of one sheet; no text of them is a formula.

The rows are written one by one as they come, so that a hundred thousand are never in memory together.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, cast

from gongkai.writers.formula import harmless

Line = Sequence[str | int]
Write = Callable[[Line, Iterable[Line], str, BinaryIO], None]
"""Takes the heads, the lines, a title and where to write."""


def _safe(line: Line) -> list[str | int]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in line]


def as_csv(heads: Line, lines: Iterable[Line], _title: str, out: BinaryIO) -> None:
    """Rows under their heads as CSV in UTF-8 with its mark, which spreadsheets want."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(map(_safe, lines))
    text.flush()
    text.detach()


def as_xlsx(heads: Line, lines: Iterable[Line], title: str, out: BinaryIO) -> None:
    """Rows under their heads, which stay in view, as a workbook of one sheet with a title."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    sheet.append(heads)
    for line in lines:
        sheet.append(_safe(line))
    book.save(out)


FORMATS: dict[str, tuple[Write, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Every format of such a file: what writes it, and its content type."""


def taken(form: str, heads: Line, lines: Iterable[Line], title: str) -> tuple[BinaryIO, int]:
    """The rows in a format of FORMATS, as a file at its beginning, and how many there are.

    The file has no name on the disk and is gone when it is closed. Whoever sends it holds up no database meanwhile, and
    what goes wrong with a row is known before the first byte leaves.
    """
    write, _ = FORMATS[form]
    count = 0

    def counted() -> Iterator[Line]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - whoever gets it closes it
    try:
        write(heads, counted(), title, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, count
