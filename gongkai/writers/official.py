"""A report as the paper that the form prescribes: title, six sections, the tables as printed, signature.

Labels are the form's, figures are plain; blanks, dashes and words in cells stay as they are. Rows that the file did
not have are left out, rows that only the other edition has stand where that one has them (DECISIONS 4), and a value
that no column claims stands to the right of its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.report.form import EDITIONS, Block, Place, Row, Table, form, squeeze
from gongkai.report.model import ABSENT, Cell, ExtraRow, Report
from gongkai.report.number import Kind
from gongkai.writers.paper.page import WIDTH, Box, Paper, Sheet, Text, prose

_LABELS = (10.0, 16.5)
"""Widths in mm of the label columns of a matrix before the last."""
_NARROW, _WIDEST, _LEAST = 11.0, 18.0, 30.0
"""Widths in mm: a column of figures at least and at most, the last label column at least."""
_DIGIT, _PADDING, _SLIM = 2.05, 1.2, 8.7
"""Widths in mm: of a digit, of a cell's edges, of a column whose heads are set two characters to a line."""
_TAIL = 2
"""How many rows the last row of a table takes with it to a new page."""
_TITLE_LINE = 20
"""How many characters a line of the title holds."""


def paper(report: Report) -> Paper:
    """The report as a paper."""
    title = _title(report)
    blocks: list[Text | Sheet] = [Text(title, "title"), *prose(report.preamble)]
    waiting = [table for table in report.form.tables if _stands(report, table)]
    for section in report.sections:
        while waiting and waiting[0].section < section.number:
            blocks.append(sheet(report, waiting.pop(0)))
        blocks.append(Text(section.title, "heading"))
        if waiting and waiting[0].section == section.number:
            table = waiting.pop(0)
            above, below = _around(report, table, section.text)
            blocks += [*prose(above), sheet(report, table), *(Text(line, "note") for line in below)]
        else:
            blocks += prose(section.text)
    blocks += [sheet(report, table) for table in waiting]
    signed = (report.signature.agency or "", chinese_date(report.signature.date))
    blocks += [Text(line, "right") for line in signed if line]
    return Paper(title.replace("\n", ""), tuple(blocks))


def chinese_date(date: str | None) -> str:
    """A date YYYY-MM-DD as 2024年1月20日; '' for None."""
    if not date:
        return ""
    year, month, day = date.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _title(report: Report) -> str:
    title = report.title.strip() or f"{report.year}年{report.form.title}" * bool(report.year) or report.form.title
    named = squeeze(title) + squeeze(report.signature.agency or "")
    agency = report.agency or ""
    if agency and squeeze(agency) not in named:
        return f"{agency}\n{title}"
    rest = title.removeprefix(agency)
    return f"{agency}\n{rest}" if agency and rest and rest != title and len(title) > _TITLE_LINE else title


def _around(report: Report, table: Table, text: str) -> tuple[str, list[str]]:
    """The text of a section as what stands above its table and the lines below: from the first note on."""
    notes = {squeeze(line) for note in report.notes if note.table == table.key for line in note.text.split("\n")}
    lines = [line for line in text.split("\n") if line.strip()]
    at = next((n for n, line in enumerate(lines) if squeeze(line) in notes), len(lines))
    return "\n".join(lines[:at]), [line.strip() for line in lines[at:]]


def _stands(report: Report, table: Table) -> bool:
    return any(report.cells.get(address, ABSENT).kind is not Kind.ABSENT for address in _addresses(report, table))


def _addresses(report: Report, table: Table) -> list[str]:
    return [address for address in report.cells if address.startswith(f"{table.key}.")]


def standing(report: Report, table: Table) -> Table:
    """The table with the rows that stand in the report: not those it lacks, and those of the other edition it has."""
    given = {address.split(".")[1] for address in _addresses(report, table) if _is_there(report, address)}
    blocks = []
    for block in table.blocks:
        rows = [row for row in _rows(table, block) if row.key in given]
        if rows:
            blocks.append(replace(block, rows=tuple(rows)))
    return replace(table, blocks=tuple(blocks))


