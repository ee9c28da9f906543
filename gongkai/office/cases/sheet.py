"""A list of applications as rows: for the page and, as CSV and XLSX, to take along; persons are masked in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from gongkai.audit.actions import Word, record
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.forms.filters import COLUMNS, cells
from gongkai.office.cases.models import Application
from gongkai.office.cases.persons import masked
from gongkai.office.cases.queries import Chip, applicant, by_keys, chip, keys_of
from gongkai.office.people.guard import named
from gongkai.office.people.models import Agency, Member
from gongkai.writers.rows import taken

BATCH = 500
"""Rows that are read at a time: a hundred thousand are never in memory together as objects."""
HEADS = ("编号", *COLUMNS.values(), "届满日期")


class Pages(Paginator):  # type: ignore[type-arg]  # it takes none at run time
    """A list in pages: an index gives the keys of a page, and its rows are read by them.

    A list that ends on its first page is not walked a second time to be counted: a word that few subjects hold is looked
    for in each of them once.
    """

    object_list: QuerySet[Application]

    @cached_property
    def first(self) -> list[UUID]:
        """The keys of the first page, and one more where there is one."""
        return keys_of(self.object_list[: self.per_page + 1])

    @cached_property
    def count(self) -> int:
        """How many applications are in the list."""
        return len(self.first) if len(self.first) <= self.per_page else self.object_list.count()

    def page(self, number: int | str) -> Page[Application]:
        """The page of this number, its rows in a list; raises as Django's does."""
        at = self.validate_number(number)
        begin = (at - 1) * self.per_page
        keys = self.first[: self.per_page] if at == 1 else keys_of(self.object_list[begin : begin + self.per_page])
        return Page(by_keys(keys), at, self)


@dataclass(frozen=True, slots=True)
class Row:
    """An application as a list shows it: its page, its cells by the names of COLUMNS, in words, its chip, the day it is due."""

    number: str
    address: str
    words: Mapping[str, str]
    chip: Chip
    due: date | None


def rows(found: Iterable[Application], *, today: date) -> Iterator[Row]:
    """The rows of applications that came by `queries.shown`."""
    days, home = calendar(), reverse("cases:list")
    for one in found:
        clock = chip(one, today=today, days=days)
        watched = [f"{day.month}月{day.day}日前" for day in (each.until for each in one.watched)]  # type: ignore[attr-defined]
        words = {
            **cells(one),
            "applicant": masked(applicant(one), "name"),
            "due": clock.words,
            "supervised": "".join(watched),
        }
        yield Row(one.number, f"{home}/{one.number}", words, clock, one.due)


def _lines(found: QuerySet[Application], today: date) -> Iterator[tuple[str, ...]]:
    for row in rows(found.iterator(chunk_size=BATCH), today=today):
        yield row.number, *(row.words[name] for name in COLUMNS), str(row.due or "")


def export(
    found: QuerySet[Application], *, form: str, query: str, agency: Agency, by: Member, at: datetime, today: date
) -> BinaryIO:
    """The rows of a filtered list as a file in a format of FORMATS; the audit tells that it was taken out.

    `query` is the address of the list; as it may hold somebody's name, the audit keeps a digest of it. It is told once
    everything is read: the transaction that tells it holds up nobody.
    """
    file, count = taken(form, HEADS, _lines(found, today), "申请")
    words: dict[str, Word] = {"format": form, "count": count, "filter": query}
    with transaction.atomic():
        record("cases_exported", about=f"agency:{agency.pk}", at=at, actor=named(by), **words)
    return file
