"""An office whose members sit at browsers: forms as the browser sends them, on a day of their own."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime

from gongkai.office.cases.models import Application
from gongkai.office.people.models import Agency, Member
from gongkai.office.records.models import Today
from tests.office.cases.office import Office, day
from tests.office.people.browsers import browser, get, post

INTAKE = {
    "channel": "signed_mail",
    "proof": "EM123456789CN",
    "category": "natural_person",
    "name": "王小禾",
    "identity_kind": "id_card",
    "identity": "11010519491231002x",
    "phone": "138 1234 5678",
    "address": "青岚市云台区听松路8号",
    "people": "0",
    "subjects": "听松路积水点改造批准文件",
    "features": "2023年以来的全部批准文件。",
    "form": "paper",
    "delivery": "post",
}


def set_date(text: str) -> None:
    """Let the office's day be another one, as the date control of a demonstration does."""
    Today.objects.update_or_create(pk=1, defaults={"days": (day(text) - localtime(timezone.now()).date()).days})


class Desk:
    """A bureau at work; every member may be asked for their browser."""

    def __init__(self, on: str = "2024-03-04", agency: Agency | None = None) -> None:
        set_date(on)
        self.office = Office(agency) if agency else Office()
        Member.objects.update(must_change=False)
        self.browsers: dict[str, Client] = {}

    def sits(self, who: str = "officer") -> Client:
        """The browser of the registrar, the officer or the signer."""
        if who not in self.browsers:
            self.browsers[who] = browser(getattr(self.office, who))
        return self.browsers[who]

    def opens(self, path: str, who: str = "officer") -> str:
        """The page at a path below the cases, as text."""
        answer = get(self.sits(who), f"/desk/cases/{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return html.unescape(answer.content.decode())

    def typed(self, path: str, who: str = "officer", **words: Any) -> dict[str, Any]:
        """The form at a path with its hidden fields and what was typed."""
        page = get(self.sits(who), f"/desk/cases/{path}").content.decode()
        hidden = re.findall(r'<input type="hidden" name="(form_id|seen|version|people|words)" value="([^"]*)"', page)
        return dict(hidden) | words

    def sends(self, path: str, who: str = "officer", **words: Any) -> Any:
        """The answer to filling in the form at a path and sending it."""
        return post(self.sits(who), f"/desk/cases/{path}", self.typed(path, who, **words))

    def registers(self, **words: Any) -> Application:
        """An application registered by the form."""
        answer = self.sends("new", **INTAKE | {"submitted_on": self.today().isoformat()} | words)
        assert answer.status_code == 303, html.unescape(answer.content.decode())
        return Application.objects.latest("registered_at", "number")

    def today(self) -> date:
        """The office's day."""
        return localtime(timezone.now()).date() + timedelta(days=Today.objects.get(pk=1).days)


def errors(answer: Any) -> str:
    """What the summary of errors at the head of a page says."""
    page = html.unescape(answer.content.decode())
    found = re.search(r'<div class="errors".*?</div>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else ""
