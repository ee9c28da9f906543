"""Sums inside the tables: applicants, results, and the totals of table 4."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.adding import broken
from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule


@rule(
    "SU01",
    title="分项之和等于总计",
    title_en="The parts make the total",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A02", "A03", "A05"),
    why="表三、表四的总计由分项相加得出，不相等说明其中至少一个数填错。",
    why_en="The totals of tables 3 and 4 are sums of their parts; where they differ at least one figure is wrong.",
    fix="核对各分项和总计，改正填错的数。",
    fix_en="Compare the parts and the total with the records and correct the wrong one.",
    good=Example(),
    bad=Example(cells=(("t4.reconsideration.total", "4"),)),
)
def sums(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Every identity of the form but the balance, in every row or column that it holds for."""
    for identity in subject.form.sums:
        if identity.key != "balance":
            yield from broken(subject, identity)
