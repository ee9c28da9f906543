"""A page as text: a cell a line, pipes, tabs, blanks, Markdown, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from tests.render.layout import Page, Sheet


def _text(page: Page, table: Callable[[Sheet], list[str]]) -> bytes:
    lines = [page.title]
    for head, prose, sheet in page.parts:
        lines += [head, *prose]
        if sheet:
            lines += ["", *table(sheet), ""]
            lines += [sheet.note] if sheet.note else []
    return "\n".join([*lines, ""]).encode()


def _across(sheet: Sheet, row: int) -> list[str]:
    """The texts of a row; squares that a merged cell reaches from above are empty, those from the left are gone."""
    reached = {(spot.row + down, spot.column) for spot in sheet.spots for down in range(1, spot.rows)}
    texts = [(spot.column, spot.text) for spot in sheet.line(row)]
    texts += [(column, "") for at, column in reached if at == row]
    return [text for _, text in sorted(texts)]


def text_lines(page: Page) -> bytes:
    """Leading tab, a cell a line, a blank line between rows, a lone tab for a merged cell."""

    def table(sheet: Sheet) -> list[str]:
        lines = []
        for row in range(sheet.height):
            lines += [f"\t{text}" for text in _across(sheet, row)] + [""]
        return lines

    return _text(page, table)


def text_pipes(page: Page) -> bytes:
    """Pipes between cells; merged cells collapsed, the missing ones as trailing pipes."""

    def table(sheet: Sheet) -> list[str]:
        lines = []
        for row in range(sheet.height):
            texts = [spot.text for spot in sheet.line(row)]
            lines.append(" | ".join(texts) + " " + "|" * max(1, sheet.width - len(texts)))
        return lines

    return _text(page, table)


def text_tabs(page: Page) -> bytes:
    """Tabs between squares; table 3 has a page break inside and one label over two rows."""

    def table(sheet: Sheet) -> list[str]:
        lines = []
        for row, squares in enumerate(sheet.full()):
            label = next((spot for spot in sheet.line(row) if "保护第三方" in spot.text), None)
            texts = [square or "" for square in squares]
            if sheet.key == "t3" and label:
                cut = len(label.text) - 2
                lines.append(
                    "\t".join([*[""] * label.column, label.text[:cut], *[""] * (sheet.width - label.column - 1)])
                )
                lines.append("")
                texts[label.column] = label.text[cut:]
            lines.append("\t".join(texts))
        return lines

    return _text(page, table)


def text_spaces(page: Page) -> bytes:
    """Blanks between cells, as pdftotext puts them; a blank cell leaves nothing."""

    def table(sheet: Sheet) -> list[str]:
        return ["  ".join(spot.text for spot in sheet.line(row) if spot.text) for row in range(sheet.height)]

    return _text(page, table)


def text_markdown(page: Page) -> bytes:
    """A Markdown table of every square."""

    def table(sheet: Sheet) -> list[str]:
        lines = ["| " + " | ".join(square or "" for square in squares) + " |" for squares in sheet.full()]
        return [lines[0], "|" + " --- |" * sheet.width, *lines[1:]]

    return _text(page, table)


def csv_file(page: Page) -> bytes:
    """Everything as one CSV, as a sheet saved from a spreadsheet."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([page.title])
    for head, prose, sheet in page.parts:
        rows.writerows([[line] for line in (head, *prose)])
        if sheet:
            rows.writerows([[square or "" for square in squares] for squares in sheet.full()])
            if sheet.note:
                rows.writerow([sheet.note])
    return out.getvalue().encode("utf-8-sig")
