"""One's own notices, and what the site could not send, for its administrator."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from gongkai.office.notices import queries
from gongkai.office.notices.actions import mark_read, try_again
from gongkai.office.notices.jobs import JOBS
from gongkai.office.notices.models import Delivery, DueJob, Notice
from gongkai.office.people.door import OWN, Asked, action, own_path, page
from gongkai.office.people.guard import named

PER_PAGE = 50
TROUBLED = 20
"""Failures shown at most: the others come up when these are dealt with."""
RETRIED: dict[str, type[Delivery] | type[DueJob]] = {"delivery": Delivery, "duejob": DueJob}
CHANNEL_LABELS = {"mail": "电子邮件"}


@page(OWN)
def notices(request: Asked) -> HttpResponseBase:
    """What one was told, unread first and the newest first; below it what was not sent, for whoever may try again."""
    own = Notice.objects.visible_to(request.member).order_by(F("read_at").desc(nulls_first=True), "-at", "pk")
    sheet = Paginator(own, PER_PAGE).get_page(request.GET.get("page", "1")[:9])
    troubles = _troubles() if "try_again" in request.permissions else []
    return render(request, "notices/notices.html", {"sheet": sheet, "troubles": troubles})


@action(OWN)
def follow(request: Asked, key: UUID) -> HttpResponseBase:
    """Mark a notice as read and go to the page where it is dealt with; 404 for another's."""
    notice = get_object_or_404(Notice.objects.visible_to(request.member), pk=key)
    mark_read(request.member, at=request.at, notice=notice)
    return HttpResponseRedirect(own_path(notice.link) if notice.link else reverse("notices:notices"), status=303)


@action(OWN)
def read_all(request: Asked) -> HttpResponseBase:
    """Mark every notice of one's own as read."""
    mark_read(request.member, at=request.at)
    return HttpResponseRedirect(reverse("notices:notices"), status=303)


@action("try_again")
def retry(request: Asked, kind: str, key: int) -> HttpResponseBase:
    """Let what was given up be tried again; 404 for what there is not."""
    model = RETRIED.get(kind)
    if model is None:
        raise Http404
    try_again(get_object_or_404(model, pk=key), by=named(request.member), at=request.at)
    return HttpResponseRedirect(reverse("notices:notices"), status=303)


def _troubles() -> list[dict[str, object]]:
    """What failed, deliveries first, in the words of the page."""
    sent = [(row, CHANNEL_LABELS.get(row.channel, row.channel)) for row in queries.troubled_deliveries()[:TROUBLED]]
    done = [(row, JOBS[row.kind].label if row.kind in JOBS else row.kind) for row in queries.troubled_jobs()[:TROUBLED]]
    return [{"row": row, "kind": row._meta.model_name, "label": label} for row, label in (*sent, *done)]
