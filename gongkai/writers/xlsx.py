"""A report as a workbook in the official layout: one sheet, merged heads, ready to print."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.report.form import Table
from gongkai.report.model import ABSENT, Report
from gongkai.report.number import Kind
from gongkai.writers.paper.page import printable

_WIDTH = 15
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
_FIXED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def write(report: Report) -> bytes:
    """The report as .xlsx bytes, the same for the same report."""
    book = Workbook()
    del book[book.sheetnames[0]]
    sheet: Worksheet = book.create_sheet("年度报告")
    row = _prose(sheet, 1, report.title or _title(report), Font(bold=True, size=16), _MIDDLE)
    for text in report.preamble.split("\n"):
        row = _prose(sheet, row, text, Font(), _LEFT)
    for section in report.sections:
        row = _prose(sheet, row, section.title, Font(bold=True), _LEFT)
        for text in section.text.split("\n"):
            row = _prose(sheet, row, text, Font(), _LEFT)
        for table in report.form.tables:
            if table.section == section.number:
                row = _table(sheet, row, report, table)
    for table in report.form.tables:
        if report.section(table.section) is None:
            row = _table(sheet, row, report, table)
    for line in (report.signature.agency or "", _chinese(report.signature.date)):
        row = _prose(sheet, row, line, Font(), Alignment(horizontal="right"))
    _page(sheet)
    return saved(book)


def _title(report: Report) -> str:
    year = f"{report.year}年" if report.year else ""
    return f"{report.agency or ''}{year}{report.form.title}"


def _chinese(date: str | None) -> str:
    if not date:
        return ""
    year, month, day = date.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _prose(sheet: Worksheet, row: int, text: str, font: Font, how: Alignment) -> int:
    if not text.strip():
        return row
    cell = sheet.cell(row, 1)
    put_text(cell, text)
    cell.font, cell.alignment = font, how
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=_WIDTH)
    sheet.row_dimensions[row].height = 16 * max(1, -(-len(text) // 52))
    return row + 1


def put_text(cell: SheetCell | MergedCell, text: str) -> None:
    """Text that stays text: a leading `=` never becomes a formula; what no sheet can hold is U+FFFD or a space."""
    cell.value = printable(text)
    cell.data_type = "s"


def _table(sheet: Worksheet, top: int, report: Report, table: Table) -> int:
    places = table.printed()
    extra = [row for row in report.extra_rows if row.table == table.key]
    last = top
    for place in places:
        row, column = top + place.row, place.column + 1
        cell = sheet.cell(row, column)
        cell.alignment, cell.border = _MIDDLE, _BOX
        if place.address:
            _put(cell, report, place.address)
        else:
            put_text(cell, place.text)
        if place.rows > 1 or place.columns > 1:
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + place.rows - 1, end_column=column + place.columns - 1
            )
        last = max(last, row + place.rows - 1)
    for one in extra:
        last += 1
        put_text(sheet.cell(last, 1), one.label)
        for at, value in enumerate(one.values):
            sheet.cell(last, 2 + at).value = float(value) if isinstance(value, Decimal) else value
    return last + 2


def _put(cell: SheetCell | MergedCell, report: Report, address: str) -> None:
    found = report.cells.get(address, ABSENT)
    if found.kind is Kind.NUMBER and found.value is not None:
        text = str(found.value)
        unit = found.unit if found.unit not in ("", "unstated") else ""
        if isinstance(found.value, Decimal):
            if unit or report.form.column(address).unit == "":
                put_text(cell, text if found.unit == "unstated" else f"{text}万元")
                return
            decimals = len(text.partition(".")[2])
            cell.value = float(found.value)
            cell.number_format = "0" if not decimals else "0." + "0" * decimals
        else:
            cell.value = int(found.value)
    elif found.raw.strip():
        put_text(cell, found.raw)


def _page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for column in range(1, _WIDTH + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 26 if column <= 3 else 10


def saved(book: Workbook) -> bytes:
    """The saved workbook with every time stamp fixed, so that the same report gives the same bytes."""
    book.properties.created = book.properties.modified = _FIXED
    book.properties.creator = "gongkai"
    raw, out = BytesIO(), BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                start, end = data.find(b"<dcterms:modified"), data.find(b"</dcterms:modified>")
                if start >= 0:
                    inside = data.find(b">", start) + 1
                    data = data[:inside] + b"2000-01-01T00:00:00Z" + data[end:]
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
