"""Sessions over HTTP with two real browsers: they begin with a new key, and end when they must (TRUST 1.22)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai.audit import queries as audit
from gongkai.office.people.actions import change_password, disable, grant, reset_password, revoke
from gongkai.office.people.entry import MOST_FAILURES
from gongkai.office.people.models import Draft, Member, Visit
from tests.databases.engines import Engine
from tests.office.people.browsers import browser, filled, get, is_in, member_with, post, sign_in, stranger
from tests.office.people.people import AT, PASSWORD, administrator, bureau, city

pytestmark = pytest.mark.usefixtures("demonstration")
OTHER = "another-long-word-7"
COOKIE = settings.SESSION_COOKIE_NAME


def test_the_front_door(db: Engine) -> None:
    """From a page through the sign-in page back to it; the cookie is closed to scripts and plain HTTP; out again."""
    member_with("", city(), "liming")
    client = stranger()
    answer = get(client, "/desk/account")
    assert answer.status_code == 303
    assert answer["Location"] == "/desk/sign-in?next=%2Fdesk%2Faccount"
    page = get(client, answer["Location"]).content.decode()
    assert 'name="next" value="/desk/account"' in page
    answer = sign_in(client, "liming", next="/desk/account")
    assert (answer.status_code, answer["Location"]) == (303, "/desk/account")
    cookie = answer.cookies[COOKIE]
    assert COOKIE == "__Host-session"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert (cookie["domain"], cookie["max-age"]) == ("", "")
    assert "李明" in get(client, "/desk/account").content.decode()
    assert get(client, "/desk/sign-in?next=/desk/audit")["Location"] == "/desk/audit"
    answer = post(client, "/desk/sign-out")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies[COOKIE] = cookie.value
    assert not is_in(client), "the word of a visit that was left opens nothing"


def test_every_sign_in_has_a_new_key_that_the_table_does_not_hold(db: Engine) -> None:
    """Neither one's own key nor one that was planted goes on; what stands in the table opens nothing."""
    member_with("", city(), "liming")
    client = stranger()
    client.cookies[COOKIE] = planted = "a" * 43
    first = sign_in(client, "liming").cookies[COOKIE].value
    second = sign_in(client, "liming").cookies[COOKIE].value
    assert len({planted, first, second}) == 3
    assert Visit.objects.filter(ended_at=None).count() == 1, "the first one ended with the second sign-in"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_visit")
        rows = repr(cursor.fetchall())
    assert second not in rows
    thief = stranger()
    thief.cookies[COOKIE] = Visit.objects.get(ended_at=None).digest
    assert not is_in(thief)


def test_a_refusal_is_the_same_for_every_mistake(db: Engine) -> None:
    """A missing account and a wrong password get the same page, the same delay, and keep the account that was typed."""
    member_with("", city(), "liming")
    pages: dict[str, list[str]] = {}
    for account in ("liming", "nobody"):
        client = stranger()
        for _ in range(MOST_FAILURES + 1):
            answer = sign_in(client, account, "wrong-word-of-somebody")
            page = answer.content.decode().replace(account, "")
            pages.setdefault(account, []).append(f"{answer.status_code} {page[page.index('<h1>') :]}")
    plain = [
        [page.partition("csrfmiddlewaretoken")[0] + page.partition("再试")[0][-40:] for page in of]
        for of in pages.values()
    ]
    assert plain[0] == plain[1]
    assert pages["liming"][0].startswith("422")
    assert pages["liming"][-1].startswith("429")
    assert "后再试" in pages["liming"][-1]
    assert "wrong-word-of-somebody" not in "".join(pages["liming"])


@pytest.mark.parametrize(
    ("column", "age", "lives"), [("seen_at", 29, True), ("seen_at", 31, False), ("began_at", 721, False)]
)
def test_a_visit_ends_by_itself(db: Engine, column: str, age: int, lives: bool) -> None:
    """After half an hour without use, and after twelve hours whatever the use."""
    client = browser(member_with("", city(), "liming"))
    Visit.objects.update(**{column: timezone.now() - timedelta(minutes=age)})
    assert is_in(client) is lives


def test_use_keeps_a_visit_alive(db: Engine) -> None:
    """A request notes the time, at most once a minute."""
    client = browser(member_with("", city(), "liming"))
    Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=20))
    assert is_in(client)
    seen = Visit.objects.get().seen_at
    assert timezone.now() - seen < timedelta(minutes=1)
    assert is_in(client)
    assert Visit.objects.get().seen_at == seen


