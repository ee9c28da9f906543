"""Clocks: the table of periods, and the deadline of an application as a replay of its dated facts.

The deadline is never a stored number that somebody edits: it is what the facts and the calendar give, with a
day-by-day account that can be laid before a court. "Today" is an argument (DECISIONS 17).
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from gongkai.statute.calendar import DAY, Calendar, Span

FIRST_DAY = date(2019, 5, 15)
"""The day on which the regulation as revised took effect: applications received before have no clock here."""


DELAY = "《政府信息公开条例》第三十五条"
"""The article on a delay, whose length no row of the table gives."""


class TooEarly(ValueError):
    """A fact before 2019-05-15, to which another law applies (DECISIONS 16)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A period: its length in `unit` (workday, day, month), what it runs from, its article and time of validity.

    `on_expiry` says what the law makes of silence: `agency_decides`, `deemed_consent`, `lapse` or ''.
    """

    key: str
    title: str
    title_en: str
    starts: str
    length: int
    unit: str
    basis: str
    valid_from: date
    valid_to: date | None = None
    on_expiry: str = ""

    def ends(self, start: date, calendar: Calendar) -> Span:
        """The last day of the period that runs from `start`, the start itself not counted.

        A period in days or months that ends on a day off ends on the next working day (民事诉讼法第八十五条).
        """
        if self.unit == "workday":
            return calendar.add_workdays(start, self.length)
        last = self.counted_out(start)
        provisional = not calendar.knows(last)
        while not calendar.presumed_workday(last):
            last += DAY
            provisional = provisional or not calendar.knows(last)
        return Span(last, provisional)

    def counted_out(self, start: date) -> date:
        """The day on which a period in days or months is counted out, whether or not it is a working day."""
        return _months_later(start, self.length) if self.unit == "month" else start + DAY * self.length


def _months_later(start: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@cache
def clocks() -> tuple[Clock, ...]:
    """Every row of the table of periods."""
    data = tomllib.loads(resources.files(__package__).joinpath("clocks.toml").read_text("utf-8"))
    return tuple(Clock(**one) for one in data["clock"])


def clock(key: str, on: date) -> Clock:
    """The period of this key that was the law on a day; KeyError when there was none."""
    for one in clocks():
        if one.key == key and one.valid_from <= on and (one.valid_to is None or on <= one.valid_to):
            return one
    raise KeyError(f"{key} on {on}")


class Fact(StrEnum):
    """What can happen to an application that its deadline depends on."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    CORRECTION_ASKED = "correction_asked"
    CORRECTED = "corrected"
    CONSULTED = "consulted"
    LETTER_RECEIVED = "letter_received"
    OPINION_RECEIVED = "opinion_received"
    EXTENDED = "extended"
    FEE_NOTICED = "fee_noticed"
    FEE_PAID = "fee_paid"
    DELAYED = "delayed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact and the day on which it happened.

    `party` names whom a consultation is with, `joint` whether that is a joint agency (Art. 34) and no third party
    (Art. 32); `days` is the length of an extension in working days; `until` the day set under Art. 35, the day given to the
    applicant for a correction, or the day by which a decision or judgment orders a new answer.
    """

    kind: Fact
    on: date
    party: str = ""
    joint: bool = False
    days: int = 0
    until: date | None = None


class State(StrEnum):
    """What the clock is doing on a day."""

    AWAITING_CONFIRMATION = "awaiting_confirmation"
    RUNNING = "running"
    AWAITING_CORRECTION = "awaiting_correction"
    CONSULTING = "consulting"
    AWAITING_PAYMENT = "awaiting_payment"
    ENDED = "ended"


class Count(StrEnum):
    """How a day of the account counts: as a numbered working day, as excluded time, or not at all."""

    COUNTED = "counted"
    EXCLUDED = "excluded"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the account: how it counts, its number among the counted ones (0 for none), why in words."""

    on: date
    count: Count
    number: int
    note: str


@dataclass(frozen=True, slots=True)
class Irregular:
    """A fact that the law does not bear out: it is kept, and said. `message` in Chinese and English, the article."""

    fact: Dated
    message: str
    message_en: str
    basis: str


@dataclass(frozen=True, slots=True)
class Interval:
    """Excluded time (after `begins`, to `ends`]; `open` while the end is not known."""

    begins: date
    ends: date
    open: bool
    party: str


@dataclass(frozen=True)
class Account:
    """The deadline and how it came about.

    `due` is None while nothing runs; `runs_from` the day that the present count starts after, `restarted` why it does
    so; `allowed` the working days allowed in all; `stopped` the earlier counts that a restart has ended, as (start,
    due); `days` every day of the present count; `if_answered` the deadline if every consultation that is open were
    answered today, which is `due` where none is.
    """

    state: State
    due: date | None
    provisional: bool
    runs_from: date | None
    restarted: str
    allowed: int
    excluded: tuple[Interval, ...]
    stopped: tuple[tuple[date, date], ...]
    days: tuple[Day, ...]
    irregular: tuple[Irregular, ...]
    if_answered: date | None

    def remaining(self, today: date, calendar: Calendar) -> int | None:
        """Working days left after today, negative when overdue; None while there is no deadline."""
        return None if self.due is None else calendar.workdays_between(today, self.due)


