"""The tables of a report as a person reads them on a terminal, as wide as it is, each doubtful cell marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from gongkai.cli import words
from gongkai.cli.show import doubts
from gongkai.cli.words import padded, shown, width
from gongkai.report import language
from gongkai.report.form import Block, Table, without_brackets
from gongkai.report.model import ABSENT, Report
from gongkai.report.number import Kind

_NARROW = 6
_LONGEST_CELL = 24
_LABELS = (12, 44)
_PLACE = 24
_LEGEND = {"？": ("存疑", "in doubt"), "□": ("空白", "blank"), "—": ("文件中没有这一格", "no such cell in the file")}

Rows = dict[str, list[str]]


def report(one: Report, lang: str, *, where: bool, concise: bool) -> str:
    """The tables of a report as read, doubtful cells marked with ？; with `where`, each number with its place.

    `concise` leaves out rows that hold nothing but zeros.
    """
    at = 0 if lang == "zh" else 1
    lines = [one.title.replace("\n", "") or one.agency or "", _head(one, lang), ""]
    marks: set[str] = set()
    for table in one.form.tables:
        lines.append(f"{table.name} {table.title}")
        for block in table.blocks:
            rows = _rows(one, table, block)
            marks |= {mark for cells in rows.values() for cell in cells for mark in _LEGEND if mark in cell}
            if concise:
                rows = {key: cells for key, cells in rows.items() if any(cell != "0" for cell in cells)}
            lines += _places(one, table, block, rows, lang) if where else _grid(one, table, block, rows)
        added = ("另加的行：", "added row: ")[at]
        lines += [f"  {added}{row.label}  {'  '.join(row.raw)}" for row in one.extra_rows if row.table == table.key]
        lines.append("")
    lines += doubts(map(asdict, one.doubts), one.form, lang)
    lines.append("  ".join(f"{mark} {_LEGEND[mark][at]}" for mark in _LEGEND if mark in marks))
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _head(one: Report, lang: str) -> str:
    unknown = "不明" if lang == "zh" else "unknown"
    agency, year = one.agency or unknown, one.year or unknown
    if lang == "zh":
        return f"机关：{agency}  年度：{year}  格式：{one.edition}年  文件：{one.source.format}"
    return f"agency: {agency}  year: {year}  form: {one.edition}  file: {one.source.format}"


def _rows(one: Report, table: Table, block: Block) -> Rows:
    """The cells of a block as they are shown, by row."""
    doubtful = {cell for doubt in one.doubts for cell in doubt.cells}
    rows: Rows = {}
    for row in block.rows:
        for column in block.columns:
            address = f"{table.key}.{row.key}.{column.key}"
            cell = one.cells.get(address, ABSENT)
            written = str(cell.value) if cell.value is not None else shown(cell.raw.strip())
            text = {Kind.BLANK: "□", Kind.ABSENT: "—"}.get(cell.kind, written)
            rows.setdefault(row.key, []).append(text + ("？" if address in doubtful else ""))
    return rows


def _label(one: Report, table: Table, row: str) -> str:
    """The name of a row without its table's."""
    return one.form.name(f"{table.key}.{row}").partition(" ")[2]


def _heads(block: Block) -> list[str]:
    """The heads of a block's columns, with the unit where the form names one."""
    return [
        without_brackets(column.text) + (f"（{column.unit}）" if column.type == "money" and column.unit else "")
        for column in block.columns
    ]


def _grid(one: Report, table: Table, block: Block, rows: Rows) -> list[str]:
    """A block as rows against columns; heads and labels are broken over lines where the screen is narrow."""
    if not rows:
        return []
    heads = _heads(block)
    labels = {key: _label(one, table, key) for key in rows}
    every = [_label(one, table, row.key) for row in table.rows]
    wide, sizes = _fitted(every, heads, rows)
    broken = [_halves(head, size) for head, size in zip(heads, sizes, strict=True)]
    deep = max(map(len, broken))
    over = [[""] * (deep - len(head)) + head for head in broken]
    lines = [_line("", wide, [head[at] for head in over], sizes) for at in range(deep)]
    for key, cells in rows.items():
        first, *more = words.wrapped(labels[key], wide)
        lines.append(_line(first, wide, [words.clipped(cell, _LONGEST_CELL) for cell in cells], sizes))
        lines += [f"  {line}" for line in more]
    return lines


def _fitted(labels: list[str], heads: list[str], rows: Rows) -> tuple[int, list[int]]:
    """The width of the labels and of each column: figures first, then labels, then heads in one line."""
    figures = [
        max(width(words.clipped(cells[at], _LONGEST_CELL)) for cells in rows.values()) for at in range(len(heads))
    ]
    sizes = [max(_NARROW, wide) for wide in figures]
    room = words.screen() - 2 - sum(sizes) - 2 * len(sizes)
    least, most = _LABELS
    wide = max(least, min(most, room, max(map(width, labels))))
    spare = max(0, room - wide) // len(heads)
    return wide, [max(size, min(width(head), size + spare)) for size, head in zip(sizes, heads, strict=True)]


def _line(label: str, wide: int, cells: Sequence[str], sizes: Sequence[int]) -> str:
    figures = "".join("  " + padded(cell, size, right=True) for cell, size in zip(cells, sizes, strict=True))
    return "  " + padded(label, wide) + figures


def _halves(head: str, size: int) -> list[str]:
    """A head in as few lines as fit, all about as long."""
    lines = -(-width(head) // size)
    each = -(-len(head) // lines)
    return [head[at : at + each] for at in range(0, len(head), each)]


def _places(one: Report, table: Table, block: Block, rows: Rows, lang: str) -> list[str]:
    """Each number of a block on a line: row, column, number, place."""
    heads = _heads(block)
    second = max(width(head) for other in table.blocks for head in _heads(other))
    least, most = _LABELS
    room = words.screen() - second - _NARROW - _PLACE - 8
    first = max(least, min(most, room, max(width(_label(one, table, row.key)) for row in table.rows)))
    lines = []
    for key, cells in rows.items():
        label = words.wrapped(_label(one, table, key), first)
        for at, column in enumerate(block.columns):
            place = one.cells.get(f"{table.key}.{key}.{column.key}", ABSENT).place
            named = label[at] if at < len(label) else ""
            figure = padded(words.clipped(cells[at], _LONGEST_CELL), _NARROW, right=True)
            lines.append(
                f"  {padded(named, first)}  {padded(heads[at], second)}  {figure}  {language.place(place, lang)}"
            )
        lines += [f"  {line}" for line in label[len(cells) :]]
    return lines
