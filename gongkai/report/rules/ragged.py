"""Rows with too many or too few cells."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.model import ABSENT, Surplus
from gongkai.report.number import Kind


@rule(
    "RA01",
    title="没有多出的数字",
    title_en="No value too many",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A07",),
    why="一行的数字多于栏目，读者不知道哪个数属于哪一栏。",
    why_en="With more values than columns nobody knows which value belongs to which column.",
    fix="删去多出的数字，核对整行。",
    fix_en="Remove the surplus value and check the whole row.",
    good=Example(),
    bad=Example(changes=(("surplus", (Surplus("t4.reconsideration", "0"),)),)),
)
def surplus(subject: Subject) -> Iterator[Finding]:
    """One finding for each row or table with values that no column claims."""
    for row in dict.fromkeys(one.row for one in subject.report.surplus):
        many = [one for one in subject.report.surplus if one.row == row]
        within = all(one.within for one in many)
        table = row.partition(".")[0]
        cells = tuple(a for a in subject.form.addresses if a.startswith(f"{row}."))
        raws = "、".join(one.raw for one in many)
        if table != "t4" and _unplaced(subject, cells) and len(many) < len(cells):
            yield _short(subject, row, cells, many)
            continue
        wide = len(subject.form.table("t4").addresses) if table == "t4" else len(cells)
        name = subject.form.name(table if table == "t4" else row)
        yield Finding(
            cells[:1],
            f"{name}有{wide + len(many)}个数，栏目只有{wide}个，多出：{raws}。",
            f"{name} has {wide + len(many)} values for {wide} columns; surplus: {raws}.",
            severity="warning" if within else "error",
            expected=wide,
            found=wide + len(many),
            place=many[0].place,
        )


def _unplaced(subject: Subject, cells: tuple[str, ...]) -> bool:
    """Whether none of a row's cells has a value: its figures could not be told apart, so they are no surplus."""
    return bool(cells) and all(subject.report.cells.get(cell, ABSENT).kind is Kind.ABSENT for cell in cells)


def _short(subject: Subject, row: str, cells: tuple[str, ...], many: list[Surplus]) -> Finding:
    """A row with fewer figures than columns, so that nobody knows which belongs to which."""
    name, raws = subject.form.name(row), "、".join(one.raw for one in many)
    return Finding(
        cells,
        f"{name}只有{len(many)}个数（{raws}），栏目有{len(cells)}个，无法确定缺的是哪一栏。",
        f"{name} has {len(many)} values ({raws}) for {len(cells)} columns; which one is missing is not known.",
        severity="error",
        expected=len(cells),
        found=len(many),
        place=many[0].place,
        fix="补上缺少的数字，没有的填0，核对整行。",
        fix_en="Fill in the missing value, 0 where there is none, and check the whole row.",
    )


@rule(
    "RA02",
    title="没有缺少的格",
    title_en="No missing cells",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A07", "A48"),
    why="统一格式的每一行每一栏都应当在报告中。",
    why_en="Each row and column of the form stands in the report.",
    fix="按格式补齐行和栏。",
    fix_en="Add the missing rows and columns of the form.",
    good=Example(),
    bad=Example(cells=(("t3.granted.research", "absent"),)),
)
def missing(subject: Subject) -> Iterator[Finding]:
    """One finding for each table that lacks cells; rows of 三（六） have their own rule."""
    told = {one.row for one in subject.report.surplus}
    for table in subject.form.tables:
        absent = tuple(
            a
            for a in table.addresses
            if a in subject.report.cells
            and subject.report.cells[a].kind is Kind.ABSENT
            and not a.startswith("t3.other")
            and a.rpartition(".")[0] not in told
        )
        if absent:
            first = subject.form.name(absent[0])
            yield Finding(
                absent,
                f"{table.name}缺{len(absent)}格，首处是{first}。",
                f"{table.name} lacks {len(absent)} cells, the first is {first}.",
            )
