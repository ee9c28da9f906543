"""The appeals as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    """Reconsideration, suits, complaints."""

    name = "gongkai.office.appeals"
    label = "appeals"

    def ready(self) -> None:
        """Say which jobs fall due about appeals, and what the pages of a case show of them."""
        import_module("gongkai.office.appeals.reminders")
        import_module("gongkai.office.appeals.parts")
