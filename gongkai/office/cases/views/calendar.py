"""The working calendar by its notices; loading a notice, after seeing what it moves; a demonstration's date."""

from __future__ import annotations

import calendar as grid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from gongkai.errors import UsageError
from gongkai.office.cases import holidays
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.forms.notice import NoticeForm, WithdrawForm
from gongkai.office.cases.holidays import Moved
from gongkai.office.cases.models import Application, HolidayNotice
from gongkai.office.cases.views.lists import missing_year
from gongkai.office.people.door import OWN, Asked, action, form_page, own_path, page
from gongkai.office.people.guard import named
from gongkai.office.people.posting import INVALID, answer, digest, typed
from gongkai.office.people.queries import under
from gongkai.office.records.actions import set_today
from gongkai.statute.calendar import Calendar, DayKind, Notice

FIRST_YEAR = 2019
MARKS = {DayKind.MAKE_UP: "班", DayKind.HOLIDAY: "休", DayKind.WEEKEND: "", DayKind.WORKDAY: ""}
MOST_ROWS = 200
"""Moved deadlines that are listed; how many there are in all is always told."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid: its number, what it is, its mark, why; `other` when it belongs to the month beside."""

    on: date
    kind: str
    mark: str
    why: str
    is_today: bool
    other: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the grid: its name, its working days, its weeks."""

    name: str
    workdays: int
    weeks: list[list[Day]]


@page(OWN)
def months(request: Asked) -> HttpResponseBase:
    """The twelve months of a year, and every notice that they go by."""
    days = calendar()
    last = max(notice.year for notice in days.notices) + 1
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else request.today.year
    year = min(max(year, FIRST_YEAR), max(last, request.today.year))
    own = {row.document: row for row in HolidayNotice.objects.select_related("by")}
    notices = sorted((one for one in days.notices if one.year == year), key=lambda one: one.issued_on)
    grids = [_month(days, year, month, request.today) for month in range(1, 13)]
    context = {
        "year": year,
        "years": range(FIRST_YEAR, max(last, request.today.year) + 1),
        "months": grids,
        "workdays": sum(one.workdays for one in grids),
        "is_known": days.knows(date(year, 6, 15)),
        "notices": [(one, own.get(one.document)) for one in notices],
        "missing_year": missing_year(days, request.today),
        "heads": "一二三四五六日",
    }
    return render(request, "cases/calendar.html", context)


def _month(days: Calendar, year: int, month: int, today: date) -> Month:
    weeks = [[_day(days, on, month, today) for on in week] for week in grid.Calendar().monthdatescalendar(year, month)]
    first = date(year, month, 1)
    last = first.replace(day=grid.monthrange(year, month)[1])
    return Month(f"{month}月", days.workdays_between(first - timedelta(days=1), last), weeks)


def _day(days: Calendar, on: date, month: int, today: date) -> Day:
    presumed = DayKind.WORKDAY if days.presumed_workday(on) else DayKind.WEEKEND
    kind = days.kind(on) if days.knows(on) else presumed
    return Day(on, kind, MARKS[kind], days.name(on), on == today, on.month != month)


@form_page("load_notice")
def load(request: Asked) -> HttpResponseBase:
    """Load a notice: first what it would move is shown, and only what was shown is loaded."""
    year = missing_year(calendar(), request.today) or request.today.year + 1
    form = (
        typed(request, NoticeForm) if request.method == "POST" else typed(request, NoticeForm, lambda: {"year": year})
    )
    if request.method == "POST" and form.is_valid():
        content = digest(form.said())
        if form.cleaned_data["previewed"] != content or "again" in request.POST:
            return _preview(request, form, content)

    def work() -> str:
        row = holidays.load_notice(**form.said(), by=request.member, at=request.at)
        return reverse("cases:notice", args=[row.pk])

    return answer(request, form, work, template="cases/load_notice.html")


def _preview(request: Asked, form: NoticeForm, content: str) -> HttpResponseBase:
    """What the notice would move; the form again, now ready to be confirmed."""
    try:
        moved = holidays.foresee(**form.said(), today=request.today)
    except UsageError as error:
        form.add_error(None, error.message)
        return render(request, "cases/load_notice.html", {"form": form}, status=INVALID)
    data = request.POST.copy()
    data["previewed"] = content
    form.data = data
    said = form.said()
    notice = Notice(said["document"], said["issued_on"], said["year"], tuple(said["days_off"]), tuple(said["make_up"]))
    return render(request, "cases/load_notice.html", {"form": form, "notice": notice, **_told(request, moved)})


def _told(request: Asked, moved: Iterable[Moved]) -> dict[str, object]:
    """The moved deadlines of the agencies that the member governs or whose cases they see, row by row; others counted.

    What a case is about is told only to whoever sees it: the administrator of a bureau reads no applications. However
    many there are, no more than a page shows and a batch are in memory.
    """
    governed = {one.pk for one in under(request.agency)} if "load_notice" in request.permissions else set()
    visible = Application.objects.visible_to(request.member)
    rows: list[tuple[Moved, bool]] = []
    total = own = 0
    for batch in holidays.batches(moved):
        seen = set(visible.filter(pk__in=[one.application.pk for one in batch]).values_list("pk", flat=True))
        told = [(one, one.application.pk in seen) for one in batch]
        mine = [row for row in told if row[1] or row[0].application.agency_id in governed]
        rows += mine[: MOST_ROWS - len(rows)]
        total, own = total + len(batch), own + len(mine)
    rows.sort(key=lambda row: (row[0].application.agency.code, row[0].application.number))
    return {"moved": rows, "total": total, "elsewhere": total - own, "unlisted": own - len(rows)}


@page(OWN)
def notice(request: Asked, key: int) -> HttpResponseBase:
    """A notice that was loaded, and the deadlines that it moved."""
    row = get_object_or_404(HolidayNotice.objects.select_related("by"), pk=key)
    context = {"row": row, "progress": holidays.progress(row), **_told(request, holidays.moved_by(row))}
    return render(request, "cases/notice.html", context)


@form_page("load_notice")
def withdraw(request: Asked, key: int) -> HttpResponseBase:
    """Take a notice that was loaded wrongly out of the calendar."""
    row = get_object_or_404(HolidayNotice, pk=key)
    form = typed(request, WithdrawForm)

    def work() -> str:
        holidays.withdraw_notice(row, reason=form.cleaned_data["reason"], by=request.member, at=request.at)
        return f"{reverse('cases:calendar')}?year={row.year}"

    return answer(request, form, work, title=f"撤下{row.document}", button="撤下")


class DateForm(forms.Form):
    """Where a demonstration's date goes: on by a working day or a week, or to a day."""

    step = forms.ChoiceField(choices=[(name, name) for name in ("workday", "week", "day")])
    day = forms.DateField(required=False)
    back = forms.CharField(max_length=2000, required=False)


@action(OWN)
def set_date(request: Asked) -> HttpResponseBase:
    """Let it be another day in a demonstration; in any other mode there is no such page."""
    if not request.sets_today:
        raise Http404
    form = DateForm(request.POST)
    if not form.is_valid() or (form.cleaned_data["step"] == "day" and not form.cleaned_data["day"]):
        raise UsageError("请写一个日期，例如 2026-03-10", "name a day such as 2026-03-10")
    goes_to = {
        "workday": calendar().add_workdays(request.today, 1).end,
        "week": request.today + WEEK,
        "day": form.cleaned_data["day"],
    }[form.cleaned_data["step"]]
    at = set_today(goes_to, by=named(request.member), real=request.real_at)
    holidays.roll(at=at)
    return HttpResponseRedirect(own_path(form.cleaned_data["back"]), status=303)
