"""The steps of an appeal, each with a small form; entering one; files; correcting a fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from gongkai import flow
from gongkai.errors import Conflict, UsageError
from gongkai.office.appeals import actions
from gongkai.office.appeals.forms import steps
from gongkai.office.appeals.forms.register import RegisterForm
from gongkai.office.appeals.forms.steps import StepForm
from gongkai.office.appeals.models import Appeal
from gongkai.office.appeals.queries import chip
from gongkai.office.appeals.step import LABELS, permission
from gongkai.office.appeals.timeline import SENTENCES, timeline
from gongkai.office.appeals.views.appeal import found
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.forms.files import Uploads, received
from gongkai.office.cases.models import Application
from gongkai.office.people.door import Asked, Marked, form_page
from gongkai.office.people.posting import answer, typed
from gongkai.statute import appeals as law

LATEST = 5
"""Events shown beside a form."""
BASES = {move.name: move.basis for move in law.MOVES}


@dataclass(frozen=True, slots=True)
class Way:
    """How a step is taken: the action, and the form that asks for what it takes."""

    action: Callable[..., None]
    form: type[StepForm]


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "accept": Way(actions.accept, steps.AcceptForm),
        "simplify": Way(actions.simplify, steps.ProcedureForm),
        "ordinary": Way(actions.ordinary, steps.ProcedureForm),
        "answer": Way(actions.answer, steps.AnswerForm),
        "hear": Way(actions.hear, steps.HearForm),
        "extend": Way(actions.extend, steps.ExtendForm),
        "decide": Way(actions.decide, steps.DecideForm),
        "perform": Way(actions.perform, steps.PerformForm),
        "close": Way(actions.close, steps.CloseForm),
        "learn": Way(actions.learn, steps.LearnForm),
    }
)
"""Every step by the name of its move."""


@form_page("register_appeal")
def new(request: Asked, number: str) -> HttpResponseBase:
    """Enter an appeal about the application with this number."""
    seen = Application.objects.visible_to(request.member).filter(agency=request.agency)
    return _entered(request, get_object_or_404(seen.select_related("agency"), number=number), None)


@form_page("register_appeal")
def further(request: Asked, key: UUID) -> HttpResponseBase:
    """Enter the next instance after this appeal."""
    previous = found(request, key)
    return _entered(request, previous.application, previous)


def _entered(request: Asked, application: Application | None, previous: Appeal | None) -> HttpResponseBase:
    uploads = received(request)
    form = typed(
        request, RegisterForm, agency=request.agency, application=application, previous=previous, today=request.today,
        uploads=uploads,
    )  # fmt: skip

    def work() -> str:
        made = actions.register(
            agency=request.agency, application=application, previous=previous, evidence=uploads.evidence,
            by=request.member, at=request.at, **form.words(),
        )  # fmt: skip
        _attach(made, uploads, "register_appeal", request)
        return reverse("appeals:appeal", args=[made.pk])

    return answer(request, form, work, template="appeals/new.html", application=application, previous=previous)


def step_page(name: str) -> Marked:
    """The page of a step, marked with its permission."""

    @form_page(permission(name))
    def take(request: Asked, key: UUID) -> HttpResponseBase:
        appeal, way, uploads = found(request, key), WAYS[name], received(request)
        if request.method != "POST":
            _require_lawful(appeal, name)
        form = _form(request, way.form, appeal, uploads)

        def work() -> None:
            files = {"evidence": uploads.evidence} if way.form.sends_files else {}
            _act(way.action, form, appeal, request, **form.words(), **files)
            _attach(appeal, uploads, permission(name), request)

        return _answered(request, appeal, form, work, LABELS[name], BASES[name])

    take.__doc__ = f"{LABELS[name]}: the form and the step itself."
    return take


@form_page("attach_appeal")
def add_files(request: Asked, key: UUID) -> HttpResponseBase:
    """Add files to the appeal."""
    appeal, uploads = found(request, key), received(request)
    form = _form(request, steps.AttachForm, appeal, uploads)

    def work() -> None:
        if not uploads.kept:
            raise UsageError("请选择文件", "choose a file")
        _attach(appeal, uploads, "attach_appeal", request)

    return _answered(request, appeal, form, work, "附文件", "")


@form_page("correct_appeal")
def correct(request: Asked, key: UUID, fact: int) -> HttpResponseBase:
    """Let a fact with the right day take the place of one that was entered wrong."""
    appeal = found(request, key)
    old = appeal.facts.standing().filter(pk=fact).first()
    if old is None:
        raise Http404
    form = _form(request, steps.CorrectForm, appeal, Uploads(), fact=old)

    def work() -> None:
        _act(actions.correct_fact, form, appeal, request, fact=old.pk, **form.words())

    plain = (
        SENTENCES[old.kind]
        .split("：")[0]
        .format(kind=appeal.get_kind_display(), organ=appeal.organ, until="", dated="")
    )
    return _answered(request, appeal, form, work, f"更正“{plain}”（原为{old.happened_on}）", "")


def _require_lawful(appeal: Appeal, name: str) -> None:
    try:
        flow.find(law.MOVES, name, appeal.state)
    except flow.UnlawfulMove:
        state = law.STATES[appeal.state]
        raise Conflict(
            f"“{state[0]}”的复议诉讼不能“{LABELS[name]}”", f"an appeal {state[1]} cannot take the step {name}"
        ) from None


def _form(request: Asked, kind: type[StepForm], appeal: Appeal, uploads: Uploads, **more: Any) -> StepForm:
    more |= {"appeal": appeal, "today": request.today}
    if kind.sends_files:
        more["uploads"] = uploads
    form = typed(request, kind, **more)
    form.fields["version"].initial = appeal.version
    return form


def _act(action: Callable[..., None], form: StepForm, appeal: Appeal, request: Asked, **words: Any) -> None:
    """Take the step by the version that the form showed; on 409 the form learns the present one, to be sent again."""
    try:
        action(appeal, version=form.cleaned_data["version"], by=request.member, at=request.at, **words)
    except Conflict:
        data = request.POST.copy()
        data["version"] = str(Appeal.objects.values_list("version", flat=True).get(pk=appeal.pk))
        form.data = data
        raise


def _attach(appeal: Appeal, uploads: Uploads, with_step: str, request: Asked) -> None:
    held = set(appeal.files.values_list("file", flat=True))
    for one in uploads.kept:
        if one.file.pk not in held:
            held.add(one.file.pk)
            actions.attach(appeal, file=one.file, name=one.name, by=request.member, at=request.at, with_step=with_step)


def _answered(
    request: Asked, appeal: Appeal, form: StepForm, work: Callable[[], None], title: str, basis: str
) -> HttpResponseBase:
    home = reverse("appeals:appeal", args=[appeal.pk])

    def done() -> str:
        work()
        return home

    context = {
        "appeal": appeal,
        "chip": chip(appeal, today=request.today, days=calendar()),
        "title": title,
        "basis": basis,
        "latest": timeline(appeal)[-LATEST:],
    }
    return answer(request, form, done, template="appeals/step.html", **context)
