"""Tables that are not drawn: columns by where the figures stand, rows by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gongkai.readers.document import Readings
from gongkai.readers.pdf.cells import Cell, PageTable
from gongkai.readers.pdf.ink import Run
from gongkai.readers.pdf.text import TextLine, joined
from gongkai.report.number import looks_like_dash, looks_like_figure

_GAP = 0.7
_FIGURE_GAP = 0.12
_LABEL_GAP = 0.3
_FEWEST_ROWS = 3
_MANY_FIGURES = 5
_MOST_HEADS = 10
_WIDE = 0.6
_STEP = 20.0
_CLOSE = 1.7
_NUMBERED = 0.4
_ORDINAL = re.compile(r"^(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}[、.．])")


@dataclass(slots=True)
class _Part:
    """A piece of a line: text, ends, whether it is a figure or a dash, and how it was read if off a picture."""

    text: str
    left: float
    right: float
    figure: bool
    readings: Readings | None = None

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.left + self.right) / 2

    def over(self, left: float, right: float) -> bool:
        """Whether it shares width with a stretch."""
        return self.left < right and left < self.right


@dataclass(slots=True)
class _Row:
    """A line as parts; `values` are its figures behind the label."""

    line: TextLine
    parts: list[_Part]
    values: list[_Part] = field(default_factory=list)

    @property
    def labels(self) -> list[_Part]:
        """The parts before the figures."""
        return [part for part in self.parts if not any(part is value for value in self.values)]


_BLANK = _Part("", 0.0, 0.0, False)
_Told = tuple[list[_Part], list[_Part], TextLine]
"""The labels and the figures of a row, and the line that its figures stand on."""


def with_undrawn(items: Sequence[TextLine | PageTable]) -> list[TextLine | PageTable]:
    """What stands on a page, with the lines that make an undrawn table taken together."""
    done: list[TextLine | PageTable] = []
    lines: list[TextLine] = []
    for item in items:
        if isinstance(item, TextLine):
            lines.append(item)
        else:
            done += [*_tables(lines), item]
            lines = []
    return [*done, *_tables(lines)]


def _tables(lines: Sequence[TextLine]) -> list[TextLine | PageTable]:
    rows = [_row(line) for line in lines]
    if not any(row.values for row in rows):
        return list(lines)
    full = max(row.line.right for row in rows) - min(row.line.left for row in rows)
    done: list[TextLine | PageTable] = []
    after = 0
    for start, end in _regions(rows, full):
        done += [*lines[after:start], _table(rows[start:end])]
        after = end
    return [*done, *lines[after:]]


def _row(line: TextLine) -> _Row:
    """A line cut where wide gaps are, and at any gap between figures that stand last on it."""
    parts: list[_Part] = []
    trailing = len(line.runs)
    while trailing and _is_value(line.runs[trailing - 1]):
        trailing -= 1
    chunk: list[Run] = []
    for at, run in enumerate(line.runs):
        gap = (run.left - max(one.right for one in chunk)) / run.size if chunk else 0.0
        if chunk and (
            gap > _GAP
            or (at > trailing and gap > _FIGURE_GAP)
            or (at == trailing and gap > (_FIGURE_GAP / 4 if len(line.runs) - trailing > 1 else _LABEL_GAP))
        ):
            parts.append(_part(chunk))
            chunk = []
        chunk.append(run)
    parts.append(_part(chunk))
    values: list[_Part] = []
    for part in reversed(parts):
        if not part.figure:
            break
        values.insert(0, part)
    return _Row(line, parts, values if len(parts) > 1 else [])


def _part(chunk: list[Run]) -> _Part:
    text = joined(chunk)
    readings = chunk[0].readings if len(chunk) == 1 else None
    if len(chunk) > 1 and any(run.readings is not None for run in chunk):
        readings = Readings((text,), clear=False)
    figure = readings is not None or _is_figure(text)
    return _Part(text, chunk[0].left, max(run.right for run in chunk), figure, readings)


def _is_value(run: Run) -> bool:
    """Whether a run is a figure, a dash, or ink of a picture that stands where one should."""
    return run.readings is not None or _is_figure(run.text)


def _is_figure(text: str) -> bool:
    return looks_like_figure(text) or looks_like_dash(text)


def _is_prose(row: _Row, full: float) -> bool:
    only = row.parts[0]
    return len(row.parts) == 1 and (only.right - only.left > _WIDE * full or only.text.endswith(("。", "：", ":")))


def _regions(rows: list[_Row], full: float) -> list[tuple[int, int]]:
    """Stretches of lines, from the first head to the last row, that hold rows of figures and no prose."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    last = -1
    for at, row in enumerate([*rows, None]):
        if row is not None and row.values:
            start = at if start is None else start
            last = at
        elif start is not None and (row is None or _is_prose(row, full)):
            if _is_table(rows[start : last + 1]):
                floor = found[-1][1] if found else 0
                found.append((_with_heads(rows, start, floor, full), _with_tail(rows, last)))
            start = None
    return found


