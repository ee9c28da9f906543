"""The three statutory tables of one document: cells, labels as written, extra rows, surplus values, doubts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.readers.recognise.arithmetic import Choice
from gongkai.readers.recognise.columns import Heads, Hints, Placed, columns_named, find_heads, place
from gongkai.readers.recognise.gaps import fill_gaps
from gongkai.readers.recognise.lines import LONGEST_LABEL, Line, Piece
from gongkai.readers.recognise.rows import Match, is_label, is_row, likeness, match_rows, second_start
from gongkai.report.form import Block, Column, Form, Label, Table, split_ordinal, squeeze, without_notes
from gongkai.report.model import ABSENT, Cell, Doubt, ExtraRow, Note, Surplus
from gongkai.report.number import Figure, Kind, parse

NOTE = re.compile(r"^\(?(?:备注|注|说明|附注)\d?[:：]")
_HEAD_UNIT = re.compile(r"单位[:：]?(亿元|万元|元)|\((亿元|万元|元)\)")
_BEFORE, _BEHIND = 12, 5
_FEW_FIGURES = 3
_LONGEST_HEAD = 160
_BESIDE = 3
_A_HEAD = 0.75
_A_GROUP, _LONGEST_GROUP, _SHORT_HEAD = 0.7, 16, 3


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
    reordered: list[str] = field(default_factory=list)
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


def read_rows(found: Found, table: Table, lines: Sequence[Line]) -> None:
    """A table printed row by row into `found`: its cells, labels, extra rows, notes; a table that stands twice once."""
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
        read_row(found, table, block, match, heads[block.key], hints)
        previous = where[match.last]
    first, last = where[matches[0].first], where[matches[-1].last]
    own = frozenset(piece.key for match in matches for piece in match.label)
    note_groups(found, table, lines[max(0, first - _BEFORE) : last + 1], own)
    _around(found, table, lines, matches, where)


def note_groups(found: Found, table: Table, lines: Sequence[Line], own: frozenset[str] = frozenset()) -> None:
    """Keep heads as written that are none of the form's but like one that is missing: over columns, rows, or figures.

    `own` are the squeezed labels of the rows. A part of a head whose rest stands beside it was wrapped, and is none.
    """
    pieces = [
        piece
        for line in lines
        for piece in line.pieces
        if line.grid >= 0 and piece.is_label and piece.readings is None and 1 < len(piece.key) <= _LONGEST_GROUP
    ]
    standing = Counter(split_ordinal(piece.key)[1] for piece in pieces)
    odd = [one for one in pieces if one.key not in own and not is_label(found.form.edition, one.key)]
    for block in table.blocks if odd else ():
        across = table.layout == "across"
        heads = {f"{block.key}.{key}": (Label(key, text), 1) for key, text in block.groups.items()}
        heads |= {f"{block.key}.{one.key}": (one, len(block.rows) if across else 1) for one in block.columns}
        heads |= {one.key: (one, 1) for one in block.rows if across}
        for key, (head, due) in heads.items():
            if sum(standing[split_ordinal(squeeze(word))[1]] for word in head.wordings) >= due:
                continue
            like = max(odd, key=lambda one: _as_head(one.key, head), default=None)
            if like and _as_head(like.key, head) and not _wrapped(like.key, squeeze(head.text), lines):
                found.label(f"{table.key}.{key}", like.text, head.text)


def _wrapped(key: str, text: str, lines: Sequence[Line]) -> bool:
    """Whether a text is a part of a head whose rest stands in a cell of its own."""
    rest = text.replace(key, "", 1)
    return key in text and any(piece.key == rest for line in lines for piece in line.pieces)


@lru_cache(maxsize=4096)
def _as_head(key: str, head: Label) -> float:
    """How like a squeezed text is to a head, 0 when it is rather another; of three letters two have to be the same."""
    text = squeeze(head.text)
    if len(text) == len(key) == _SHORT_HEAD:
        return _A_GROUP if sum(one == due for one, due in zip(key, text, strict=True)) == _SHORT_HEAD - 1 else 0.0
    alike = likeness(key, head)
    return alike if alike >= _A_GROUP else 0.0


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
    _reworded(found, table, block, near)
    _other_unit(found, table, block, near)
    return heads


def _other_unit(found: Found, table: Table, block: Block, near: Sequence[Line]) -> None:
    """Keep the head of money that names another unit than the form's, in a line of heads that no grid sets apart too."""
    for column in block.columns:
        text = squeeze(column.text)
        bare = without_notes(text)
        for piece in (piece for line in near for piece in line.pieces if column.unit and bare != text):
            said = re.search(re.escape(bare) + r"\(单位[:：]?[十百千万亿]?元\)", piece.key)
            if said and text not in piece.key:
                found.label(f"{table.key}.{block.key}.{column.key}", said.group(), column.text)


