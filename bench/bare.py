"""The least that Django answers: one page without middleware, database or template, to hold a page of ours against."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"], SECRET_KEY="bench", MIDDLEWARE=[])  # noqa: S106 signs nothing


def page(_request: HttpRequest) -> HttpResponse:
    """Two words."""
    return HttpResponse("政府信息公开")


urlpatterns = [path("", page)]
application = get_wsgi_application()
