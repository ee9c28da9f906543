"""The cases as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Applications on request, from receipt to archive."""

    name = "gongkai.office.cases"
    label = "cases"
