"""Two reports side by side: cells with difference and percentage, continuity, and how alike their texts are.

Editions are never added up nor compared in silence: a row that only one form has is listed as not comparable, with
the document that says so. A blank, a dash and words are no figures: their difference is None, never a guess.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from gongkai.report.check import check
from gongkai.report.form import Form
from gongkai.report.model import Cell, Report, expect_reports
from gongkai.report.number import Kind
from gongkai.report.similar import Passage, similarity

SCHEMA = "gongkai.comparison/1"
"""The name and major version of the JSON that `to_dict` gives."""

Figure = int | Decimal | None

_CONTINUITY = ("YE",)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Pair:
    """One cell in both reports. `difference` is `after` minus `before`, `percent` its share of `before` in %.

    Both are None where a side holds no figure, `percent` also where `before` is 0; `reason` says why in words.
    """

    address: str
    name: str
    before: Cell
    after: Cell
    difference: Figure = None
    percent: Decimal | None = None
    reason: str = ""
    reason_en: str = ""

    @property
    def changed(self) -> bool:
        """Whether the two cells hold something else: another figure, or another kind of thing."""
        return (self.before.value, self.before.kind) != (self.after.value, self.after.kind)

    def to_dict(self) -> dict[str, Any]:
        """The pair as JSON-ready data, money as decimal strings, the percentage as a number."""
        return {
            "cell": self.address,
            "name": self.name,
            "before": _side(self.before),
            "after": _side(self.after),
            "difference": _plain(self.difference),
            "percent": None if self.percent is None else float(self.percent),
            "changed": self.changed,
            "reason": self.reason,
            "reason_en": self.reason_en,
        }


@dataclass(frozen=True, slots=True)
class NotComparable:
    """A row that means something in one report's form only: whose it is (`before`, `after`), and the rule."""

    row: str
    name: str
    side: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Step:
    """What the continuity of two years comes to: `holds`, `differs` or `not_assessable`, and the sentence."""

    state: str
    cells: tuple[str, ...]
    message: str
    message_en: str


@dataclass(frozen=True, slots=True)
class SectionPair:
    """How alike a section's two texts are: `share` from 0.0 to 1.0, and the copied passages.

    `identical` is true when they differ in white space at most.
    """

    number: int
    title: str
    share: float
    passages: tuple[Passage, ...]
    identical: bool


