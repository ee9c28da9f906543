"""The administrator's notices on holidays, and the deadlines that move with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from operator import attrgetter
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from gongkai.audit.actions import Word, record
from gongkai.audit.models import Entry
from gongkai.errors import Conflict, UsageError
from gongkai.office.cases.clock import calendar, dated, refreshed
from gongkai.office.cases.models import Application, Fact, HolidayNotice
from gongkai.office.cases.persons import required
from gongkai.office.cases.step import about, actor, today_of
from gongkai.office.notices.actions import plan
from gongkai.office.notices.models import DueJob
from gongkai.office.people.guard import require_over
from gongkai.office.people.models import Member
from gongkai.statute.calendar import Calendar, DaysOff, Notice, notice_of
from gongkai.statute.deadlines import State, replay

Row = TypeVar("Row")
BATCH = 50
"""Applications of one transaction, and of one look at many: few enough that whoever waits to write on SQLite is let in
within a second."""
RECOMPUTE = "recompute_deadlines"
PASSES = {RECOMPUTE: timedelta(), "recompute_deadlines_again": timedelta(minutes=10)}
"""The kinds of jobs that compute the open deadlines anew, and how long after the change each begins."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An application whose deadline moved: what it was, what it is."""

    application: Application
    old: date | None
    new: date | None