def _is_table(rows: list[_Row]) -> bool:
    figures = [len(row.values) for row in rows if row.values]
    return len(figures) >= _FEWEST_ROWS or max(figures) >= _MANY_FIGURES


def _with_heads(rows: list[_Row], start: int, floor: int, full: float) -> int:
    """The first line above the figures that belongs to the heads: of several parts, or in the middle."""
    left = min(row.line.left for row in rows[start : start + 8])
    right = max(row.line.right for row in rows[start : start + 8])
    first = start
    for at in range(start - 1, max(floor, start - _MOST_HEADS) - 1, -1):
        row = rows[at]
        gap = rows[at + 1].line.middle - row.line.middle
        if _is_prose(row, full) or gap > 4 * row.line.size:
            break
        only = row.parts[0]
        central = abs((only.left + only.right) / 2 - (left + right) / 2) < 0.08 * (right - left)
        if len(row.parts) > 1 or central or (first == at + 1 < start and gap < _CLOSE * row.line.size):
            first = at
    return first


def _with_tail(rows: list[_Row], last: int) -> int:
    """The line after the last one of the table: what is left of a wrapped label stands close below its figures."""
    size = rows[last].line.size
    zone = rows[last].values[0].left
    end = last + 1
    while (
        end < len(rows)
        and rows[end].line.middle - rows[last].line.middle < (end - last) * 1.1 * size
        and rows[end].line.right <= zone
    ):
        end += 1
    return end


def _table(rows: list[_Row]) -> PageTable:
    """One region as a table: bands of rows under their own heads, each with its own columns."""
    cells: list[list[Cell]] = []
    page = rows[0].line.page
    band: list[_Row] = []
    heads: list[_Row] = []
    zone = max((part.right for row in rows if row.values for part in row.labels), default=rows[0].line.left)
    for row in rows:
        if _is_head(row, zone):
            if any(one.values for one in band):
                _emit(cells, heads, band, page)
                heads = []
            else:
                heads += band
            band = []
            heads.append(row)
        else:
            band.append(row)
    _emit(cells, heads, band, page)
    most = max(cell.column + cell.columns for line in cells for cell in line)
    left = min(row.line.left for row in rows)
    xs = [left + _STEP * n for n in range(most + 1)]
    return PageTable(page, xs, cells, rows[0].line.middle, rows[-1].line.middle, False)


def _is_head(row: _Row, zone: float) -> bool:
    """Whether a line without figures reaches out of the zone of the labels."""
    return not row.values and row.line.right > zone + 0.5 * row.line.size


def _columns(band: list[_Row]) -> list[tuple[float, float]]:
    """The stretches in which the figures of a band stand, from left to right; none when they run into each other."""
    spans = sorted((value.left, value.right) for row in band for value in row.values)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    crowded = any(sum(value.over(*column) for value in row.values) > 1 for row in band for column in columns)
    filled = [row for row in band if row.values]
    broken = any(
        below.line.middle - above.line.middle < _CLOSE * below.line.size
        and len(above.values) + len(below.values) <= len(columns)
        and not (above.labels and below.labels)
        for above, below in pairwise(filled)
    )
    return [] if crowded or broken else columns


def _emit(cells: list[list[Cell]], heads: list[_Row], band: list[_Row], page: int) -> None:
    columns = _columns(band)
    _close_up_heads(heads, columns)
    for head in heads:
        if head.parts:
            cells.append(_head_cells(head, columns, len(cells), page))
    for labels, values in _label_lines(band):
        at = len(cells)
        line = [Cell(part.text, at, n, 1, 1, page) for n, part in enumerate(labels[-2:], 2 - len(labels[-2:]))]
        clear = not any(part.over(*column) for part in labels for column in columns)
        shown = [next((v for v in values if v.over(*column)), _BLANK) for column in columns] if clear else []
        line += [Cell(v.text, at, n, 1, 1, page, v.readings) for n, v in enumerate(shown or _unplaced(values), 2)]
        cells.append(line)


def _unplaced(values: list[_Part]) -> list[_Part]:
    """Figures that stand in order but under no column that can be told: none read off a picture is sure there."""
    for value in values:
        if value.readings is not None:
            value.readings = replace(value.readings, clear=False)
    return values


def _close_up_heads(heads: list[_Row], columns: list[tuple[float, float]]) -> None:
    """Words of one column's head that stand on several lines go together into the lowest of them."""
    last: dict[int, tuple[_Row, _Part]] = {}
    for row in heads:
        for part in row.parts:
            over = _over(part, columns)
            if len(over) != 1:
                continue
            above, other = last.get(over[0], (row, part))
            if 0 < row.line.middle - above.line.middle < _CLOSE * row.line.size and part.over(other.left, other.right):
                part.text = other.text + part.text
                above.parts = [one for one in above.parts if one is not other]
            last[over[0]] = (row, part)


