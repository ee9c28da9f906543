"""The door: every view is marked, and every mark holds for every role, own agency and other (TRUST 1.19, 1.20)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RoutePattern

from gongkai.audit.models import Entry
from gongkai.audit.queries import told
from gongkai.office.people.door import OWN, PUBLIC, SHOWS, TAKES, Mark, Unmarked, mark_of
from gongkai.office.people.models import Member
from gongkai.office.people.roles import PERMISSIONS, ROLES
from gongkai.site.modes import MODES
from tests.databases.engines import Engine
from tests.office.people.browsers import browser, get, member_with, post, sign_in, stranger
from tests.office.people.people import administrator, bureau, city


@dataclass(frozen=True, slots=True)
class Route:
    """An address of the site: its pattern with `<converter:name>` in it, and its view."""

    pattern: str
    view: Any

    @property
    def mark(self) -> Mark:
        """Its mark."""
        mark = mark_of(self.view)
        assert mark, self.pattern
        return mark

    def addresses(self, values: dict[str, list[str]]) -> Iterator[str]:
        """The addresses with every combination of values, by kind of converter."""
        parts = re.split(r"<(?:(\w+):)?\w+>", self.pattern)
        kinds = [kind or "str" for kind in parts[1::2]]
        for words in product(*(values.get(kind, ["x"]) for kind in kinds)):
            pairs = zip(parts[::2], (*words, ""), strict=True)
            yield "/" + "".join(text + word for text, word in pairs)


def routes(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[Route]:
    """Every address of the resolver."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        assert isinstance(one.pattern, RoutePattern), one
        whole = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, whole)
        else:
            yield Route(whole, one.callback)


ROUTES = list(routes())
GUARDED = [route for route in ROUTES if route.mark.permission not in (PUBLIC, OWN)]
NOTHING = {"uuid": [str(uuid.UUID(int=7))], "int": ["999999"]}
"""Values of things that are not there: the door is asked before anybody looks for them."""


def test_every_address_is_marked() -> None:
    """No view without exactly one mark, of a permission that the table knows and methods that make sense."""
    assert len(ROUTES) > 25
    assert {route.mark.permission for route in ROUTES} <= {*PERMISSIONS, PUBLIC, OWN}
    assert {route.mark.methods for route in ROUTES} == {SHOWS, TAKES, SHOWS + TAKES}


def test_a_view_without_a_mark_is_never_run(db: Engine) -> None:
    """Not for anybody, whatever it would answer."""

    def forgotten(_request: Any) -> None:
        raise AssertionError("it was run")

    urls = type("urls", (), {"urlpatterns": [path("forgotten", forgotten)]})
    with override_settings(ROOT_URLCONF=urls), pytest.raises(Unmarked, match="forgotten"):
        get(stranger(), "/forgotten")


def first(route: Route) -> str:
    """An address of a route about things that are not there."""
    return next(route.addresses(NOTHING))


