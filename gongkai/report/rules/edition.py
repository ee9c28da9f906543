"""The edition of the form, and how it divides 三（六）."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.check import Example, Finding, NotAssessable, Subject, rule
from gongkai.report.form import form_of_year
from gongkai.report.model import ABSENT
from gongkai.report.number import Kind


@rule(
    "ED01",
    title="格式与年度相符",
    title_en="The form of the year",
    severity="error",
    basis="国办公开办函〔2019〕60号；国办公开办函〔2021〕30号",
    catalogue=("A15",),
    why="2021年度起使用新格式，之前两年使用试行格式。",
    why_en="Since the report for 2021 the new form is in use; the two years before used the trial form.",
    fix="改用当年的格式填报。",
    fix_en="Fill in the form of the year.",
    good=Example(),
    bad=Example(edition="2019", year=2022),
)
def edition(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """The report's edition against the one that its year asks for."""
    year = subject.report.year
    due = form_of_year(year) if year is not None else None
    if due is None:
        yield NotAssessable("报告没有年度，无法判断应用哪个格式。", "Without a year the due form is unknown.")
    elif due.edition != subject.report.edition:
        yield Finding(
            (),
            f"{year}年度应使用{due.edition}年格式（{due.document}），报告用的是{subject.report.edition}年格式。",
            f"The report for {year} uses the form of {subject.report.edition}, not that of {due.edition}.",
            expected=due.edition,
            found=subject.report.edition,
        )


@rule(
    "ED02",
    title="三（六）其他处理按格式分项",
    title_en="Row 三（六） divided as the form does",
    severity="error",
    basis="国办公开办函〔2021〕30号，表三",
    catalogue=("A16",),
    why="2021年度起“其他处理”分为三项，此前不分项。",
    why_en="Since 2021 the row for other handling has three parts; before it had none.",
    fix="按当年格式设行。",
    fix_en="Use the rows of the year's form.",
    good=Example(),
    bad=Example(
        cells=tuple(
            (f"t3.other_misc.{column}", "absent")
            for column in (
                "natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total"
            )
        )
    ),
)  # fmt: skip
def division(subject: Subject) -> Iterator[Finding]:
    """The rows of 三（六） that stand in the report against those of the form."""
    due = {row.key for row in subject.form.table("t3").rows if row.key.startswith("other")}
    standing = {
        address.split(".")[1]
        for address, cell in subject.report.cells.items()
        if address.startswith("t3.other")
        and cell.kind is not Kind.ABSENT
        and address.rpartition(".")[0] not in subject.added_rows
    }
    if standing != due and subject.report.cells:
        cells = tuple(
            a for a in subject.form.addresses
            if a.startswith("t3.other") and subject.report.cells.get(a, ABSENT).kind is Kind.ABSENT
        )  # fmt: skip
        yield Finding(
            cells,
            f"三（六）其他处理应有{len(due)}行，报告中是{len(standing)}行，与格式的分项不一致。",
            f"三（六） has {len(standing)} rows where the form has {len(due)}, or other ones.",
            expected=len(due),
            found=len(standing),
        )
