"""Questions about people: what may a member do in an agency, for whom do they act, whose reconsideration goes where."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from gongkai.office.people.models import Agency, Grant, Member
from gongkai.office.people.roles import PERMISSIONS, allows

DEEPEST = 12
"""Agencies above an agency at most."""


def roles_of(member: Member, agency: Agency) -> frozenset[str]:
    """The roles that a member holds in an agency now; none when the account is disabled, whatever was granted.

    The database is asked each time: a role that was taken away is gone with the next request.
    """
    held = Grant.objects.filter(member=member, member__is_active=True, agency=agency)
    return frozenset(held.values_list("role", flat=True))


def may(member: Member, action: str, agency: Agency) -> bool:
    """Whether a member may do something in an agency; KeyError for an action that the table does not know."""
    return allows(roles_of(member, agency), action)


def above(agency: Agency) -> Iterator[Agency]:
    """The agencies over an agency, the nearest first."""
    parent = agency.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def agencies_of(member: Member) -> QuerySet[Agency]:
    """The agencies in which a member holds a role, and so may act for, in the order of their codes."""
    return Agency.objects.filter(grants__member=member).distinct().order_by("code")


def under(agency: Agency) -> list[Agency]:
    """An agency and all below it, each before those below itself, in the order of their codes.

    The whole tree is read at once: it has as many rows as there are agencies in one installation.
    """
    children: dict[object, list[Agency]] = {}
    for one in Agency.objects.order_by("code"):
        children.setdefault(one.parent_id, []).append(one)
    found, waiting = [], [agency]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting.extend(reversed(children.get(one.pk, [])))
    return found


def who_may(permission: str, agency: Agency) -> QuerySet[Member]:
    """The members who may do something in an agency, by name: whom somebody who may not can turn to."""
    roles = PERMISSIONS[permission]
    held = Grant.objects.filter(agency=agency, role__in=roles).values("member")
    return Member.objects.filter(pk__in=held, is_active=True).order_by("name", "account")
