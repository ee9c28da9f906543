"""Who asked before, and what was asked before: duplicates and frequency, shown to the officer, who decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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

    `but` is the application itself when it is registered already. Four queries.
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
    own = list(theirs.select_related("submission").order_by("-registered_at")[:LATEST])
    others = list(seen.select_related("submission").order_by("-registered_at", "-id")[:LATEST])
    known = {one.pk: one for one in (*own, *others)}
    mine = {one.pk for one in own}
    texts = {key: plain(one.subject + one.submission.text) for key, one in known.items()}
    scored = process.extract(plain(text), texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST)
    alike = tuple(Alike(known[key], round(score, 1), key in mine) for _, score, key in scored)
    return Kin(alike, count)


def plain(text: str) -> str:
    """The beginning of a text as it is compared: without white space."""
    return "".join(text[:COMPARED].split())
