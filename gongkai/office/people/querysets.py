"""Agencies by their names, members by their accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from gongkai.office.people.models import Agency, Member  # noqa: F401 - the manager below names it by a string


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies, in the order of their codes."""

    def named(self, name: str) -> models.QuerySet[Agency]:
        """Those that have this name, or had it, or are also called so."""
        return self.filter(models.Q(name=name) | models.Q(names__name=name)).distinct()


class MemberManager(BaseUserManager["Member"]):
    """Members; made by the action `add_member` only."""
