"""Labels of rows as written, against the official ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.form import split_ordinal, squeeze, without_notes

_FILLING = re.compile(r"指(?:20\d\d|本年|上年|上一年)年?|如-\d|应提供|含以|可参考|用负值")
_POINTS = re.compile(r'[、,。.;:"…·()]')
_ORDINAL = re.compile(r"[一二三四五六七八九十]+|\d+")
_UNITS = re.compile(r"\((?:单位:?)?[件项个条]\)$")


def official(subject: Subject, key: str) -> tuple[str, ...] | None:
    """The wordings of a row or head by the key that `Report.labels` gives it, official first."""
    parts = key.split(".")
    for block in subject.form.table(parts[0]).blocks:
        if block.key == parts[1]:
            if len(parts) == 2:
                return (block.title,)
            if parts[2] == "corner":
                return (block.corner,)
            if parts[2] in block.groups:
                return (block.groups[parts[2]],)
            return next((column.wordings for column in block.columns if column.key == parts[2]), None)
    return subject.form.row(key).wordings


def cells_of(subject: Subject, key: str) -> tuple[str, ...]:
    """The cells below or beside a label; for a head the cells of its block or column."""
    table, first, *rest = key.split(".")
    for block in subject.form.table(table).blocks:
        if block.key == first:
            head = block.groups.get(rest[0]) if rest else None
            if head:
                return tuple(
                    f"{table}.{row.key}.{column.key}"
                    for row in block.rows
                    for column in block.columns
                    if head in row.group or head in column.group
                )
            columns = [column.key for column in block.columns if not rest or column.key == rest[0]]
            return tuple(f"{table}.{row.key}.{column}" for row in block.rows for column in columns)
    return tuple(address for address in subject.report.cells if address.startswith(f"{key}."))


def _body(label: str) -> str:
    return _POINTS.sub("", split_ordinal(squeeze(label))[1])


def _core(label: str) -> str:
    return _POINTS.sub("", split_ordinal(without_notes(_UNITS.sub("", squeeze(label))))[1])


@rule(
    "LA01",
    title="标签与统一格式一致",
    title_en="Labels as in the form",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A17",),
    why="改动标签的字会改变填报口径，也无法汇总。",
    why_en="A changed label changes what the row counts, and such tables cannot be added up.",
    fix="恢复统一格式的标签。",
    fix_en="Put back the official label.",
    good=Example(),
    bad=Example(changes=(("labels", {"t3.denied_state_secret": "1.属于国家机密"}),)),
)
def altered(subject: Subject) -> Iterator[Finding]:
    """Labels whose letters differ; known variants and missing notes are infos."""
    for key, written in subject.report.labels.items():
        wordings = () if key in subject.added_rows else official(subject, key)
        if not wordings or not wordings[0] or not _core(written):
            continue
        form = wordings[0]
        same = _core(written) == _core(form)
        variant = any(_core(written) == _core(one) for one in wordings)
        noted, due = "(" in _body_notes(written), "(" in _body_notes(form)
        wrong = _misnumbered(written, form)
        if same and not wrong and (_body(written) == _body(form) or _FILLING.search(squeeze(written))):
            continue
        soft = not wrong and ((variant and not same) or (same and noted != due))
        yield Finding(
            cells_of(subject, key),
            f"标签“{written.strip()}”与统一格式的“{form}”不一致。",
            f"The label “{written.strip()}” differs from the form's “{form}”.",
            severity="info" if soft else "warning",
            expected=form,
            found=written.strip(),
        )


def _misnumbered(written: str, form: str) -> bool:
    """Whether a label has another number before it than the form's; one without a number has none."""
    given, due = (_ORDINAL.findall(split_ordinal(squeeze(text))[0]) for text in (written, form))
    return bool(given and due) and given != due


def _body_notes(label: str) -> str:
    return split_ordinal(squeeze(label))[1]


@rule(
    "LA02",
    title="标签中没有填报说明",
    title_en="No filling notes in labels",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A18",),
    why="填报说明是给填表人看的，公开的报告中应当删去。",
    why_en="Notes for those who fill in the form have no place in what is published.",
    fix="删去标签中的填报说明。",
    fix_en="Remove the notes from the labels.",
    good=Example(),
    bad=Example(changes=(("labels", {"t2.licences": "行政许可（指2023年办件量，如-8）"}),)),
)
def filling(subject: Subject) -> Iterator[Finding]:
    """One finding that names every label with a filling note."""
    left = {key: text for key, text in subject.report.labels.items() if _FILLING.search(squeeze(text))}
    if left:
        cells = tuple(dict.fromkeys(cell for key in left for cell in cells_of(subject, key)))
        first = next(iter(left.values())).strip()
        yield Finding(
            cells,
            f"{len(left)}处标签留有填报说明，首处是“{first}”。",
            f"{len(left)} labels still hold filling notes, the first is “{first}”.",
            severity="warning",
            found=first,
        )
