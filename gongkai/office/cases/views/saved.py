"""Keeping the filters of the list under a name, and dropping them again."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from gongkai.office.cases.forms.filters import asked_for
from gongkai.office.cases.models import SavedView
from gongkai.office.cases.saving import NAME, drop_view, save_view
from gongkai.office.people.door import Asked, action, form_page
from gongkai.office.people.posting import DeskForm, answer, typed


class ViewForm(DeskForm):
    """Its name, and who is offered it."""

    name = forms.CharField(label="视图名称", max_length=NAME, help_text="如：法制支队待办。请勿写申请人的姓名。")
    is_shared = forms.BooleanField(label="本机关的人都能用", required=False)


@form_page("see_cases", keeps=False)
def save(request: Asked) -> HttpResponseBase:
    """Name the filters that the address asks for; what is not understood is left out."""
    asked = asked_for(request.GET, request.agency)
    form = typed(request, ViewForm)
    home = f"{reverse('cases:list')}?{asked.query}"

    def work() -> str:
        words = form.cleaned_data
        given = {"name": words["name"], "is_shared": words["is_shared"], "query": asked.query}
        save_view(**given, agency=request.agency, by=request.member, at=request.at)
        return home

    return answer(request, form, work, template="cases/view.html", said=asked.said, home=home)


@action("see_cases")
def drop(request: Asked, key: UUID) -> HttpResponseBase:
    """Forget a view of one's own; another's is not there."""
    view = get_object_or_404(SavedView, pk=key, agency=request.agency, owner=request.member)
    drop_view(view, by=request.member, at=request.at)
    return HttpResponseRedirect(reverse("cases:list"), status=303)
