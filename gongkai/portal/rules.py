"""The rules of the check, each on a page: what it asks, why, the legal basis, a good and a bad example."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.report.check import rules


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every rule in the order of the codes."""
    return render(request, "portal/rules.html", {"rules": rules().values()})


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One rule; 404 for a code that none has."""
    found = rules().get(code)
    if found is None:
        raise Http404(code)
    return render(request, "portal/rule.html", {"rule": found})
