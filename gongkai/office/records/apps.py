"""The records as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Stored files, numbers, keys of posts."""

    name = "gongkai.office.records"
    label = "records"
