"""The notices as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices to members, the outbox, due jobs."""

    name = "gongkai.office.notices"
    label = "notices"
