"""Sessions: a signed-in browser is a row here and a random word in its cookie, and ends the moment the row says so.

Django's own sessions keep the word as it is in the table, and know neither whose they are nor when to end all of one
person; signing in needs nothing else from them (TRUST 1.22; ASVS 7.2–7.4).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.audit.actions import record
from gongkai.errors import Conflict
from gongkai.office.people.guard import named
from gongkai.office.people.models import Agency, Draft, Member, Visit
from gongkai.office.people.queries import agencies_of

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TICK = timedelta(minutes=1)
"""How exact the time of the last request is kept: not every request writes."""
LATE = timedelta(hours=1)
"""How long after a visit has run out what its browser still posts is kept for the member."""
KEPT = timedelta(days=30)
"""How long a visit that is over, and a draft that nobody came back for, are kept."""


@transaction.atomic
def begin(member: Member, *, address: str, browser: str, at: datetime) -> str:
    """Begin a visit of a member who has just proved who they are; gives the word for the cookie, 256 random bits.

    The member acts for the agency that they acted for the last time, else for their own, else for the first one, of
    those where they hold a role: so they find again what they had not sent.
    """
    last = Visit.objects.filter(member=member).order_by("-seen_at").values_list("agency", flat=True).first()
    Visit.objects.filter(began_at__lt=at - KEPT).delete()
    Draft.objects.filter(saved_at__lt=at - KEPT).delete()
    word = secrets.token_urlsafe(32)
    held = list(agencies_of(member))
    by_key = {one.pk: one for one in held}
    agency = (
        (by_key.get(last) if last else None) or by_key.get(member.agency_id) or (held[0] if held else member.agency)
    )
    Visit.objects.create(
        digest=_digest(word),
        member=member,
        agency=agency,
        address=address[:64],
        browser=browser[:200],
        began_at=at,
        seen_at=at,
    )
    return word


def known(word: str) -> Visit | None:
    """The visit of a cookie's word, over or not; None for a word that we never gave out or have forgotten."""
    if not word:
        return None
    return Visit.objects.select_related("member", "member__agency", "agency").filter(digest=_digest(word)).first()


def is_live(visit: Visit, at: datetime) -> bool:
    """Whether the visit still lets its member in: not ended, not idle for half an hour, not half a day old."""
    is_fresh = at < visit.seen_at + IDLE and at < visit.began_at + LONGEST
    return visit.ended_at is None and is_fresh and visit.member.is_active


def has_just_run_out(visit: Visit, at: datetime) -> bool:
    """Whether the visit ended by time alone, and not long ago: one that somebody ended leaves nothing behind."""
    over = min(visit.seen_at + IDLE, visit.began_at + LONGEST)
    return visit.ended_at is None and visit.member.is_active and over <= at < over + LATE


def live(member: Member, at: datetime) -> QuerySet[Visit]:
    """The visits of a member that still let them in, the latest used first."""
    fresh = Q(seen_at__gt=at - IDLE, began_at__gt=at - LONGEST, ended_at=None)
    return Visit.objects.filter(fresh, member=member).order_by("-seen_at")


def touch(visit: Visit, at: datetime) -> None:
    """Note that the visit is in use."""
    if at - visit.seen_at >= TICK:
        Visit.objects.filter(pk=visit.pk, seen_at__lt=at).update(seen_at=at)


@transaction.atomic
def leave(visit: Visit, *, at: datetime) -> None:
    """Sign out: end one's own visit; a second time it is over already and nothing is told."""
    if Visit.objects.filter(pk=visit.pk, ended_at=None).update(ended_at=at):
        record("signed_out", about=f"member:{visit.member_id}", at=at, actor=named(visit.member))


@transaction.atomic
def end(visit: Visit, *, by: Member, at: datetime) -> None:
    """End another visit of one's own, on a browser that is not at hand; Conflict when it is over already."""
    if not Visit.objects.filter(pk=visit.pk, member=by, ended_at=None).update(ended_at=at):
        raise Conflict("这处登录已经结束", "that session is over already")
    record("visit_ended", about=f"member:{by.pk}", at=at, actor=named(by))


def end_all(member: Member, *, at: datetime) -> None:
    """End every visit of a member, inside the transaction of what makes it necessary."""
    Visit.objects.filter(member=member, ended_at=None).update(ended_at=at)


def act_for(visit: Visit, agency: Agency) -> None:
    """Act for another agency from now on; Conflict when the member holds no role there any more."""
    if not agencies_of(visit.member).filter(pk=agency.pk).exists():
        raise Conflict("您在该机关已没有角色", "no role is held there any more")
    Visit.objects.filter(pk=visit.pk).update(agency=agency)


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