ENDINGS: dict[str, Callable[[Member, Member], object]] = {
    "disabled": lambda member, chief: disable(member, by=chief, at=AT),
    "role granted": lambda member, chief: grant(member, role="reviewer", agency=member.agency, by=chief, at=AT),
    "role revoked": lambda member, chief: revoke(member, role="officer", agency=member.agency, by=chief, at=AT),
    "password changed": lambda member, _: change_password(member, old=PASSWORD, password=OTHER, at=AT),
    "password set": lambda member, chief: reset_password(member, password=OTHER, by=chief, at=AT),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_a_visit_ends_at_once(db: Engine, name: str) -> None:
    """The next request of every browser of the member is not let in; those of others go on."""
    chief = administrator(city())
    member = member_with("officer", chief.agency, "liming", by=chief)
    clients, other = [browser(member), browser(member)], browser(chief)
    assert all(is_in(client) for client in (*clients, other))
    ENDINGS[name](member, chief)
    assert not any(is_in(client) for client in clients)
    assert is_in(other)


def test_an_administrator_disables_somebody_at_work(db: Engine) -> None:
    """One browser presses the button, the other is out with its next click."""
    chief = administrator(city())
    member = member_with("officer", chief.agency, "liming", by=chief)
    desk, work = browser(chief), browser(member)
    assert is_in(work)
    assert post(desk, f"/desk/settings/members/{member.pk}/disable").status_code == 303
    assert not is_in(work)
    assert sign_in(work, "liming").status_code == 422


def test_a_new_password_goes_on_here_and_ends_elsewhere(db: Engine) -> None:
    """The browser that changed it has a new key; the other one is out; the old word lets nobody in."""
    member = member_with("", city(), "liming")
    here, there = browser(member), browser(member)
    old = here.cookies[COOKIE].value
    typed = filled(here, "/desk/account/password", old="wrong", password=OTHER, again=OTHER)
    assert "现在的口令不对" in post(here, "/desk/account/password", typed).content.decode()
    assert "不一样" in post(here, "/desk/account/password", {**typed, "again": "x"}).content.decode()
    answer = post(here, "/desk/account/password", {**typed, "old": PASSWORD})
    assert answer["Location"] == "/desk/account"
    assert here.cookies[COOKIE].value != old
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(stranger(), "liming").status_code == 422
    assert sign_in(stranger(), "liming", OTHER).status_code == 303


def test_ones_sessions_are_listed_and_ended_one_by_one(db: Engine) -> None:
    """Each with its time, address and browser; one's own only: somebody else's is not there."""
    member, other = member_with("", city(), "liming"), None
    other = member_with("", member.agency, "wangfang")
    here, there, theirs = browser(member), browser(member), browser(other)
    page = get(here, "/desk/account").content.decode()
    assert page.count("10.0.0.7") == 2
    assert page.count("本次登录") == 1
    numbers = {visit.member_id: visit.pk for visit in Visit.objects.order_by("began_at")}
    assert post(here, f"/desk/account/visits/{numbers[other.pk]}/end").status_code == 404
    assert is_in(theirs)
    assert post(here, f"/desk/account/visits/{numbers[member.pk]}/end").status_code == 303
    assert is_in(here)
    assert not is_in(there)
    assert post(here, f"/desk/account/visits/{numbers[member.pk]}/end").status_code == 409
    assert [audit.told(entry) for entry in audit.history(f"member:{member.pk}")] == ["登记成员", "结束一处登录"]


def test_what_is_long_over_is_forgotten(db: Engine) -> None:
    """Visits and drafts of more than a month ago go when somebody signs in."""
    member = member_with("", city(), "liming")
    client = browser(member)
    post(client, "/desk/draft/keep?path=/desk/settings/agencies/x/rename")
    month = timezone.now() - timedelta(days=31)
    Draft.objects.create(member=member, path="/desk/old", saved_at=month)
    Visit.objects.update(began_at=month)
    assert sign_in(stranger(), "liming").status_code == 303
    assert Visit.objects.count() == 1
    assert not Draft.objects.exists()


def test_one_acts_for_one_agency_at_a_time(db: Engine) -> None:
    """Who holds roles in two agencies switches between them; rights are those of the agency that is acted for."""
    top = city()
    other, third = bureau(top), bureau(top, code="青文", name="青岚市文化和旅游局")
    chief = administrator(top)
    member = member_with("auditor", top, "liming", by=chief)
    grant(member, role="administrator", agency=other, by=chief, at=AT)
    client = browser(member)
    assert [get(client, path).status_code for path in ("/desk/audit", "/desk/settings/agencies")] == [200, 403]
    assert 'name="agency"' in get(client, "/desk/").content.decode()
    assert post(client, "/desk/account/agency", {"agency": str(other.pk)}).status_code == 303
    assert [get(client, path).status_code for path in ("/desk/audit", "/desk/settings/agencies")] == [403, 200]
    for wrong in (str(third.pk), "x", ""):
        assert post(client, "/desk/account/agency", {"agency": wrong}).status_code == 404


def cookies(client: Client) -> set[str]:
    """The names of the cookies that a browser holds with a value."""
    return {name for name, cookie in client.cookies.items() if cookie.value}


def test_signing_out_leaves_no_key(db: Engine) -> None:
    """The cookie is gone, and the sign-in page is next."""
    client = browser(member_with("", city(), "liming"))
    assert COOKIE in cookies(client)
    assert post(client, "/desk/sign-out")["Location"] == "/desk/sign-in"
    assert COOKIE not in cookies(client)
