"""Readings of a picture weighed by the form's own sums: which to take, and which cells stay in doubt.

Sums may choose among what was actually read; they never make a figure. A cell is sure when its readings agree and a
sum holds with it, or when it stands outside all sums and was read clearly; everything else is a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from gongkai.report.adding import instances
from gongkai.report.check import Subject
from gongkai.report.model import Cell, Doubt, Report
from gongkai.report.number import Kind

_STEPS = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """The cells that the readings of one cell make, the one taken first; whether it was read clearly."""

    cells: tuple[Cell, ...]
    clear: bool


@dataclass(frozen=True, slots=True)
class _Sum:
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        return (*self.left, *self.right)

    def holds(self, cells: Mapping[str, Cell]) -> bool | None:
        """Whether the sum adds up; None where a cell is absent or no figure."""
        if not self.left or any(cells[address].kind in (Kind.ABSENT, Kind.TEXT) for address in self.members):
            return None
        made = sum(cells[address].amount or 0 for address in self.left)
        return made == sum(cells[address].amount or 0 for address in self.right)


def weigh(report: Report, choices: Mapping[str, Choice]) -> Report:
    """The report with readings chosen where exactly one of them makes the sums hold, and with its doubts."""
    subject = Subject(report, None, report.form)
    sums = [
        _Sum(left, right)
        for identity in report.form.sums
        for left, right in instances(subject, identity)
        if all(address in report.cells for address in (*left, *right))
    ]
    cells = dict(report.cells)
    chosen = _choose(cells, sums, choices)
    doubts = [
        *_of_absent(cells),
        *_of_surplus(report, cells),
        *_of_readings(cells, sums, choices, chosen),
        *_of_sums(report, cells, sums),
    ]
    return replace(report, cells=cells, doubts=(*report.doubts, *doubts))


def _choose(cells: dict[str, Cell], sums: list[_Sum], choices: Mapping[str, Choice]) -> set[str]:
    """Take another reading wherever it is the only one that mends a sum; the addresses that changed."""
    chosen: set[str] = set()
    for _ in range(_STEPS):
        for one in sums:
            if one.holds(cells):
                continue
            ways = [
                (address, cell)
                for address in one.members
                if address in choices and address not in chosen
                for cell in choices[address].cells
                if cell.value != cells[address].value and _mends(cells, sums, address, cell)
            ]
            if len(ways) == 1:
                address, cell = ways[0]
                cells[address] = cell
                chosen.add(address)
                break
        else:
            break
    return chosen


def _mends(cells: Mapping[str, Cell], sums: list[_Sum], address: str, cell: Cell) -> bool:
    tried = {**cells, address: cell}
    return all(one.holds(tried) for one in sums if address in one.members)


def _of_absent(cells: Mapping[str, Cell]) -> Iterator[Doubt]:
    absent = tuple(address for address, cell in cells.items() if cell.kind is Kind.ABSENT)
    if absent:
        yield Doubt(
            absent,
            f"有{len(absent)}格没有读到，可能是没有识别出来",
            "",
            f"{len(absent)} cells were not found; recognition may have missed them",
        )


def _of_surplus(report: Report, cells: Mapping[str, Cell]) -> Iterator[Doubt]:
    for one in report.surplus:
        row = tuple(address for address in cells if address.startswith(f"{one.row}."))
        yield Doubt(
            row,
            f"这一行多出一个数“{one.raw}”，表格线可能没有认准",
            one.place,
            f"a figure too many in this row ({one.raw}); the table's lines may have been missed",
        )


def _of_readings(
    cells: Mapping[str, Cell], sums: list[_Sum], choices: Mapping[str, Choice], chosen: set[str]
) -> Iterator[Doubt]:
    """Doubts of single cells: readings that differ, text where a figure belongs, faint figures outside all sums."""
    held = {address for one in sums if one.holds(cells) for address in one.members}
    for address, choice in choices.items():
        cell = cells[address]
        readings = "、".join(f"“{one.raw}”" for one in choice.cells)
        if address in chosen:
            yield Doubt(
                (address,),
                f"识别出{readings}，只有“{cell.raw}”使合计成立，取它",
                cell.place,
                f"read as {readings}; only {cell.raw} makes the sums hold",
            )
        elif len(choice.cells) > 1:
            yield Doubt((address,), f"几次识别不一致：{readings}", cell.place, f"readings differ: {readings}")
        elif cell.kind is Kind.TEXT:
            yield Doubt(
                (address,), f"识别为“{cell.raw}”，不是数", cell.place, f"read as {cell.raw}, which is no figure"
            )
        elif not choice.clear and address not in held:
            yield Doubt(
                (address,), f"字迹不清，识别为“{cell.raw}”", cell.place, f"not read clearly; taken for “{cell.raw}”"
            )


def _of_sums(report: Report, cells: Mapping[str, Cell], sums: list[_Sum]) -> Iterator[Doubt]:
    """Doubts of sums that do not hold: the cells that no other sum confirms, or all of them when others do."""
    held = {address for one in sums if one.holds(cells) for address in one.members}
    for one in sums:
        if one.holds(cells) is not False:
            continue
        unsure = [address for address in one.members if address not in held] or list(one.members)
        names = "、".join(report.form.name(address) for address in one.right)
        yield Doubt(
            tuple(unsure),
            f"{names}：识别出的数加起来对不上，可能有格识别错了",
            _first_place(cells, one.right),
            f"{names}: the figures read do not add up; some may be misread",
        )


def _first_place(cells: Mapping[str, Cell], addresses: Iterable[str]) -> str:
    return next((cells[address].place for address in addresses), "")
