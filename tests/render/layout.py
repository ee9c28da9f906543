"""A report as a page: title, sections and tables of merged cells, disturbed as offices disturb them."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.report.form import Place, Table
from gongkai.report.model import Report
from gongkai.report.number import Kind


@dataclass(frozen=True)
class Disturbance:
    """What an office changes in the form: each field is one habit."""

    variants: bool = False
    spaces: bool = False
    half_width: bool = False
    label_notes: bool = False
    under_table: str = ""
    units: bool = False
    letter_spaced: bool = False


@dataclass(frozen=True)
class Spot:
    """One cell of a table as printed: text, position, span; `head` is false for figures."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = True
    address: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table as printed: key, width in grid columns, the spots in reading order, the note under it."""

    key: str
    width: int
    spots: tuple[Spot, ...]
    note: str = ""

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max(spot.row + spot.rows for spot in self.spots)

    def line(self, row: int) -> list[Spot]:
        """The spots that begin in a row."""
        return [spot for spot in self.spots if spot.row == row]

    def full(self) -> list[list[str | None]]:
        """Every grid square: the text where a spot begins, None where one reaches."""
        squares: list[list[str | None]] = [[None] * self.width for _ in range(self.height)]
        for spot in self.spots:
            squares[spot.row][spot.column] = spot.text
        return squares


@dataclass(frozen=True)
class Page:
    """A whole report: its title, and for each section its head, its lines and its table."""

    title: str
    parts: tuple[tuple[str, tuple[str, ...], Sheet | None], ...]
    report: Report


def lay_out(report: Report, habit: Disturbance | None = None) -> Page:
    """The report as a page with the given habits."""
    habit = habit or Disturbance()
    sheets = {table.section: _sheet(report, table, habit) for table in report.form.tables}
    parts = []
    for section in report.sections:
        lines = tuple(line for line in section.text.split("\n") if line)
        sheet = sheets.get(section.number)
        if sheet and sheet.note and lines[-1:] == (sheet.note,):
            lines = lines[:-1]
        parts.append((section.title, lines, sheet))
    return Page(report.title, tuple(parts), report)


def _sheet(report: Report, table: Table, habit: Disturbance) -> Sheet:
    places = list(table.printed())
    width = max(place.column + place.columns for place in places)
    spots = [_spot(report, table, place, habit) for place in places]
    for extra in report.extra_rows:
        if extra.table == table.key:
            spots = _with_extra(spots, extra.after, extra.label, extra.raw)
    note = habit.under_table if table.key == "t2" else ""
    return Sheet(table.key, width, tuple(spots), note)


def _with_extra(spots: list[Spot], after: str, label: str, raw: tuple[str, ...]) -> list[Spot]:
    row = next(spot.row for spot in spots if spot.address.startswith(f"{after}."))
    above = [spot for spot in spots if spot.row == row]
    added = [
        Spot(text, row + 1, spot.column, 1, spot.columns, spot.head)
        for text, spot in zip((label, *raw), above, strict=True)
    ]
    moved = [
        Spot(s.text, s.row + 1, s.column, s.rows, s.columns, s.head, s.address) if s.row > row else s for s in spots
    ]
    return sorted([*moved, *added], key=lambda spot: (spot.row, spot.column))


def _spot(report: Report, table: Table, place: Place, habit: Disturbance) -> Spot:
    if not place.address:
        text = _label(table, place.text, habit)
        return Spot(text, place.row, place.column, place.rows, place.columns)
    cell = report.cells[place.address]
    text = cell.raw
    if habit.units and cell.kind is Kind.NUMBER:
        column = report.form.column(place.address)
        text += column.unit if column.type == "count" else ""
    return Spot(text, place.row, place.column, place.rows, place.columns, False, place.address)


def _label(table: Table, text: str, habit: Disturbance) -> str:
    known = [one for block in table.blocks for one in (*block.rows, *block.columns)]
    label = next((one for one in known if one.text == text), None)
    if label is not None:
        if habit.variants:
            text = label.wordings[-1]
        if habit.label_notes and label in table.rows and table.layout == "stacked":
            text += "（以年末数为准）"
    if habit.half_width:
        text = text.replace("（", "(").replace("）", ")")
    if habit.letter_spaced and 1 < len(text) <= 4 and not any(sign in text for sign in "（().、0123456789"):
        text = " ".join(text)
    if habit.spaces and len(text) > 5:
        text = f"{text[:4]} {text[4:]}"
    return text
