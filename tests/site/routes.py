"""A few routes that answer in every way there is, for the tests of what stands around the views."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from gongkai.office.people.door import PUBLIC, page
from gongkai.site import urls


def told(request: HttpRequest) -> JsonResponse:
    """What the middleware tells a view."""
    names = ("at", "today", "real_at", "address")
    return JsonResponse({name: str(getattr(request, name)) for name in names})


def kept(_request: HttpRequest) -> HttpResponse:
    """A page that says itself how long it is kept."""
    response = HttpResponse("公开")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def missing(_request: HttpRequest) -> HttpResponse:
    """Something that is not there."""
    raise Http404


def refused(_request: HttpRequest) -> HttpResponse:
    """Something that somebody may not."""
    raise PermissionDenied


def broken(_request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    raise ZeroDivisionError


urlpatterns = [
    *(path(f"{view.__name__}/", page(PUBLIC)(view)) for view in (told, kept, missing, refused, broken)),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
