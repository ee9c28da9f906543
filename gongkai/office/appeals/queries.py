"""Questions to the appeals: the list, table 4 and what is behind each cell, the chain of instances, grounds that lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.office.appeals.models import Appeal, Counting
from gongkai.office.appeals.querysets import LIVE
from gongkai.office.cases.queries import NEAR, WEEK, Chip
from gongkai.office.people.models import Agency, Member
from gongkai.statute import appeals as law
from gongkai.statute.appeals import Instance
from gongkai.statute.calendar import Calendar

SOON = 2
"""Working days left at most that make a deadline red; `NEAR` makes it amber (SCREENS W1)."""


def chosen(agency: Agency) -> dict[str, str]:
    """How an agency answers the doubtful questions of table 4; only those that it has decided."""
    return dict(Counting.objects.filter(agency=agency).order_by("set_at", "pk").values_list("question", "choice"))


def columns(agency: Agency) -> dict[str, str]:
    """The column of table 4 in which an agency counts each result, in words; '' for what counts nowhere."""
    held, names = chosen(agency), law.COLUMNS | {law.BELOW: "按原审结果"}
    return {key: names.get(held.get(f"result.{key}", one.counts), "") for key, one in law.results().items()}


def instances(found: Iterable[Appeal]) -> list[Instance]:
    """Appeals as table 4 sees them."""
    return [
        Instance(
            key=str(one.pk),
            kind=one.kind,
            previous=str(one.previous_id or ""),
            began=one.accepted_on or one.received_on,
            result=one.result,
            dated_on=one.dated_on,
            received_on=one.decided_on,
            is_after=one.is_after,
        )
        for one in found
    ]


def _cells(agency: Agency, year: int) -> dict[str, list[str]]:
    found = Appeal.objects.filter(agency=agency, received_on__year__lte=year + 1).order_by("received_on", "pk")
    return law.cells(instances(found), year, chosen(agency))


def counts(agency: Agency, year: int) -> dict[str, int]:
    """The fifteen cells of table 4 of an agency's year, `reconsideration.upheld` … `litigation_after_reconsideration.total` (DOMAIN 2.5, 10.3)."""
    return {cell: len(keys) for cell, keys in _cells(agency, year).items()}


def behind(agency: Agency, year: int, cell: str) -> QuerySet[Appeal]:
    """The appeals that one of the cells counts; none for a cell that there is not."""
    return Appeal.objects.filter(agency=agency, pk__in=_cells(agency, year).get(cell, []))


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of the list as the address has them; '' and None filter nothing."""

    kind: str = ""
    state: str = ""
    result: str = ""
    keyword: str = ""
    received_from: date | None = None
    received_to: date | None = None
    year: int | None = None
    cell: str = ""


def listed(member: Member, filters: Filters, *, agency: Agency) -> QuerySet[Appeal]:
    """The appeals of the list, the newest first, each shown without a further query."""
    found = Appeal.objects.visible_to(member).filter(agency=agency)
    for name in ("kind", "state", "result"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.received_from:
        found = found.filter(received_on__gte=filters.received_from)
    if filters.received_to:
        found = found.filter(received_on__lte=filters.received_to)
    if word := filters.keyword.strip():
        named = Q(case_number__contains=word) | Q(organ__contains=word)
        found = found.filter(named | Q(application__number=word) | Q(application__subject__contains=word))
    if filters.year and filters.cell:
        found = found.filter(pk__in=behind(agency, filters.year, filters.cell).values("pk"))
    return found.select_related("application").order_by("-received_on", "-pk")


def chain(appeal: Appeal) -> list[Appeal]:
    """Every instance of the matter, the first one first."""
    first, before = appeal, appeal.previous
    while before is not None:
        first, before = before, before.previous
    line = [first]
    while following := Appeal.objects.filter(previous=line[-1]).first():
        line.append(following)
    return line


def lost(agency: Agency, outcome: str) -> list[Appeal]:
    """The last instance of every matter in which an answer with this outcome did not stand, the latest first."""
    found = list(
        Appeal.objects.filter(agency=agency, answer__outcome=outcome)
        .select_related("application")
        .order_by("received_on")
    )
    by_previous = {one.previous_id: one for one in found if one.previous_id}
    ended = []
    for first in (one for one in found if one.previous_id is None):
        line = [first]
        while following := by_previous.get(line[-1].pk):
            line.append(following)
        if law.did_not_stand([one.result for one in line]):
            ended.append(next(one for one in reversed(line) if one.result))
    return ended[::-1]


def lesson(appeal: Appeal) -> str:
    """The last lesson that was written down about an appeal; '' for none."""
    return appeal.facts.standing().filter(kind="learned").values_list("note", flat=True).last() or ""


def chip(appeal: Appeal, *, today: date, days: Calendar) -> Chip:
    """What a list says of an appeal: how long there is to answer, what it waits for, or how it stands."""
    if appeal.state == law.RECEIVED and appeal.answer_due:
        due, left = appeal.answer_due, days.workdays_between(today, appeal.answer_due)
        on = f"{due.month}月{due.day}日（周{WEEK[due.weekday()]}）{'，待核' if appeal.is_provisional else ''}"
        if due < today:
            return Chip("overdue", f"答复超期{max(1, -left)}个工作日 · {on}")
        tone = "red" if left <= SOON else "amber" if left <= NEAR else "normal"
        return Chip(tone, f"答复剩{left}个工作日 · {on}" if left else f"今天到期 · {on}")
    if appeal.state == law.DECIDED and appeal.ordered_until:
        left = days.workdays_between(today, appeal.ordered_until)
        on = f"{appeal.ordered_until.month}月{appeal.ordered_until.day}日"
        tone = "overdue" if appeal.ordered_until < today else "red" if left <= SOON else "amber"
        return Chip(tone, f"责令{on}前重新答复")
    if appeal.state in LIVE:
        return Chip("normal", law.STATES[appeal.state][0])
    return Chip("amber" if appeal.orders and appeal.state == law.DECIDED else "done", law.STATES[appeal.state][0])
