"""Whether somebody may do it: what every action asks first, whichever door the wish came through (TRUST 2, 8.3.1)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from django.db.models import Q

from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed
from gongkai.office.people.models import Agency, Grant, Member
from gongkai.office.people.queries import DEEPEST, above, may
from gongkai.office.people.roles import PERMISSIONS, ROLES


class WithoutRight(NotAllowed):
    """A member asked for what no role of theirs allows; `place` is the permission. The door tells it in the audit."""


def require(by: Member, permission: str, agency: Agency) -> None:
    """Pass when the member may do this in the agency now; NotAllowed names the roles that may."""
    if not may(by, permission, agency):
        raise refused(permission, agency)


def require_over(by: Member | None, permission: str, agency: Agency | None) -> None:
    """Pass when the member may do this in the agency or in one above it: whoever administers a city enters its bureaus.

    `agency` None stands for the top of the tree: then an agency that has none above it must give the right. `by` None
    is the site itself, before there is anybody who could be asked: it passes only as long as no member who is let in
    holds the role of administrator (the command that enters the first one acts so), and never afterwards.
    """
    if by is None:
        if Grant.objects.filter(role="administrator", member__is_active=True).exists():
            raise NotAllowed("已有系统管理员，须由其办理", "there is an administrator: they do it")
        return
    line = [agency, *islice(above(agency), DEEPEST)] if agency else list(Agency.objects.filter(parent=None))
    if not any(may(by, permission, one) for one in line):
        raise refused(permission, agency)


def require_over_member(by: Member | None, permission: str, member: Member) -> None:
    """Pass when `by` has the right over a member's own agency and over every other in which the member holds a role.

    Whoever takes a member's account over, or closes it, does so in each agency that the account opens: an
    administrator of a bureau must not become what somebody of that bureau is in the city.
    """
    for agency in Agency.objects.filter(Q(pk=member.agency_id) | Q(grants__member=member)).distinct():
        require_over(by, permission, agency)


def require_above_audits(by: Member, permission: str, member: Member) -> None:
    """Pass unless the member audits an agency that `by` does not stand above: nobody gives out the password of whoever
    looks at what they do. At the top of the tree there is nobody above: that auditor is replaced by another account."""
    for agency in Agency.objects.filter(grants__member=member, grants__role="auditor"):
        if agency.parent is None:
            raise refused(permission, agency)
        require_over(by, permission, agency.parent)


def passes(check: Callable[..., None], *asked: object) -> bool:
    """Whether a check of this module lets pass: a page asks before it shows a button, as the action does when pressed."""
    try:
        check(*asked)
    except NotAllowed:
        return False
    return True


def refused(permission: str, agency: Agency | None) -> WithoutRight:
    """The error that says which roles may do this, and where."""
    labels, labels_en = zip(
        *((ROLES[name].label, ROLES[name].label_en) for name in ROLES if name in PERMISSIONS[permission]), strict=True
    )
    where = agency.name if agency else "顶层机关"
    return WithoutRight(
        f"这件事由{where}的{'、'.join(labels)}办理", f"this is done by: {', '.join(labels_en)}", place=permission
    )


def mark_told(error: Exception, entry: Entry) -> None:
    """Note on a refusal that this entry of the audit tells it."""
    vars(error)["told"] = entry.digest


def is_told(error: Exception) -> bool:
    """Whether the audit tells a refusal: the entry that told it may have been rolled back with all else."""
    return Entry.objects.filter(digest=vars(error).get("told", "")).exists()


def named(by: Member | None) -> str:
    """Who acts, as the audit names them: `member:id`, '' for the site itself."""
    return f"member:{by.pk}" if by else ""
