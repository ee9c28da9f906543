"""The balance of table 3: received plus carried in equals concluded plus carried out."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.adding import broken
from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule


@rule(
    "BA01",
    title="第一项加第二项等于第三项加第四项",
    title_en="Received plus carried in equals concluded plus carried out",
    severity="error",
    basis="国办公开办函〔2021〕30号，表三勾稽关系",
    catalogue=("A01",),
    why="每件申请在年底或者已经办结，或者结转下年，两边必须相等。",
    why_en="At the end of the year each application is either concluded or carried over, so both sides are equal.",
    fix="按登记台账核对本列新收、结转、办结数量。",
    fix_en="Compare the column's received, carried and concluded figures with the register.",
    good=Example(),
    bad=Example(
        cells=(("t3.carried_out.natural_person", "3"), ("t3.carried_out.total", "3")),
    ),
)
def balance(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """The form's own identity, in each of the seven columns."""
    for identity in subject.form.sums:
        if identity.key == "balance":
            yield from broken(subject, identity)
