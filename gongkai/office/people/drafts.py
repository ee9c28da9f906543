"""What was typed and not sent: kept for its member, sealed, until the form is sent or a month has passed (W13).

Kept are the fields of the form as the browser sent them; never of a form that takes a password (`keeps=False` at the
door), and never a file: the browser asks for it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import QueryDict

from gongkai.office.people.models import Agency, Draft, Member
from gongkai.office.records.fields import SealedField

LARGEST = 256 * 1024
"""Characters of one draft as it is written down: more than any form of ours takes."""
LONGEST_PATH = 200
MOST = 50
"""Drafts of one member; the oldest make room."""
FRESH = timedelta(minutes=5)
"""How long after the last draft somebody is taken to be still at a form; drafts are kept every 20 seconds."""
NOT_TYPED = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed, and when it was kept."""

    typed: QueryDict
    saved_at: datetime


@transaction.atomic
def keep(member: Member, *, agency: Agency, path: str, typed: QueryDict, at: datetime, replaces: bool = True) -> bool:
    """Keep what was typed into the form at a path while acting for an agency, in place of what was kept before.

    False when it is too much, or when something is kept there that it must not replace.
    """
    body = json.dumps({name: values for name, values in typed.lists() if name not in NOT_TYPED})
    if len(body) > LARGEST or len(path) > LONGEST_PATH:
        return False
    draft, is_new = Draft.objects.get_or_create(member=member, agency=agency, path=path, defaults={"saved_at": at})
    if not is_new and not replaces:
        return False
    _body().write(draft, body)
    draft.saved_at = at
    draft.save(update_fields=["body", "saved_at"])
    if is_new:
        too_old = Draft.objects.filter(member=member).order_by("-saved_at").values_list("pk", flat=True)[MOST:]
        Draft.objects.filter(pk__in=list(too_old)).delete()
    return True


def kept(member: Member, agency: Agency, path: str) -> Kept | None:
    """What the member has typed into the form at a path for an agency and not sent; None for nothing. Raises Tampered."""
    draft = Draft.objects.filter(member=member, agency=agency, path=path).first()
    if draft is None:
        return None
    typed = QueryDict(mutable=True)
    for name, values in json.loads(_body().read(draft)).items():
        typed.setlist(name, values)
    return Kept(typed, draft.saved_at)


def being_typed(agency: Agency, below: str, *, but: Member, at: datetime) -> list[Draft]:
    """What others typed in the last minutes into the forms below a path: who is at them now, the latest first (W13).

    Nothing is written for it when somebody looks: a browser in which something is typed keeps its draft anyhow.
    """
    found = Draft.objects.filter(agency=agency, path__startswith=below, saved_at__gt=at - FRESH).exclude(member=but)
    return list(found.select_related("member").defer("body").order_by("-saved_at"))


def discard(member: Member, agency: Agency, path: str) -> None:
    """Forget what was kept for a path: the form was sent, or its member wants to begin anew."""
    Draft.objects.filter(member=member, agency=agency, path=path).delete()


def _body() -> SealedField:
    field = Draft._meta.get_field("body")
    assert isinstance(field, SealedField)  # noqa: S101 tells the type only
    return field
