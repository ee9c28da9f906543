"""The steps of a case: each has a small form, says before it is sent what it does to the clock, and overwrites nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from gongkai import flow
from gongkai.errors import Conflict, UsageError
from gongkai.office.cases import actions, closing, intake, supervision
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.correcting import LABELS as FACTS
from gongkai.office.cases.correcting import correct_fact, shared_with
from gongkai.office.cases.foresight import Foresight, foresee
from gongkai.office.cases.forms import steps
from gongkai.office.cases.forms.files import Uploads, attach_all, received
from gongkai.office.cases.forms.steps import StepForm
from gongkai.office.cases.models import Application
from gongkai.office.cases.queries import chip
from gongkai.office.cases.step import LABELS
from gongkai.office.cases.timeline import timeline
from gongkai.office.cases.views.again import shown_again, so_far
from gongkai.office.cases.views.case import found, others
from gongkai.office.people.door import Asked, Marked, action, form_page
from gongkai.office.people.posting import answer, typed
from gongkai.statute.deadlines import Dated, Fact
from gongkai.statute.procedure import MOVES, STATES

TEMPLATE = "cases/step.html"
LATEST = 5
"""Events shown beside a form, so that whoever meets 409 sees what the other did."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a step is taken: the action, and the form that asks for what it takes."""

    action: Callable[..., None]
    form: type[StepForm]


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "confirm": Way(intake.confirm, steps.ConfirmForm),
        "discard": Way(intake.discard, steps.DiscardForm),
        "assign": Way(actions.assign, steps.AssignForm),
        "ask_correction": Way(actions.ask_correction, steps.AskCorrectionForm),
        "receive_correction": Way(actions.receive_correction, steps.ReceiveCorrectionForm),
        "consult": Way(actions.consult, steps.ConsultForm),
        "record_letter_received": Way(actions.record_letter_received, steps.LetterReceivedForm),
        "receive_opinion": Way(actions.receive_opinion, steps.OpinionForm),
        "extend": Way(actions.extend, steps.ExtendForm),
        "delay": Way(actions.delay, steps.DelayForm),
        "notice_fee": Way(actions.notice_fee, steps.FeeForm),
        "receive_payment": Way(actions.receive_payment, steps.PaymentForm),
        "decide": Way(closing.decide, steps.DecideForm),
        "take_back": Way(closing.take_back, steps.TakeBackForm),
        "serve": Way(closing.serve, steps.ServeForm),
        "lapse": Way(closing.lapse, steps.LapseForm),
        "withdraw": Way(closing.withdraw, steps.WithdrawForm),
        "archive": Way(closing.archive, steps.ArchiveForm),
        "reopen": Way(closing.reopen, steps.ReopenForm),
    }
)
"""Every step that has a form of its own, by the name of its move; a document brings the others."""
BASES = {move.name: move.basis for move in MOVES}
FACT_OF = {move.name: Fact(move.fact) for move in MOVES if move.fact}


def step_page(name: str) -> Marked:
    """The page of a step, marked with the permission that bears its name."""

    @form_page(name)
    def take(request: Asked, number: str) -> HttpResponseBase:
        application, way, uploads = found(request, number), WAYS[name], received(request)
        if request.method != "POST":
            _require_lawful(application, name)
        form = _form(request, way.form, application, uploads)
        files = {"evidence": uploads.evidence} if way.form.sends_files else {}

        def work() -> None:
            _act(way.action, form, application, request, **form.words(), **files)
            attach_all(application, uploads, with_step=name, request=request)

        return _answered(request, application, form, work, name)

    take.__doc__ = f"{LABELS[name]}: the form, what it does to the clock, and the step itself."
    return take


@form_page("attach")
def add_files(request: Asked, number: str) -> HttpResponseBase:
    """Add files to the case."""
    application, uploads = found(request, number), received(request)
    form = _form(request, steps.AttachForm, application, uploads)

    def work() -> None:
        if not uploads.kept:
            raise UsageError("请选择文件", "choose a file")
        attach_all(application, uploads, with_step="attach", request=request)

    return _answered(request, application, form, work, "attach")


