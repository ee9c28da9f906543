"""The three statutory tables of one document: cells, labels as written, extra rows, surplus values, doubts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.readers.recognise.arithmetic import Choice
from gongkai.readers.recognise.columns import Heads, Hints, Placed, columns_named, find_heads, place
from gongkai.readers.recognise.gaps import fill_gaps
from gongkai.readers.recognise.lines import LONGEST_LABEL, Line, Piece, make_piece
from gongkai.readers.recognise.rows import Match, is_row, likeness, match_rows, second_start
from gongkai.report.form import Block, Column, Form, Label, Table, split_ordinal, squeeze, without_notes
from gongkai.report.model import ABSENT, Cell, Doubt, ExtraRow, Note, Surplus
from gongkai.report.number import Figure, Kind, looks_like_figure, parse

_NOTE = re.compile(r"^\(?(?:备注|注|说明|附注)\d?[:：]")
_HEAD_UNIT = re.compile(r"单位[:：]?(亿元|万元|元)|\((亿元|万元|元)\)")
_BEFORE = 12
_LONGEST_HEAD = 160
_A_HEAD = 0.75
_FEW_WRONG, _MANY_WRONG, _FEW_ROWS = 3, 0.3, 0.5


@dataclass
class Found:
    """What was read of the tables so far."""

    form: Form
    headings: frozenset[int] = frozenset()
    cells: dict[str, Cell] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    extra_rows: list[ExtraRow] = field(default_factory=list)
    surplus: list[Surplus] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)
    streamed: list[str] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    choices: dict[str, Choice] = field(default_factory=dict)

    def put(self, address: str, piece: Piece, head: str = "") -> None:
        """Parse a piece into the cell at an address; what is odd about it becomes a doubt."""
        column = self.form.column(address)
        unit = _HEAD_UNIT.search(squeeze(head))
        named = next((u for u in unit.groups() if u), "") if unit else ""
        figure = parse(piece.text, column, named)
        cell = _cell(figure, piece.text, piece.place, column, named)
        self.cells[address], written = cell, cell.unit
        if piece.readings is not None:
            others = (
                _cell(parse(text, column, named), text, piece.place, column, named)
                for text in piece.readings.alternatives
                if text != piece.text
            )
            self.choices[address] = Choice((cell, *others), piece.readings.clear)
        if written == "unstated" and figure.value:
            self.doubt(
                (address,), "金额没有写单位，照原数保留", "the amount names no unit; kept as printed", piece.place
            )
        if figure.joined:
            self.doubt(
                (address,),
                f"数字中间有空白，读作{figure.value}",
                f"white space in the figure; read as {figure.value}",
                piece.place,
            )

    def doubt(self, cells: tuple[str, ...], message: str, message_en: str, where: str) -> None:
        """Note that the reading of these cells may be wrong."""
        self.doubts.append(Doubt(cells, message, where, message_en))

    def label(self, address: str, written: str, official: str) -> None:
        """Keep a label as written where it differs from the form's."""
        written = written.strip()
        if written and written != official:
            self.labels[address] = written


def _cell(figure: Figure, text: str, where: str, column: Column, named: str) -> Cell:
    """A cell of a figure; `named` is the unit that the head names."""
    unit = ""
    if column.type == "money" and figure.kind is Kind.NUMBER:
        unit = figure.unit or ("" if column.unit or named else "unstated")
    return Cell(figure.value, figure.kind, text, where, unit)


def read_tables(form: Form, lines: Sequence[Line], headings: frozenset[int] = frozenset()) -> Found:
    """Every table of the form among the lines; tables that are not there leave their cells absent.

    `headings` are the lines where sections begin: no table goes on past one.
    """
    found = Found(form, headings)
    lines = _streams(lines)
    for table in form.tables:
        reader = _read_across if table.layout == "across" else _read_rows
        reader(found, table, lines)
    _unplace_scrambled(found)
    for table in form.tables:
        if table.key not in found.rows and found.rows:
            found.doubt(table.addresses, f"没有读到{table.name}", f"{table.key} was not found", "")
    captions = {squeeze(table.name + table.title) for table in form.tables}
    for line in lines:
        if line.key in captions:
            found.taken.update(line.used)
    found.cells = dict.fromkeys(form.addresses, ABSENT) | found.cells
    return found


