"""Which applications somebody may see: every list of them starts here (HOUSE 2.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from gongkai.office.people.roles import PERMISSIONS
from gongkai.statute import procedure

if TYPE_CHECKING:
    from gongkai.office.cases.models import Application, Fact
    from gongkai.office.people.models import Member

LIVE = tuple(state for state in procedure.STATES if state not in (procedure.CLOSED, procedure.ARCHIVED))
"""The states of what somebody still has to do something about."""
IS_LIVE = models.Q(state__in=LIVE)


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications, with whoever asks always named."""

    def visible_to(self, member: Member) -> models.QuerySet[Application]:
        """Those of the agencies in which the member may see cases; none for a disabled account.

        The agencies are asked for at once: with their keys in the condition the database walks an index in order.
        """
        grants = member.grants.filter(role__in=PERMISSIONS["see_cases"], member__is_active=True)
        return self.filter(agency__in=sorted(set(grants.values_list("agency", flat=True))))

    def live(self) -> models.QuerySet[Application]:
        """Those that are neither closed nor archived."""
        return self.filter(IS_LIVE)


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts in the order in which the clock plays them."""

    def standing(self) -> models.QuerySet[Fact]:
        """Those that no other supersedes."""
        return self.filter(superseded_by=None)