@dataclass
class _Consultation:
    """A letter, the day on which it arrived and the day of the answer, each as far as it is known."""

    letter: Dated
    arrived: date | None = None
    answered: date | None = None

    def lies(self, calendar: Calendar, until: date, ended: date | None) -> Interval:
        """Its excluded time (DECISIONS 19) as known on `until`; whatever is open ends on the day the case `ended`."""
        rule = clock("joint_agency_reply" if self.letter.joint else "third_party_reply", self.letter.on)
        limit = None if self.arrived is None else rule.ends(self.arrived, calendar).end
        ends = min((day for day in (self.answered, limit, ended) if day is not None), default=until)
        is_open = self.answered is None and ended is None and (limit is None or limit > until)
        return Interval(self.letter.on, max(self.letter.on, ends), is_open, self.letter.party)


@dataclass
class _Replay:
    """The facts played one after the other, each judged by what is known on its day."""

    calendar: Calendar
    today: date
    received: date | None = None
    reopened: date | None = None
    ended: date | None = None
    ordered: date | None = None
    runs_from: date | None = None
    restarted: str = ""
    extension: int = 0
    delayed: date | None = None
    state: State = State.AWAITING_CONFIRMATION
    stopped: list[tuple[date, date]] = field(default_factory=list)
    consultations: list[_Consultation] = field(default_factory=list)
    irregular: list[Irregular] = field(default_factory=list)

    def play(self, fact: Dated) -> None:
        self.today = fact.on
        {
            Fact.SUBMITTED: lambda _: None,
            Fact.RECEIVED: self._received,
            Fact.CORRECTION_ASKED: self._correction_asked,
            Fact.CORRECTED: self._restart,
            Fact.CONSULTED: lambda one: self.consultations.append(_Consultation(one)),
            Fact.LETTER_RECEIVED: self._arrived,
            Fact.OPINION_RECEIVED: self._answered,
            Fact.EXTENDED: self._extended,
            Fact.FEE_NOTICED: self._fee_noticed,
            Fact.FEE_PAID: self._restart,
            Fact.DELAYED: self._delayed,
            Fact.ENDED: self._ended,
            Fact.WITHDRAWN: self._ended,
            Fact.REOPENED: self._reopened,
        }[fact.kind](fact)

    def odd(self, fact: Dated, message: str, message_en: str, basis: str) -> None:
        self.irregular.append(Irregular(fact, message, message_en, basis))

    def _received(self, fact: Dated) -> None:
        if fact.on < FIRST_DAY:
            raise TooEarly(f"{fact.on.isoformat()}收到的申请适用修订前的条例，不能计算期限")
        self.received = self.runs_from = fact.on
        self.state = State.RUNNING

    def _correction_asked(self, fact: Dated) -> None:
        self._stop(State.AWAITING_CORRECTION)
        since = self.reopened or self.received
        if since is not None:
            rule = clock("correction_notice", since)
            last = rule.ends(since, self.calendar).end
            if fact.on > last:
                self.odd(
                    fact,
                    f"补正告知应在{last.isoformat()}前作出，已超过{rule.length}个工作日",
                    f"the notice to correct was due by {last.isoformat()}, {rule.length} working days after receipt",
                    rule.basis,
                )

    def _asked(self, party: str) -> _Consultation | None:
        """The last consultation with a party; None when it was asked before a reopening only: that excludes nothing."""
        return next((one for one in reversed(self.consultations) if one.letter.party == party), None)

    def _arrived(self, fact: Dated) -> None:
        if asked := self._asked(fact.party):
            asked.arrived = fact.on

    def _answered(self, fact: Dated) -> None:
        if asked := self._asked(fact.party):
            asked.answered = fact.on

    def _fee_noticed(self, _fact: Dated) -> None:
        self._stop(State.AWAITING_PAYMENT)

    def _stop(self, state: State) -> None:
        due = self.due()
        if self.runs_from is not None and due is not None:
            self.stopped.append((self.runs_from, due.end))
        self.runs_from, self.state = None, state

    def _restart(self, fact: Dated) -> None:
        waited = {Fact.CORRECTED: State.AWAITING_CORRECTION, Fact.FEE_PAID: State.AWAITING_PAYMENT}[fact.kind]
        if self.state is not waited:
            self.odd(
                fact,
                "没有告知补正或者收费，期限不因此重新起算",
                "nothing was asked for, so the period does not start anew",
                clock("reply", fact.on).basis,
            )
            return
        self.runs_from, self.state = fact.on, State.RUNNING
        self.restarted = fact.kind

    def _extended(self, fact: Dated) -> None:
        rule = clock("extension", fact.on)
        due = self.due()
        if self.extension:
            self.odd(fact, "只能延长一次", "the period can be extended once only", rule.basis)
            return
        if fact.days > rule.length or fact.days < 1:
            self.odd(
                fact,
                f"延长{fact.days}个工作日，最多{rule.length}个，按{rule.length}个计算",
                f"extended by {fact.days} working days where {rule.length} are allowed",
                rule.basis,
            )
        if due is not None and fact.on > due.end:
            self.odd(
                fact,
                f"期限已在{due.end.isoformat()}届满，逾期后的延长不改变期限",
                f"the period had ended on {due.end.isoformat()}; a later extension does not change it",
                rule.basis,
            )
            return
        self.extension = max(0, min(fact.days, rule.length))

    def _delayed(self, fact: Dated) -> None:
        due = self.due()
        if due is not None and fact.on > due.end:
            self.odd(
                fact,
                f"期限已在{due.end.isoformat()}届满，逾期后的延迟不改变期限",
                f"the period had ended on {due.end.isoformat()}; a later delay does not change it",
                DELAY,
            )
            return
        self.delayed = fact.until

    def _ended(self, fact: Dated) -> None:
        self.ended = fact.on
        due = self.due()
        if self.state is State.RUNNING and due is not None and fact.on > due.end:
            last, on = due.end.isoformat(), fact.on.isoformat()
            withdrawn = fact.kind is Fact.WITHDRAWN
            self.odd(
                fact,
                f"应在{last}前答复，到期没有答复，申请人{on}撤回" if withdrawn else f"应在{last}前答复，实际{on}，逾期",
                f"the reply was due by {last} and {'the applicant withdrew' if withdrawn else 'came'} on {on}",
                clock("reply", self.received or fact.on).basis,
            )
        self.state = State.ENDED

    def _reopened(self, fact: Dated) -> None:
        """A new answer is due: by the day that was ordered, else within a new period; nothing old carries over."""
        self._stop(State.RUNNING)
        self.runs_from = self.reopened = fact.on
        self.ordered, self.delayed, self.ended, self.extension = fact.until, None, None, 0
        self.consultations.clear()
        self.restarted = fact.kind

    def intervals(self) -> tuple[Interval, ...]:
        """The excluded time of each consultation letter of the present count."""
        return tuple(one.lies(self.calendar, self.today, self.ended) for one in self.consultations)

    def is_excluded(self, day: date, intervals: Sequence[Interval]) -> Interval | None:
        return next((one for one in intervals if one.begins < day <= one.ends), None)

    def due(self) -> Span | None:
        """The deadline by the facts so far; None while nothing runs."""
        if self.runs_from is None:
            return None
        days = self.days()
        last = counted = days[-1].on
        if self.ordered is not None and (self.ordered > counted or self.restarted == Fact.REOPENED):
            last = self.ordered
        if self.delayed is not None and self.delayed > last:
            last = self.delayed
        if last != counted:
            return Span(last, not self.calendar.knows(last))
        return Span(counted, not all(self.calendar.knows(day.on) for day in days))

    def if_answered(self, today: date) -> date | None:
        """The deadline if whoever has not answered did so today; it is played last, as it supposes what did not happen."""
        for one in self.consultations:
            one.answered = one.answered or today
        due = self.due()
        return due.end if due else None

    def allowed(self) -> int:
        return clock("reply", self.received or FIRST_DAY).length + self.extension

    def days(self) -> list[Day]:
        """Every day from the day after the start to the one on which the last allowed working day falls."""
        if self.runs_from is None:
            return []
        intervals = self.intervals()
        days: list[Day] = []
        day, number = self.runs_from, 0
        while number < self.allowed():
            day += DAY
            if not self.calendar.presumed_workday(day):
                days.append(Day(day, Count.OFF, 0, self.calendar.name(day)))
                continue
            inside = self.is_excluded(day, intervals)
            if inside is not None:
                days.append(Day(day, Count.EXCLUDED, 0, f"征求{inside.party or '第三方'}意见，不计算在内"))
                continue
            number += 1
            days.append(Day(day, Count.COUNTED, number, self.calendar.name(day)))
        return days


def replay(facts: Iterable[Dated], calendar: Calendar, *, today: date) -> Account:
    """The deadline of an application from its facts, in the order of their days, as it stands on `today`.

    Facts of one day keep the order in which they are given. TooEarly when it was received before 2019-05-15. What the
    law does not bear out does not raise: it is in `irregular`.
    """
    made = _Replay(calendar, today)
    for fact in sorted(facts, key=lambda one: one.on):
        made.play(fact)
    made.today = today
    days = made.days()
    due = made.due()
    intervals = made.intervals()
    state = made.state
    if state is State.RUNNING and any(one.open and one.begins <= today for one in intervals):
        state = State.CONSULTING
    return Account(
        state=state,
        due=due.end if due else None,
        provisional=due is not None and (due.provisional or any(one.open for one in intervals)),
        runs_from=made.runs_from,
        restarted=made.restarted,
        allowed=made.allowed(),
        excluded=intervals,
        stopped=tuple(made.stopped),
        days=tuple(days),
        irregular=tuple(made.irregular),
        if_answered=made.if_answered(today),
    )
