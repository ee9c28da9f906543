"""The cover sheets of paper files: one for each application that was ticked, to be printed and bound in front."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from gongkai.office.cases.models import Application
from gongkai.office.cases.persons import masked
from gongkai.office.cases.queries import applicant, seen, shown
from gongkai.office.cases.telling import in_words
from gongkai.office.people.door import Asked, own_path, page

TOGETHER = 50
"""Covers printed at once at most: what one page of a list shows."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover says beside the columns of the application: the masked applicant, the deadline, how many files."""

    application: Application
    applicant: str
    due: str
    files: int


@page("see_cases")
def covers(request: Asked) -> HttpResponseBase:
    """The covers of the applications that the address names; those that are not there are left out."""
    numbers = request.GET.getlist("n")[:TOGETHER]
    back = own_path(request.GET.get("back") or reverse("cases:list"))
    files = Count("submission__attachments", filter=Q(submission__attachments__application=None), distinct=True)
    own = Count("attachments", distinct=True)
    chosen = shown(seen(request.member, request.agency).filter(number__in=numbers)).select_related("agency")
    sheets = [_cover(one) for one in chosen.annotate(files=files, own=own).order_by("number")]
    if not sheets:
        return HttpResponseRedirect(back, status=303)
    return render(request, "cases/covers.html", {"sheets": sheets, "back": back})


def _cover(one: Application) -> Cover:
    due = in_words(one.due) if one.due else "未在计算"
    count = one.files + one.own  # type: ignore[attr-defined]
    return Cover(one, masked(applicant(one), "name"), f"{due}（待核）" if one.is_provisional else due, count)
