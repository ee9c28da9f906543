"""S-05: the documents of a case, from the choice of one to the signed file (W7, W8, W13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from gongkai.errors import Conflict, UsageError
from gongkai.office.cases.beside import cautions
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.forms.files import received
from gongkai.office.cases.forms.letters import NewLetterForm, ReturnForm, SignForm, WriteForm
from gongkai.office.cases.forms.outcomes import counts_in
from gongkai.office.cases.letters import actions
from gongkai.office.cases.letters.models import Letter, LetterState
from gongkai.office.cases.letters.opening import open_signed
from gongkai.office.cases.letters.wording import composed, digest, paper, write
from gongkai.office.cases.models import Application
from gongkai.office.cases.queries import chip
from gongkai.office.cases.views.again import shown_again
from gongkai.office.cases.views.case import found
from gongkai.office.people.door import Asked, action, form_page, page
from gongkai.office.people.posting import answer, typed
from gongkai.office.review import actions as review
from gongkai.office.review.models import Stage
from gongkai.office.review.queries import opinion_of, said, signs_for, turn
from gongkai.statute.letters import letters
from gongkai.writers.paper.typeset import typeset
from gongkai.writers.paper.word import pack

FORMATS = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", pack),
    "pdf": ("application/pdf", typeset),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A step of the chain as the page draws it."""

    stage: Stage
    opinion: str
    tone: str


@form_page("draft")
def new(request: Asked, number: str) -> HttpResponseBase:
    """Choose the document: the outcome brings its letter, and shows where it will count."""
    application = found(request, number)
    form = typed(request, NewLetterForm, application=application)

    def work() -> str:
        kind, outcome = form.chosen()
        also = Application.objects.filter(pk__in=form.cleaned_data.get("also", ()))
        made = actions.draft(application, kind=kind, outcome=outcome, also=also, by=request.member, at=request.at)
        return reverse("cases:write_letter", args=[application.number, made.pk])

    return answer(request, form, work, template="cases/letter_new.html", **_about(request, application))


@form_page("draft")
def write_letter(request: Asked, number: str, key: UUID) -> HttpResponseBase:
    """Fill the document in, with the page beside it; save, look, or send it into the chain."""
    letter = _letter(request, number, key)
    if letter.state != LetterState.DRAFT:
        return HttpResponseRedirect(_home(letter))
    form = typed(request, WriteForm, letter=letter)
    if request.method == "POST" and "submit" not in request.POST:
        form.look()
    if request.method == "POST" and form.is_valid():
        write(letter, form.values())
    context = _shown(request, letter) | {"cautions": cautions(letter.application, letter.outcome)}
    if "preview" in request.POST:
        return shown_again(request, form, "cases/letter_write.html", **context)

    def work() -> str:
        version = form.cleaned_data["version"]
        actions.save(letter, values=form.values(), version=version, by=request.member, at=request.at)
        if "submit" not in request.POST:
            return reverse("cases:write_letter", args=[number, letter.pk])
        flags = form.cleaned_data["flags"]
        actions.submit(letter, flags=flags, version=letter.version, by=request.member, at=request.at)
        return _home(letter)

    return answer(
        request, form, _by_version(request, form, letter, work), template="cases/letter_write.html", **context
    )


@page("see_files")
def show(request: Asked, number: str, key: UUID) -> HttpResponseBase:
    """The document and its signatures; whoever's turn it is signs or sends back from here."""
    return render(request, "cases/letter.html", _shown(request, _letter(request, number, key)))


@form_page("approve")
def sign(request: Asked, number: str, key: UUID) -> HttpResponseBase:
    """Sign the words that the page shows."""
    letter, uploads = _letter(request, number, key), received(request)
    context = _shown(request, letter)
    form = typed(request, SignForm, letter=letter, words=context["words"], uploads=uploads)

    def work() -> str:
        words = form.cleaned_data
        actions.approve(
            letter,
            opinion=words["opinion"],
            seen=words["words"],
            version=words["version"],
            minutes=uploads.evidence,
            by=request.member,
            at=request.at,
        )
        return _home(letter)

    return answer(request, form, work, template="cases/letter_sign.html", does="sign", **context)


@form_page("send_back")
def send_back(request: Asked, number: str, key: UUID) -> HttpResponseBase:
    """Send the document back, with the reason."""
    letter = _letter(request, number, key)
    form = typed(request, ReturnForm, letter=letter)

    def work() -> str:
        words = form.cleaned_data
        actions.send_back(letter, reason=words["reason"], version=words["version"], by=request.member, at=request.at)
        return _home(letter)

    return answer(request, form, work, template="cases/letter_sign.html", does="return", **_shown(request, letter))


