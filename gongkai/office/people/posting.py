"""What every form of the office does alike: it is done once, loses no typed text, and overwrites nobody.

A view builds its form by `typed` and gives it to `answer` with the work to be done:

    @form_page("change_agency")
    def rename(request: Asked, key: UUID) -> HttpResponseBase:
        agency = governed(request, key)
        form = typed(request, RenameForm, lambda: {"name": Agency.objects.get(pk=key).name})
        return answer(request, form, _does(request, agency, actions.rename_agency, form), title="更名", agency=agency)

`answer` shows the form, with what was kept of an earlier attempt; shows it again with its errors (422); does the work
once however often the post comes (TRUST 1.12) and redirects to where the work says (303); or says that somebody else
was there first, with both versions and the typed text kept (409, TRUST 4 row 44).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from gongkai.errors import Conflict, InputError, NotAllowed, UsageError
from gongkai.office.people import drafts
from gongkai.office.people.door import Asked, mark_of
from gongkai.office.records.actions import once

Stored = Callable[[], Mapping[str, Any]]
OF_THE_FORM = frozenset({"csrfmiddlewaretoken", "form_id"})
"""What a post says about itself and not about its content."""
INVALID, STALE = 422, 409


def new_form_id() -> str:
    """128 random bits that name one showing of a form."""
    return secrets.token_urlsafe(16)


class DeskForm(forms.Form):
    """The form that every form of the office is built on; a page writes `{{ form }}` and the hidden fields come along.

    `form_id` names this showing, so that two posts of it are one; `seen` is the digest of what was stored when it was
    shown. `stored` gives what is stored now, None for a form that makes something new, `locks` the rows it comes from; `restored_at` is when the typed
    text was kept that the form shows, None when it shows none.
    """

    form_id = forms.CharField(widget=forms.HiddenInput, initial=new_form_id, max_length=80)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    stored: Stored | None = None
    locks: QuerySet[Any] | None = None
    restored_at: datetime | None = None


Kind = TypeVar("Kind", bound=DeskForm)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which somebody else has stored something other than what was typed."""

    label: str
    now: str
    typed: str


class _Stale(Conflict):
    """What is stored is not what the form showed."""


def typed(
    request: Asked, kind: type[Kind], stored: Stored | None = None, *, locks: QuerySet[Any] | None = None, **more: Any
) -> Kind:
    """The form as posted; else with what was kept of it (see `drafts`); else with what is stored.

    `stored` gives the stored values by the names of the fields; it is asked again inside the transaction of the work,
    after the rows of `locks` are locked there. `more` goes to the form as it is.
    """
    values = dict(stored()) if stored else {}
    if request.method == "POST":
        form = kind(request.POST, request.FILES, initial=values, **more)
        form.stored, form.locks = stored, locks
        return form
    values["seen"] = digest(values) if stored else ""
    kept = drafts.kept(request.member, request.agency, request.path)
    if kept:
        bare = kind(kept.typed, **more)
        values |= {
            name: bare[name].data for name, field in bare.fields.items() if not isinstance(field, forms.FileField)
        }
    form = kind(initial=values, **more)
    form.stored, form.restored_at = stored, kept.saved_at if kept else None
    return form


def answer(
    request: Asked, form: DeskForm, work: Callable[[], str], *, template: str = "people/form.html", **context: Any
) -> HttpResponseBase:
    """The answer of a form page; `work` does what the form asks for and gives the path to go to then.

    `work` runs inside a transaction, only for a valid form, and once for a form's number. UsageError and InputError
    from it stand at the head of the form; NotAllowed goes on to the door.
    """
    if request.method != "POST":
        return _shown(request, form, template, context, 200)
    if not form.is_valid():
        return _shown(request, form, template, context, INVALID)
    name = request.resolver_match.view_name if request.resolver_match else ""
    try:
        where, _ = once(
            f"{request.member.pk}:{name}"[:80],
            form.cleaned_data["form_id"],
            fingerprint=_fingerprint(request),
            at=request.at,
            work=lambda: _on_what_was_seen(form, work),
        )
    except NotAllowed:
        raise
    except Conflict as error:
        return _stale(request, form, error, template, context)
    except (UsageError, InputError) as error:
        form.add_error(None, error.message)
        return _shown(request, form, template, context, INVALID)
    drafts.discard(request.member, request.agency, request.path)
    return HttpResponseRedirect(where, status=303)


def digest(values: Mapping[str, Any]) -> str:
    """A digest of stored values: rows count by their keys, everything else by its text."""
    plain = json.dumps({name: _plain(value) for name, value in values.items() if name != "seen"}, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return sorted(str(_plain(one)) for one in value)
    return str(getattr(value, "pk", value))


def _on_what_was_seen(form: DeskForm, work: Callable[[], str]) -> str:
    if form.locks is not None:
        list(form.locks.select_for_update())
    if form.stored and form.cleaned_data["seen"] != digest(form.stored()):
        raise _Stale("您打开这一页之后，他人已经作了修改", "somebody else has changed it since the page was opened")
    return work()


def _shown(request: Asked, form: DeskForm, template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
    match = request.resolver_match
    mark = mark_of(match.func) if match else None
    if mark and mark.keeps:
        context = {"keeps": f"{reverse('people:keep_draft')}?{urlencode({'path': request.path})}", **context}
    return render(request, template, {"form": form, **context}, status=status)


def _stale(
    request: Asked, form: DeskForm, error: Conflict, template: str, context: Mapping[str, Any]
) -> HttpResponseBase:
    """Both versions, and the form with the typed text: to send it again is to have seen the other version."""
    differences: list[Difference] = []
    if form.stored:
        now = form.stored()
        differences = [
            Difference(str(form[name].label), _told(form.fields[name], now[name]), _told(form.fields[name], mine))
            for name, mine in form.cleaned_data.items()
            if name in now and _plain(now[name]) != _plain(mine)
        ]
        data = request.POST.copy()
        data[form.add_prefix("seen")] = digest(now)
        form.data = data
    form.add_error(None, error.message)
    return _shown(request, form, template, {**context, "differences": differences}, STALE)


def _told(field: forms.Field, value: Any) -> str:
    """A value in words: the label of a choice, the names of rows, （空） for nothing."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return "、".join(_told(field, one) for one in value) or "（空）"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        value = dict(cast(Any, field.choices)).get(value, value)
    return str(value) if value not in (None, "") else "（空）"


def _fingerprint(request: Asked) -> str:
    """A keyed digest of what a post says: its fields in the order of their names, and the bytes of its files.

    With a key, because it stays in the table: a plain digest of a short form tells an identity number by trial.
    """
    said = [(name, values) for name, values in sorted(request.POST.lists()) if name not in OF_THE_FORM]
    files = [(name, [_sha256(file) for file in found]) for name, found in sorted(request.FILES.lists())]
    return hmac.digest(settings.KEYS.derive("post"), json.dumps([said, files]).encode(), "sha256").hex()


def _sha256(file: File[bytes]) -> str:
    total = hashlib.sha256()
    for chunk in file.chunks():
        total.update(chunk)
    file.seek(0)
    return total.hexdigest()
