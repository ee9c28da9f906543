"""Who asked before, and what was asked before: duplicates and frequency, shown to the officer, who decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Substr
from rapidfuzz import fuzz, process

from gongkai.office.cases.models import Application, Party
from gongkai.office.cases.persons import column
from gongkai.office.people.models import Agency, Member

ALIKE = 75.0
"""Percent of likeness from which two applications are shown beside one another."""
LATEST = 500
"""How many of the agency's latest applications a new text is compared with, beside all of the same applicant."""
COMPARED = 1000
"""Characters of a text that are compared."""
MOST = 10
"""Applications shown."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier application, how like it is in percent, and whether the same applicant made it."""

    application: Application
    score: float
    is_same_applicant: bool


@dataclass(frozen=True, slots=True)
class Kin:
    """What resembles an application: the likest first; and how often its applicant asked within twelve months."""

    alike: tuple[Alike, ...]
    in_twelve_months: int


def kin(
    member: Member,
    *,
    agency: Agency,
    name: str,
    identity: str = "",
    text: str,
    today: date,
    but: Application | None = None,
) -> Kin:
    """What the member may see in an agency of the same applicant, by name or identity number, and of the same matter.

    `but` is the application itself when it is registered already. Five queries; of the hundreds that are compared only
    the words are read, and the rows of the few that are alike.
    """
    seen = Application.objects.visible_to(member).filter(agency=agency)
    if but is not None:
        seen = seen.exclude(submission=but.submission_id)
    same = column("name").equals(name)
    if identity:
        same |= column("identity").equals(identity)
    theirs = seen.filter(submission__in=Party.objects.filter(same).exclude(role="agent").values("submission"))
    leap = (today.month, today.day) == (2, 29)
    since = date(today.year - 1, today.month, 28 if leap else today.day)
    count = theirs.filter(submission__submitted_on__gte=since).count()
    own = _texts(theirs)
    texts = own | _texts(seen)
    scored = process.extract(plain(text), texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST)
    known = Application.objects.in_bulk([key for _, _, key in scored])
    alike = tuple(Alike(known[key], round(score, 1), key in own) for _, score, key in scored)
    return Kin(alike, count)


def _texts(found: QuerySet[Application]) -> dict[UUID, str]:
    """What the latest of some applications ask for, by their keys, as it is compared."""
    asked = found.order_by("-registered_at", "-id").values_list(
        "pk", "subject", Substr("submission__text", 1, COMPARED)
    )
    return {key: plain(subject + text) for key, subject, text in asked[:LATEST]}


def plain(text: str) -> str:
    """The beginning of a text as it is compared: without white space."""
    return "".join(text[:COMPARED].split())
