"""Adding up cells by the identities of the form, with blanks, dashes and missing cells treated as DECISIONS 10 says."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.check import Finding, NotAssessable, Subject
from gongkai.report.form import Sum
from gongkai.report.model import ABSENT
from gongkai.report.number import Kind


def broken(subject: Subject, identity: Sum) -> Iterator[Finding | NotAssessable]:
    """Where an identity does not hold; one entry names all places where it cannot be judged."""
    silent = []
    for left, right in instances(subject, identity):
        cells = (*left, *right)
        kinds = {subject.report.cells.get(address, ABSENT).kind for address in cells}
        if not left or kinds & {Kind.ABSENT, Kind.TEXT} or _overfull(subject, cells):
            silent.append(right[0])
            continue
        made = sum(subject.report.value(address) or 0 for address in left)
        stated = sum(subject.report.value(address) or 0 for address in right)
        if made != stated and not kinds & {Kind.BLANK, Kind.DASH}:
            names = "、".join(subject.form.name(address) for address in right)
            yield Finding(
                cells=(*right, *left),
                message=f"{names}：填{stated}，应为{made}（{identity.title}）。",
                message_en=f"{names}: {stated} is stated, {made} is due ({identity.title_en}).",
                expected=made,
                found=stated,
                basis=identity.basis,
            )
    if silent:
        names = "、".join(subject.form.name(address) for address in silent[:3])
        yield NotAssessable(
            f"{identity.title}：{names}等{len(silent)}处缺少数字，无法核对。",
            f"{identity.title_en}: figures are missing at {names} ({len(silent)} places in all).",
        )


def instances(subject: Subject, identity: Sum) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The left and right cells of an identity for each row or column that it holds for."""
    table = subject.form.table(identity.table)
    (block,) = table.blocks
    present = subject.rows
    if identity.over == "columns":
        keys = [f"{table.key}.{row.key}" for row in block.rows]
        keys += [
            f"{table.key}.{row}"
            for row in (_odd(subject) if table.key == "t3" else ())
            if f"{table.key}.{row}" not in keys
        ]
        for row in keys:
            if row in present:
                yield tuple(f"{row}.{c}" for c in identity.left), tuple(f"{row}.{c}" for c in identity.right)
        return
    standing = [row for way in identity.one_of for row in way if f"{table.key}.{row}" in present]
    rows = (*identity.left, *standing) if standing or not identity.one_of else ()
    for column in block.columns:
        yield (
            tuple(f"{table.key}.{row}.{column.key}" for row in rows),
            tuple(f"{table.key}.{row}.{column.key}" for row in identity.right),
        )


def _odd(subject: Subject) -> tuple[str, ...]:
    return tuple(row for sum_ in subject.form.sums if sum_.table == "t3" for way in sum_.one_of for row in way)


def _overfull(subject: Subject, cells: tuple[str, ...]) -> bool:
    """Whether a value too many stands in one of the rows, so that any of its figures may be in the wrong place."""
    rows = {address.rpartition(".")[0] for address in cells}
    whole = cells[0].startswith("t4.")
    return any(
        not one.within and (one.row in rows or (whole and one.row.startswith("t4"))) for one in subject.report.surplus
    )
