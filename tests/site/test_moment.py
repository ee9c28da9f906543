"""What a request is told about when and from where it came, and how a demonstration walks through months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client, RequestFactory, override_settings

from gongkai.audit.actions import ClockWentBack, record
from gongkai.audit.queries import head_at, verify
from gongkai.errors import Conflict, UsageError
from gongkai.office.records.actions import set_today
from gongkai.office.records.models import Today
from gongkai.office.records.moment import now
from gongkai.site import env
from gongkai.site.modes import MODES
from gongkai.site.moment import address_of
from tests.databases.engines import Engine

ZONE = ZoneInfo("Asia/Shanghai")
REAL = datetime(2026, 11, 24, 23, 40, tzinfo=ZONE)
MARCH = date(2025, 3, 3)


@pytest.fixture
def demonstration() -> Iterator[None]:
    """A site in demonstration mode."""
    with override_settings(MODE=MODES["demonstration"], ROOT_URLCONF="tests.site.routes"):
        yield


def note(at: datetime) -> None:
    """Something happens."""
    with transaction.atomic():
        record("number_voided", about="number:1", at=at, series="甲", number=1, reason="误编")


def test_a_request_is_told_the_time_of_the_office(db: Engine) -> None:
    """Both times are the machine's, with the zone of the office."""
    with override_settings(ROOT_URLCONF="tests.site.routes"):
        told = Client(headers={"host": "localhost"}).get("/told/", secure=True).json()
    assert told["at"] == told["real_at"]
    assert told["at"].endswith("+08:00")
    assert told["today"] == told["at"][:10]


def test_a_demonstration_walks_through_months(db: Engine, demonstration: None) -> None:
    """The date is set, a request sees it with the machine's time of day, the clock goes on, the chain holds."""
    first = set_today(MARCH, by="member:1", real=REAL)
    assert first == datetime(2025, 3, 3, 23, 40, tzinfo=ZONE)
    note(first)
    assert now(REAL + timedelta(hours=1)) == datetime(2025, 3, 4, 0, 40, tzinfo=ZONE)
    note(set_today(date(2025, 6, 9), by="member:1", real=REAL + timedelta(hours=1)))
    assert verify().is_whole
    told = Client(headers={"host": "localhost"}).get("/told/", secure=True).json()
    ahead = datetime.fromisoformat(told["at"]) - datetime.fromisoformat(told["real_at"])
    assert ahead == timedelta(days=Today.objects.get().days)


def test_a_demonstration_never_walks_back(db: Engine, demonstration: None) -> None:
    """The audit's last time is the floor: the date stays, nothing is recorded (TRUST 4, row 60)."""
    note(set_today(MARCH, by="", real=REAL))
    last = head_at()
    with pytest.raises(Conflict, match="日期只能向后设定；最后一条记录在 2025-03-03 23:40"):
        set_today(date(2025, 3, 2), by="", real=REAL)
    assert (now(REAL).date(), head_at()) == (MARCH, last)
    with pytest.raises(ClockWentBack):
        note(REAL - timedelta(days=800))


def test_elsewhere_the_date_is_the_real_one(db: Engine) -> None:
    """Setting it is refused, and a date that stands in the database from a demonstration is not looked at."""
    Today.objects.create(pk=1, days=-600)
    for name in ("normal", "intranet-http"):
        with override_settings(MODE=MODES[name]):
            assert now(REAL) == REAL
            with pytest.raises(UsageError, match="只有演示方式"):
                set_today(MARCH, by="", real=REAL)


def test_the_environment_sets_the_date_first(db: Engine, demonstration: None) -> None:
    """It is what commands of a demonstration go by, and then nobody else sets it."""
    set_today(date(2025, 6, 9), by="", real=REAL)
    with override_settings(TODAY=MARCH):
        assert now(REAL) == datetime(2025, 3, 3, 23, 40, tzinfo=ZONE)
        with pytest.raises(UsageError, match="GONGKAI_TODAY"):
            set_today(date(2025, 7, 1), by="", real=REAL)


@pytest.mark.parametrize(
    ("mode", "text", "said"),
    [("normal", "2025-03-03", "只用于演示方式"), ("demonstration", "3月3日", "不是日期"), ("x", "2025-03-03", "MODE")],
)
def test_a_wrong_date_in_the_environment_is_named(mode: str, text: str, said: str) -> None:
    """A date outside demonstration mode would be a forged clock."""
    with pytest.raises(UsageError, match=said):
        env.day({"GONGKAI_MODE": mode, "GONGKAI_TODAY": text})


def test_dates_in_the_environment() -> None:
    """One, or none."""
    assert env.day({"GONGKAI_MODE": "demonstration", "GONGKAI_TODAY": "2025-03-03"}) == MARCH
    assert env.day({"GONGKAI_MODE": "normal", "GONGKAI_TODAY": ""}) is None


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, ::1", "198.51.100.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "x" * 300, "x" * 64),
    ],
)
def test_only_a_proxy_is_believed_about_an_address(peer: str, forwarded: str, address: str) -> None:
    """What a client writes itself into the header counts for nothing (ASVS 4.1.3)."""
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=peer, **more)) == address
