"""Which agencies and members somebody may see: every list of them starts here (HOUSE 2.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from gongkai.office.people.roles import PERMISSIONS

if TYPE_CHECKING:
    from gongkai.office.people.models import Agency, Member


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies, in the order of their codes."""

    def visible_to(self, member: Member) -> models.QuerySet[Agency]:
        """Those in which the member holds a role, and those over which such an agency is the supervising office."""
        held = member.grants.values("agency")
        overseen = member.grants.filter(role="supervisor").values("agency")
        return self.filter(models.Q(pk__in=held) | models.Q(supervising__in=overseen))

    def named(self, name: str) -> models.QuerySet[Agency]:
        """Those that have this name, or had it, or are also called so."""
        return self.filter(models.Q(name=name) | models.Q(names__name=name)).distinct()


class MemberManager(BaseUserManager["Member"]):
    """Members; made by the action `add_member` only."""

    def visible_to(self, member: Member) -> models.QuerySet[Member]:
        """The members of agencies in which `member` may see them, and `member` themself."""
        may = PERMISSIONS["see_members"]
        agencies = member.grants.filter(role__in=may).values("agency")
        return self.get_queryset().filter(models.Q(agency__in=agencies) | models.Q(pk=member.pk))
