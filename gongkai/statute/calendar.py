"""Working days (工作日): weekdays without the days off of the State Council's notices, and their make-up workdays.

A calendar is an argument of everything that counts: the bundled notices, and those that an administrator adds.
No clock is read here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

DAY = timedelta(days=1)
_SATURDAY = 5


class UnknownYear(LookupError):
    """A day in a year whose notice the calendar does not hold; `year` names it."""

    def __init__(self, year: int) -> None:
        """The year without a notice."""
        super().__init__(f"no notice for {year}")
        self.year = year


class DayKind(StrEnum):
    """What a day is: a working day, a working day on a weekend, a weekend, a day off by notice."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class DaysOff:
    """One holiday of a notice: its name, its first and last day off."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice on the holidays of one year: document number, day of issue, days off, workdays made up on weekends."""

    document: str
    issued_on: date
    year: int
    days_off: tuple[DaysOff, ...]
    make_up: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The end of a period in working days; `provisional` when it passes through a year without a notice."""

    end: date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """Notices as one calendar; a later notice overrides an earlier one day by day."""

    notices: tuple[Notice, ...]
    _days: Mapping[date, tuple[DayKind, str]] = field(init=False, repr=False, compare=False)
    _years: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the notices over one another in the order of issue."""
        days: dict[date, tuple[DayKind, str]] = {}
        for notice in sorted(self.notices, key=lambda one: one.issued_on):
            for day in notice.make_up:
                days[day] = (DayKind.MAKE_UP, "调休上班")
            for off in notice.days_off:
                for ordinal in range(off.first.toordinal(), off.last.toordinal() + 1):
                    days[date.fromordinal(ordinal)] = (DayKind.HOLIDAY, off.name)
        object.__setattr__(self, "_days", days)
        object.__setattr__(self, "_years", frozenset(notice.year for notice in self.notices))

    def with_notices(self, more: Iterable[Notice]) -> Calendar:
        """This calendar and further notices."""
        return Calendar((*self.notices, *more))

    def knows(self, day: date) -> bool:
        """Whether the calendar holds the notice of the day's year, or a notice that names the day itself."""
        return day.year in self._years or day in self._days

    def kind(self, day: date) -> DayKind:
        """What the day is; UnknownYear when its year has no notice."""
        if not self.knows(day):
            raise UnknownYear(day.year)
        return self._presumed(day)

    def is_workday(self, day: date) -> bool:
        """Whether the day is a working day; UnknownYear when its year has no notice (DECISIONS 15)."""
        return self.kind(day) in (DayKind.WORKDAY, DayKind.MAKE_UP)

    def name(self, day: date) -> str:
        """Why the day is no plain weekday, in words: 春节, 周六, 调休上班; '' for a plain one."""
        known = self._days.get(day)
        if known is not None:
            return known[1]
        return ("周六", "周日")[day.weekday() - _SATURDAY] if day.weekday() >= _SATURDAY else ""

    def presumed_workday(self, day: date) -> bool:
        """Whether the day is a working day, by weekends alone where its year has no notice."""
        return self._presumed(day) in (DayKind.WORKDAY, DayKind.MAKE_UP)

    def _presumed(self, day: date) -> DayKind:
        known = self._days.get(day)
        if known is not None:
            return known[0]
        return DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKDAY

    def add_workdays(self, start: date, count: int) -> Span:
        """The day on which `count` working days after `start` end, the start itself not counted (民法典第201条).

        ValueError for a count below zero; `count` 0 ends on the start.
        """
        if count < 0:
            raise ValueError(count)
        day, left, provisional = start, count, False
        while left:
            day += DAY
            provisional = provisional or not self.knows(day)
            left -= self.presumed_workday(day)
        return Span(day, provisional)

    def workdays_between(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; negative when `until` is before `after`."""
        if until < after:
            return -self.workdays_between(until, after)
        days = (date.fromordinal(n) for n in range(after.toordinal() + 1, until.toordinal() + 1))
        return sum(self.presumed_workday(day) for day in days)


def notice_of(data: Mapping[str, Any]) -> Notice:
    """A notice from its data as `notices.toml` has it; ValueError names what is wrong with it."""
    off = tuple(DaysOff(**one) for one in data["days_off"])
    made_up = tuple(data["make_up"])
    for one in off:
        if one.last < one.first:
            raise ValueError(f"{one.name}：{one.last} < {one.first}")
    for day in made_up:
        if day.weekday() < _SATURDAY:
            raise ValueError(f"{day} 不是周末 is no weekend")
    return Notice(data["document"], data["issued_on"], data["year"], off, made_up)


@cache
def bundled() -> Calendar:
    """The calendar of the notices that come with the package, 2019 to 2026."""
    data = tomllib.loads(resources.files(__package__).joinpath("notices.toml").read_text("utf-8"))
    return Calendar(tuple(notice_of(one) for one in data["notice"]))