def _is_there(report: Report, address: str) -> bool:
    return report.cells.get(address, ABSENT).kind is not Kind.ABSENT


def _rows(table: Table, block: Block) -> list[Row]:
    """The rows of a block, with those that another edition has between the same neighbours."""
    rows = list(block.rows)
    if table.layout != "matrix":
        return rows
    for edition in EDITIONS:
        before = ""
        for row in form(edition).table(table.key).rows:
            if all(row.key != known.key for known in rows):
                at = next((n for n, known in enumerate(rows) if known.key == before), len(rows) - 1)
                rows.insert(at + 1, row)
            before = row.key
    return rows


def sheet(report: Report, table: Table) -> Sheet:
    """One table of the report with merged heads, added rows and notes that stand inside it."""
    here = standing(report, table)
    places = here.printed()
    width = max(place.column + place.columns for place in places)
    first = min(place.row for place in places if place.address)
    boxes = [_box(report, here, place, first) for place in places]
    owners = {place.address.rpartition(".")[0]: place.row for place in places if place.address}
    kept = [
        box for place, box in zip(places, boxes, strict=True) if not place.address or _is_there(report, place.address)
    ]
    kept += _surplus(report, here, owners, width)
    for extra in reversed(report.extra_rows):
        if extra.table == table.key:
            row = owners.get(extra.after, max(owners.values()))
            kept, above = opened(kept, row)
            kept += _extra(above, row + 1, extra)
    for note in _inside(report, table):
        before_last = sorted(set(owners.values()))[-2:][0]
        kept, above = opened(kept, before_last)
        kept.append(_across(above, before_last + 1, width, note))
    boxes = sorted(kept, key=lambda box: (box.row, box.column))
    heads = 0 if here.layout == "stacked" else first
    return Sheet(f"{table.name} {table.title}", tuple(boxes), _widths(here, boxes), heads, _together(here, boxes))


def _box(report: Report, table: Table, place: Place, first: int) -> Box:
    if place.address:
        cell = report.cells.get(place.address, ABSENT)
        text = figure(report, place.address, cell)
        return Box(text, place.row, place.column, place.rows, place.columns, head=False, address=place.address)
    left = table.layout == "matrix" and place.row >= first and place.rows == 1
    return Box(place.text, place.row, place.column, place.rows, place.columns, left=left)


def figure(report: Report, address: str, cell: Cell) -> str:
    """What is printed in a cell: the plain figure, money in 万元 and with that unit where the form's head names none."""
    if cell.kind is not Kind.NUMBER or cell.value is None:
        return cell.raw.strip() or ("—" if cell.kind is Kind.DASH else "")
    if not isinstance(cell.value, Decimal):
        return str(cell.value)
    bare = report.form.column(address).unit or cell.unit in ("", "unstated")
    return f"{cell.value:f}" if bare else f"{cell.value:f}万元"


def _surplus(report: Report, table: Table, owners: dict[str, int], width: int) -> list[Box]:
    """Values that no column claims, to the right of rows whose own cells are all there."""
    boxes: list[Box] = []
    for row, at in owners.items() if report.surplus else ():
        values = [one.raw for one in report.surplus if one.row in (row, table.key if table.layout == "across" else row)]
        whole = all(_is_there(report, a) for a in table.addresses if a.startswith(f"{row}."))
        if whole and not any(box.row == at for box in boxes):
            boxes += [Box(raw, at, width + n, head=False) for n, raw in enumerate(values)]
    return boxes


def _inside(report: Report, table: Table) -> list[str]:
    """The notes of a table that no section's text holds: they stood between its rows, and go before its last row."""
    told = "".join("".join(section.text.split()) for section in report.sections)
    notes = [note.text.strip() for note in report.notes if note.table == table.key and table.layout != "across"]
    return [note for note in notes if "".join(note.split()) not in told]


