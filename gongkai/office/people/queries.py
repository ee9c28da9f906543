"""Questions about people: what may a member do in an agency, whose reconsideration goes where."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.office.people.models import Agency, Grant, Member
from gongkai.office.people.roles import allows


def roles_of(member: Member, agency: Agency) -> frozenset[str]:
    """The roles that a member holds in an agency now; none when the account is disabled, whatever was granted.

    The database is asked each time: a role that was taken away is gone with the next request.
    """
    if not Member.objects.filter(pk=member.pk, is_active=True).exists():
        return frozenset()
    return frozenset(Grant.objects.filter(member=member, agency=agency).values_list("role", flat=True))


def may(member: Member, action: str, agency: Agency) -> bool:
    """Whether a member may do something in an agency; KeyError for an action that the table does not know."""
    return allows(roles_of(member, agency), action)


def above(agency: Agency) -> Iterator[Agency]:
    """The agencies over an agency, the nearest first."""
    parent = agency.parent
    while parent is not None:
        yield parent
        parent = parent.parent
