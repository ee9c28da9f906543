"""When and from where a request came, told to the views: nothing below them looks at a clock (HOUSE 3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from gongkai.office.records.moment import now


def moment(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Set on every request `at` and `today`, the time and the date of the office in 中国标准时间, as they are injected.

    `real_at` is the machine's own time: for what a demonstration's date must not move, such as the age of a session.
    `sets_today` is whether the date may be set on the pages: in a demonstration, unless `GONGKAI_TODAY` sets it.
    `address` is where the request came from (see `address_of`).
    """

    def answer(request: Any) -> HttpResponseBase:
        request.real_at = timezone.localtime(timezone.now())
        request.at = now(request.real_at)
        request.today = request.at.date()
        request.sets_today = settings.MODE.sets_today and settings.TODAY is None
        request.address = address_of(request)
        return get_response(request)

    return answer


def address_of(request: HttpRequest) -> str:
    """The client's network address: the peer's, or where the peer is one of our proxies, the last one it vouches for.

    What stands further left in X-Forwarded-For was written by the client and counts for nothing (ASVS 4.1.3).
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    while peer in settings.PROXIES and hops and hops[-1]:
        peer = hops.pop()
    return peer[:64]
