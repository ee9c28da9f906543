"""Old Excel, WPS and OpenDocument spreadsheets, through calamine."""

from __future__ import annotations

import datetime as dt
import re
import struct
from io import BytesIO

import olefile
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from gongkai.errors import BrokenFile, EncryptedFile
from gongkai.readers.document import MAX_CELLS, Block, Document, Grid, Slot, too_many
from gongkai.readers.package import OLE, Package, demand_container
from gongkai.readers.xlsx import plain


def read(data: bytes) -> Document:
    """The spreadsheet in `data` as a Document; BrokenFile or EncryptedFile when it cannot be."""
    if data.startswith(b"PK"):
        _demand_ods_extent(Package(data))
    elif data.startswith(OLE):
        demand_container(data)
        _demand_extent(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
    except PasswordError as error:
        raise EncryptedFile("文件已加密，需要口令", "the file is encrypted and asks for a password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise _broken() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _broken() from error
    blocks: list[Block] = []
    for name, sheet in sheets:
        grid = _grid(name, sheet)
        if grid.rows:
            blocks.append(grid)
    return Document("xls", tuple(blocks))


_CELLS = frozenset({0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x206, 0x27E, 0x406})
"""The records that hold cells: row and column are their first two numbers ([MS-XLS] 2.4)."""
_BEGINNINGS = frozenset({0x009, 0x209, 0x409, 0x809})
_MOST_COLUMNS, _MOST_ROWS = 256, 65_536
_DIMENSIONS = 0x200
_EXTENTS = {10: struct.Struct("<4H"), 14: struct.Struct("<2I2H")}
"""A sheet's first row, the row after its last, and the same of columns, by the record's size ([MS-XLS] 2.4.90)."""


def _demand_extent(data: bytes) -> None:
    """TooLarge or BrokenFile when a cell of an old Excel file stands so far out that its sheet would fill the memory."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            name = next((one for one in ("Workbook", "Book") if ole.exists(one)), None)
            stream = ole.openstream(name).read() if name else b""
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise _broken() from error
    at = height = width = 0
    while at + 8 <= len(stream):
        kind, size, row, column = struct.unpack_from("<4H", stream, at)
        at += 4 + size
        if at > len(stream):
            break
        if kind in _BEGINNINGS:
            height = width = 0
        elif kind == _DIMENSIONS and size in _EXTENTS:
            _demand_order(*_EXTENTS[size].unpack_from(stream, at - size))
        elif kind in _CELLS and size >= 4:
            height, width = max(height, row + 1), max(width, column + 1)
            if width > _MOST_COLUMNS:
                raise _broken()
            if height * width > MAX_CELLS:
                raise too_many("单元格数", "cells", height * width, MAX_CELLS)


def _demand_order(top: int, bottom: int, left: int, right: int) -> None:
    """BrokenFile where a sheet ends before it begins or beyond the last row: calamine would take memory for it."""
    if not top <= bottom <= _MOST_ROWS or not left <= right <= _MOST_COLUMNS:
        raise _broken()


_SHEET_TAG = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)(?![\w-])([^<>]*)>")
_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated\s*=\s*["\'](\d{1,9})["\']')


def _demand_ods_extent(package: Package) -> None:
    """TooLarge when a cell of an OpenDocument sheet stands so far out that its sheet would fill the memory.

    Rows and cells say how often they are repeated, so a small file can be a large sheet. Calamine ends the process
    when the memory does not suffice for one. The names are compared with their prefix, as calamine compares them.
    """
    if "content.xml" not in package.names:
        return
    height = width = row = rows = column = last = 0
    for hit in _SHEET_TAG.finditer(package.read("content.xml")):
        closing, name, rest = hit.groups()
        found = _REPEATED.search(rest)
        repeated = max(1, int(found[1])) if found else 1
        if name == b"table" and not closing:
            height = width = row = 0
        elif name == b"table-row" and not closing:
            rows, column, last = repeated, 0, 0
        if not closing and name.endswith(b"cell"):
            column += repeated
            last = last if rest.endswith(b"/") and b"value" not in rest else column
        if name == b"table-row" and (closing or rest.endswith(b"/")):
            row += rows
            if last:
                height, width = row, max(width, last)
            if height * width > MAX_CELLS:
                raise too_many("单元格数", "cells", height * width, MAX_CELLS)


def _broken() -> BrokenFile:
    """Calamine's own errors, and the panic with which it leaves some damaged files, which derives from BaseException."""
    return BrokenFile("表格文件结构损坏", "the spreadsheet is damaged")


def _grid(name: str, sheet: CalamineSheet) -> Grid:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise too_many("单元格数", "cells", sheet.total_height * sheet.total_width, MAX_CELLS)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        bottom, right = min(bottom, sheet.total_height), min(right, sheet.total_width)
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    lines = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        line = tuple(
            Slot(_text(value), row, at, *spans.get((row, at), (1, 1)), f"sheet {name}, row {row + 1}, column {at + 1}")
            for at, value in enumerate(values)
            if (row, at) not in covered
        )
        if any(slot.text for slot in line):
            lines.append(line)
    return Grid(tuple(lines), f"sheet {name}")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return plain(float(value))
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
