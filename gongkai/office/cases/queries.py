"""Questions to the cases: what waits for whom, which match a filter, what resembles, what happened, what may be done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, When
from django.db.models.expressions import Combinable

from gongkai.office.cases.clock import calendar, presumed
from gongkai.office.cases.intake import number_of
from gongkai.office.cases.models import Answer, Application, Party, Supervision
from gongkai.office.cases.persons import column
from gongkai.office.cases.querysets import IS_LIVE
from gongkai.office.people.models import Agency, Member
from gongkai.statute.calendar import Calendar
from gongkai.statute.deadlines import State
from gongkai.statute.procedure import (
    ARCHIVED,
    AWAITING_CONFIRMATION,
    AWAITING_CORRECTION,
    AWAITING_PAYMENT,
    AWAITING_SERVICE,
    CLOSED,
    IN_REVIEW,
    OPEN,
    STATES,
)

WEEK = "一二三四五六日"
NUMBER = re.compile(r"(\d{4})-(\d{1,9})", re.ASCII)
"""A registration number as people write it: 2026-0012 or 2026-12."""
SOON, NEAR = 2, 5
"""Working days left at most that make a deadline red, and amber (SCREENS W1)."""
_ANSWERING = (OPEN, IN_REVIEW, AWAITING_SERVICE)
_WAITING = (AWAITING_CONFIRMATION, AWAITING_CORRECTION, AWAITING_PAYMENT)
BUCKETS = {
    "overdue": "超期",
    "in_2_days": "2日内",
    "in_5_days": "5日内",
    "unconfirmed": "待确认",
    "paused": "暂停",
    "expired": "等候期满",
    "to_sign": "待签批",
    "to_serve": "待送达",
    "supervised": "督办",
}
"""The boxes of S-01, by key, with what they are called; each is a value of `Filters.bucket`."""


def bucket(key: str, *, today: date, days: Calendar) -> Q:
    """The condition of a box on a day; KeyError for a box that there is not."""
    is_running = Q(state__in=_ANSWERING) & ~Q(clock=State.CONSULTING)
    paused = Q(state__in=(AWAITING_CORRECTION, AWAITING_PAYMENT)) | Q(state=OPEN, clock=State.CONSULTING)
    return {
        "overdue": Q(state__in=_ANSWERING, due__lt=today),
        "in_2_days": is_running & Q(due__range=(today, days.add_workdays(today, SOON).end)),
        "in_5_days": is_running & Q(due__range=(today, days.add_workdays(today, NEAR).end)),
        "unconfirmed": Q(state=AWAITING_CONFIRMATION),
        "paused": paused,
        "expired": Q(state__in=_WAITING, waits_until__lt=today),
        "to_sign": Q(state=IN_REVIEW),
        "to_serve": Q(state=AWAITING_SERVICE),
        "supervised": IS_LIVE & Q(pk__in=Supervision.objects.filter(ended_at=None).values("application")),
    }[key]


def seen(member: Member, agency: Agency | None) -> QuerySet[Application]:
    """What the member may see, of the agency that they act for, or of all of theirs; every list starts from it."""
    found = Application.objects.visible_to(member)
    return found if agency is None else found.filter(agency=agency)


def counts(member: Member, *, today: date, agency: Agency | None = None, mine: bool = False) -> dict[str, int]:
    """How many applications are in each box: of all that the member may see, or those given to them. Two queries."""
    found = seen(member, agency).filter(IS_LIVE)
    if mine:
        found = found.filter(assignee=member)
    days = calendar()
    numbers: dict[str, int] = found.aggregate(
        **{key: Count("pk", filter=bucket(key, today=today, days=days)) for key in BUCKETS}
    )
    return numbers


def answers_of_year(agency: Agency, year: int) -> QuerySet[Answer]:
    """Every answer that counts in a year, in the order of the days: also one that a later judgment replaced.

    Table 3 of the annual report counts each in the year of its service or withdrawal (国办公开办函〔2021〕30号).
    """
    found = Answer.objects.filter(application__agency=agency, closed_on__year=year)
    return found.select_related("application").order_by("closed_on", "pk")


def todo(member: Member, *, agency: Agency | None = None, mine: bool = False) -> QuerySet[Application]:
    """What is not closed, the nearest deadline first; what waits for a confirmation stands on top (SCREENS W5)."""
    found = shown(seen(member, agency).filter(IS_LIVE))
    if mine:
        found = found.filter(assignee=member)
    is_first = Case(When(state=AWAITING_CONFIRMATION, then=0), default=1)
    return found.order_by(is_first, F("due").asc(nulls_last=True), "pk")


SORTS: Mapping[str, tuple[str | Combinable, ...]] = {
    "newest": ("-registered_at", "-id"),
    "received": (F("received_on").desc(nulls_first=True), "-id"),
    "due": (F("due").asc(nulls_last=True), "id"),
}
"""How a list may be ordered; each walks an index of the agency."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of S-02 as the address has them; '' and None filter nothing, and an unknown value finds nothing."""

    state: str = ""
    bucket: str = ""
    category: str = ""
    channel: str = ""
    outcome: str = ""
    assignee: str = ""
    received_from: date | None = None
    received_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    keyword: str = ""
    in_text: bool = False
    sort: str = "newest"