def ask(client: Client, route: Route, address: str) -> int:
    """The status of the answer to the strongest method that a route takes."""
    answer = (post if "POST" in route.mark.methods else get)(client, address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def test_who_is_not_signed_in_sees_what_is_public(db: Engine, demonstration: None) -> None:
    """Everything else leads to the sign-in page, and changes nothing."""
    client = stranger()
    for route in ROUTES:
        if route.mark.permission != PUBLIC:
            for method in {"GET", "POST"} & set(route.mark.methods):
                answer = (get if method == "GET" else post)(client, first(route))
                assert (answer.status_code, answer["Location"][:13]) == (303, "/desk/sign-in"), route
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_role_may_what_the_table_says(db: Engine, demonstration: None, role: str) -> None:
    """Route by route: 403 without the right in the agency that is acted for, something else with it."""
    client = browser(member_with(role, city(), "liming"))
    assert GUARDED
    for route in GUARDED:
        status = ask(client, route, first(route))
        assert (status == 403) is (role not in PERMISSIONS[route.mark.permission]), (route, status)
        assert status < 500, route


def foreign(own: set[str]) -> list[str]:
    """A key of every table of the installation whose keys are of their own kind, of no agency among these.

    Rows that belong to no agency by a column `agency` are told by whose `member` they are.
    """
    found = []
    for model in apps.get_models():
        if model.__module__.startswith("gongkai.office.") and isinstance(model._meta.pk, models.UUIDField):
            for row in model._default_manager.all():
                agency = getattr(getattr(row, "member", row), "agency", row)
                if getattr(agency, "code", "") not in own:
                    found.append(str(row.pk))
                    break
    return found


def test_what_is_another_agencys_is_not_there(db: Engine, demonstration: None) -> None:
    """Whoever may everything in one agency meets 404 for every key of another: its agencies, members, sessions."""
    top = city()
    own, other = bureau(top), bureau(top, code="青文", name="青岚市文化和旅游局")
    chief = administrator(top)
    mine = [member_with(role, own, f"own-{role}", by=chief) for role in ROLES]
    for role in ROLES:
        browser(member_with(role, other, f"other-{role}", by=chief))
    keys = foreign({"青水", top.code})
    assert str(other.pk) in keys
    assert len(keys) >= 3
    asked = 0
    for member in mine:
        client = browser(member)
        for route in ROUTES:
            if "<uuid:" in route.pattern and (route.mark.permission == OWN or allowed(member, route)):
                for key in keys:
                    asked += 1
                    address = next(route.addresses(NOTHING | {"uuid": [key]}))
                    assert ask(client, route, address) == 404, address
    assert asked > 30
    assert Member.objects.filter(agency=other, is_active=True).count() == len(ROLES)


def allowed(member: Member, route: Route) -> bool:
    """Whether the table lets the member's role pass at a route."""
    roles = set(member.grants.values_list("role", flat=True))
    return bool(PERMISSIONS.get(route.mark.permission, frozenset()) & roles)


def test_opening_an_action_does_nothing(db: Engine, demonstration: None) -> None:
    """405 with what is allowed, for everybody."""
    client = browser(administrator(city()))
    actions = [route for route in ROUTES if route.mark.methods == TAKES]
    assert len(actions) > 5
    for route in actions:
        for one in (client, stranger()):
            answer = get(one, first(route))
            assert (answer.status_code, answer["Allow"]) == (405, "POST"), route


def test_a_forged_post_is_refused(db: Engine, demonstration: None) -> None:
    """Without the token no post is taken, but by public pages that say why they need none and read no cookie."""
    client = browser(administrator(city()), enforce_csrf_checks=True)
    takes = [
        route for route in ROUTES if "POST" in route.mark.methods and not getattr(route.view, "csrf_exempt", False)
    ]
    assert len(takes) > 10
    assert [route.pattern for route in takes if post(client, first(route)).status_code != 403] == []
    exempt = [route for route in ROUTES if getattr(route.view, "csrf_exempt", False)]
    assert {route.mark.permission for route in exempt} <= {PUBLIC}
    assert Entry.objects.count() == 3


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.invalid/", "https://evil.invalid/", "http:evil.invalid", "///evil.invalid", "/\\evil.invalid", "\\\\evil.invalid",
        "/%09/evil.invalid", "/\t/evil.invalid", "javascript:alert(1)", "evil.invalid", "https:///evil.invalid", "/nowhere",
        "/desk/sign-out", "desk/", " /desk/audit", "/desk/../../etc", "//localhost@evil.invalid/", "/desk/audit\r\nX: y",
    ],
)  # fmt: skip
def test_next_leads_to_pages_of_ours_only(db: Engine, demonstration: None, evil: str) -> None:
    """Anything else leads to the desk."""
    member_with("", city(), "liming")
    answer = sign_in(stranger(), "liming", next=evil)
    assert (answer.status_code, answer["Location"]) == (303, "/desk/")


def test_who_may_not_is_told_who_may(db: Engine, demonstration: None) -> None:
    """403 by role and by name; the audit tells that it was tried, and by whom."""
    chief = administrator(city())
    member = member_with("officer", chief.agency, "wangfang", by=chief)
    answer = get(browser(member), "/desk/settings/agencies")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "青岚市人民政府的系统管理员" in page
    assert f"可以找：{chief.name}" in page
    entry = Entry.objects.latest("seq")
    assert (told(entry), entry.actor) == ("无权办理 change_agency，已拒绝", f"member:{member.pk}")


def test_first_things_first(db: Engine) -> None:
    """Outside a demonstration: a password of one's own, then a second factor, before any page; out one may always."""
    chief = administrator(city())
    member = member_with("officer", chief.agency, "liming", by=chief)
    assert settings.MODE is MODES["normal"]
    client = browser(member)
    for address in ("/desk/", "/desk/account", "/desk/settings/agencies"):
        assert get(client, address)["Location"] == "/desk/account/second-factor"
    Member.objects.filter(pk=member.pk).update(must_change=True)
    for address in ("/desk/", "/desk/account/second-factor"):
        assert get(client, address)["Location"] == "/desk/account/password"
    assert "初始口令" in get(client, "/desk/account/password").content.decode()
    assert post(client, "/desk/sign-out")["Location"] == "/desk/sign-in"