def _across(above: Sequence[Box], row: int, width: int, text: str) -> Box:
    """A row of one cell, as wide as the heads that reach past it leave it."""
    start = min(box.column for box in above)
    return Box(text, row, start, 1, width - start, left=True)


def opened(boxes: Sequence[Box], row: int) -> tuple[list[Box], list[Box]]:
    """The boxes with an empty row below `row`, cells that reach past it grown; and the boxes that end in `row`."""
    above = [box for box in boxes if box.row + box.rows - 1 == row]
    through = [replace(box, rows=box.rows + 1) for box in boxes if box.row <= row < box.row + box.rows - 1]
    below = [replace(box, row=box.row + 1) for box in boxes if box.row > row]
    before = [box for box in boxes if box.row + box.rows - 1 < row]
    return [*before, *above, *through, *below], above


def _extra(above: Sequence[Box], row: int, extra: ExtraRow) -> list[Box]:
    """An added row under the cells of the row above it: one label, then its figures."""
    labels = [box.column for box in above if box.head]
    cells = sorted((box for box in above if not box.head and labels), key=lambda box: box.column)
    start = min(labels, default=0)
    end = min((box.column for box in cells), default=start + 1)
    made = [Box(extra.label, row, start, 1, end - start)]
    figures = extra.raw or tuple("" if value is None else f"{value:f}" for value in extra.values)
    last = max((box.column + box.columns for box in cells), default=end)
    for n, text in enumerate(figures):
        column, columns = (cells[n].column, cells[n].columns) if n < len(cells) else (last + n - len(cells), 1)
        made.append(Box(text, row, column, 1, columns, head=False))
    return made


def _together(table: Table, boxes: Sequence[Box]) -> frozenset[int]:
    """The rows that stay on the page of the next row: heads, blocks of a stacked table, the last rows of others."""
    last = max(box.row for box in boxes)
    if table.layout != "stacked":
        heads = range(min(box.row for box in boxes if not box.head))
        return frozenset((*heads, *range(max(0, last - _TAIL), last)))
    titles = {block.title for block in table.blocks}
    ends = {box.row - 1 for box in boxes if box.head and box.column == 0 and box.columns > 1 and box.text in titles}
    return frozenset(range(last)) - ends


def _lengths(boxes: Sequence[Box], count: int) -> list[int]:
    """How many characters the longest figure of each column has."""
    longest = [0] * count
    for box in boxes:
        if not box.head:
            longest[box.column] = max(longest[box.column], len(box.text))
    return longest


def _shared(needed: list[float]) -> tuple[float, ...]:
    """The whole width, shared out so that each column has what it needs and an equal part of the rest."""
    spare = WIDTH - sum(needed)
    if spare < 0:
        return tuple(width * WIDTH / sum(needed) for width in needed)
    return tuple(width + spare / len(needed) for width in needed)


def _widths(table: Table, boxes: Sequence[Box]) -> tuple[float, ...]:
    """Column widths in mm: labels first, what is left shared by the figures."""
    count = max(box.column + box.columns for box in boxes)
    if table.layout == "across":
        return _shared([max(_SLIM, _DIGIT * longest + _PADDING) for longest in _lengths(boxes, count)])
    if table.layout == "stacked":
        return (WIDTH / 4, *((WIDTH * 0.75 / (count - 1),) * (count - 1)))
    labels = min(box.column for box in boxes if not box.head)
    fixed = _LABELS[: labels - 1]
    longest = max((len(box.text) for box in boxes if not box.head and box.text.isascii()), default=0)
    narrow = max(_NARROW, min(_WIDEST, _DIGIT * longest + _PADDING))
    narrow = min(narrow, (WIDTH - sum(fixed) - _LEAST) / (count - labels))
    return (*fixed, WIDTH - sum(fixed) - narrow * (count - labels), *((narrow,) * (count - labels)))
