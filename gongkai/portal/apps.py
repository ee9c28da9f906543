"""The public site as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages that anyone may open; no tables."""

    name = "gongkai.portal"
    label = "portal"
