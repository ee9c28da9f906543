"""Adding up cells by the identities of the form, with blanks, dashes and missing cells treated as DECISIONS 10 says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from gongkai.report.check import Finding, NotAssessable, Subject
from gongkai.report.form import Sum
from gongkai.report.model import ABSENT
from gongkai.report.number import Kind


def broken(subject: Subject, identity: Sum) -> Iterator[Finding | NotAssessable]:
    """Where an identity does not hold; one entry names all places where it cannot be judged."""
    silent = []
    causes: dict[str, tuple[int, int]] | None = None
    for left, right in instances(subject, identity):
        cells = (*left, *right)
        kinds = {subject.report.cells.get(address, ABSENT).kind for address in cells}
        if not left or kinds & {Kind.ABSENT, Kind.TEXT} or _overfull(subject, cells):
            silent.append(right[0])
            continue
        made = sum(subject.report.value(address) or 0 for address in left)
        stated = sum(subject.report.value(address) or 0 for address in right)
        if made != stated and not kinds & {Kind.BLANK, Kind.DASH}:
            causes = _causes(subject) if causes is None else causes
            said, said_en = _told(subject, identity, (left, right), int(made), int(stated))
            cause = next((one for one in causes if one in cells), None)
            if cause:
                value, places = causes[cause]
                said += f"；{subject.form.name(cause)}改为{value}，连同另外{places - 1}处不符都成立"
                said_en += f"; {value} in {cause} would mend this and {places - 1} more"
            yield Finding(
                cells=(*filter(None, (cause,)), *(one for one in (*right, *left) if one != cause)),
                message=f"{said}。",
                message_en=f"{said_en}.",
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


def _told(
    subject: Subject, identity: Sum, sides: tuple[tuple[str, ...], tuple[str, ...]], made: int, stated: int
) -> tuple[str, str]:
    """What does not fit. Where several cells stand on the right their sum stands in none: both sides are given."""
    right = sides[1]
    if len(right) == 1:
        name = subject.form.name(right[0])
        return (
            f"{name}：填{stated}，应为{made}（{identity.title}）",
            f"{name}: {stated} is stated, {made} is due ({identity.title_en})",
        )
    column = f"{subject.form.table(identity.table).name} {subject.form.column(right[0]).text}"
    first, second = ("+".join(_figures(subject, side)) for side in sides)
    return (
        f"{column}：{identity.title}，{first}={made}，{second}={stated}，相差{abs(made - stated)}",
        f"{column}: {first} = {made}, {second} = {stated}, {abs(made - stated)} apart ({identity.title_en})",
    )


def _figures(subject: Subject, side: tuple[str, ...]) -> list[str]:
    values = (subject.report.value(address) or 0 for address in side)
    return [f"({value})" if value < 0 else str(value) for value in values]


def _causes(subject: Subject) -> dict[str, tuple[int, int]]:
    """The cells of which one other figure would mend at least two broken identities of a table, most of all first.

    Each with that figure and how many it would mend; a negative figure mends nothing.
    """
    needed: dict[str, list[int]] = {}
    for left, right in chain.from_iterable(instances(subject, identity) for identity in subject.form.sums):
        values = {cell: subject.report.value(cell) for cell in (*left, *right)}
        whole = [int(value) for value in values.values() if value is not None]
        if not left or len(whole) < len(values):
            continue
        gap = sum(int(values[cell] or 0) for cell in right) - sum(int(values[cell] or 0) for cell in left)
        for cell in values if gap else ():
            needed.setdefault(cell, []).append(gap if cell in left else -gap)
    found = {
        cell: (int(subject.report.value(cell) or 0) + gaps[0], len(gaps))
        for cell, gaps in sorted(needed.items(), key=lambda one: -len(one[1]))
        if len(gaps) >= 2 and len(set(gaps)) == 1
    }
    most = max((places for _, places in found.values()), default=0)
    best = {cell: one for cell, one in found.items() if one[0] >= 0 and one[1] == most}
    return best if len(best) == 1 else {}


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
