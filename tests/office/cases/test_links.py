"""Nothing on a page leads to a refusal: every link and every form of every page, followed by each role."""

from __future__ import annotations

import io
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from gongkai.office.cases.attaching import attach
from gongkai.office.cases.holidays import load_notice
from gongkai.office.notices.models import DueJob
from gongkai.office.people.actions import disable, grant, revoke
from gongkai.office.people.models import Agency, Member
from gongkai.office.people.roles import ROLES
from gongkai.office.records.actions import store
from gongkai.office.records.models import Today
from gongkai.statute.calendar import DaysOff
from tests.databases.engines import Engine
from tests.office.cases.desk import set_date
from tests.office.cases.office import Office, noon
from tests.office.people.browsers import browser, get, member_with, post
from tests.office.people.people import AT, administrator, bureau, city, person

ON = "2024-05-20"
NOT_FIELDS = {"submit", "button", "reset", "file"}
SIGN_IN = "/desk/sign-in"
UNTICKED = {"checkbox", "radio"}
OF_THE_TOP = ("administrator", "auditor")
"""The roles that see something else at the top of the tree than below it."""
ANSWERED = {200, 204, 302, 303, 409, 422}
"""Done, led on, asked again: what pressing a button may end in."""


class Ways(HTMLParser):
    """What a page leads to: its links, and its forms as (method, address, fields) with what stands in them."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__()
        self.path, self.links, self.forms = path, list[str](), list[tuple[str, str, dict[str, str]]]()
        self.fields: dict[str, str] = {}
        self.choice = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form and what is in it."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href"):
            self.links.append(urljoin(self.path, said["href"]))
        elif tag == "form":
            self.fields = {}
            address = urljoin(self.path, said.get("action", ""))
            self.forms.append((said.get("method", "get").lower(), address, self.fields))
        elif tag == "button" and "formaction" in said:
            self.forms.append(("get", urljoin(self.path, said["formaction"]), self.fields))
        elif tag == "option" and "selected" in said:
            self.fields[self.choice] = said["value"]
        elif tag == "select":
            self.choice = said["name"]
        elif tag == "input" and "name" in said and said.get("type") not in NOT_FIELDS:
            is_said = said.get("type") not in UNTICKED or "checked" in said
            self.fields |= {said["name"]: said.get("value", "")} if is_said else {}


def is_own(address: str) -> bool:
    """Whether an address is a page of the desk, and not a piece of this one, a file of the package or an app."""
    parts = urlsplit(address)
    return not parts.scheme and parts.path.startswith("/desk/")


def now() -> datetime:
    """The office's time, as the middleware tells it."""
    return timezone.now() + timedelta(days=Today.objects.get(pk=1).days)


def key_of(address: str) -> tuple[str, str, frozenset[str]]:
    """What makes two addresses one page for this walk: the view, which case or the path, the names in the query."""
    parts = urlsplit(address)
    match = resolve(parts.path)
    return (
        match.view_name,
        match.kwargs.get("number", parts.path),
        frozenset(name for name, _ in parse_qsl(parts.query)),
    )


def refusals(client: Client) -> Iterator[str]:
    """Walk from the desk over every link; press every button once, and undo what it did. Gives what was refused."""
    waiting, known, pressed = ["/desk/"], {key_of("/desk/")}, set[str]()
    while waiting:
        address = waiting.pop()
        answer = get(client, address)
        body = answer.getvalue() if answer.streaming else answer.content
        if answer.status_code not in (200, 302, 303) or answer.get("Location", "").startswith(SIGN_IN):
            yield f"{answer.status_code} {address}"
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        ways = Ways(body.decode(), urlsplit(address).path)
        led = [answer["Location"]] if answer.has_header("Location") else []
        found = [*led, *ways.links, *(f"{to}?{urlencode(said)}" for method, to, said in ways.forms if method == "get")]
        for link in filter(is_own, found):
            if key_of(link) not in known:
                known.add(key_of(link))
                waiting.append(link)
        for method, to, said in ways.forms:
            name = key_of(to)[0] if to.startswith("/desk/cases/") else to
            if method == "post" and is_own(to) and name not in pressed:
                pressed.add(name)
                status = undone(client, to, said)
                if status not in ANSWERED:
                    yield f"{status} POST {to} on {address}"


def undone(client: Client, to: str, said: dict[str, str]) -> int:
    """The status of pressing a button, of which nothing remains."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        status: int = post(client, to, said).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return status


def fill(office: Office) -> None:
    """An application in every state that an action leads to, one with a file, and one with an open consultation."""
    first, asked, priced, *decided = [office.register("2024-04-01") for _ in range(6)]
    office.register("2024-04-01", channel="online")
    scan = store(io.BytesIO(b"%PDF-1.4"), name="a.pdf", by="", at=noon(date(2024, 4, 1)))
    attach(first, file=scan, name="a.pdf", by=office.officer, at=noon(date(2024, 4, 1)))
    office.take(first, "consult", "2024-04-08", party="青岚供水公司", joint=False)
    office.take(asked, "ask_correction", "2024-04-09", note="年份", until=date(2024, 5, 6).isoformat())
    office.take(priced, "notice_fee", "2024-04-09", amount=120)
    for place, case in enumerate(decided):
        office.take(case, "decide", "2024-04-10", outcome="granted", document_number=f"青水公开〔2024〕{place}号")
    for case in decided[1:]:
        office.take(case, "serve", "2024-04-11", way="direct")
    office.take(decided[2], "archive", "2024-04-12")


def people(top: Agency, below: Agency) -> Member:
    """The administrator of the city, and members of the bureau of every kind that an administrator may meet."""
    chief = administrator(top)
    above = member_with("", below, "above", by=chief)
    grant(above, role="officer", agency=top, by=chief, at=AT)
    disable(person(below, "gone", by=chief), by=chief, at=AT)
    member_with("auditor", below, "counts", by=chief)
    off = [DaysOff("国庆节", date(2030, 10, 1), date(2030, 10, 7))]
    load_notice(document="青办〔2024〕9号", year=2030, issued_on=AT.date(), days_off=off, make_up=(), by=chief, at=AT)
    DueJob.objects.create(kind="sweep_done", due_on=AT.date(), next_at=AT, attempts=14, error="满", given_up_at=AT)
    return chief


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_page_leads_to_a_refusal(db: Engine, demonstration: None) -> None:
    """Whoever sees a link or a button may follow and press it: in the city, in its bureau, with each role, with none."""
    set_date(ON)
    top = city()
    office = Office(bureau(top))
    chief = people(top, office.agency)
    walkers = [member_with("", agency, f"walker-{agency.code}", by=chief) for agency in (top, office.agency)]
    fill(office)
    found = list[str]()
    for walker, roles in zip(walkers, (OF_THE_TOP, ROLES), strict=True):
        for role in roles:
            grant(walker, role=role, agency=walker.agency, by=chief, at=now())
            found += [f"{role} of {walker.agency}: {one}" for one in refusals(browser(walker))]
            revoke(walker, role=role, agency=walker.agency, by=chief, at=now())
        found += [f"nobody of {walker.agency}: {one}" for one in refusals(browser(walker))]
    assert found == []