def _unplace_scrambled(found: Found) -> None:
    """Take back what was read from a stream of single cells whose order was lost when the text was made.

    A stream tells its rows by order alone. Where many rows of it do not add up, or most rows got no figures, labels
    and figures were torn apart, as text drawn from a PDF column by column has them: no figure of it can be trusted.
    """
    table = found.form.table("t3")
    rows = [row for row in found.streamed if row.startswith(f"{table.key}.")]
    if not rows or found.rows[table.key] > 2 * len(rows):
        return
    wrong = sum(not _adds_up(found, row) for row in rows)
    if wrong < max(_FEW_WRONG, len(rows) * _MANY_WRONG) and len(rows) >= len(table.rows) * _FEW_ROWS:
        return
    addresses = tuple(a for a in found.cells for row in found.streamed if a.startswith(f"{row}."))
    for address in addresses:
        found.cells[address] = ABSENT
    found.doubt(
        addresses,
        "标签与数字的次序已乱，无法逐行对应，没有读取",
        "labels and figures are out of order; the rows cannot be told and were not read",
        "",
    )


def _adds_up(found: Found, row: str) -> bool:
    for identity in found.form.sums:
        if identity.over == "columns" and row.startswith(f"{identity.table}."):
            left = [found.cells.get(f"{row}.{key}", ABSENT).amount for key in identity.left]
            right = [found.cells.get(f"{row}.{key}", ABSENT).amount for key in identity.right]
            return sum(value or 0 for value in left) == sum(value or 0 for value in right)
    return True


def _streams(lines: Sequence[Line]) -> list[Line]:
    """Paragraphs that hold one figure each, joined to the short paragraph above them: one cell a line, no marks."""
    joined: list[Line] = []
    for whole in lines:
        line = _opened(whole)
        if (
            line.grid < 0
            and joined
            and joined[-1].grid < 0
            and line.pieces[0].is_value
            and len(line.pieces[0].key) < 24
            and len(joined[-1].pieces[0].key) <= LONGEST_LABEL
            and joined[-1].pieces[0].is_label
        ):
            above = joined[-1]
            joined[-1] = Line(above.at, (*above.pieces, *line.pieces), -1, False, above.path, (*above.used, *line.used))
        else:
            joined.append(line)
    return joined


def _opened(line: Line) -> Line:
    """A short paragraph that ends in one figure after a blank, as label and figure; any other line as it is."""
    if line.grid >= 0 or len(line.pieces[0].text) > LONGEST_LABEL // 2:
        return line
    words = line.pieces[0].text.split()
    where = line.pieces[0].place
    if len(words) < 2 or not looks_like_figure(words[-1]) or any(looks_like_figure(word) for word in words[:-1]):
        return line
    pieces = (make_piece(" ".join(words[:-1]), where), make_piece(words[-1], where))
    return Line(line.at, pieces, -1, False, line.path, line.used)


def _read_rows(found: Found, table: Table, lines: Sequence[Line]) -> None:
    edition = found.form.edition
    twice = second_start(edition, table.key, lines)
    if twice is not None:
        _repeated(found, table, lines, *twice)
        lines = lines[: twice[1]]
    blocks = {row.key: block for block in table.blocks for row in block.rows}
    matches = fill_gaps(
        edition, table.key, match_rows(edition, table.key, lines, found.headings), lines, found.headings
    )
    if not matches:
        return
    where = {line.at: n for n, line in enumerate(lines)}
    hints = Hints()
    for match in matches:
        hints.learn(match.line, match.values, len(blocks.get(match.row.key, table.blocks[0]).columns))
    found.rows[table.key] = len(matches)
    heads: dict[str, Heads | None] = {}
    previous = -1
    for match in matches:
        block = blocks.get(match.row.key, table.blocks[0])
        if block.key not in heads:
            above = lines[max(0, where[match.first] - _BEFORE, previous + 1) : where[match.first]]
            heads[block.key] = _heads_of(found, table, block, above)
        _read_row(found, table, block, match, heads[block.key], hints)
        previous = where[match.last]
    _around(found, table, lines, matches, where)


