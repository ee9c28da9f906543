"""An old register as rows: sheets told by their headings, merged cells spread, totals and blank rows left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.errors import InputError, TooLarge
from gongkai.office.cases.importing.apart import opened
from gongkai.office.cases.importing.columns import APPLICATIONS, LAYOUTS, Column, Layout, plain
from gongkai.office.cases.importing.problems import ERROR, NOTE, WARNING, Problem
from gongkai.readers.document import Document, Grid, Slot

Opened = Callable[[bytes, str], Document]

MOST_ROWS = 20_000
"""Rows of one file: two decades of a busy office; more are brought in by several files."""
HEAD_WITHIN = 20
"""Rows at the top among which the headings are looked for, below titles and notes."""
FEWEST = 3
"""Headings that a row must hold to be the one with the headings."""
_ROW = re.compile(r"(?:row |cell [A-Z]+)(\d+)")
_TOTALS = re.compile(r"(合计|总计|小计|共计|本[页月年]合?小?计)[::]?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: where it stands, and its texts by the keys of the columns; columns left blank are not there."""

    sheet: str
    number: int
    cells: Mapping[str, str]


@dataclass
class Register:
    """The rows of a file by the keys of the layouts, and what was found on the way."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {one.key: [] for one in LAYOUTS})
    problems: list[Problem] = field(default_factory=list)


def read(data: bytes, name: str, opened: Opened = opened) -> Register:
    """The rows of an old register in a workbook or CSV, which `opened` opens.

    Raises what the readers raise, InputError when no sheet has the headings of applications, and TooLarge for more
    than MOST_ROWS rows.
    """
    document = opened(data, name)
    register = Register()
    for zh, _ in document.warnings:
        weight = ERROR if zh.startswith("公式") else WARNING
        register.problems.append(Problem("", 0, "", zh, "取消隐藏、算出公式，或者删去后再试", weight))
    is_found = False
    for grid in document.blocks:
        if isinstance(grid, Grid) and (found := _headed(grid)):
            is_found = is_found or found[0] is APPLICATIONS
            register.rows[found[0].key] += _rows(grid, *found, register.problems)
    if not is_found:
        raise InputError(
            "没有找到申请表：没有一行同时有“原编号”“事项”“申请人类型”等标题",
            "no sheet with the headings of the template",
            file=name,
            fix="下载导入模板，把旧登记簿的各列对到模板的标题下",
            fix_en="use the headings of the template",
        )
    count = sum(map(len, register.rows.values()))
    if count > MOST_ROWS:
        raise TooLarge(
            f"有{count:,}行，一个文件最多{MOST_ROWS:,}行",
            f"{count:,} rows, limit {MOST_ROWS:,}",
            file=name,
            fix="按年份分成几个文件",
            fix_en="divide the file by years",
        )
    return register


def _headed(grid: Grid) -> tuple[Layout, int, dict[int, Column]] | None:
    """The layout of a grid, the place of its headings and the column that each grid column is; None for another sheet."""
    best: tuple[int, Layout, int, dict[int, Column]] | None = None
    for at, line in enumerate(grid.rows[:HEAD_WITHIN]):
        for layout in LAYOUTS:
            known = layout.headings()
            hits = {slot.column: known[plain(slot.text)] for slot in line if plain(slot.text) in known}
            kept = {key: one for key, one in hits.items() if list(hits.values()).index(one) == list(hits).index(key)}
            needed = {one.key for one in layout.columns if one.is_required}
            score = len(kept) + len(needed & {one.key for one in kept.values()})
            if len(kept) >= FEWEST and (best is None or score > best[0]):
                best = (score, layout, at, kept)
    return best[1:] if best else None


def _rows(grid: Grid, layout: Layout, head: int, columns: dict[int, Column], problems: list[Problem]) -> Iterator[Row]:
    sheet = grid.place.removeprefix("sheet ")
    _tell_heads(sheet, layout, grid.rows[head], columns, problems)
    held: dict[int, tuple[int, str]] = {}
    for line in grid.rows[head + 1 :]:
        number = row_of(line[0]) if line else 0
        cells = {key: text for key, (until, text) in held.items() if number <= until}
        for slot in line:
            text = slot.text.strip()
            if text:
                cells[slot.column] = text
            if text and slot.rows > 1:
                held[slot.column] = (number + slot.rows - 1, text)
        own = [slot.text.strip() for slot in line if slot.text.strip()]
        if not own or _is_total(own[0]):
            if own:
                problems.append(Problem(sheet, number, "", "合计行，不导入", "", NOTE))
            continue
        wide = next((slot for slot in line if slot.columns > 1 and slot.text.strip() and slot.column in columns), None)
        if wide is not None:
            where = columns[wide.column].heading
            problems.append(Problem(sheet, number, where, "与右边的单元格合并，不知道属于哪一列", "拆分单元格"))
        kept = {columns[key].key: text for key, text in cells.items() if key in columns}
        if kept:
            yield Row(sheet, number, kept)


def _tell_heads(
    sheet: str, layout: Layout, line: tuple[Slot, ...], columns: dict[int, Column], problems: list[Problem]
) -> None:
    number = row_of(line[0])
    unknown = [slot.text.strip()[:40] for slot in line if slot.text.strip() and slot.column not in columns]
    problems += [Problem(sheet, number, head, "不认识这一列，不导入", "", WARNING) for head in unknown]
    there = {one.key for one in columns.values()}
    lacking = [one.heading for one in layout.columns if one.is_required and one.key not in there]
    problems += [Problem(sheet, number, head, "没有这一列", f"加上标题为“{head}”的一列") for head in lacking]


def _is_total(text: str) -> bool:
    return bool(_TOTALS.fullmatch(plain(text)))


def row_of(slot: Slot) -> int:
    """The number of the row that a cell stands in, as the spreadsheet shows it."""
    found = _ROW.search(slot.place)
    return int(found[1]) if found else slot.row + 1
