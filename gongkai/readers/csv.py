"""CSV: a sheet saved as text, or the cells that Gongkai itself wrote."""

from __future__ import annotations

import csv
from io import StringIO

from gongkai.errors import BrokenFile, EmptyFile
from gongkai.readers.document import MAX_CELLS, Document, Grid, Slot, too_many
from gongkai.readers.encoding import decode
from gongkai.report.form import Column, form
from gongkai.report.model import ABSENT, Cell, Report
from gongkai.report.number import Kind, parse

_LONGEST_LINE = 2**20


def read(data: bytes, *, cells: int = MAX_CELLS) -> Document:
    """The CSV in `data` as one grid of at most so many cells; BrokenFile names the row of an open quotation mark."""
    text, warnings = decode(data)
    rows = _rows(text, cells)
    lines = tuple(
        tuple(Slot(value, at, column, place=f"row {at + 1}, column {column + 1}") for column, value in enumerate(row))
        for at, row in enumerate(rows)
        if any(value.strip() for value in row)
    )
    return Document("csv", (Grid(lines, "table 1"),), warnings=warnings)


def read_report(data: bytes) -> Report | None:
    """The report in a CSV of `gongkai.writers.csv` (cells only), or None when it is another CSV."""
    if not data.removeprefix(b"\xef\xbb\xbf").startswith(b"address,agency,year,edition,"):
        return None
    text = decode(data)[0]
    try:
        rows = list(csv.DictReader(StringIO(text)))
    except csv.Error as error:
        raise BrokenFile("CSV的引号或换行损坏", "the CSV's quotation marks or line breaks are damaged") from error
    if not rows:
        raise EmptyFile("文件里没有单元格", "the file holds no cell")
    try:
        edition = form(rows[0]["edition"])
    except (KeyError, ValueError, StopIteration) as error:
        raise BrokenFile("不认识的表式", "unknown edition of the form", place="row 2") from error
    cells = {}
    for at, row in enumerate(rows, 2):
        try:
            cells[row["address"]] = _cell(edition.column(row["address"]), row)
        except (KeyError, ValueError, StopIteration, AttributeError) as error:
            raise BrokenFile(f"不认识的单元格：{error}", f"unknown cell: {error}", place=f"row {at}") from error
    year = rows[0]["year"]
    ordered = {address: cells.get(address, ABSENT) for address in (*edition.addresses, *cells)}
    return Report(
        edition=edition.edition,
        agency=rows[0]["agency"] or None,
        year=int(year) if year.isdigit() else None,
        cells=ordered,
    )


def _cell(column: Column, row: dict[str, str]) -> Cell:
    kind = Kind(row["kind"])
    if None in row.values():
        raise ValueError(row["address"])
    if kind is Kind.NUMBER:
        figure = parse(row["value"], column)
        if figure.kind is not kind:
            raise ValueError(row["value"])
        return Cell(figure.value, kind, row["raw"], unit=row["unit"])
    return Cell(None, kind, row["raw"].removeprefix("'"), unit=row["unit"])


def _rows(text: str, most: int) -> list[list[str]]:
    lines = text.splitlines()
    for at, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            raise too_many(f"第{at}行的字符数", f"characters of row {at}", len(line), _LONGEST_LINE)
    sample = "\n".join(lines[:200])
    delimiter = max(",\t;|", key=lambda mark: (sample.count(mark), mark == ","))
    csv.field_size_limit(_LONGEST_LINE)
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if cells > most:
                raise too_many("单元格数", "cells", cells, most)
    except csv.Error as error:
        raise BrokenFile(
            "引号不成对或字段过长", "unbalanced quotation mark or a field too long", place=f"row {reader.line_num}"
        ) from error
    return rows