def _reworded(found: Found, table: Table, block: Block, near: Sequence[Line]) -> None:
    """Keep the one head of a line that is like none of the form's, where all others beside it stand in their order."""
    for line in near:
        heads = [piece for piece in line.pieces if piece.is_label and _part_of_head(block, piece.key) != "corner"]
        for start in range(len(block.columns) - len(heads) + 1 if len(heads) >= _BESIDE else 0):
            pairs = zip(heads, block.columns[start:], strict=False)
            odd = [(piece, column) for piece, column in pairs if column.key not in columns_named(block, piece.key)]
            if len(odd) == 1:
                note_head(found, f"{table.key}.{block.key}", block, *odd[0])


def note_head(found: Found, block_key: str, block: Block, piece: Piece, column: Column) -> None:
    """Keep the head of a column as written, unless it is another's, a part of its own, or not surely read."""
    if piece.readings is None and piece.key not in squeeze(column.text) and not _part_of_head(block, piece.key):
        found.label(f"{block_key}.{column.key}", piece.text, column.text)


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


def read_row(found: Found, table: Table, block: Block, match: Match, heads: Heads | None, hints: Hints) -> None:
    """One matched row into `found`, each figure in the column that its head or its place gives."""
    address = f"{table.key}.{match.row.key}"
    found.taken.update(match.line.used)
    if match.line.grid < 0:
        found.streamed.append(address)
    found.label(address, "".join(piece.text.strip() for piece in match.label), match.row.text)
    keys = [column.key for column in block.columns]
    if heads is not None and len(heads.at) == len(keys) and heads.order != tuple(keys):
        found.reordered.append(address)
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
    below = {where[match.first] - 1: f"{table.key}.{match.row.key}" for match in matches}
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
            torn = [row for row in (after, below.get(n, "")) if row and _is_part(found, row, labels[-1].key)]
            for row in torn:
                _tell_torn(found, table, row, line)
            if not torn:
                _extra(found, table, labels, values, after)
        elif after and not labels and _is_bare(line):
            _tell_torn(found, table, after, line)
    for line in lines[last + 1 :]:
        labels, values = line.parts
        of_table = 0 <= line.grid == lines[last].grid and _no_heading(found, line) and "。" not in line.key
        if not of_table or (labels and is_row(found.form.edition, labels[-1].key)):
            break
        found.taken.update(line.used)
        if labels and line.filled and not _is_head(table, labels):
            _extra(found, table, labels, values, after)
        elif not labels and _is_bare(line):
            _tell_torn(found, table, after, line)
    near = lines[max(0, first - _BEFORE) : last + 1 + _BEHIND]
    _tell_missing(found, table, near, {match.row.key for match in matches})
    keep_notes(found, table, lines[first : last + 4])


def _is_part(found: Found, row: str, key: str) -> bool:
    """Whether a squeezed text is a part of the label of the row above, as a wrapped label leaves it on its next line."""
    wholes = {squeeze(word) for word in found.form.row(row).wordings}
    return len(key) > 1 and any(key in whole and key not in (whole, split_ordinal(whole)[1]) for whole in wholes)


def _is_bare(line: Line) -> bool:
    """Whether a line of a table is several figures and no label, as the second half of torn figures is."""
    return not line.aligned and sum(piece.is_value for piece in line.pieces) >= _FEW_FIGURES


def _tell_torn(found: Found, table: Table, row: str, line: Line) -> None:
    """Doubt a row whose label stands partly beside further figures: its own may be torn over two lines, too."""
    found.doubt(
        tuple(f"{row}.{column.key}" for column in _columns(table, row.partition(".")[2])),
        "这一行的行名折成两行，旁边还有数字，数字可能也折断了",
        "the row's label is wrapped over two lines beside further figures; its own figures may be torn as well",
        line.place,
    )


def _no_heading(found: Found, line: Line) -> bool:
    """Whether no section begins on the line."""
    return found.headings.isdisjoint(line.used)


def _tell_missing(found: Found, table: Table, lines: Sequence[Line], known: set[str]) -> None:
    """Doubt the cells of a row whose label stands in the table without a figure that could be its own.

    It may stand behind the figures of another table's row, where tables stand side by side.
    """
    words = {split_ordinal(without_notes(piece.key))[1] for line in lines for piece in line.pieces if piece.is_label}
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


def keep_notes(found: Found, table: Table, lines: Sequence[Line]) -> None:
    """The notes (备注) among the lines, kept as notes of the table."""
    for line in lines:
        for piece in line.pieces:
            if NOTE.match(piece.key):
                found.notes.append(Note(table.key, piece.text.strip(), piece.place))