@dataclass(frozen=True)
class Comparison:
    """Two reports compared; `relation` is `years`, `agencies` or `other` (neither of the two alone differs)."""

    before: Report
    after: Report
    relation: str
    pairs: tuple[Pair, ...]
    not_comparable: tuple[NotComparable, ...]
    continuity: tuple[Step, ...]
    sections: tuple[SectionPair, ...]

    @cached_property
    def changed(self) -> tuple[Pair, ...]:
        """The pairs that differ, in the order of the form."""
        return tuple(pair for pair in self.pairs if pair.changed)

    @property
    def identical(self) -> bool:
        """Whether nothing differs: no cell, no row of one side only, no section's text."""
        return not self.changed and not self.not_comparable and all(one.identical for one in self.sections)

    @property
    def names(self) -> tuple[str, str]:
        """What tells the two apart: the years, the agencies, or both."""
        return _names(self.before, self.after, self.relation)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready data; a removed key is a new major version of the schema."""
        return {
            "schema": SCHEMA,
            "before": _head(self.before),
            "after": _head(self.after),
            "relation": self.relation,
            "cells": [pair.to_dict() for pair in self.pairs],
            "not_comparable": [asdict(one) for one in self.not_comparable],
            "continuity": [asdict(step) for step in self.continuity],
            "sections": [asdict(one) for one in self.sections],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], before: Report, after: Report) -> Comparison:
        """A comparison from the data of `to_dict` and the two reports it is about; unknown keys are ignored."""
        return cls(
            before,
            after,
            data["relation"],
            tuple(_pair_of(one, before, after) for one in data["cells"]),
            tuple(NotComparable(**_known(NotComparable, one)) for one in data["not_comparable"]),
            tuple(Step(**{**_known(Step, one), "cells": tuple(one["cells"])}) for one in data["continuity"]),
            tuple(_section_of(one) for one in data["sections"]),
        )

    def rows(self) -> Iterator[tuple[str, str, str, str, str]]:
        """The changed cells as words: name, before, after, difference with its sign, percentage."""
        for pair in self.changed:
            yield pair.name, shown(pair.before), shown(pair.after), signed(pair.difference), percentage(pair.percent)

    def __repr__(self) -> str:
        one, two = self.names
        lines = [f"<Comparison {one} → {two}: {len(self.changed)} of {len(self.pairs)} cells differ"]
        lines += ["  ".join(row) for row in list(self.rows())[:12]]
        return "\n  ".join(lines) + ">"

    def _repr_html_(self) -> str:
        one, two = self.names
        heads = "".join(f"<th>{html.escape(word)}</th>" for word in ("位置", one, two, "增减", "百分比"))
        rows = list(self.rows())
        body = "".join(f"<tr>{''.join(f'<td>{html.escape(word)}</td>' for word in row)}</tr>" for row in rows[:200])
        caption = f"<caption>{len(rows)} / {len(self.pairs)}</caption>"
        return f'<table border="1" style="border-collapse:collapse">{caption}<tr>{heads}</tr>{body}</table>'


def compare(before: Report, after: Report) -> Comparison:
    """Compare two reports: of two years or two agencies; differences are `after` minus `before`.

    Continuity is judged between the earlier and the later year of one agency, whichever way round they are given.
    """
    expect_reports(before, after)
    relation = _relation(before, after)
    return Comparison(
        before,
        after,
        relation,
        tuple(_pairs(before, after)),
        (*_alone(before, after, "before"), *_alone(after, before, "after")),
        _continuity(before, after) if relation == "years" else (),
        tuple(_sections(before, after)),
    )


def _relation(before: Report, after: Report) -> str:
    if before.agency == after.agency and before.year != after.year:
        return "years"
    return "agencies" if before.year == after.year and before.agency != after.agency else "other"


def _names(before: Report, after: Report, relation: str) -> tuple[str, str]:
    def name(report: Report, side: str) -> str:
        agency, year = report.agency or side, f"{report.year}年" if report.year else side
        return {"years": year, "agencies": agency}.get(relation, f"{agency}{year}")

    one, two = name(before, "前"), name(after, "后")
    return (one, two) if one != two else (f"{one}（前）", f"{two}（后）")


def _common(before: Report, after: Report) -> list[str]:
    """The addresses that stand in both reports, in the order of the later form: the same address, the same thing."""
    return [address for address in after.cells if address in before.cells]


def _pairs(before: Report, after: Report) -> Iterator[Pair]:
    for address in _common(before, after):
        one, two = before.cells[address], after.cells[address]
        if one.kind is Kind.ABSENT and two.kind is Kind.ABSENT:
            continue
        yield _pair(address, after.form.name(address), one, two)


def _pair(address: str, name: str, before: Cell, after: Cell) -> Pair:
    reason = _unlike(before, after)
    if reason or before.value is None or after.value is None:
        return Pair(address, name, before, after, None, None, *(reason or ("", "")))
    difference = after.value - before.value
    percent = None
    if before.value:
        percent = (Decimal(difference) * 100 / abs(Decimal(before.value))).quantize(_TENTH, ROUND_HALF_UP)
    return Pair(address, name, before, after, difference, percent)


def _unlike(before: Cell, after: Cell) -> tuple[str, str] | None:
    """Why two cells have no difference in numbers, or None."""
    if before.kind is not Kind.NUMBER or after.kind is not Kind.NUMBER:
        return "有一方不是数", "one of them is no figure"
    if (before.unit == "unstated") != (after.unit == "unstated"):
        return "有一方没有写金额单位", "one of them names no unit of money"
    return None


def _alone(report: Report, other: Report, side: str) -> Iterator[NotComparable]:
    """The rows (with the columns) that only this report has, each once, with the rule that makes it so."""
    mine: dict[str, list[str]] = {}
    for address, cell in report.cells.items():
        if cell.kind is not Kind.ABSENT and address not in other.cells:
            mine.setdefault(address.rpartition(".")[0], []).append(address)
    for row, addresses in mine.items():
        columns = "、".join(report.form.name(address).rpartition(" · ")[2] for address in addresses)
        whole = all(not a.startswith(f"{row}.") for a in other.cells)
        name = report.form.name(row) + ("" if whole else f" · {columns}")
        yield NotComparable(row, name, side, *_rule(report.form, other.form))
    for extra in report.extra_rows:
        yield NotComparable(
            extra.table, extra.label, side, "机关自行增加的行，表式没有规定", "a row that the agency added to the form"
        )


def _rule(mine: Form, theirs: Form) -> tuple[str, str]:
    if mine.edition == theirs.edition:
        return "另一份报告没有按表式列出这一行", "the other report does not have this row of the form"
    return (
        f"{mine.document}有这一项，{theirs.document}没有相同的一项，两种表式的数不相加、不相比",
        f"{mine.document} has it and {theirs.document} has nothing that means the same; not added, not compared",
    )


def _continuity(before: Report, after: Report) -> tuple[Step, ...]:
    early, late = sorted((before, after), key=lambda report: report.year or 0)
    result = check(late, last_year=early, only=_CONTINUITY)
    steps = [Step("differs", one.cells, one.message, one.message_en) for one in result.findings]
    steps += [Step("not_assessable", (), one.reason, one.reason_en) for one in result.not_assessable]
    if not steps:
        steps.append(Step("holds", (), "两年的数相衔接。", "The figures of the two years are continuous."))
    return tuple(steps)


def _sections(before: Report, after: Report) -> Iterator[SectionPair]:
    """The sections of both, by number; none where a file carried cells only: nothing can be said of its words."""
    if before.wordless or after.wordless:
        return
    for number in sorted({section.number for section in (*before.sections, *after.sections)}):
        one, two = before.section(number), after.section(number)
        texts = [section.text if section else "" for section in (one, two)]
        alike = similarity(*texts)
        same = one is not None and two is not None and "".join(texts[0].split()) == "".join(texts[1].split())
        title = (two or one or after.form.sections[number - 1]).title
        yield SectionPair(number, title, alike.share, alike.passages, same)


def shown(cell: Cell) -> str:
    """A cell as a reader of the comparison sees it: the figure, or what stands there instead."""
    if cell.value is not None:
        return f"{cell.value:f}" if isinstance(cell.value, Decimal) else str(cell.value)
    return {Kind.BLANK: "（空白）", Kind.ABSENT: "（没有）"}.get(cell.kind, cell.raw.strip())


def signed(difference: Figure) -> str:
    """A difference with its sign; a dash for none."""
    return "—" if difference is None else f"{Decimal(difference):+f}" if difference else "0"


def percentage(percent: Decimal | None) -> str:
    """A percentage with its sign; a dash for none."""
    return "—" if percent is None else f"{percent:+f}%" if percent else "0%"


def _side(cell: Cell) -> dict[str, Any]:
    return {"value": _plain(cell.value), "kind": str(cell.kind), "raw": cell.raw}


def _plain(value: Figure) -> int | str | None:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _known(kind: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in kind.__dataclass_fields__ if name in data}


def _pair_of(data: Mapping[str, Any], before: Report, after: Report) -> Pair:
    address, difference, percent = data["cell"], data["difference"], data["percent"]
    return Pair(
        address,
        data["name"],
        before.cells[address],
        after.cells[address],
        Decimal(difference) if isinstance(difference, str) else difference,
        None if percent is None else Decimal(str(percent)),
        data["reason"],
        data["reason_en"],
    )


def _section_of(data: Mapping[str, Any]) -> SectionPair:
    passages = tuple(Passage(**_known(Passage, one)) for one in data["passages"])
    return SectionPair(**{**_known(SectionPair, data), "passages": passages})


def _head(report: Report) -> dict[str, Any]:
    return {
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition,
        "title": report.title,
        "file": report.source.file,
    }
