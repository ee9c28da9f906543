"""Rows that the form does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.form import EDITIONS
from gongkai.report.language import Severity
from gongkai.report.model import ExtraRow


@rule(
    "EX01",
    title="没有自行增加的行",
    title_en="No rows of its own",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A19",),
    why="统一格式不得自行增加行；其他数据写在正文。",
    why_en="The form is uniform; other figures belong in the text.",
    fix="删去该行，需要的数据写入正文。",
    fix_en="Remove the row; say what it holds in the text.",
    good=Example(),
    bad=Example(changes=(("extra_rows", (ExtraRow("t2", "其他主动公开文件", (3, 3, 4)),)),)),
)
def extra(subject: Subject) -> Iterator[Finding]:
    """One finding for each added row; since 2021 the form is binding, the trial form had local rows."""
    severity: Severity = "warning" if subject.form.edition == EDITIONS[-1] else "info"
    for row in subject.report.extra_rows:
        yield _added(subject, row.table, row.label, severity, place=row.place)
    for key in sorted(subject.added_rows):
        cells = tuple(address for address in subject.report.cells if address.startswith(f"{key}."))
        label = subject.report.labels.get(key, subject.form.row(key).text)
        yield _added(subject, key.partition(".")[0], label, severity, cells=cells)


def _added(subject: Subject, table: str, label: str, severity: Severity, **more: Any) -> Finding:
    name = subject.form.name(table)
    return Finding(
        more.pop("cells", ()),
        f"{name}多出一行“{label}”，统一格式没有这一行。",
        f"{name} has a row “{label}” that is not in the form.",
        severity=severity,
        **more,
    )