def listed(member: Member, filters: Filters, *, today: date, agency: Agency | None = None) -> QuerySet[Application]:
    """The applications of S-02, in order: count it, slice it, and show each row without a further query."""
    found = seen(member, agency)
    for name in ("state", "category", "channel", "outcome"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.assignee:
        found = found.filter(assignee__account=filters.assignee)
    if filters.bucket:
        known = filters.bucket in BUCKETS
        found = found.filter(bucket(filters.bucket, today=today, days=calendar())) if known else found.none()
    spans = {
        "received_on__gte": filters.received_from,
        "received_on__lte": filters.received_to,
        "due__gte": filters.due_from,
        "due__lte": filters.due_to,
    }
    found = found.filter(**{name: value for name, value in spans.items() if value is not None})
    if word := filters.keyword.strip():
        found = found.filter(matching(word, in_text=filters.in_text))
    return shown(found).order_by(*SORTS.get(filters.sort, SORTS["newest"]))


def keys_of(found: QuerySet[Application]) -> list[UUID]:
    """The keys of a list, or of a part of it, in its order: an index alone gives them, and no row is read to be skipped."""
    return list(found.prefetch_related(None).values_list("pk", flat=True))


def by_keys(keys: Sequence[UUID]) -> list[Application]:
    """The applications with these keys in this order, each with all that a row shows. Three queries."""
    rows = {one.pk: one for one in shown(Application.objects.filter(pk__in=keys))}
    return [rows[key] for key in keys]


def matching(word: str, *, in_text: bool) -> Q:
    """The condition of a keyword: a number, part of a subject, or the whole name of a party.

    With `in_text` the texts of the submissions are looked through as well, which takes longer the more there are.
    """
    if number := NUMBER.fullmatch(word):
        return Q(number=number_of(int(number[1]), int(number[2])))
    named = Party.objects.filter(column("name").equals(word)).values("submission")
    found = Q(subject__contains=word) | Q(submission__in=named)
    return found | Q(submission__text__contains=word) if in_text else found


def shown(found: QuerySet[Application]) -> QuerySet[Application]:
    """With all that a row of a list shows: the applicant, the officer, the unit, its supervision. Two more queries for the page."""
    first = Prefetch("submission__parties", Party.objects.filter(role="applicant"), to_attr="applicants")
    watched = Prefetch("supervisions", Supervision.objects.filter(ended_at=None), to_attr="watched")
    return found.select_related("submission", "assignee", "unit").prefetch_related(first, watched)


def applicant(application: Application) -> Party:
    """The first applicant of an application; without a query where it came by `shown`."""
    at_hand: list[Party] | None = getattr(application.submission, "applicants", None)
    return at_hand[0] if at_hand else application.submission.parties.get(role="applicant")


@dataclass(frozen=True, slots=True)
class Chip:
    """A deadline in words, and the tone of its chip: normal, amber, red, overdue, paused, waiting or done (W1)."""

    tone: str
    words: str

    @property
    def style(self) -> str:
        """The class of its colour, '' for none."""
        return SIGNS.get(self.tone, ("", ""))[0]

    @property
    def sign(self) -> str:
        """The sign before its words: a colour is never all that tells a tone."""
        return SIGNS.get(self.tone, ("", ""))[1]


SIGNS = {
    "amber": ("is-amber", "！"),
    "red": ("is-red", "！！"),
    "overdue": ("is-over", "■ "),
    "paused": ("is-violet", "‖ "),
    "waiting": ("is-amber", "？"),
    "done": ("is-green", "√ "),
}
"""The class and the sign of each tone but the normal one."""


def chip(application: Application, *, today: date, days: Calendar) -> Chip:
    """What a list says of the deadline of an application: 剩7个工作日 · 3月19日（周四）, 超期3个工作日, 已暂停."""
    state, due = application.state, application.due
    if state in (CLOSED, ARCHIVED):
        return Chip("done", STATES[state][0])
    if state == AWAITING_CONFIRMATION:
        latest = presumed(application, days=days).due
        return Chip("waiting", f"待确认 · 按提交日推算，最迟{latest.month}月{latest.day}日" if latest else "待确认")
    if state in _WAITING or application.clock == State.CONSULTING:
        word = "征求意见" if state == OPEN else STATES[state][0]
        until = application.waits_until
        tail = f" · 至{until.month}月{until.day}日" if until else ""
        return Chip("paused", f"{word}，已暂停{tail}")
    if due is None:
        return Chip("done", STATES[state][0])
    left = days.workdays_between(today, due)
    on = f"{due.month}月{due.day}日（周{WEEK[due.weekday()]}）{'，按推算日历，待核' if application.is_provisional else ''}"
    if due < today:
        return Chip("overdue", f"超期{max(1, -left)}个工作日 · {on}")
    tone = "red" if left <= SOON else "amber" if left <= NEAR else "normal"
    return Chip(tone, f"剩{left}个工作日 · {on}" if left else f"今天到期 · {on}")
