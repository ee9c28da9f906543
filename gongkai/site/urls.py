"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from gongkai.site import components

urlpatterns = [
    path("", include("gongkai.portal.urls")),
    path("desk/", include("gongkai.office.cases.urls")),
    path("desk/", include("gongkai.office.appeals.urls")),
    path("desk/", include("gongkai.office.review.urls")),
    path("desk/", include("gongkai.office.people.urls")),
    path("desk/", include("gongkai.office.notices.urls")),
    path("components", components.page, name="components"),
]

handler400 = "gongkai.site.errors.bad_request"
handler403 = "gongkai.site.errors.forbidden"
handler404 = "gongkai.site.errors.not_found"
handler500 = "gongkai.site.errors.broken"