@action("draft")
def drop(request: Asked, number: str, key: UUID) -> HttpResponseBase:
    """Give the document up."""
    letter = _letter(request, number, key)
    actions.drop(letter, by=request.member, at=request.at)
    return HttpResponseRedirect(reverse("cases:case", args=[number]), status=303)


@action("remind")
def remind(request: Asked, number: str, key: UUID) -> HttpResponseBase:
    """催办: whoever's turn it is hears of it."""
    letter = _letter(request, number, key)
    if letter.review is None:
        raise UsageError("这份文书没有送签", "the document was not submitted")
    review.remind(letter.review, by=request.member, at=request.at)
    return HttpResponseRedirect(f"{_home(letter)}?reminded=1", status=303)


@page("see_files")
def file(request: Asked, number: str, key: UUID, form: str) -> HttpResponseBase:
    """The document as a file: the signed bytes, or the draft, which says that it is one."""
    letter = _letter(request, number, key)
    if form not in FORMATS:
        raise Http404
    kind, make = FORMATS[form]
    name = f"{letters()[letter.kind].title}{letter.number or '（草稿）'}.{form}"
    stored = letter.pdf if form == "pdf" else letter.word
    if stored is not None:
        opened = open_signed(letter, stored, by=request.member, at=request.at)
        return FileResponse(opened, as_attachment=True, filename=name, content_type=kind)
    made = make(paper(letter, composed(letter, on=request.today)))
    response = HttpResponse(made, content_type=kind)
    response.headers["Content-Disposition"] = _disposition(name)
    return response


def _disposition(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"


def _letter(request: Asked, number: str, key: UUID) -> Letter:
    application = found(request, number)
    related = Letter.objects.select_related("agency", "review", "word", "pdf", "drafted_by")
    letter = get_object_or_404(related, pk=key, application=application)
    letter.application = application
    return letter


def _home(letter: Letter) -> str:
    return reverse("cases:letter", args=[letter.application.number, letter.pk])


def _about(request: Asked, application: Application) -> dict[str, Any]:
    days = calendar()
    return {"application": application, "chip": chip(application, today=request.today, days=days)}


def _shown(request: Asked, letter: Letter) -> dict[str, Any]:
    """What every page of a document shows: its words by the law of today, its chain, what may be done with it."""
    made = composed(letter, on=letter.signed_on or request.today)
    stage = turn(letter.review) if letter.review else None
    may = request.permissions
    mine = stage is not None and signs_for(request.member, stage, today=request.today) is not None
    is_draft = letter.state == LetterState.DRAFT
    return {
        **_about(request, letter.application),
        "letter": letter,
        "known": letters()[letter.kind],
        "made": made,
        "paper": paper(letter, made, number=letter.number, on=letter.signed_on),
        "words": digest(letter, made),
        "counts_in": counts_in(letter.outcome),
        "also": letter.also.order_by("number"),
        "chain": _chain(letter, stage),
        "stage": stage,
        "may_sign": mine and "approve" in may,
        "may_write": is_draft and "draft" in may,
        "may_drop": letter.state in (LetterState.DRAFT, LetterState.IN_REVIEW) and "draft" in may,
        "may_remind": letter.state == LetterState.IN_REVIEW and "remind" in may,
        "reminded": "reminded" in request.GET,
    }


def _chain(letter: Letter, now: Stage | None) -> list[Told]:
    if letter.review is None:
        return []
    tones = {Stage.Verdict.APPROVED: "is-done", Stage.Verdict.RETURNED: "is-back"}
    return [
        Told(one, opinion_of(one), tones.get(Stage.Verdict(one.verdict), "") if one.verdict else _waits(one, now))
        for one in said(letter.review)
        if one.verdict or one.round == letter.review.round
    ]


def _waits(stage: Stage, now: Stage | None) -> str:
    return "is-now" if now is not None and stage.pk == now.pk else ""


def _by_version(request: Asked, form: WriteForm, letter: Letter, work: Any) -> Any:
    """The work; on 409 the form learns the present version, so that what was typed can be sent again."""

    def done() -> str:
        try:
            return str(work())
        except Conflict:
            data = request.POST.copy()
            data["version"] = str(Letter.objects.values_list("version", flat=True).get(pk=letter.pk))
            form.data = data
            raise

    return done
