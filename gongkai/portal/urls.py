"""The addresses of the public site."""

from __future__ import annotations

from django.urls import path

from gongkai.portal import checking, display, rules

app_name = "portal"
urlpatterns = [
    path("", checking.page, name="check"),
    path("display", display.switch, name="display"),
    path("rules/", rules.catalogue, name="rules"),
    path("rules/<slug:code>", rules.one, name="rule"),
]
