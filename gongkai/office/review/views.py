"""Pages of sign-off: the chain of an agency, and delegations of whoever signs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from gongkai.office.people.door import Asked, action, form_page, page
from gongkai.office.people.posting import answer, typed
from gongkai.office.people.views.agencies import governed
from gongkai.office.review import actions
from gongkai.office.review.forms import ChainForm, DelegateForm, in_words
from gongkai.office.review.models import Delegation
from gongkai.office.review.queries import DEFAULT, chain_of, presets, steps_of


@form_page("change_chain")
def chain(request: Asked, key: UUID) -> HttpResponseBase:
    """Choose the chain that the drafts of an agency go through from now on."""
    agency = governed(request, key)
    form = typed(request, ChainForm)

    def work() -> str:
        chosen = presets()[form.cleaned_data["preset"]]
        actions.set_chain(agency, title=chosen.title, steps=chosen.steps, by=request.member, at=request.at)
        return reverse("people:agency", args=[agency.pk])

    current = chain_of(agency)
    because = f"现在：{current.title if current else presets()[DEFAULT].title}：{in_words(steps_of(agency))}。"
    title = f"{agency.name}的签批流程"
    return answer(request, form, work, title=title, button="改用这个流程", agency=agency, because=because)


@page("delegate")
def delegations(request: Asked) -> HttpResponseBase:
    """Who signs in one's place, and in whose place one signs."""
    found = Delegation.objects.filter(agency=request.agency).select_related("giver", "taker").order_by("-given_at")
    context = {
        "given": found.filter(giver=request.member),
        "taken": found.filter(taker=request.member, revoked_at=None, last_on__gte=request.today),
    }
    return render(request, "review/delegations.html", context)


@form_page("delegate")
def delegate(request: Asked) -> HttpResponseBase:
    """Let somebody sign in one's place."""
    form = typed(request, DelegateForm, agency=request.agency, member=request.member)

    def work() -> str:
        words = {name: form.cleaned_data[name] for name in ("taker", "first_on", "last_on", "reason")}
        actions.delegate(agency=request.agency, by=request.member, at=request.at, **words)
        return reverse("review:delegations")

    return answer(request, form, work, title="委托代签", button="委托")


@action("delegate")
def revoke(request: Asked, key: UUID) -> HttpResponseBase:
    """Take a delegation back."""
    found = get_object_or_404(Delegation, pk=key, agency=request.agency, giver=request.member)
    actions.revoke(found, by=request.member, at=request.at)
    return HttpResponseRedirect(reverse("review:delegations"), status=303)
