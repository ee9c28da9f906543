"""Large type and high contrast: one switch on every public page, kept in a cookie (SCREENS P19, P20)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from gongkai.office.people.door import PUBLIC, action

CHOICES = {"size": ("usual", "large"), "theme": ("usual", "contrast")}
YEAR = 365 * 24 * 3600


@csrf_exempt  # it changes a visitor's type size and nothing else, and public pages carry no cookie of their own
@action(PUBLIC)
def switch(request: HttpRequest) -> HttpResponse:
    """Set what was chosen, of what can be chosen, and go back to the page that asked."""
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    response = HttpResponseRedirect(wanted if safe else "/")
    for name, values in CHOICES.items():
        value = request.POST.get(name)
        if value == "usual":
            response.delete_cookie(name, samesite="Lax")
        elif value in values:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response