def _repeated(found: Found, table: Table, lines: Sequence[Line], start: int, again: int) -> None:
    """A table that stands twice: the first is read; a second with other figures makes every cell of it doubtful."""
    found.repeated.append((lines[start].at, lines[again].at))
    first, second = (
        {m.row.key: tuple(p.key for p in m.values if p.key) for m in match_rows(found.form.edition, table.key, part)}
        for part in (lines[:again], lines[again:])
    )
    if any(first.get(row, values) != values for row, values in second.items()):
        found.doubt(
            table.addresses,
            f"文件里有两张{table.name}，数字不同，读取的是第一张",
            f"{table.key} stands twice with different figures; the first was read",
            lines[again].place,
        )


def _columns(table: Table, row: str) -> tuple[Column, ...]:
    try:
        return table.block_of(row).columns
    except KeyError:
        return table.blocks[0].columns


def _heads_of(found: Found, table: Table, block: Block, above: Sequence[Line]) -> Heads | None:
    near = [line for line in above if any(piece.key for piece in line.pieces)]
    heads = find_heads(near, block)
    for line in near:
        for piece in line.pieces:
            if not piece.key or len(piece.key) > _LONGEST_HEAD:
                continue
            part = _part_of_head(block, piece.key)
            if part:
                found.taken.update(line.used)
            if part == "title":
                found.label(f"{table.key}.{block.key}", piece.text, block.title)
            elif part == "corner":
                found.label(f"{table.key}.{block.key}.corner", piece.text, block.corner)
    for key, piece in (heads.pieces if heads else {}).items():
        column = next(c for c in block.columns if c.key == key)
        found.label(f"{table.key}.{block.key}.{key}", piece.text, column.text)
    return heads


@lru_cache(maxsize=4096)
def _part_of_head(block: Block, key: str) -> str:
    """What a squeezed text is in the head of a block: its `title`, `corner` or `columns`; '' when it is none."""
    if block.title and likeness(key, Label(block.key, block.title)) >= _A_HEAD:
        return "title"
    if block.corner and likeness(key, Label("corner", block.corner)) >= _A_HEAD:
        return "corner"
    words = tuple(dict.fromkeys(w for c in block.columns for w in (*c.wordings, *c.group)))
    words = tuple(sorted(words, key=lambda word: squeeze(word) != key))
    alike = any(likeness(key, Label("", word)) >= _A_HEAD for word in words)
    return "columns" if alike or _made_of(key, {squeeze(w) for w in (*words, block.title, block.corner)}) else ""


def _made_of(key: str, parts: set[str]) -> bool:
    """Whether a squeezed text is nothing but heads, as a line of them set apart by blanks is."""
    for part in sorted(parts, key=len, reverse=True):
        key = key.replace(part, "") if part else key
    return not key


def _read_row(found: Found, table: Table, block: Block, match: Match, heads: Heads | None, hints: Hints) -> None:
    address = f"{table.key}.{match.row.key}"
    found.taken.update(match.line.used)
    if match.line.grid < 0:
        found.streamed.append(address)
    found.label(address, "".join(piece.text.strip() for piece in match.label), match.row.text)
    keys = [column.key for column in block.columns]
    placed = place(match.line, match.values, keys, heads, hints)
    wide = max(len(one.columns) for one in table.blocks)
    _fill(found, address, keys, placed, heads, match.line, wide > len(keys))
    if match.score < 0.8:
        found.doubt(
            tuple(f"{address}.{key}" for key in keys),
            f"行名“{''.join(p.text.strip() for p in match.label)}”与“{match.row.text}”相差较大，按后者读取",
            f"the row's label differs much from the form's; read as {match.row.text}",
            match.line.place,
        )