@form_page("correct_fact")
def correct(request: Asked, number: str, fact: int) -> HttpResponseBase:
    """Let a fact with the right day take the place of one that was entered wrong."""
    application, uploads = found(request, number), received(request)
    old = application.facts.filter(pk=fact).first()
    if old is None:
        raise Http404
    form = _form(request, steps.CorrectFactForm, application, uploads, fact=old)

    def work() -> None:
        _act(correct_fact, form, application, request, fact=old.pk, evidence=uploads.evidence, **form.words())
        attach_all(application, uploads, with_step="correct_fact", request=request)

    others = "、".join(one.number for one, _ in shared_with(application, old))
    title = f"更正“{FACTS[Fact(old.kind)]}”的日期（原为{old.happened_on}{f'，同一收件的{others}一并更正' if others else ''}）"
    return _answered(request, application, form, work, "correct_fact", title=title)


@form_page("supervise")
def supervise(request: Asked, number: str) -> HttpResponseBase:
    """Let a case be supervised."""
    application = found(request, number)
    form = _form(request, steps.SuperviseForm, application, received(request))

    def work() -> None:
        supervision.supervise(application, **form.words(), by=request.member, at=request.at)

    return _answered(request, application, form, work, "supervise")


@action("supervise")
def end_supervision(request: Asked, number: str) -> HttpResponseBase:
    """Supervise a case no longer."""
    application = found(request, number)
    supervision.end_supervision(application, by=request.member, at=request.at)
    return HttpResponseRedirect(reverse("cases:case", args=[number]), status=303)


def _require_lawful(application: Application, name: str) -> None:
    """Pass when the step may be taken in the state of the application; Conflict, which the door shows, otherwise."""
    try:
        flow.find(MOVES, name, application.state)
    except flow.UnlawfulMove:
        state = STATES[application.state]
        raise Conflict(
            f"“{state[0]}”的申请不能“{LABELS[name]}”", f"an application {state[1]} cannot take the step {name}"
        ) from None


def _form(request: Asked, kind: type[StepForm], application: Application, uploads: Uploads, **more: Any) -> StepForm:
    more |= {"application": application, "today": request.today}
    if kind.sends_files:
        more["uploads"] = uploads
    form = typed(request, kind, **more)
    form.made_from = more
    form.fields["version"].initial = application.version
    return form


def _act(action: Callable[..., None], form: StepForm, application: Application, request: Asked, **words: Any) -> None:
    """Take the step by the version that the form showed; on 409 the form learns the present one, to be sent again."""
    try:
        action(application, version=form.cleaned_data["version"], by=request.member, at=request.at, **words)
    except Conflict:
        data = request.POST.copy()
        data["version"] = str(Application.objects.values_list("version", flat=True).get(pk=application.pk))
        form.data = data
        raise


def _answered(
    request: Asked,
    application: Application,
    form: StepForm,
    work: Callable[[], None],
    name: str,
    title: str = "",
) -> HttpResponseBase:
    home = reverse("cases:case", args=[application.number])

    def done() -> str:
        work()
        return home

    context = {
        "application": application,
        "chip": chip(application, today=request.today, days=calendar()),
        "title": title or LABELS[name],
        "basis": BASES.get(name, ""),
        "others": others(request, application),
        "latest": timeline(application)[-LATEST:],
        "foresight": _foresight(application, form, name, request.today),
    }
    if "preview" in request.POST:
        again = type(form)(initial=so_far(form), **form.made_from)
        return shown_again(request, again, TEMPLATE, **context)
    return answer(request, form, done, template=TEMPLATE, **context)


def _foresight(application: Application, form: StepForm, name: str, today: date) -> Foresight | None:
    """What the step would do to the clock by what the form holds so far; None for a step that records no fact."""
    kind = FACT_OF.get(name)
    on = _value(form, "happened_on")
    if kind is None or on is None or on > today:
        return None
    added = Dated(
        kind,
        on,
        party=_value(form, "party") or "",
        joint=bool(_value(form, "joint")),
        days=_value(form, "days") or 0,
        until=_value(form, "until"),
    )
    return foresee(application, [added], today=today)


def _value(form: StepForm, name: str) -> Any:
    """The value of a field as far as it is one; None for none."""
    if name not in form.fields:
        return None
    try:
        return form.fields[name].clean(form[name].value())
    except django_forms.ValidationError:
        return None
