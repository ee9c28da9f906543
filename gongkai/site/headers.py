"""What every answer carries beyond what Django, django-csp and WhiteNoise set, and what no request gets past."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, HttpResponseNotAllowed

Answer = Callable[[HttpRequest], HttpResponseBase]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
LARGEST_POST = 208 * 1024 * 1024
"""Bytes of one request: the 200 MB of files that a case may have (TRUST 1.24), and the form around them."""

UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""Abilities of a browser that no page of ours asks for."""

ALWAYS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers(get_response: Answer) -> Answer:
    """The outermost middleware: its headers stand on pages, errors, redirects and static files alike.

    What does not say otherwise is kept by nobody (`no-store`): a page of an office shows personal data sooner or later,
    and the next person at the same machine presses Back.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def bounds(get_response: Answer) -> Answer:
    """Refuse a method that no page has (TRACE hands back cookies), and a body that is too large, before it is read."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()):
            return HttpResponseBadRequest()
        if int(length) > LARGEST_POST:
            return HttpResponse(status=413)
        return get_response(request)

    return answer
