"""怎么算的: the deadline as a calendar, each day with its reason and each turn with its article; printable on A4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponseBase
from django.shortcuts import render

from gongkai.office.cases.answers import by_end
from gongkai.office.cases.clock import account, calendar
from gongkai.office.cases.foresight import made_up, said, skipped
from gongkai.office.cases.models import Answer, Application
from gongkai.office.cases.models import Fact as Recorded
from gongkai.office.cases.queries import WEEK, chip
from gongkai.office.cases.timeline import in_words, timeline
from gongkai.office.cases.views.case import found
from gongkai.office.people.door import Asked, page
from gongkai.statute.calendar import Calendar
from gongkai.statute.channels import CHANNELS
from gongkai.statute.deadlines import Account, Count, Fact, clock
from gongkai.statute.procedure import MOVES

BASES = {move.name: move.basis for move in MOVES}
STEPS = {move.fact: move.name for move in reversed(MOVES) if move.fact}
"""The step that records each kind of fact; of two the first of the procedure."""
RESTARTS = {"corrected": "收到补正", "fee_paid": "缴费", "reopened": "按复议决定、判决重新办理"}
TONES = {Count.COUNTED: "counted", Count.EXCLUDED: "paused", Count.OFF: "off"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar: what it counts as (counted, paused, off, start, before), its mark and its reason."""

    on: date
    tone: str
    mark: str
    note: str
    is_due: bool = False
    is_today: bool = False


def weeks(told: Account, today: date) -> list[list[Cell]]:
    """The present count in weeks from Monday, the day that it starts after first; days outside it have no mark."""
    if told.runs_from is None or not told.days:
        return []
    known = {day.on: day for day in told.days}
    first = told.runs_from - timedelta(told.runs_from.weekday())
    last = max(told.days[-1].on, told.due or told.runs_from)
    cells = []
    for place in range(((last - first).days // 7 + 1) * 7):
        on = first + timedelta(place)
        day = known.get(on)
        if on == told.runs_from:
            cells.append(Cell(on, "start", "起", "次日起算", is_today=on == today))
        elif day is None:
            cells.append(Cell(on, "before", "", "", is_due=on == told.due, is_today=on == today))
        else:
            mark = f"第{day.number}日" if day.number else ("不计" if day.count is Count.EXCLUDED else "休")
            cells.append(Cell(on, TONES[day.count], mark, day.note, on == told.due, on == today))
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def turns(application: Application) -> list[tuple[str, str, str]]:
    """Every fact that the clock knows as a row: what happened in a sentence, what the law holds against it, its article."""
    facts = {fact.pk: fact for fact in application.facts.standing()}
    ends, rows = by_end(application), []
    for event in timeline(application):
        fact = facts.get(event.fact) if event.fact is not None else None
        if fact is not None and fact.kind != Fact.SUBMITTED:
            rows.append((event.sentence, event.irregular, basis_of(application, fact, ends.get(fact.pk))))
    return rows


def basis_of(application: Application, fact: Recorded, answer: Answer | None) -> str:
    """The article by which a fact counts as it does; `answer` is the one that it closed."""
    if fact.kind == Fact.RECEIVED:
        return CHANNELS[application.channel].basis
    if fact.joint:
        return clock("joint_agency_reply", fact.happened_on).basis
    if answer is not None and not answer.way:
        return BASES["withdraw"]
    return BASES[STEPS[fact.kind]]


def ended(application: Application, due: date | None, days: Calendar) -> str:
    """How the answer lies to its deadline: `应于2024年5月14日前答复，4月28日送达，没有超期`; '' while there is none."""
    served = application.served_on
    if served is None or due is None:
        return ""
    late = days.workdays_between(due, served)
    verdict = f"超期{max(1, late)}个工作日" if served > due else "没有超期"
    return f"应于{in_words(due)}前答复，{in_words(served)}送达，{verdict}"


@page("see_cases")
def day_by_day(request: Asked, number: str) -> HttpResponseBase:
    """The account of the deadline as it stands today."""
    application = found(request, number)
    told, days = account(application, today=request.today), calendar()
    received = application.received_on
    context = {
        "application": application,
        "chip": chip(application, today=request.today, days=days),
        "said": said(told, today=request.today, days=days),
        "account": told,
        "ended": ended(application, told.due, days),
        "reply": clock("reply", received) if received else None,
        "began": in_words(told.runs_from) if told.runs_from else "",
        "restarted": RESTARTS.get(told.restarted, ""),
        "weeks": weeks(told, request.today),
        "heads": [f"周{one}" for one in WEEK],
        "skipped": skipped(told.days),
        "made_up": made_up(told.days),
        "stopped": [(in_words(since), in_words(due)) for since, due in told.stopped],
        "turns": turns(application),
        "documents": sorted({one.document for one in days.notices if one.year in {day.on.year for day in told.days}}),
        "printed": in_words(request.today),
    }
    return render(request, "cases/clock.html", context)
