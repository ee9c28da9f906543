"""The addresses of the desk that are about notices, below `/desk/`."""

from __future__ import annotations

from django.urls import path

from gongkai.office.notices import views

app_name = "notices"
urlpatterns = [
    path("notices", views.notices, name="notices"),
    path("notices/read", views.read_all, name="read_all"),
    path("notices/<uuid:key>/open", views.follow, name="follow"),
    path("notices/retry/<slug:kind>/<int:key>", views.retry, name="retry"),
]