def _fill(
    found: Found, address: str, keys: Sequence[str], placed: Placed, heads: Heads | None, line: Line, narrow: bool
) -> None:
    for key in keys:
        piece = placed.cells.get(key)
        head = heads.pieces[key].text if heads and key in heads.pieces else ""
        if piece is not None:
            found.put(f"{address}.{key}", piece, head)
        else:
            found.cells[f"{address}.{key}"] = ABSENT
    for piece in placed.surplus:
        found.surplus.append(Surplus(address, piece.text.strip(), piece.place, narrow and bool(placed.cells)))
    short = sum(key not in placed.cells for key in keys if heads and key in heads.pieces)
    if placed.doubt:
        found.doubt(tuple(f"{address}.{key}" for key in keys), placed.doubt, placed.doubt_en, line.place)
    elif short and any(piece.is_value for piece in placed.cells.values()):
        found.doubt(
            tuple(f"{address}.{key}" for key in keys),
            f"这一行比表头少{short}格，数字可能移了位",
            f"the row has {short} cells fewer than the head; its figures may have shifted",
            line.place,
        )


def _around(found: Found, table: Table, lines: Sequence[Line], matches: list[Match], where: dict[int, int]) -> None:
    """Extra rows between the form's rows, notes in and below the table; every grid line there belongs to it."""
    first, last = min(where[match.first] for match in matches), max(where[match.last] for match in matches)
    mine = {n for match in matches for n in range(where[match.first], where[match.last] + 1)}
    after = ""
    at_match = {where[match.last]: match.row.key for match in matches}
    for n in range(first, last + 1):
        if n in at_match:
            after = f"{table.key}.{at_match[n]}"
        if n in mine:
            found.taken.update(lines[n].used)
            continue
        line = lines[n]
        labels, values = line.parts
        if line.grid >= 0 or _is_scrap(line):
            found.taken.update(line.used)
        if labels and any(piece.is_value for piece in values) and not _is_head(table, labels):
            _extra(found, table, labels, values, after)
    for line in lines[last + 1 :]:
        labels, values = line.parts
        of_table = 0 <= line.grid == lines[last].grid and _no_heading(found, line) and "。" not in line.key
        if not of_table or (labels and is_row(found.form.edition, labels[-1].key)):
            break
        found.taken.update(line.used)
        if labels and line.filled and not _is_head(table, labels):
            _extra(found, table, labels, values, after)
    _tell_missing(found, table, lines[first : last + 1], {match.row.key for match in matches}, mine, first)
    _notes(found, table, lines[first : last + 4])


def _no_heading(found: Found, line: Line) -> bool:
    """Whether no section begins on the line."""
    return found.headings.isdisjoint(line.used)


def _tell_missing(
    found: Found, table: Table, lines: Sequence[Line], known: set[str], mine: set[int], offset: int
) -> None:
    """Doubt the cells of a row whose label stands in the table without a figure that could be its own."""
    words = {
        split_ordinal(without_notes(piece.key))[1]
        for n, line in enumerate(lines)
        if n + offset not in mine
        for piece in line.parts[0]
    }
    for block in table.blocks:
        for row in block.rows:
            body = split_ordinal(without_notes(squeeze(row.text)))[1]
            if row.key not in known and len(body) > 2 and body in words:
                found.doubt(
                    tuple(f"{table.key}.{row.key}.{column.key}" for column in block.columns),
                    f"有“{row.text}”这一行的行名，没有读到它的数字",
                    f"the label {row.text} stands there, no figure could be told to be its own",
                    lines[0].place,
                )


def _is_scrap(line: Line) -> bool:
    """Whether a paragraph between two rows is part of the table: a head, half a label, a page number; no sentence."""
    return 0 < len(line.key) <= LONGEST_LABEL and not re.search(r"[。;!?]", line.key)


def _is_head(table: Table, labels: Sequence[Piece]) -> bool:
    heads = {squeeze(c.text) for block in table.blocks for c in block.columns} | {
        squeeze(b.title) for b in table.blocks
    }
    return any(piece.key in heads for piece in labels)


