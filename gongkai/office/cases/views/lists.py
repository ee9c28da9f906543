"""S-01, what is to be done; S-02, every application by filters; giving several away; taking a list along."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import FileResponse, Http404, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from gongkai.office.cases.actions import assign_together
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.forms.filters import COLUMNS, asked_for, columns_of
from gongkai.office.cases.forms.passing import PassForm
from gongkai.office.cases.models import Application
from gongkai.office.cases.queries import BUCKETS, WEEK, Chip, by_keys, counts, keys_of, listed, seen
from gongkai.office.cases.queries import todo as waiting
from gongkai.office.cases.saving import views_of
from gongkai.office.cases.sheet import Pages, Row
from gongkai.office.cases.sheet import export as taken_out
from gongkai.office.cases.sheet import rows as rows_of
from gongkai.office.people.door import OWN, Asked, form_page, own_path, page
from gongkai.office.people.posting import answer, typed
from gongkai.office.people.views import account
from gongkai.office.review.queries import waiting_for
from gongkai.statute.calendar import Calendar
from gongkai.writers.rows import FORMATS

PER_PAGE = 50
ON_DESK = 50
"""Rows of the desk at most; the list has the others."""
TOGETHER = 50
"""Applications given away at once at most: what one page of a list shows."""
NOVEMBER = 11
YEAR = 365 * 24 * 3600
STYLES = {"subject": "reads", "outcome": "reads", "applicant": "name"}
"""The class of the cells of a column, where they may take several lines; all others stay on one."""
TONES = {
    "overdue": "red",
    "in_2_days": "red",
    "in_5_days": "amber",
    "unconfirmed": "amber",
    "paused": "violet",
    "supervised": "violet",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the desk: its name, how many are in it, its tone, where its list is."""

    label: str
    count: int
    tone: str
    address: str


def missing_year(days: Calendar, today: date) -> int | None:
    """Next year, from November on, as long as no notice on its holidays is loaded (SCREENS W4); else None."""
    year = today.year + 1
    return year if today.month >= NOVEMBER and not days.knows(date(year, 6, 15)) else None


@page(OWN)
def todo(request: Asked) -> HttpResponseBase:
    """S-01: the day, the boxes, what is not closed in the order of danger."""
    days = calendar()
    missing = missing_year(days, request.today)
    if "see_cases" not in request.permissions:
        return account.desk(request, missing_year=missing)
    mine = request.GET.get("whose") == "mine"
    found = waiting(request.member, agency=request.agency, mine=mine)
    context = {
        "day": f"{request.today} 周{WEEK[request.today.weekday()]}",
        "left": _left_in_month(days, request.today),
        "boxes": _boxes(request, mine),
        "mine": mine,
        "rows": list(rows_of(by_keys(keys_of(found[:ON_DESK])), today=request.today)),
        "total": found.count(),
        "missing_year": missing,
        "to_sign": waiting_for(request.member, request.agency, today=request.today)
        if "approve" in request.permissions
        else [],
    }
    return render(request, "cases/todo.html", context)


def _left_in_month(days: Calendar, today: date) -> int:
    """The working days of the month that are left, today among them."""
    last = today.replace(day=months.monthrange(today.year, today.month)[1])
    return days.workdays_between(today - timedelta(days=1), last)


def _boxes(request: Asked, mine: bool) -> list[Box]:
    found = counts(request.member, today=request.today, agency=request.agency, mine=mine)
    whose = {"assignee": request.member.account} if mine else {}
    return [
        Box(
            label,
            found[key],
            TONES.get(key, "") if found[key] else "",
            f"{reverse('cases:list')}?{urlencode({'bucket': key, 'sort': 'due', **whose})}",
        )
        for key, label in BUCKETS.items()
    ]


