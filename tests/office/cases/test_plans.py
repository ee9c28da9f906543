"""What the pages ask the database: few queries, and none that walks a table that grows (TRUST 1.15)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.office.notices.actions import deliver_one, do_one, notify, plan, queue
from gongkai.office.notices.models import Notice
from gongkai.office.records.moment import now
from tests.databases.engines import Engine
from tests.office.cases.desk import Desk
from tests.office.people.browsers import get

MOST = 40
"""Queries of a page."""
GROWS = re.compile(
    r"cases_(?:application|submission|party|fact|answer|attachment)|audit_entry|notices_\w+|people_(?:visit|draft|attempt)|records_(?:post|number|storedfile)"
)
"""The tables that have a row for each case, for what was done with one, or for who was here; the others are an office's
staff, its calendar and its settings."""
WALKS = {
    "sqlite": re.compile(r"\bSCAN (?:TABLE )?(\w+)"),
    "postgresql": re.compile(r"Seq Scan on (\w+)"),
}
"""How each database says that it reads every row of a table or of an index; PostgreSQL is asked to do so only where
nothing else works."""


class Asked:
    """The questions that were put to the database inside, and how it goes about each."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, Any]] = []

    def __call__(self, execute: Callable[..., Any], sql: str, words: Any, many: bool, context: Any) -> Any:
        """Note a question and put it."""
        if sql.startswith(("SELECT", "UPDATE", "DELETE")):
            self.lines.append((sql, words))
        return execute(sql, words, many, context)

    def walks(self, vendor: str) -> list[str]:
        """The questions for which a table that grows is walked, with the plan of each."""
        how = "EXPLAIN QUERY PLAN" if vendor == "sqlite" else "EXPLAIN"
        found = []
        with connection.cursor() as cursor:
            if vendor == "postgresql":
                cursor.execute("SET LOCAL enable_seqscan = off")
            for sql, words in self.lines:
                cursor.execute(f"{how} {sql}", words)
                plan_ = "\n".join(str(row[-1]) for row in cursor.fetchall())
                for name in WALKS[vendor].findall(plan_):
                    alias = re.search(rf'"(\w+)" (?:AS )?"?{name}"?\b', sql)
                    if GROWS.fullmatch(alias[1] if alias else name):
                        found.append(f"{sql}\n{plan_}")
        return found


@contextmanager
def asked() -> Iterator[Asked]:
    """Listen to what is asked inside."""
    found = Asked()
    with connection.execute_wrapper(found):
        yield found


PAGES = {
    "the desk": "",
    "the desk of one officer": "?whose=mine",
    "the list": "cases",
    "its second page": "cases?page=2",
    "the list by deadline": "cases?sort=due",
    "the list by receipt": "cases?sort=received",
    "what is open": "cases?state=open",
    "a box": "cases?bucket=overdue&sort=due",
    "an officer's": "cases?assignee=青水-经办",
    "a number": "cases?q=2024-0001",
    "a name": "cases?q=王小禾",
    "a case": "cases/2024-0001",
    "its clock": "cases/2024-0001/clock",
    "its receipt": "cases/2024-0001/receipt",
    "a step": "cases/2024-0001/extend",
    "the intake": "cases/new",
    "the calendar": "calendar",
    "the notices": "notices",
}


@pytest.fixture
def desk(db: Engine, demonstration: None) -> Desk:
    """An office with some applications, the first of which has been worked on."""
    made = Desk("2024-03-04")
    for _ in range(3):
        made.registers()
    assert made.sends("2024-0001/assign", assignee=made.office.officer.pk, unit="").status_code == 303
    return made


def test_no_page_asks_much_or_walks_a_table(db: Engine, desk: Desk) -> None:
    """Each page of the desk, and a step that is taken: at most forty queries, each through an index."""
    for name, path in PAGES.items():
        with asked() as found:
            answer = get(desk.sits(), f"/desk/{path}")
        assert answer.status_code == 200, name
        assert len(found.lines) <= MOST, (name, len(found.lines))
        assert not (walks := found.walks(db.name)), (name, *walks)
    words = desk.typed("2024-0002/assign", assignee=desk.office.officer.pk, unit="")
    with asked() as found:
        assert desk.sends("2024-0002/assign", **words).status_code == 303
    assert not (walks := found.walks(db.name)), walks


def test_what_falls_due_is_found_by_an_index(db: Engine, desk: Desk) -> None:
    """The look for a job, a delivery and an unread notice, as it is taken every few seconds."""
    at = now(timezone.now())
    member = desk.office.officer
    notify(member, key="1", sentence="有一件申请", about="case:1", at=at)
    plan("roll_clocks", about="", due_on=at.date())
    queue("mail", key="1", about=f"notice:{Notice.objects.get(member=member).pk}", at=at)
    with asked() as found:
        assert do_one(at=at)
        assert deliver_one(at=at)
    assert not (walks := found.walks(db.name)), walks


def test_a_walk_would_be_seen(db: Engine, desk: Desk) -> None:
    """A question without an index is told, whatever its table is called in it."""
    with asked() as found, connection.cursor() as cursor:
        cursor.execute('SELECT 1 FROM "cases_application" U0 WHERE U0."document_number" = %s', ["1"])
    assert len(found.walks(db.name)) == 1


def test_a_list_that_ends_on_its_first_page_is_walked_once(db: Engine, desk: Desk) -> None:
    """A word that few subjects hold is looked for in each of them once: what was found is its own count."""
    with asked() as found:
        page = get(desk.sits(), "/desk/cases?q=听松路").content.decode()
    assert "共3件" in re.sub("<[^>]+>", "", page)
    assert sum("LIKE" in sql for sql, _ in found.lines) == 1
