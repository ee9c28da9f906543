"""What the clock says in words, and what it would say once a step is taken: shown before the officer commits to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from gongkai.office.cases.clock import calendar, dated
from gongkai.office.cases.models import Application
from gongkai.office.cases.queries import WEEK
from gongkai.office.cases.step import in_range
from gongkai.office.cases.timeline import in_words
from gongkai.statute.calendar import Calendar
from gongkai.statute.deadlines import Account, Count, Dated, Day, State, replay

STILL = {
    State.AWAITING_CONFIRMATION: "还没有与申请人确认收到，期限没有起算",
    State.AWAITING_CORRECTION: "期限停止计算，等候申请人补正；自收到补正的次日起重新计算",
    State.AWAITING_PAYMENT: "期限停止计算，等候申请人缴费；自缴费的次日起重新计算",
    State.ENDED: "已经办结，期限不再计算",
}
"""What is said while no deadline runs."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """The deadline before and after a step, in words, and what the law would hold against the step."""

    before: str
    after: str
    irregular: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether the step moves the clock at all."""
        return self.before != self.after


def said(account: Account, *, today: date, days: Calendar) -> str:
    """The deadline of an account as a sentence without its full stop."""
    if account.state in STILL or account.due is None:
        return STILL.get(account.state, "没有期限")
    if account.state is State.CONSULTING and account.if_answered is not None:
        return f"期限暂停，征求意见所需时间不计算在内；如今天收到意见，{_by(account.if_answered)}"
    left = days.workdays_between(today, account.due)
    rest = f"还有{left}个工作日" if account.due >= today else f"已超期{max(1, -left)}个工作日"
    tail = "；按推算，待核" if account.provisional else ""
    return f"{_by(account.due)}，{rest}{tail}"


def _by(due: date) -> str:
    return f"应于{in_words(due)}（周{WEEK[due.weekday()]}）前答复"


def foresee(application: Application, more: Iterable[Dated], *, today: date) -> Foresight | None:
    """What the clock says now and what it would say with more facts; None for days that cannot be meant."""
    added = list(more)
    if not all(in_range(day, today=today) for one in added for day in (one.on, one.until) if day is not None):
        return None
    facts, days = [dated(fact) for fact in application.facts.standing()], calendar()
    before, after = (replay(some, days, today=today) for some in (facts, [*facts, *added]))
    odd = tuple(f"{one.message}（{one.basis}）" for one in after.irregular if one.fact in added)
    return Foresight(said(before, today=today, days=days), said(after, today=today, days=days), odd)


@dataclass(frozen=True, slots=True)
class Run:
    """Days of an account that follow one another for one reason: 春节 2月15日至2月23日."""

    reason: str
    first: date
    last: date

    @property
    def days(self) -> str:
        """4月4日至4月6日."""
        return _short(self.first) if self.first == self.last else f"{_short(self.first)}至{_short(self.last)}"

    def __str__(self) -> str:
        return f"{self.reason} {self.days}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def skipped(days: Iterable[Day]) -> tuple[Run, ...]:
    """The holidays that an account passes over, weekends not named."""
    return _runs(day for day in days if day.count is Count.OFF and day.note not in ("周六", "周日"))


def made_up(days: Iterable[Day]) -> tuple[Run, ...]:
    """The weekend days that an account counts because they are worked on."""
    return _runs(day for day in days if day.count is Count.COUNTED and day.note)


def _runs(days: Iterable[Day]) -> tuple[Run, ...]:
    numbered = enumerate(days)
    groups = groupby(numbered, key=lambda pair: (pair[1].note, pair[1].on.toordinal() - pair[0]))
    found = [(reason, [day.on for _, day in group]) for (reason, _), group in groups]
    return tuple(Run(reason, on[0], on[-1]) for reason, on in found)
