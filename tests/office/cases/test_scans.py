"""No list walks a whole table: read off the plans of both databases (TRUST 1.15)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from gongkai.office.cases.models import Application, Party
from gongkai.office.cases.persons import column
from gongkai.office.cases.queries import BUCKETS, Filters, listed, todo
from tests.databases.engines import Engine
from tests.office.cases.office import Office, day

TODAY = day("2025-03-31")
LISTS: dict[str, Callable[[Office], QuerySet[Any]]] = {
    "what is to do": lambda office: todo(office.officer),
    "what is mine": lambda office: todo(office.officer, mine=True),
    "one of them": lambda office: Application.objects.visible_to(office.officer).filter(number="2025-0001"),
    "a name": lambda _: Party.objects.filter(column("name").equals("王小禾")),
    "a card": lambda _: Party.objects.filter(column("identity").equals("11010519491231002X")),
    "a name among the cases": lambda office: listed(office.officer, Filters(keyword="王小禾"), today=TODAY)[:50],
    **{
        f"by {sort}": lambda office, sort=sort: listed(office.officer, Filters(sort=sort), today=TODAY)[:50]
        for sort in ("newest", "received", "due")
    },
    **{
        f"in the box {key}": lambda office, key=key: listed(office.officer, Filters(bucket=key), today=TODAY)[:50]
        for key in BUCKETS
    },
    **{
        f"filtered by {name}": lambda office, name=name, value=value: listed(
            office.officer, Filters(**{name: value}), today=TODAY
        )[:50]
        for name, value in (
            ("state", "closed"),
            ("category", "business"),
            ("channel", "online"),
            ("outcome", "granted"),
            ("assignee", "青水-经办"),
            ("received_from", TODAY),
            ("due_to", TODAY),
        )
    },
}
WHOLE = {
    "sqlite": re.compile(r"SCAN (?:TABLE )?(?:cases_\w+|U\d|V\d)(?! USING (?:COVERING )?INDEX)"),
    "postgresql": re.compile(r"Seq Scan on cases_"),
}
"""How each database says that it reads a whole table; PostgreSQL is asked to do so only where nothing else works."""


@pytest.mark.parametrize("name", LISTS)
def test_no_list_reads_a_whole_table(db: Engine, name: str) -> None:
    """The plan goes through indexes; on SQLite the three orders need no sorting either."""
    office = Office()
    office.register("2025-03-03")
    if db.name == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = LISTS[name](office).explain()
    assert not WHOLE[db.name].search(plan), plan
    if name.startswith("by ") and db.name == "sqlite":
        assert "TEMP B-TREE" not in plan, plan


def test_a_scan_would_be_seen(db: Engine) -> None:
    """A condition without an index is one."""
    plan = Application.objects.filter(document_number="1号").explain()
    if db.name == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_indexscan = off")
        plan = Application.objects.filter(document_number="1号").explain()
    assert WHOLE[db.name].search(plan), plan
