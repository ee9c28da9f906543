"""A form shown again as it was typed, nobody corrected and nothing done: what the buttons 预览 and 再加一位 ask for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.office.people.door import Asked
from gongkai.office.people.posting import DeskForm


def so_far(form: DeskForm) -> dict[str, Any]:
    """What was typed, by the names of the fields; files are kept apart."""
    return {name: form[name].data for name, field in form.fields.items() if not isinstance(field, forms.FileField)}


def shown_again(request: Asked, form: DeskForm, template: str, **context: Any) -> HttpResponse:
    """The page with the form, whose text is still kept while one types."""
    keeps = f"{reverse('people:keep_draft')}?{urlencode({'path': request.path})}"
    return render(request, template, {"form": form, "keeps": keeps, **context})
