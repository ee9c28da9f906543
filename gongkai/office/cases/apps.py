"""The cases as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Applications on request, from receipt to archive."""

    name = "gongkai.office.cases"
    label = "cases"

    def ready(self) -> None:
        """Say which jobs fall due about applications."""
        import_module("gongkai.office.cases.reminders")
