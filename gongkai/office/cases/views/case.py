"""S-03: one case, what happened to it and what may be done next; a look at what is masked; its files."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import resolve, reverse

from gongkai import flow
from gongkai.errors import Conflict
from gongkai.office.cases.attaching import name_of, open_file
from gongkai.office.cases.beside import parts
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.forms.outcomes import counts_in
from gongkai.office.cases.forms.steps import RevealForm
from gongkai.office.cases.models import Application, Attachment, Party
from gongkai.office.cases.outlook import personal_data
from gongkai.office.cases.persons import SEALED, in_full, masked, reveal
from gongkai.office.cases.queries import chip
from gongkai.office.cases.querysets import LIVE
from gongkai.office.cases.similar import kin
from gongkai.office.cases.step import LABELS
from gongkai.office.cases.supervision import standing
from gongkai.office.cases.timeline import lawful, timeline
from gongkai.office.people.door import Asked, form_page, mark_of, page
from gongkai.office.people.drafts import being_typed
from gongkai.office.people.posting import answer, typed
from gongkai.statute.channels import CHANNELS, WAYS

ENDINGS = ("decide", "serve", "archive", "receive_correction", "receive_opinion", "confirm", "receive_payment")
"""The steps that lead on from where a case waits: they stand first."""


DRAFTED_IN = ("open", "awaiting_correction", "awaiting_payment", "awaiting_service")
"""The states in which a document may be begun: an answer only while the case is open."""


ANSWER = flow.Move("draft", ("open",), "", "拟答复", "draft the answer", "", "《政府信息公开条例》第三十六条")
WRITING = flow.Move("draft", ("open", "in_review"), "", "答复在拟", "the answer that is being written")
"""What leads to the answer: the choice of its letter, or the one that is being written."""


def found(request: Asked, number: str) -> Application:
    """The application with this number of the agency that is acted for; any other is not there.

    A link from elsewhere names its agency by `?for=`: a number says nothing without it. Conflict when that is another
    agency for which the member may act.
    """
    wanted = request.GET.get("for", str(request.agency.pk))
    if wanted != str(request.agency.pk):
        whose = next((one for one in request.own_agencies if str(one.pk) == wanted), None)
        if whose is None:
            raise Http404
        raise Conflict(
            f"这件申请由{whose.name}办理，请先改为办理{whose.name}的事，再打开",
            f"this application is {whose.name}'s: act for it first",
        )
    seen = Application.objects.visible_to(request.member).filter(agency=request.agency)
    return get_object_or_404(seen.select_related("submission", "agency", "assignee", "unit"), number=number)


def others(request: Asked, application: Application) -> list[tuple[str, str, datetime]]:
    """Who else fills in a form of the case now: their name, what the form is for, when it was kept last."""
    below = f"{reverse('cases:case', args=[application.number])}/"
    found = being_typed(application.agency, below, but=request.member, at=request.real_at)
    marks = [(one, mark_of(resolve(one.path).func)) for one in found]
    return [(one.member.name, LABELS[mark.permission], one.saved_at) for one, mark in marks if mark]


@page("see_cases")
def case(request: Asked, number: str) -> HttpResponseBase:
    """The whole case on one page."""
    application = found(request, number)
    parties = list(application.submission.parties.all())
    first = next(one for one in parties if one.role == "applicant")
    text = application.submission.text
    alike = kin(
        request.member,
        agency=request.agency,
        name=in_full(first, "name"),
        identity=in_full(first, "identity"),
        text=application.subject + text,
        today=request.today,
        but=application,
    )
    context = {
        "application": application,
        "chip": chip(application, today=request.today, days=calendar()),
        "channel": CHANNELS[application.channel],
        "way": WAYS.get(application.way),
        "earlier": application.answers.exclude(reopened_on=None),
        "people": [(one, _shown(one)) for one in parties],
        "personal": personal_data(application.subject + text),
        "events": timeline(application),
        "files": [(one, name_of(one)) for one in _files(application)],
        "parts": parts(application, request.permissions),
        "letters": application.letters.exclude(state="dropped").select_related("review"),
        "may_draft": "draft" in request.permissions and application.state in DRAFTED_IN,
        "next": _next(request, application),
        "may_attach": "attach" in request.permissions,
        "others": others(request, application),
        "supervision": standing(application),
        "may_supervise": "supervise" in request.permissions and application.state in LIVE,
        "kin": alike,
        "counts_in": counts_in(application.outcome),
        "siblings": application.submission.applications.exclude(pk=application.pk).order_by("number"),
        "may_open": "see_files" in request.permissions,
        "may_reveal": "see_personal" in request.permissions,
    }
    return render(request, "cases/case.html", context)


def _files(application: Application) -> list[Attachment]:
    """The files of the submission and of this application, not those of its siblings."""
    whole = application.submission.attachments.select_related("file", "by").order_by("added_at", "id")
    return [one for one in whole if one.application_id in (None, application.pk)]


def _next(request: Asked, application: Application) -> list[tuple[flow.Move, str]]:
    """The lawful steps and their pages, those that lead on first."""
    moves = lawful(application, request.member, today=request.today)
    first = sorted(moves, key=lambda one: one.name not in ENDINGS)
    steps = [(one, reverse(f"cases:{one.name}", args=[application.number])) for one in first]
    return [*_writing(request, application), *steps]


def _writing(request: Asked, application: Application) -> list[tuple[flow.Move, str]]:
    """The way to the answer, for whoever writes, reviews or signs it."""
    live = application.letters.live().exclude(outcome="").first()
    if live is not None and "see_files" in request.permissions:
        return [(WRITING, reverse("cases:letter", args=[application.number, live.pk]))]
    if application.state in ANSWER.sources and "draft" in request.permissions:
        return [(ANSWER, reverse("cases:new_letter", args=[application.number]))]
    return []


def _shown(party: Party) -> list[tuple[str, str, str]]:
    """The sealed columns of a party as a page shows them: name, label, masked text."""
    return [(name, label, words) for name, label in SEALED.items() if (words := masked(party, name))]


@form_page("see_personal", keeps=False)
def look(request: Asked, number: str, party: UUID, field: str) -> HttpResponseBase:
    """Show one masked value in full to whoever says what for; the audit keeps who looked and why."""
    application = found(request, number)
    whose = get_object_or_404(application.submission.parties, pk=party)
    if field not in SEALED:
        raise Http404
    form = typed(request, RevealForm)
    context = {"application": application, "label": SEALED[field], "title": f"查看{SEALED[field]}", "party": whose}
    if request.method == "POST" and form.is_valid():
        whole = reveal(whose, field, purpose=form.cleaned_data["purpose"], by=request.member, at=request.at)
        return render(request, "cases/look.html", {**context, "form": form, "whole": whole})
    return answer(request, form, lambda: request.path, template="cases/look.html", **context)


@page("see_files")
def attachment(request: Asked, number: str, key: UUID) -> HttpResponseBase:
    """A file, to be saved and never shown inside the site (TRUST 1.24); a scan shows what the page masks."""
    application = found(request, number)
    one = next((file for file in _files(application) if file.pk == key), None)
    if one is None:
        raise Http404
    response = FileResponse(
        open_file(one, application, by=request.member, at=request.at),
        as_attachment=True,
        filename=name_of(one),
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
