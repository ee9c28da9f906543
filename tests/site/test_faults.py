"""What the machine refuses, through the real server: a page that keeps what was typed, and recovery without a restart."""

from __future__ import annotations

import http.cookiejar
import os
import re
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.databases.engines import Engine
from tests.server import Server, serving

NARROW = {"DJANGO_SETTINGS_MODULE": "tests.site.narrow"}
PATH = "/desk/account/agency"
ENTER = """
import django
django.setup()
from gongkai.office.people.models import Member
from tests.office.people.people import administrator, bureau
agency = bureau()
administrator(agency)
Member.objects.update(must_change=False)
print(agency.pk)
"""
"""A bureau and its administrator; tells the bureau's key."""


@dataclass
class Visitor:
    """A browser without scripts, signed in as the administrator."""

    address: str
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        """Come in by the front door."""
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        form = self.form("/desk/sign-in")
        status, _ = self.send("/desk/sign-in", form | {"account": "zhangwei", "password": "qing-lan-shi-2024"})
        assert status == 200

    def open(self, path: str, data: bytes | None = None) -> tuple[int, str]:
        """The status and the text of an answer, redirects followed."""
        try:
            with self.opener.open(self.address + path, data, timeout=40) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def send(self, path: str, words: dict[str, str]) -> tuple[int, str]:
        """Send a form."""
        return self.open(path, urllib.parse.urlencode(words).encode())

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the form on a page."""
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.open(path)[1]))


def kept(page: str) -> dict[str, str]:
    """What a page of a fault keeps."""
    found = re.findall(r'<textarea hidden name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(value) for name, value in found}


@dataclass(frozen=True)
class Desk:
    """A running site, a visitor of it, and a form: where it is and what was typed."""

    server: Server
    visitor: Visitor
    path: str
    typed: dict[str, str]
    data: Path

    def works(self, page: str) -> None:
        """What the page kept is all that was typed, and sent again it is taken, once."""
        assert kept(page) == self.typed
        answers = [self.visitor.send(self.path, kept(page)) for _ in range(2)]
        assert [status for status, _ in answers] == [200, 200]
        assert answers[0][1].count("防汛抗旱 &lt;科&gt;") == answers[1][1].count("防汛抗旱 &lt;科&gt;") > 0


def desk(folder: Path, **environment: str) -> Iterator[Desk]:
    """The form of a new unit, filled in."""
    root = str(Path(__file__).parents[2])
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))}
    with serving(folder, **NARROW, **paths, **environment) as server:
        own = {
            "GONGKAI_DATA": str(folder / "data"),
            "GONGKAI_KEY_FILE": str(folder / "keys"),
            "GONGKAI_MODE": "demonstration",
            "DATABASE_URL": "",
        }
        entered = subprocess.run(
            [sys.executable, "-c", ENTER],
            env=os.environ | own | NARROW | paths | environment,
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        visitor = Visitor(server.address)
        path = f"/desk/settings/agencies/{entered.stdout.split()[-1]}/units"
        typed = visitor.form(path) | {"name": "防汛抗旱 <科>"}
        yield Desk(server, visitor, path, typed, folder / "data")


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Desk]:
    """On SQLite."""
    yield from desk(tmp_path / "site")


def test_a_foreign_lock_keeps_the_form(sqlite: Desk) -> None:
    """503 within the wait, pages are still read, and when the lock is gone the kept form is taken."""
    with sqlite3.connect(sqlite.data / "gongkai.sqlite3", isolation_level=None) as foreign:
        foreign.execute("BEGIN EXCLUSIVE")
        status, page = sqlite.visitor.send(sqlite.path, sqlite.typed)
        assert (status, "系统繁忙，内容已保留" in page) == (503, True)
        foreign.execute("ROLLBACK")
    foreign.close()
    sqlite.works(page)


def test_a_full_disk_names_the_place_and_the_bytes(sqlite: Desk) -> None:
    """507 while the database cannot grow; nothing is half written; with room again the kept form is taken."""
    pages = sqlite.data / "pages"
    pages.write_text("1", "ascii")
    status, page, typed = 200, "", sqlite.typed
    for number in range(100):
        typed = sqlite.visitor.form(sqlite.path) | {"name": f"{'防' * 30}{number}"}
        status, page = sqlite.visitor.send(sqlite.path, typed)
        if status != 200:
            break
    assert status == 507
    assert re.search(rf"剩余 \d+ 字节（{re.escape(str(sqlite.data))}）", page)
    pages.unlink()
    assert kept(page) == typed
    assert sqlite.visitor.send(sqlite.path, kept(page))[0] == 200


def test_a_database_server_that_is_gone_comes_back(engine: Engine, committed: dict[str, str], tmp_path: Path) -> None:
    """503 with the form while nobody is let in, on PostgreSQL; afterwards the same process answers."""
    if engine.name != "postgresql":
        assert not committed["DATABASE_URL"]
        return
    name = connection.settings_dict["NAME"]
    connection.close()
    for one in desk(tmp_path / "site", DATABASE_URL=committed["DATABASE_URL"]):
        with psycopg.connect(committed["DATABASE_URL"], dbname="postgres", autocommit=True) as keeper:
            keeper.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            keeper.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
            status, page = one.visitor.send(one.path, one.typed)
            assert (status, "系统繁忙，内容已保留" in page) == (503, True)
            keeper.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        one.works(page)
