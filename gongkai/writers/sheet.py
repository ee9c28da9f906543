"""Lists as a workbook: text that stays text, frozen headings, drop-down lists; the same lists give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.writers.xlsx import put_text, saved

_FILL = PatternFill("solid", fgColor="EDEDED")
_WRAP = Alignment(vertical="top", wrap_text=True)
_LISTED = 2000
"""Rows below the headings that a drop-down list reaches."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its name, headings, rows of texts or whole numbers, widths of the columns in characters.

    `lists` names for a column, by its place from 0, the column of the sheet `WORDS` that holds the words to choose
    from; `formats` gives number formats, `@` for text and `yyyy-mm-dd` for days.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int]] = ()
    widths: Sequence[int] = ()
    lists: Mapping[int, str] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as .xlsx bytes."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for one in sheets:
        _fill(book.create_sheet(one.name), one)
    return saved(book)


def _fill(sheet: Worksheet, one: Sheet) -> None:
    for at, head in enumerate(one.heads, 1):
        cell = sheet.cell(1, at)
        put_text(cell, head)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _FILL, _WRAP
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = one.widths[at - 1] if at <= len(one.widths) else 16
        if at - 1 in one.formats:
            sheet.column_dimensions[letter].number_format = one.formats[at - 1]
        if at - 1 in one.lists:
            rule = DataValidation(type="list", formula1=one.lists[at - 1], allow_blank=True)
            rule.add(f"{letter}2:{letter}{_LISTED}")
            sheet.add_data_validation(rule)
    for number, row in enumerate(one.rows, 2):
        for at, value in enumerate(row, 1):
            cell = sheet.cell(number, at)
            if isinstance(value, int):
                cell.value = value
            elif value:
                put_text(cell, value)
                cell.alignment = _WRAP
    sheet.freeze_panes = "A2"
