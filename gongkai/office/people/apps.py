"""The people as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Agencies, units, members, roles."""

    name = "gongkai.office.people"
    label = "people"
