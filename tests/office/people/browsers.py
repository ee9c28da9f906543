"""Browsers at the desk: real requests through every middleware, of members who came in by the front door or by a key."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from gongkai.office.people import visits
from gongkai.office.people.actions import grant
from gongkai.office.people.models import Agency, Member
from tests.office.people.people import AT, PASSWORD, person

AGENT = "Chromium 青岚"


def stranger(**options: Any) -> Client:
    """A browser in which nobody is signed in, over HTTPS."""
    return Client(headers={"host": "localhost", "user-agent": AGENT}, **options)


def browser(member: Member, **options: Any) -> Client:
    """A browser in which a member is signed in since just now."""
    client = stranger(**options)
    word = visits.begin(member, address="10.0.0.7", browser=AGENT, at=timezone.now())
    client.cookies[settings.SESSION_COOKIE_NAME] = word
    return client


def get(client: Client, path: str, **more: Any) -> Any:
    """The answer to opening a path."""
    return client.get(path, secure=True, **more)


def download(client: Client, path: str) -> bytes:
    """A file as the browser saves it, to its last byte: the server's handle is closed by that."""
    response = get(client, path)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def post(client: Client, path: str, words: dict[str, Any] | None = None, **more: Any) -> Any:
    """The answer to sending a form."""
    return client.post(path, words or {}, secure=True, **more)


def sign_in(client: Client, account: str, password: str = PASSWORD, code: str = "", **more: str) -> Any:
    """The answer to the sign-in form."""
    return post(client, "/desk/sign-in", {"account": account, "password": password, "code": code, **more})


def is_in(client: Client) -> bool:
    """Whether the browser is let into one's own account."""
    return bool(get(client, "/desk/account").status_code == 200)


def filled(client: Client, path: str, **typed: Any) -> dict[str, Any]:
    """The form of a page as the browser would send it: its hidden fields, and what was typed."""
    page = get(client, path).content.decode()
    hidden = re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)"', page)
    return dict(hidden) | typed


def member_with(role: str, agency: Agency, account: str, *, by: Member | None = None) -> Member:
    """A member with one role, who has chosen their own password."""
    member = person(agency, account, by=by)
    if role:
        grant(member, role=role, agency=agency, by=by, at=AT)
    Member.objects.filter(pk=member.pk).update(must_change=False)
    member.must_change = False
    return member