def _extra(found: Found, table: Table, labels: Sequence[Piece], values: Sequence[Piece], after: str) -> None:
    column = (_columns(table, after.partition(".")[2]) if after else table.blocks[0].columns)[0]
    kept = list(values)
    wide = len(_columns(table, after.partition(".")[2])) if after else 0
    while len(kept) > wide > 0 and not kept[0].key:
        kept.pop(0)
    while kept and not kept[-1].key:
        kept.pop()
    name = without_notes(squeeze(labels[-1].text))
    found.extra_rows.append(
        ExtraRow(
            table.key,
            name,
            tuple(parse(piece.text, column).value for piece in kept),
            tuple(piece.text.strip() for piece in kept),
            after,
            labels[-1].place,
        )
    )
    for piece in kept:
        if piece.readings is not None and not piece.readings.clear:
            shown = "、".join(f"“{text}”" for text in piece.readings.alternatives) or "空白"
            found.doubt(
                (),
                f"增加的行“{name}”有一格识别得不准：{shown}",
                f"a cell of the extra row {name} was not read with certainty: {shown}",
                piece.place,
            )


def _notes(found: Found, table: Table, lines: Sequence[Line]) -> None:
    for line in lines:
        for piece in line.pieces:
            if _NOTE.match(piece.key):
                found.notes.append(Note(table.key, piece.text.strip(), piece.place))


def _read_across(found: Found, table: Table, lines: Sequence[Line]) -> None:
    """Table 4, printed across as the form has it, or turned: a row each kind, or a line each result."""
    (block,) = table.blocks
    start = _across_start(block, lines)
    if start is None:
        return
    region = _until_prose(lines, start, found.headings)
    rows = [line for line in region if line.grid >= 0]
    long = _read_long(found, table, rows)
    matched = [] if long else match_rows(found.form.edition, table.key, rows)
    width = len(block.columns)
    if len(matched) == len(block.rows) and all(1 < len([v for v in m.values if v.key]) <= width for m in matched):
        heads = find_heads(rows, block)
        for match in matched:
            _read_row(found, table, block, match, heads, Hints())
        found.rows[table.key] = len(matched)
    elif not long:
        _read_flat(found, table, _leaf_order(block, table, region), region)
    last = max((n for n, line in enumerate(region) if line.grid >= 0 or line.filled), default=-1)
    for line in region[: last + 1]:
        if line.grid >= 0 or table.key in found.rows:
            found.taken.update(line.used)
    _notes(found, table, lines[start : start + len(region) + 3])


def _read_long(found: Found, table: Table, lines: Sequence[Line]) -> bool:
    """Table 4 as a list with one figure a line; whether it is one: every result of every kind, kind after kind."""
    (block,) = table.blocks
    listed = [
        (line, keys[0], line.parts[1][0])
        for line in lines
        if line.parts[0]
        and len([piece for piece in line.parts[1] if piece.key]) == 1
        and (keys := columns_named(block, line.parts[0][-1].key))
    ]
    width = len(block.columns)
    kinds = [listed[n : n + width] for n in range(0, len(listed), width)]
    if len(listed) != len(table.addresses) or any(len({key for _, key, _ in kind}) < width for kind in kinds):
        return False
    for row, kind in zip(block.rows, kinds, strict=True):
        for line, key, _ in kind:
            figure = next(piece for piece in line.parts[1] if piece.key)
            found.put(f"{table.key}.{row.key}.{key}", figure)
    found.rows[table.key] = len(block.rows)
    return True


def _leaf_order(block: Block, table: Table, region: Sequence[Line]) -> list[str]:
    """The addresses of table 4 in the order in which its heads stand, the form's own where they cannot be told."""
    leaves = [
        keys[0]
        for line in region
        for piece in line.pieces
        if piece.is_label and (keys := columns_named(block, piece.key))
    ]
    width = len(block.columns)
    kinds = [leaves[n : n + width] for n in range(0, len(leaves), width)]
    if len(leaves) != len(table.addresses) or any(len(set(kind)) < width for kind in kinds):
        return list(table.addresses)
    return [f"{table.key}.{row.key}.{key}" for row, kind in zip(block.rows, kinds, strict=True) for key in kind]


