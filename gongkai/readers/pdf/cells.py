"""Tables of one page as text in cells, whether their lines were drawn or not."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.readers.document import Readings


@dataclass(slots=True)
class Cell:
    """A cell of a page's table: text, position and span in the table's own grid, readings as in Slot."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    page: int = 0
    readings: Readings | None = None


@dataclass(slots=True)
class PageTable:
    """A table on one page: its column edges in points, its rows of cells, where it stands, and whether
    its columns are drawn."""

    page: int
    xs: list[float]
    rows: list[list[Cell]]
    top: float
    bottom: float
    drawn: bool = True
