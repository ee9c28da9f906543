"""What stands in the cells: blanks, words, signs."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.number import Kind


@rule(
    "CE01",
    title="没有空白格",
    title_en="No blank cells",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A06",),
    why="没有发生的事项填0；空白或者“/”看不出是没有还是漏填。",
    why_en="What did not happen is 0; a blank or a dash does not tell nothing from forgotten.",
    fix="没有的填0，漏填的补上。",
    fix_en="Enter 0 where there was nothing, the figure where it was forgotten.",
    good=Example(),
    bad=Example(cells=(("t3.partial.research", ""),)),
)
def blanks(subject: Subject) -> Iterator[Finding]:
    """One finding for each table, listing all its blank cells and dashes."""
    for table in subject.form.tables:
        empty = tuple(
            address
            for address, cell in subject.report.cells.items()
            if address.startswith(f"{table.key}.") and cell.kind in (Kind.BLANK, Kind.DASH)
        )
        if empty:
            first = subject.form.name(empty[0])
            yield Finding(
                empty,
                f"{table.name}有{len(empty)}格空白或以横线、斜线代替数字，首处是{first}。",
                f"{table.name}: blank cells or dashes: {len(empty)}, the first is {first}.",
                expected=0,
            )


@rule(
    "CE02",
    title="格内是数字",
    title_en="Cells hold figures",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A06",),
    why="表格只填整数件数和万元金额，文字和小数件数无法汇总。",
    why_en="Cells hold whole counts or money in 万元; words and fractions of a count cannot be added up.",
    fix="改填数字，说明写在表下或正文。",
    fix_en="Enter a figure and explain in the text.",
    good=Example(),
    bad=Example(cells=(("t2.penalties.decisions", "若干"),)),
)
def words(subject: Subject) -> Iterator[Finding]:
    """Cells that hold text or a count with a fraction."""
    for address, cell in subject.report.cells.items():
        if cell.kind is Kind.TEXT:
            name = subject.form.name(address)
            yield Finding(
                (address,), f"{name}填的是“{cell.raw}”，不是数字。", f"{name} holds “{cell.raw}”, no figure.",
                found=cell.raw,
            )  # fmt: skip


@rule(
    "CE03",
    title="没有不该有的负数",
    title_en="No negative figures",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A06",),
    why="除2019年格式的“本年增/减”外，各栏都是数量或金额，不会小于零。",
    why_en="All columns but the change of items in the 2019 form are counts or sums and cannot be below zero.",
    fix="核对后改正。",
    fix_en="Check and correct the figure.",
    good=Example(edition="2019", year=2020, cells=(("t2.licences.change", "-2"),)),
    bad=Example(cells=(("t2.penalties.decisions", "-3"),)),
)
def negative(subject: Subject) -> Iterator[Finding]:
    """Figures below zero in columns without a sign."""
    for address, cell in subject.report.cells.items():
        if cell.value is not None and cell.value < 0 and not subject.form.column(address).signed:
            name = subject.form.name(address)
            yield Finding(
                (address,), f"{name}是负数{cell.value}。", f"{name} is negative: {cell.value}.", found=cell.value
            )
