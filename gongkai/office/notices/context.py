"""What every page of the desk shows about notices: how many are unread."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from gongkai.office.notices.queries import unread


def notices(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """`unread_notices`: how many the member has not read, asked for only by a page that shows it."""
    member = getattr(request, "member", None)
    return {"unread_notices": unread(member).count} if member is not None else {}
