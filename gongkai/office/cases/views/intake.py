"""S-04: register what came in, with an aside that says what it comes to; and the receipt for the applicant."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.office.cases.forms.files import Uploads, attach_all, received
from gongkai.office.cases.forms.intake import MOST_PEOPLE, IntakeForm
from gongkai.office.cases.intake import register
from gongkai.office.cases.outlook import Outlook, outlook
from gongkai.office.cases.persons import masked
from gongkai.office.cases.queries import applicant
from gongkai.office.cases.timeline import in_words
from gongkai.office.cases.views.again import shown_again, so_far
from gongkai.office.cases.views.case import found
from gongkai.office.people.door import Asked, action, form_page, page
from gongkai.office.people.posting import answer, typed
from gongkai.statute.channels import CHANNELS

TEMPLATE = "cases/intake.html"
AGAIN = ("preview", "more")
"""Buttons that show the form anew without registering anything: for browsers without script."""


def ahead(request: Asked, form: IntakeForm) -> Outlook:
    """What the form comes to by what has been typed."""
    return outlook(request.member, agency=request.agency, **form.so_far(), today=request.today)


@form_page("register")
def new(request: Asked) -> HttpResponseBase:
    """Register a submission and go to the case, or to its receipt."""
    uploads = received(request)
    form = typed(request, IntakeForm, today=request.today, uploads=uploads)
    if any(name in request.POST for name in AGAIN):
        return _anew(request, form, uploads)

    def work() -> str:
        made, is_again = register(
            form.intake(), agency=request.agency, key=form.cleaned_data["form_id"], by=request.member, at=request.at
        )
        for one in () if is_again else made:
            attach_all(one, uploads, with_step="register", request=request)
        goes = "cases:receipt" if "receipt" in request.POST else "cases:case"
        return reverse(goes, args=[made[0].number])

    return answer(request, form, work, template=TEMPLATE, ahead=ahead(request, form))


def _anew(request: Asked, form: IntakeForm, uploads: Uploads) -> HttpResponseBase:
    """The form as typed, one more person if that was asked for."""
    values = so_far(form)
    if "more" in request.POST:
        values["people"] = min(form.count + 1, MOST_PEOPLE)
    shown = IntakeForm(initial=values, today=request.today, uploads=uploads)
    return shown_again(request, shown, TEMPLATE, ahead=ahead(request, shown))


@action("register")
def aside(request: Asked) -> HttpResponseBase:
    """The aside alone, for the script that keeps it up to date while one types; nothing is written."""
    form = IntakeForm(request.POST, today=request.today, uploads=Uploads())
    return render(request, "cases/_ahead.html", {"ahead": ahead(request, form)})


@page("see_cases")
def receipt(request: Asked, number: str) -> HttpResponseBase:
    """What the applicant is given: the numbers, the day of receipt and why it is that, the deadline."""
    application = found(request, number)
    channel = CHANNELS[application.channel]
    rows = application.submission.applications.order_by("number")
    context = {
        "application": application,
        "rows": [(one, in_words(one.due) if one.due else "") for one in rows],
        "name": masked(applicant(application), "name"),
        "channel": channel,
        "submitted": in_words(application.submission.submitted_on),
        "received": in_words(application.received_on) if application.received_on else "",
        "printed": in_words(request.today),
    }
    return render(request, "cases/receipt.html", context)