@page("see_cases")
def cases(request: Asked) -> HttpResponseBase:
    """S-02: the applications that the address asks for, fifty a page."""
    asked = asked_for(request.GET, request.agency)
    found = listed(request.member, asked.filters, today=request.today, agency=request.agency)
    sheet = Pages(found, PER_PAGE).get_page(request.GET.get("page", "1")[:9])
    shown = columns_of(_display(request, "show"))
    dense = _display(request, "dense") == "1"
    rows = list(rows_of(sheet.object_list, today=request.today))
    views = views_of(request.member, request.agency)
    context = {
        "asked": asked,
        "sheet": sheet,
        "pages": _near(sheet),
        "rows": [(row, _cells(row, shown)) for row in rows],
        "heads": [(name, COLUMNS[name]) for name in shown],
        "columns": [(name, label, name in shown) for name, label in COLUMNS.items()],
        "dense": dense,
        "passed": request.GET.get("passed", "")[:3],
        "views": views,
        "own_views": [one for one in views if one.is_own],
        "may_pass": "assign" in request.permissions,
        "here": request.get_full_path(),
    }
    response = render(request, "cases/list.html", context)
    for name, value in (("show", ",".join(shown)), ("dense", "1" if dense else "0")):
        if name in request.GET:
            response.set_cookie(
                f"cases_{name}", value, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
    return response


def _display(request: Asked, name: str) -> str:
    """How a list is to look: by the address, else as it was chosen before."""
    asked = request.GET.getlist(name)
    return ",".join(asked) if asked else request.COOKIES.get(f"cases_{name}", "")


def _cells(row: Row, shown: tuple[str, ...]) -> list[tuple[str, str, Chip | None, str]]:
    """The cells of a row: the words, the class, the chip in place of the words, until when the case is supervised."""
    missing = {"assignee": "未分办"}
    return [
        (
            row.words[name] or missing.get(name, ""),
            STYLES.get(name, "kept"),
            row.chip if name == "due" else None,
            row.words["supervised"] if name == "subject" else "",
        )
        for name in shown
    ]


def _near(sheet: Page[Application]) -> list[int | None]:
    """The pages to offer: the first, the last, those beside this one; None where some are left out."""
    last = sheet.paginator.num_pages
    wanted = sorted({1, last, *range(max(1, sheet.number - 2), min(last, sheet.number + 2) + 1)})
    found: list[int | None] = []
    for before, one in zip([0, *wanted], wanted, strict=False):
        found += [one] if one == before + 1 else [None, one]
    return found


@page("see_cases")
def export(request: Asked, form: str) -> HttpResponseBase:
    """The filtered list as a file: exactly the rows that were filtered, all of their columns."""
    if form not in FORMATS:
        raise Http404
    asked = asked_for(request.GET, request.agency)
    file = taken_out(
        listed(request.member, asked.filters, today=request.today, agency=request.agency),
        form=form,
        query=asked.query,
        agency=request.agency,
        by=request.member,
        at=request.at,
        today=request.today,
    )
    name, content_type = f"cases-{request.today:%Y%m%d}.{form}", FORMATS[form][1]
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


@form_page("assign", keeps=False)
def pass_on(request: Asked) -> HttpResponseBase:
    """Give the applications that were ticked to an officer or a unit: all of them or none, how many is said before."""
    numbers = request.GET.getlist("n")[:TOGETHER]
    back = own_path(request.GET.get("back", ""))
    chosen = seen(request.member, request.agency).filter(number__in=numbers)
    ticked = list(chosen.select_related("assignee", "unit", "agency").order_by("number"))
    if not ticked:
        return HttpResponseRedirect(back, status=303)
    form = typed(
        request,
        PassForm,
        lambda: {"ticked": [f"{number}:{version}" for number, version in chosen.values_list("number", "version")]},
        locks=chosen,
        agency=request.agency,
    )

    def work() -> str:
        given: dict[str, Any] = form.cleaned_data
        assign_together(
            ticked, assignee=given.get("assignee"), unit=given.get("unit"), by=request.member, at=request.at
        )
        return f"{reverse('cases:list')}?{urlencode({'passed': len(ticked)})}"

    return answer(request, form, work, template="cases/pass.html", ticked=ticked, back=back)
