"""Sign-off as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Chains of signatures, drafts under review, opinions, delegations."""

    name = "gongkai.office.review"
    label = "review"
