"""Which appeals somebody may see: every list of them starts here (HOUSE 2.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from gongkai.office.people.roles import PERMISSIONS
from gongkai.statute import appeals as law

if TYPE_CHECKING:
    from gongkai.office.appeals.models import Appeal, AppealFact
    from gongkai.office.people.models import Member

LIVE = (law.RECEIVED, law.ANSWERED)
"""The states in which an appeal has no result yet."""


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Appeals, with whoever asks always named."""

    def visible_to(self, member: Member) -> models.QuerySet[Appeal]:
        """Those of the agencies in which the member may see cases; none for a disabled account."""
        grants = member.grants.filter(role__in=PERMISSIONS["see_cases"], member__is_active=True)
        return self.filter(agency__in=sorted(set(grants.values_list("agency", flat=True))))

    def live(self) -> models.QuerySet[Appeal]:
        """Those without a result."""
        return self.filter(state__in=LIVE)


class AppealFactQuerySet(models.QuerySet["AppealFact"]):
    """Facts in the order of their days."""

    def standing(self) -> models.QuerySet[AppealFact]:
        """Those that no other supersedes."""
        return self.filter(superseded_by=None)
