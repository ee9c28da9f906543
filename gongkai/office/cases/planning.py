"""What falls due about an application, and when: computed from the stored copy of its clock, and planned as jobs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.office.cases.models import Application
from gongkai.office.cases.querysets import LIVE
from gongkai.office.notices.actions import arrange
from gongkai.statute.calendar import DAY, Calendar
from gongkai.statute.deadlines import State
from gongkai.statute.procedure import AWAITING_CONFIRMATION

AHEAD = (5, 2)
"""Working days before the deadline on which a reminder is given: where its colour changes (SCREENS W1)."""
DUE_SOON, OVERDUE, UNCONFIRMED, WAIT_ENDS = "case_due_soon", "case_overdue", "case_unconfirmed", "case_wait_ends"
LETTER_UNKNOWN = "case_letter_unknown"
KINDS = (DUE_SOON, OVERDUE, UNCONFIRMED, WAIT_ENDS, LETTER_UNKNOWN)
"""The kinds of jobs about an application; `reminders` says what each does."""


SILENT = 15
"""Working days after a letter was sent on which it is asked whether it arrived: the time that an answer has."""


def wanted(application: Application, days: Calendar, letters: Iterable[date] = ()) -> set[tuple[str, date]]:
    """The jobs that an application asks for by its copy: their kinds and days. It asks for none once it is closed.

    A reminder whose day was over when the copy was made is not given late; that something is overdue is told however
    late it is known. During a consultation the deadline moves day by day and nothing runs out; but while nobody knows
    when a letter arrived, the time that it excludes has no end, so `letters`, the days on which those were sent, warn.
    """
    if application.state not in LIVE:
        return set()
    asked = {(LETTER_UNKNOWN, days.add_workdays(sent, SILENT).end) for sent in letters}
    return asked | _of_the_clock(application, days)


def _of_the_clock(application: Application, days: Calendar) -> set[tuple[str, date]]:
    if application.waits_until is not None:
        kind = UNCONFIRMED if application.state == AWAITING_CONFIRMATION else WAIT_ENDS
        return {(kind, application.waits_until)}
    if application.due is None or application.clock != State.RUNNING:
        return set()
    ahead = {(DUE_SOON, workdays_before(application.due, count, days)) for count in AHEAD}
    late = (OVERDUE, days.add_workdays(application.due, 1).end)
    return {late, *(one for one in ahead if one[1] >= application.computed_on)}


def replan(application: Application, days: Calendar, *, letters: Iterable[date]) -> None:
    """Make the jobs that wait about an application those that it asks for; inside the transaction of the change."""
    arrange(application.about, kinds=KINDS, wanted=wanted(application, days, letters))


def workdays_before(day: date, count: int, days: Calendar) -> date:
    """The working day on whose morning `count` working days are left after it until `day`, `day` itself counted."""
    while count or not days.presumed_workday(day):
        count -= days.presumed_workday(day)
        day -= DAY
    return day