def _read_flat(found: Found, table: Table, addresses: list[str], region: Sequence[Line]) -> None:
    """The figures of a table printed across: one row of all cells, or several rows that make it up in order."""
    rows: list[tuple[Line, tuple[Piece, ...]]] = []
    for line in region:
        values = _figures(line, len(addresses))
        if values:
            rows.append((line, values))
    if not rows:
        blank = next((line for line in reversed(region) if not any(p.key for p in line.pieces)), None)
        if blank is None:
            return
        rows = [(blank, blank.pieces)]
    line, values = rows[0]
    if len(values) < len(addresses) and len(rows) > 1:
        values = tuple(piece for _, row in rows for piece in row)
    found.rows[table.key] = 1
    placed = place(line, values, addresses, _across_heads(addresses, region), Hints())
    for address in addresses:
        piece = placed.cells.get(address)
        if piece is None:
            found.cells[address] = ABSENT
        else:
            found.put(address, piece)
    for piece in placed.surplus:
        found.surplus.append(Surplus(table.key, piece.text.strip(), piece.place))
    short = len(addresses) - len(placed.cells)
    if short and not placed.doubt:
        found.doubt(
            tuple(addresses),
            f"这一行比表头少{short}格，数字可能移了位",
            f"the row has {short} cells fewer than the head; its figures may have shifted",
            line.place,
        )
    if placed.doubt:
        found.doubt(tuple(addresses), placed.doubt, placed.doubt_en, line.place)


def _across_heads(addresses: list[str], region: Sequence[Line]) -> Heads | None:
    """Grid columns of the leaf heads: those cells of the head lines that stand lowest in their column."""
    lowest: dict[int, Piece] = {}
    grid = -1
    for line in region:
        if not line.aligned or _figures(line, len(addresses)):
            continue
        grid = line.grid
        for piece in line.pieces:
            if piece.is_label and piece.columns == 1:
                lowest[piece.column] = piece
    if len(lowest) != len(addresses):
        return None
    columns = sorted(lowest)
    at = dict(zip(addresses, columns, strict=True))
    return Heads(at, {address: lowest[column] for address, column in at.items()}, grid)


def _figures(line: Line, wanted: int) -> tuple[Piece, ...]:
    """The value pieces of a line that holds figures, without a label in front.

    A line with a cell for each of the `wanted` columns and a figure in it is all values, words among them too.
    """
    filled = sum(piece.is_value for piece in line.pieces)
    if not filled:
        return ()
    if len(line.pieces) == wanted:
        return line.pieces
    labels, rest = line.parts
    values = rest if labels else line.pieces
    return values if sum(1 for piece in values if piece.is_value) >= 2 or len(values) >= 5 else ()


def _across_start(block: Block, lines: Sequence[Line]) -> int | None:
    """The first line of table 4: its topmost heads with a result below or beside them, else its only line of figures."""
    top = {squeeze(word) for row in block.rows for word in (row.group or row.wordings)}
    heads = "".join(dict.fromkeys(squeeze(row.group[0] if row.group else row.text) for row in block.rows))
    leaf = squeeze(block.columns[0].text)

    def has_leaf(some: Sequence[Line]) -> bool:
        return any(leaf in piece.key and len(piece.key) <= LONGEST_LABEL for one in some for piece in one.pieces)

    for n, line in enumerate(lines):
        here = {piece.key for piece in line.pieces}
        joined = "".join(piece.key for piece in line.pieces)
        if not (here & top or joined == heads):
            continue
        if has_leaf(lines[n : n + 40]):
            return n
        if line.grid >= 0 and has_leaf([one for one in lines[max(0, n - 2) : n] if one.grid == line.grid]):
            return next(m for m in range(max(0, n - 2), n + 1) if lines[m].grid == line.grid)
    wanted = len(block.rows) * len(block.columns)
    whole = [n for n, line in enumerate(lines) if len(line.pieces) == wanted and all(p.is_value for p in line.pieces)]
    return whole[0] if len(whole) == 1 else None


def _until_prose(lines: Sequence[Line], start: int, headings: frozenset[int]) -> list[Line]:
    region: list[Line] = []
    for line in lines[start : start + 60]:
        text = line.key
        if (
            (region and not headings.isdisjoint(line.used))
            or re.match(r"^[五六][、.]", text)
            or len(text) > LONGEST_LABEL
            or _NOTE.match(text)
        ):
            break
        region.append(line)
    return region