def load_notice(
    *,
    document: str,
    year: int,
    issued_on: date,
    days_off: Sequence[DaysOff],
    make_up: Sequence[date],
    by: Member,
    at: datetime,
) -> HolidayNotice:
    """Add the notice of a year; the open deadlines are computed anew by jobs once it is committed (`recompute`).

    The calendar holds for every agency, so the right is needed at the top of the tree. Raises NotAllowed, UsageError for
    days that no notice has, and Conflict for a document that is there.
    """
    require_over(by, "load_notice", None)
    with transaction.atomic():
        name = required(document, "文号", 80)
        _check(name, year, issued_on, days_off, make_up, today_of(at))
        row = HolidayNotice(
            document=name,
            year=year,
            issued_on=issued_on,
            days_off=[{"name": one.name, "first": str(one.first), "last": str(one.last)} for one in days_off],
            make_up=[str(one) for one in make_up],
            loaded_at=at,
            by=by,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise Conflict(f"{name}已经载入", f"{name} is loaded already") from None
        entry = record("holidays_loaded", about=f"holidays:{row.pk}", at=at, actor=actor(by), document=name, year=year)
        _plan_passes(entry, at)
    return row


@transaction.atomic
def withdraw_notice(notice: HolidayNotice, *, reason: str, by: Member, at: datetime) -> None:
    """Take a notice that was loaded wrongly out of the calendar; its document can then be loaded anew.

    What it said stays in the audit, and the open deadlines go back by the same jobs. Raises NotAllowed without the right
    at the top of the tree, UsageError without a reason, Conflict when somebody else was first.
    """
    require_over(by, "load_notice", None)
    why = required(reason, "原因", 200)
    found = HolidayNotice.objects.select_for_update().filter(pk=notice.pk).first()
    if found is None:
        raise Conflict("这份通知已经撤下", "the notice is withdrawn already")
    off = "、".join(f"{one['name']}{one['first']}至{one['last']}" for one in found.days_off)
    days = f"放假{off}；上班{'、'.join(found.make_up) or '无'}"
    words: dict[str, Word] = {"document": found.document, "year": found.year, "days": days, "reason": why}
    entry = record("holidays_withdrawn", about=f"holidays:{found.pk}", at=at, actor=actor(by), **words)
    _plan_passes(entry, at)
    found.delete()


def _plan_passes(entry: Entry, at: datetime) -> None:
    """Two passes over the open applications: at once, and when every request that began before has ended.

    A case that was registered while the calendar changed was computed by the old one, and its transaction may end after
    the first pass; none lasts as long as the second one waits.
    """
    for kind, wait in PASSES.items():
        plan(kind, about=f"entry:{entry.seq}", due_on=today_of(at), not_before=at + wait)


def foresee(
    *, document: str, year: int, issued_on: date, days_off: Sequence[DaysOff], make_up: Sequence[date], today: date
) -> Iterator[Moved]:
    """The open applications whose deadline a notice would move, without loading it, one after the other as asked for.

    They come by agency and number, a batch in memory at a time. UsageError as `load_notice`, before the first.
    """
    _check(required(document, "文号", 80), year, issued_on, days_off, make_up, today)
    days = calendar().with_notices([Notice(document, issued_on, year, tuple(days_off), tuple(make_up))])
    rows = Application.objects.live().select_related("agency").order_by("agency__code", "number")
    found = (
        (one, replay(map(dated, facts), days, today=today).due)
        for batch in batches(rows.iterator(chunk_size=BATCH))
        for one, facts in _with_facts(batch)
    )
    return (Moved(one, one.due, due) for one, due in found if due != one.due)


def moved_by(notice: HolidayNotice) -> Iterator[Moved]:
    """The applications whose deadline a loaded notice moved, as the audit tells of it, each once by its last entry."""
    loaded = Entry.objects.get(about=f"holidays:{notice.pk}", kind="holidays_loaded")
    later = Entry.objects.filter(seq__gt=loaded.seq, kind="case_recomputed", body__contains=f'"{loaded.about}"')
    gone: set[str] = set()
    for batch in batches(later.order_by("-seq").iterator(chunk_size=BATCH)):
        told = {one.about: json.loads(one.body) for one in reversed(batch) if one.about not in gone}
        gone |= told.keys()
        keys = [about_it.removeprefix("case:") for about_it in told]
        for one in Application.objects.filter(pk__in=keys).select_related("agency"):
            yield Moved(one, _day(told[one.about]["old"]), _day(told[one.about]["due"]))


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in lists of BATCH, the last one shorter."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def progress(notice: HolidayNotice) -> tuple[int, int] | None:
    """How far the first pass after loading a notice is, in open applications, and how many these are; None once it is
    over and all that it moved is known."""
    seq = Entry.objects.get(about=f"holidays:{notice.pk}", kind="holidays_loaded").seq
    mine = Q(about=f"entry:{seq}") | Q(about__startswith=f"entry:{seq}:")
    job = DueJob.objects.filter(mine, kind=RECOMPUTE, done_at=None).first()
    if job is None:
        return None
    _, _, last = job.about.removeprefix("entry:").partition(":")
    live = Application.objects.live()
    return (live.filter(pk__lte=UUID(last)).count() if last else 0), live.count()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _check(
    document: str, year: int, issued_on: date, days_off: Sequence[DaysOff], make_up: Sequence[date], today: date
) -> None:
    if issued_on > today:
        raise UsageError("发文日期不能晚于今天", "the notice is issued in the future")
    if not days_off:
        raise UsageError("请填写放假的日期", "the notice has no days off")
    for one in days_off:
        if not one.name.strip() or (one.last - one.first).days > 30:
            raise UsageError("每个节日应有名称，放假不超过31天", "a holiday has a name and 31 days at most")
    try:
        notice_of(
            {
                "document": document,
                "issued_on": issued_on,
                "year": year,
                "days_off": [{"name": one.name, "first": one.first, "last": one.last} for one in days_off],
                "make_up": list(make_up),
            }
        )
    except ValueError as error:
        raise UsageError(f"假日安排不对：{error}", f"the notice is wrong: {error}") from None
    off = {date.fromordinal(n) for one in days_off for n in range(one.first.toordinal(), one.last.toordinal() + 1)}
    if both := sorted(off & set(make_up)):
        raise UsageError(f"{both[0]}既放假又上班", f"{both[0]} is both off and made up")
    if strange := [day for day in (*off, *make_up) if abs(day.year - year) > 1]:
        raise UsageError(f"{strange[0]}不在{year}年前后", f"{strange[0]} lies far from {year}")


def recompute(kind: str, about_it: str, at: datetime) -> None:
    """One batch of a pass over the open applications, as a due job; it plans the next, so no transaction is long.

    `about_it` is `entry:SEQ` of the audit's entry that changed the calendar, and `entry:SEQ:KEY` after the application
    KEY. Each deadline that moves is told in the audit as moved by that notice, by who changed it.
    """
    seq, _, last = about_it.removeprefix("entry:").partition(":")
    cause = Entry.objects.get(seq=int(seq))
    rows = Application.objects.live().order_by("pk").select_for_update(of=("self",))
    batch = list((rows.filter(pk__gt=UUID(last)) if last else rows)[:BATCH])
    for one in _batch(batch, calendar(), today_of(at)):
        if one.old != one.new:
            words = {"old": str(one.old or ""), "due": str(one.new or ""), "notice": cause.about}
            record("case_recomputed", about=about(one.application), at=at, actor=cause.actor, **words)
    if len(batch) == BATCH:
        plan(kind, about=f"entry:{seq}:{batch[-1].pk}", due_on=today_of(at), not_before=at)


def roll(*, at: datetime) -> int:
    """Bring the copies of running consultations to this day, as their deadlines move with it; gives how many moved."""
    running = Application.objects.live().filter(clock=State.CONSULTING, computed_on__lt=today_of(at))
    days, last, moved = calendar(), None, 0
    while True:
        with transaction.atomic():
            rows = running.order_by("pk").select_for_update(of=("self",))
            batch = list((rows.filter(pk__gt=last) if last else rows)[:BATCH])
            if not batch:
                return moved
            last = batch[-1].pk
            moved += sum(one.old != one.new for one in _batch(batch, days, today_of(at)))


def _batch(batch: list[Application], days: Calendar, today: date) -> Iterator[Moved]:
    for one, facts in _with_facts(batch):
        old = one.due
        refreshed(one, facts, days, today=today)
        yield Moved(one, old, one.due)


def _with_facts(batch: list[Application]) -> Iterator[tuple[Application, list[Fact]]]:
    """Each application and its standing facts in order, by one query."""
    facts = Fact.objects.standing().filter(application__in=batch)
    in_line = facts.order_by("application", "happened_on", "place", "id")
    by_case = {key: list(group) for key, group in groupby(in_line, key=attrgetter("application_id"))}
    for one in batch:
        yield one, by_case[one.pk]
