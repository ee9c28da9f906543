"""A list of appeals as rows: for the page and, as CSV and XLSX, to take along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from gongkai.audit.actions import Word, record
from gongkai.office.appeals.models import Appeal
from gongkai.office.appeals.queries import chip
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.queries import Chip
from gongkai.office.people.guard import named
from gongkai.office.people.models import Agency, Member
from gongkai.writers.rows import taken

BATCH = 500
HEADS = (
    "案号",
    "种类",
    "机关或者法院",
    "申请编号",
    "事项",
    "收到副本",
    "答复期限",
    "状态",
    "结果",
    "结果落款",
    "责令期限",
)


def rows(found: Iterable[Appeal], *, today: date) -> Iterator[tuple[Appeal, Chip]]:
    """Appeals with what is to be said of their deadlines."""
    days = calendar()
    for one in found:
        yield one, chip(one, today=today, days=days)


def _line(one: Appeal) -> tuple[str, ...]:
    case = one.application
    return (
        one.case_number,
        one.get_kind_display(),
        one.organ,
        case.number if case else "",
        case.subject if case else "",
        str(one.received_on),
        str(one.answer_due or ""),
        one.get_state_display(),
        one.get_result_display() if one.result else "",
        str(one.dated_on or ""),
        str(one.ordered_until or ""),
    )


def export(found: QuerySet[Appeal], *, form: str, query: str, agency: Agency, by: Member, at: datetime) -> BinaryIO:
    """The rows of a filtered list as a file in a format of FORMATS; the audit tells that it was taken out."""
    file, count = taken(form, HEADS, map(_line, found.iterator(chunk_size=BATCH)), "复议诉讼")
    words: dict[str, Word] = {"format": form, "count": count, "filter": query}
    with transaction.atomic():
        record("appeals_exported", about=f"agency:{agency.pk}", at=at, actor=named(by), **words)
    return file
