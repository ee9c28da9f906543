"""One appeal: its facts, what happened, its deadline day by day, what may be done next; its files."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from gongkai import flow
from gongkai.errors import Conflict
from gongkai.office.appeals.actions import name_of, open_file
from gongkai.office.appeals.clock import account
from gongkai.office.appeals.models import Appeal
from gongkai.office.appeals.queries import chain, chip, columns
from gongkai.office.appeals.timeline import lawful, onward, timeline
from gongkai.office.cases.clock import calendar
from gongkai.office.people.door import Asked, page
from gongkai.office.people.models import Member
from gongkai.statute import appeals as law


def found(request: Asked, key: UUID) -> Appeal:
    """The appeal of the agency that is acted for; any other is not there. Conflict for one of another own agency."""
    seen = Appeal.objects.visible_to(request.member).select_related("agency", "application", "answer", "previous")
    appeal = get_object_or_404(seen, pk=key)
    if appeal.agency_id != request.agency.pk:
        raise Conflict(
            f"这件复议诉讼由{appeal.agency.name}办理，请先改为办理{appeal.agency.name}的事，再打开",
            f"this appeal is {appeal.agency.name}'s: act for it first",
        )
    return appeal


@page("see_cases")
def show(request: Asked, key: UUID) -> HttpResponseBase:
    """The whole appeal on one page."""
    appeal, days = found(request, key), calendar()
    further = law.onward(appeal.kind, appeal.result, appeal.decided_on, days) if appeal.decided_on else None
    context = {
        "appeal": appeal,
        "known": law.kinds()[appeal.kind],
        "chip": chip(appeal, today=request.today, days=days),
        "due": account(appeal, days),
        "further": further,
        "counts_in": columns(appeal.agency).get(appeal.result, ""),
        "is_odd": law.should_have_gone_to_reconsideration(appeal.kind, _outcome(appeal), appeal.received_on)
        and not (appeal.is_after or appeal.previous_id),
        "chain": chain(appeal),
        "events": timeline(appeal),
        "files": [(one, name_of(one)) for one in appeal.files.select_related("file", "by").order_by("added_at", "id")],
        "next": _next(appeal, request.member),
        "onward": onward(appeal) if "register_appeal" in request.permissions else [],
        "may_attach": "attach_appeal" in request.permissions,
        "may_open": "see_files" in request.permissions,
        "may_correct": "correct_appeal" in request.permissions,
    }
    return render(request, "appeals/appeal.html", context)


def _outcome(appeal: Appeal) -> str:
    return appeal.answer.outcome if appeal.answer else ""


def _next(appeal: Appeal, member: Member) -> list[tuple[flow.Move, str]]:
    """The lawful steps and the names of their pages, those that lead on first."""
    moves = sorted(lawful(appeal, member), key=lambda one: not one.target)
    return [(move, f"appeals:{move.name}") for move in moves]


@page("see_cases")
def day_by_day(request: Asked, key: UUID) -> HttpResponseBase:
    """怎么算的: the account of the deadline for our answer; 404 where the organ named the day."""
    appeal, days = found(request, key), calendar()
    due = account(appeal, days)
    if due is None:
        raise Http404
    context = {
        "appeal": appeal,
        "due": due,
        "days": due.days(days),
        "chip": chip(appeal, today=request.today, days=days),
    }
    return render(request, "appeals/clock.html", context)


@page("see_files")
def attachment(request: Asked, key: UUID, file: UUID) -> HttpResponseBase:
    """A file, to be saved and never shown inside the site (TRUST 1.24)."""
    one = get_object_or_404(found(request, key).files.select_related("file", "appeal__agency"), pk=file)
    response = FileResponse(
        open_file(one, by=request.member, at=request.at),
        as_attachment=True,
        filename=name_of(one),
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
