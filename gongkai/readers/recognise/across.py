"""Table 4: printed across as the form has it, turned, or listed; its figures follow the heads of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.readers.recognise.columns import Heads, Hints, columns_named, find_heads, place
from gongkai.readers.recognise.lines import LONGEST_LABEL, Line, Piece
from gongkai.readers.recognise.rows import match_rows
from gongkai.readers.recognise.tables import NOTE, Found, keep_notes, note_groups, note_head, read_row
from gongkai.report.form import Block, Table, squeeze
from gongkai.report.model import ABSENT, Surplus


def read_across(found: Found, table: Table, lines: Sequence[Line]) -> None:
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
            read_row(found, table, block, match, heads, Hints())
        found.rows[table.key] = len(matched)
    elif not long:
        _read_flat(found, table, _leaf_order(block, table, region), region)
    last = max((n for n, line in enumerate(region) if line.grid >= 0 or line.filled), default=-1)
    for line in region[: last + 1]:
        if line.grid >= 0 or table.key in found.rows:
            found.taken.update(line.used)
    note_groups(found, table, region)
    _transposed(found, table, region)
    keep_notes(found, table, lines[start : start + len(region) + 3])


def _transposed(found: Found, table: Table, region: Sequence[Line]) -> None:
    """Keep the heads of the kinds of review that stand in one line in another order than the form's."""
    (block,) = table.blocks
    texts = {squeeze(word): row.key for row in block.rows for word in row.wordings}
    for line in region:
        here = [piece for piece in line.pieces if piece.key in texts]
        due = [row for row in block.rows if row.key in {texts[piece.key] for piece in here}]
        if len(here) == len(due):
            for piece, row in zip(here, due, strict=True):
                if texts[piece.key] != row.key:
                    found.label(f"{table.key}.{row.key}", piece.text, row.text)


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
        values = _figures(line, len(addresses), table.blocks[0])
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
    heads = _across_heads(addresses, region, table.blocks[0])
    _reworded(found, table, heads)
    placed = place(line, values, addresses, heads, Hints())
    for address in addresses:
        piece = placed.cells.get(address)
        if piece is None:
            found.cells[address] = ABSENT
        else:
            found.put(address, piece)
    for piece in placed.surplus:
        found.surplus.append(Surplus(table.key, piece.text.strip(), piece.place))
    torn = _below(rows[0][0], region) if len(rows[0][1]) >= len(addresses) else None
    if torn and not placed.doubt:
        found.doubt(
            tuple(addresses),
            "这一行下面还有数字，数字可能折到了下一行",
            "further figures stand below the row; its own may be torn over two lines",
            torn.place,
        )
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


def _below(row: Line, region: Sequence[Line]) -> Line | None:
    """The first line of the row's grid below it that holds figures and no label."""
    below = (line for line in region if line.at > row.at and line.grid == row.grid >= 0 and not line.parts[0])
    return next((line for line in below if any(piece.is_value for piece in line.pieces)), None)


def _reworded(found: Found, table: Table, heads: Heads | None) -> None:
    """Keep the heads that are like none of the form's, where almost all others stand in its order."""
    (block,) = table.blocks
    if heads is None or heads.order != table.addresses:
        return
    columns = {f"{table.key}.{row.key}.{column.key}": column for row in block.rows for column in block.columns}
    odd = [at for at, column in columns.items() if heads.pieces[at].key not in map(squeeze, column.wordings)]
    if len(odd) <= len(block.rows):
        for at in odd:
            note_head(found, f"{table.key}.{block.key}", block, heads.pieces[at], columns[at])


def _across_heads(addresses: list[str], region: Sequence[Line], block: Block) -> Heads | None:
    """Grid columns of the leaf heads: those cells of the head lines that stand lowest in their column."""
    lowest: dict[int, Piece] = {}
    grid = -1
    for line in region:
        if not line.aligned or _figures(line, len(addresses), block):
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


def _figures(line: Line, wanted: int, block: Block) -> tuple[Piece, ...]:
    """The value pieces of a line that holds figures, without a label in front.

    A line with a cell for each of the `wanted` columns and a figure in it is all values, words among them too, unless
    a head of the block stands in front: then it has a figure too few.
    """
    filled = sum(piece.is_value for piece in line.pieces)
    if not filled:
        return ()
    if len(line.pieces) == wanted and not columns_named(block, line.pieces[0].key):
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
            or NOTE.match(text)
        ):
            break
        region.append(line)
    return region
