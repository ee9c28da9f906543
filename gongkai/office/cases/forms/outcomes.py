"""The tree of outcomes as table 3 prints it: what each is based on, and the row in which it will count (W7)."""

from __future__ import annotations

import re
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.office.cases.closing import CURRENT, LAPSED
from gongkai.report.form import Row, form
from gongkai.statute.outcomes import OUTCOMES, Outcome

ORDINAL = re.compile(r"（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+\.")
Choices = list[tuple[str, list[tuple[str, SafeString]]]]


def counts_in(outcome: str) -> str:
    """Where an outcome counts in the present form: `表三 三（四）1 本机关不掌握相关政府信息`; '' for none."""
    found = OUTCOMES.get(outcome)
    if found is None or CURRENT not in found.rows:
        return ""
    return f"{_place(found)} {_split(_row(found).text)[1]}"


def tree() -> Choices:
    """The outcomes that may be given as an answer, under the heads of the form; lapses are steps of their own."""
    given = [one for one in OUTCOMES.values() if CURRENT in one.rows and one.key not in LAPSED.values()]
    return [(head, [(one.key, _label(one)) for one in some]) for head, some in groupby(given, key=_head)]


def _row(outcome: Outcome) -> Row:
    return form(CURRENT).row(outcome.rows[CURRENT])


def _head(outcome: Outcome) -> str:
    return (*_row(outcome).group, _row(outcome).text.partition("（区分")[0])[1]


def _split(label: str) -> tuple[str, str]:
    """A label of the form as its ordinal, `（三）` or `1`, and what it says, notes in brackets dropped."""
    found = ORDINAL.match(label)
    ordinal = found.group() if found else ""
    return ordinal.rstrip(".、"), label[len(ordinal) :].partition("（")[0]


def _place(outcome: Outcome) -> str:
    """The place in the form by its ordinals: `表三 三（四）1`."""
    row = _row(outcome)
    table = form(CURRENT).name(outcome.rows[CURRENT].partition(".")[0])
    return f"{table} {''.join(_split(label)[0] for label in (*row.group, row.text))}"


def _label(outcome: Outcome) -> SafeString:
    return format_html(
        '{} <span class="quiet">{}；<span class="kept">将计入 {}</span></span>',
        _split(_row(outcome).text)[1],
        outcome.basis,
        _place(outcome),
    )
