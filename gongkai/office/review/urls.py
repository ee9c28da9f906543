"""The addresses of sign-off, below `/desk/`."""

from __future__ import annotations

from django.urls import path

from gongkai.office.review import views

app_name = "review"
urlpatterns = [
    path("settings/agencies/<uuid:key>/chain", views.chain, name="chain"),
    path("delegations", views.delegations, name="delegations"),
    path("delegations/new", views.delegate, name="delegate"),
    path("delegations/<uuid:key>/revoke", views.revoke, name="revoke"),
]
