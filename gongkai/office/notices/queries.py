"""Questions to the notices: what is unread, what went wrong, what is late."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from gongkai.office.notices.models import Delivery, DueJob, Notice
from gongkai.office.people.models import Member

LATE = timedelta(minutes=15)
"""How long something may be due before nobody seems to be working."""


def unread(member: Member) -> QuerySet[Notice]:
    """The notices that a member has not read yet, the newest first."""
    return Notice.objects.visible_to(member).filter(read_at=None)


def troubled_deliveries() -> QuerySet[Delivery]:
    """The deliveries whose last try failed, those that were given up first."""
    return Delivery.objects.filter(~Q(error=""), done_at=None).order_by("given_up_at", "queued_at")


def troubled_jobs() -> QuerySet[DueJob]:
    """The jobs whose last try failed."""
    return DueJob.objects.filter(~Q(error=""), done_at=None).order_by("given_up_at", "due_on")


def late(at: datetime) -> int:
    """How many deliveries and jobs were to be tried long before `at` and were not: no worker runs."""
    waiting = Q(done_at=None, given_up_at=None, next_at__lt=at - LATE)
    return Delivery.objects.filter(waiting).count() + DueJob.objects.filter(waiting).count()
