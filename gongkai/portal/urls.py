"""The addresses of the public site."""

from __future__ import annotations

from django.urls import path

from gongkai.portal import display, rules

app_name = "portal"
urlpatterns = [
    path("display", display.switch, name="display"),
    path("rules/", rules.catalogue, name="rules"),
    path("rules/<slug:code>", rules.one, name="rule"),
]
