"""What every request passes: it gets a number, and an answer without a page of its own gets one."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gongkai.site import errors

Answer = Callable[[HttpRequest], HttpResponse]


def numbered(answer: Answer) -> Answer:
    """Give every request a number, `request.number`, and say it in the head `X-Request-ID`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(6)  # type: ignore[attr-defined]
        response = answer(request)
        response["X-Request-ID"] = request.number  # type: ignore[attr-defined]
        return response

    return middleware


def explained(answer: Answer) -> Answer:
    """Put our page into an answer that says by its status alone that something is wrong, such as Django's 405."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code not in errors.TROUBLES or response.streaming or response.content:
            return response
        told = errors.page(request, response.status_code)
        for name, value in response.items():
            if name.lower() not in ("content-type", "content-length"):
                told[name] = value
        return told

    return middleware
