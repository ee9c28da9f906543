"""The three statutory tables one after the other, and what they tell of the reading of one another."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.readers.recognise.across import read_across
from gongkai.readers.recognise.lines import LONGEST_LABEL, Line, make_piece
from gongkai.readers.recognise.tables import Found, read_rows
from gongkai.report.form import Form, squeeze
from gongkai.report.model import ABSENT
from gongkai.report.number import Kind, looks_like_figure

_FEW_WRONG, _MANY_WRONG, _FEW_ROWS = 3, 0.3, 0.5


def read_tables(form: Form, lines: Sequence[Line], headings: frozenset[int] = frozenset()) -> Found:
    """Every table of the form among the lines; tables that are not there leave their cells absent.

    `headings` are the lines where sections begin: no table goes on past one.
    """
    found = Found(form, headings)
    lines = _streams(lines)
    for table in form.tables:
        reader = read_across if table.layout == "across" else read_rows
        reader(found, table, lines)
    _unplace_scrambled(found)
    _doubt_reordered(found)
    _doubt_whole_and_parts(found)
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


def _doubt_reordered(found: Found) -> None:
    """Doubt rows read by heads that stand in another order than the form's where their figures do not add up.

    Heads whose cells are missing slide below one another, and then their order is not the figures' order.
    """
    wrong = [row for row in found.reordered if not _adds_up(found, row)]
    if wrong:
        found.doubt(
            tuple(address for address in found.cells for row in wrong if address.startswith(f"{row}.")),
            "表头的次序与表式不同，按表头读取后分项与总计对不上，列可能认错了",
            "the heads stand in another order than the form's, and read by them the figures do not add up",
            "",
        )


def _doubt_whole_and_parts(found: Found) -> None:
    """Doubt a row that the form divides where its parts stand there, too: it may be a part that lost its label."""
    rows = {address.rpartition(".")[0] for address, cell in found.cells.items() if cell.value is not None}
    for whole in sorted(rows):
        if any(row.startswith(f"{whole}_") for row in rows):
            found.doubt(
                tuple(address for address in found.cells if address.startswith((f"{whole}.", f"{whole}_"))),
                f"“{found.form.row(whole).text}”既有合计又有分项，可能是分项缺了行名",
                f"{whole} stands there both whole and in parts; a part may have lost its label",
                "",
            )


def doubt_unbalanced(found: Found) -> None:
    """Doubt the rows of table 3 that do not add up, where many do not: rather our reading is torn than the report wrong.

    For files whose cells were put together from words on a page or in a line.
    """
    table = found.form.table("t3")
    rows = [f"{table.key}.{row.key}" for row in table.rows]
    told = [
        row for row in rows if any(found.cells.get(f"{row}.{c.key}", ABSENT).value for c in table.blocks[0].columns)
    ]
    wrong = [row for row in told if not _adds_up(found, row)]
    if len(wrong) >= max(_FEW_WRONG, len(told) * _MANY_WRONG):
        found.doubt(
            tuple(f"{row}.{column.key}" for row in wrong for column in table.blocks[0].columns),
            f"表三有{len(wrong)}行的分项与总计对不上，可能是读错了，请对照原件",
            f"in table 3 {len(wrong)} rows do not add up; rather the reading is wrong, compare it with the file",
            "",
        )


def doubt_missed(found: Found) -> None:
    """Doubt the rows that are absent where other rows have labels that were not made out: they may be the same rows.

    For files whose cells were put together from words on a page or in a line.
    """
    if not found.extra_rows:
        return
    for table in found.form.tables:
        rows = [
            tuple(f"{table.key}.{row.key}.{column.key}" for column in block.columns)
            for block in table.blocks
            for row in block.rows
        ]
        absent = [row for row in rows if all(found.cells[address].kind is Kind.ABSENT for address in row)]
        if absent:
            found.doubt(
                tuple(address for row in absent for address in row),
                f"{table.name}有{len(absent)}行没有读到，另有{len(found.extra_rows)}行认不出行名，可能就是它们",
                f"{len(absent)} rows of {table.key} were not found, and {len(found.extra_rows)} labels were not made out",
                found.extra_rows[0].place,
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
    words = line.pieces[0].text.split()
    if line.grid >= 0 or sum(map(len, words)) > LONGEST_LABEL // 2:
        return line
    where = line.pieces[0].place
    if len(words) < 2 or not looks_like_figure(words[-1]) or any(looks_like_figure(word) for word in words[:-1]):
        return line
    pieces = (make_piece(" ".join(words[:-1]), where), make_piece(words[-1], where))
    return Line(line.at, pieces, -1, False, line.path, line.used)