def _over(part: _Part, columns: list[tuple[float, float]]) -> list[int]:
    """The columns a head stands over; the nearest one where figures stand aside of its middle."""
    over = [n for n, column in enumerate(columns) if part.over(*column)]
    if over or not columns:
        return over
    middle = (part.left + part.right) / 2
    nearest = min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))
    pitch = columns[1][0] - columns[0][0] if len(columns) > 1 else part.right - part.left
    return [nearest] if middle > columns[0][0] - pitch / 2 else []


def _head_cells(head: _Row, columns: list[tuple[float, float]], at: int, page: int) -> list[Cell]:
    line: list[Cell] = []
    free = 0
    for part in head.parts:
        over = [n + 2 for n in _over(part, columns)]
        start = max(free, over[0] if over else free)
        wide = max(1, len(over))
        line.append(Cell(part.text, at, start, 1, wide, page))
        free = start + wide
    return line


def _label_lines(band: list[_Row]) -> list[tuple[list[_Part], list[_Part]]]:
    """The lines of a band as (labels, figures): words of a group's label taken together, split labels closed up."""
    cut = _cut(band)
    groups = _stacks([(row.line, part) for row in band for part in row.labels if part.right <= cut])
    lines: list[_Told] = []
    for row in band:
        own = [part for part in row.labels if part.right > cut]
        if own or row.values:
            lines.append((own, row.values, row.line))
    starts = [_ORDINAL.match(own[0].text) is not None for own, _, _ in lines if own]
    if starts and sum(starts) > _NUMBERED * sum(bool(values) for _, values, _ in lines):
        lines = _by_ordinal(lines)
    else:
        _close_up(lines)
    for middle, group in groups:
        nearest = min((line for line in lines if line[1]), key=lambda line: abs(line[2].middle - middle), default=None)
        if nearest is not None:
            nearest[0].insert(0, group)
    return [(own, values) for own, values, _ in lines]


def _by_ordinal(
    lines: list[_Told],
) -> list[_Told]:
    """Lines as rows where labels are numbered: a line without a number goes on with the label above it."""
    rows: list[_Told] = []
    for own, values, line in lines:
        begins = bool(own) and _ORDINAL.match(own[0].text) is not None
        if not rows or begins or (values and rows[-1][1]):
            rows.append((own, values, line))
            continue
        label, figures, first = rows[-1]
        text = _joined_labels(label, own)
        edges = [*label, *own]
        whole = [_Part(text, edges[0].left, max(part.right for part in edges), False)] if edges else []
        rows[-1] = (whole, figures or values, line if values else first)
    return rows


def _cut(band: list[_Row]) -> float:
    """Where the rows' own labels begin, when labels of groups stand to the left of them; 0 when none do."""
    gaps = [(row.labels[-2].right, row.labels[-1].left) for row in band if len(row.labels) > 1]
    return max((start for start, _ in gaps), default=0.0) if len(gaps) >= _FEWEST_ROWS else 0.0


def _stacks(parts: list[tuple[TextLine, _Part]]) -> list[tuple[float, _Part]]:
    """Words below each other as one, with the height of their middle."""
    stacks: list[list[tuple[TextLine, _Part]]] = []
    for line, part in parts:
        for stack in stacks:
            above, other = stack[-1]
            if part.over(other.left, other.right) and 0 < line.middle - above.middle < 1.8 * line.size:
                stack.append((line, part))
                break
        else:
            stacks.append([(line, part)])
    return [
        (
            sum(line.middle for line, _ in stack) / len(stack),
            _Part("".join(part.text for _, part in stack), stack[0][1].left, stack[0][1].right, False),
        )
        for stack in stacks
    ]


def _close_up(lines: list[_Told]) -> None:
    """Give figures that stand between the two lines of their label that label."""
    for at in range(len(lines) - 2, 0, -1):
        own, values, line = lines[at]
        if own or not values:
            continue
        (above, none_above, upper), (below, none_below, lower) = lines[at - 1], lines[at + 1]
        up, down = line.middle - upper.middle, lower.middle - line.middle
        if above and below and not none_above and not none_below and abs(up - down) < 0.3 * line.size:
            text = _joined_labels(above, below)
            lines[at] = ([_Part(text, above[0].left, above[-1].right, False)], values, line)
            del lines[at + 1], lines[at - 1]


def _joined_labels(above: list[_Part], below: list[_Part]) -> str:
    """The text of a label from its two lines."""
    return "".join(part.text for part in (*above, *below))
