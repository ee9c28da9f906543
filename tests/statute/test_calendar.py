"""Working days by the notices, against two packages that transcribe them, and the worked vectors."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.calendar import Calendar, DayKind, DaysOff, Notice, UnknownYear, bundled, notice_of

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
MADE_UP = Notice(
    "国办发明电〔2026〕99号",
    date(2026, 11, 10),
    2027,
    (DaysOff("元旦", date(2027, 1, 1), date(2027, 1, 3)), DaysOff("春节", date(2027, 2, 5), date(2027, 2, 12))),
    (date(2027, 1, 9), date(2027, 2, 20)),
)


def test_every_day_agrees_with_two_other_transcriptions() -> None:
    """2,922 days, none otherwise in either package."""
    ours, theirs = bundled(), holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 1))
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    assert len(days) == 2922
    assert [day for day in days if ours.is_workday(day) != chinese_calendar.is_workday(day)] == []
    assert [day for day in days if ours.is_workday(day) != theirs.is_working_day(day)] == []


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2024-01-22", 7, "2024-01-31"), ("2024-01-22", 15, "2024-02-09"), ("2024-01-22", 20, "2024-02-22"),
        ("2024-01-22", 40, "2024-03-21"), ("2024-09-14", 7, "2024-09-26"), ("2024-09-14", 15, "2024-10-12"),
        ("2024-09-14", 20, "2024-10-18"), ("2024-09-14", 40, "2024-11-15"), ("2024-12-20", 7, "2024-12-31"),
        ("2024-12-20", 15, "2025-01-13"), ("2024-12-20", 20, "2025-01-20"), ("2024-12-20", 40, "2025-02-21"),
        ("2025-01-10", 7, "2025-01-21"), ("2025-01-10", 15, "2025-02-07"), ("2025-01-10", 20, "2025-02-13"),
        ("2025-01-10", 40, "2025-03-13"), ("2025-09-15", 7, "2025-09-24"), ("2025-09-15", 15, "2025-10-11"),
        ("2025-09-15", 20, "2025-10-17"), ("2025-09-15", 40, "2025-11-14"), ("2025-10-04", 20, "2025-11-04"),
        ("2026-02-02", 7, "2026-02-11"), ("2026-02-02", 15, "2026-02-28"), ("2026-02-02", 20, "2026-03-06"),
        ("2026-02-02", 40, "2026-04-03"), ("2026-02-13", 7, "2026-03-02"), ("2026-02-13", 20, "2026-03-19"),
    ],
)  # fmt: skip
def test_worked_vectors(start: str, count: int, end: str) -> None:
    """The table of DOMAIN 5.2, day by day."""
    span = bundled().add_workdays(date.fromisoformat(start), count)
    assert (span.end.isoformat(), span.provisional) == (end, False)


@given(st.dates(date(2019, 5, 15), date(2026, 9, 1)), st.integers(0, 60))
def test_counts_like_a_brute_force_counter(start: date, count: int) -> None:
    """The end is the count-th working day after the start, and no earlier day is."""
    calendar = bundled()
    end = calendar.add_workdays(start, count).end
    between = [start + timedelta(n) for n in range(1, (end - start).days + 1)]
    assert sum(chinese_calendar.is_workday(day) for day in between) == count == calendar.workdays_between(start, end)
    assert not between or chinese_calendar.is_workday(end)
    assert calendar.workdays_between(end, start) == -count


def test_a_year_without_a_notice_is_not_answered() -> None:
    """2027 raises until its notice is loaded; a period that crosses into it is provisional."""
    calendar = bundled()
    with pytest.raises(UnknownYear) as caught:
        calendar.is_workday(date(2027, 3, 1))
    assert caught.value.year == 2027
    assert calendar.add_workdays(date(2026, 12, 20), 20).provisional
    loaded = calendar.with_notices([MADE_UP])
    span = loaded.add_workdays(date(2026, 12, 20), 20)
    assert (span.end, span.provisional) == (date(2027, 1, 15), False)
    assert loaded.kind(date(2027, 1, 9)) is DayKind.MAKE_UP
    assert loaded.kind(date(2027, 2, 6)) is DayKind.HOLIDAY
    assert loaded.name(date(2027, 2, 6)) == "春节"


def test_a_later_notice_overrides_an_earlier_one() -> None:
    """2020-02-01 was to be made up and became a day off; the order of loading does not matter."""
    assert bundled().kind(date(2020, 2, 1)) is DayKind.HOLIDAY
    assert Calendar(tuple(reversed(bundled().notices))).kind(date(2020, 2, 1)) is DayKind.HOLIDAY


@pytest.mark.parametrize(
    ("off", "made_up"),
    [
        ([{"name": "春节", "first": date(2027, 2, 12), "last": date(2027, 2, 5)}], []),
        ([], [date(2027, 2, 10)]),
    ],
)
def test_a_notice_that_cannot_be_is_refused(off: list[dict[str, object]], made_up: list[date]) -> None:
    """A holiday that ends before it begins, a make-up workday on a weekday."""
    with pytest.raises(ValueError, match="2027"):
        notice_of({"document": "x", "issued_on": date(2026, 11, 1), "year": 2027, "days_off": off, "make_up": made_up})


def test_negative_counts_are_refused() -> None:
    """There is no period of fewer than no days."""
    with pytest.raises(ValueError, match="-1"):
        bundled().add_workdays(date(2025, 1, 1), -1)
