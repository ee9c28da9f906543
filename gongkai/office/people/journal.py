"""The audit as a list that people read: filtered, told in sentences, and written down for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime, make_aware

from gongkai.audit.actions import record
from gongkai.audit.models import Entry
from gongkai.audit.queries import told
from gongkai.office.people.guard import named
from gongkai.office.people.models import Agency, Member
from gongkai.office.people.roles import ROLES, TITLES
from gongkai.office.records.queries import remarks
from gongkai.writers.rows import taken

HEADS = ("序号", "时间", "何人", "何事", "对象", "摘要")
BATCH = 500
LABELS = {"role": {role.name: role.label for role in ROLES.values()}, "permission": TITLES}
"""What roles and permissions are called in the sentences."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is read: who and about whom by their names."""

    seq: int
    at: datetime
    actor: str
    sentence: str
    about: str
    digest: str

    def cells(self) -> tuple[int, str, str, str, str, str]:
        """The line as a row under HEADS."""
        at = f"{localtime(self.at):%Y-%m-%d %H:%M:%S}"
        return self.seq, at, self.actor, self.sentence, self.about, self.digest


def entries(
    *, kind: str = "", about: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Entry]:
    """The entries of a kind, about an object (`table:id` or the beginning of it), of days from and to; latest first."""
    found = Entry.objects.order_by("-seq")
    if kind:
        found = found.filter(kind=kind)
    if about:
        found = found.filter(about__startswith=about)
    if since:
        found = found.filter(at__gte=make_aware(datetime.combine(since, time.min)))
    if until:
        found = found.filter(at__lte=make_aware(datetime.combine(until, time.max)))
    return found


def lines(rows: Iterable[Entry]) -> list[Line]:
    """Entries as lines; whoever is no member or agency any more, or never was one, stands there as written."""
    rows = list(rows)
    names = _names({part for row in rows for part in (row.actor, row.about)})
    written = remarks(row.seq for row in rows)
    return [
        Line(
            row.seq,
            row.at,
            names.get(row.actor, row.actor) or "系统",
            "：".join(part for part in (told(row, labels=LABELS), written.get(row.seq, "")) if part),
            names.get(row.about, row.about),
            row.digest,
        )
        for row in rows
    ]


def _names(parts: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for table, model in (("member", Member), ("agency", Agency)):
        keys = [part.partition(":")[2] for part in parts if part.startswith(f"{table}:") and len(part) > len(table) + 1]
        found |= {f"{table}:{row.pk}": str(row) for row in model._default_manager.filter(pk__in=keys)}
    return found


def all_lines(found: QuerySet[Entry]) -> Iterator[Line]:
    """Every line of a filtered list, some hundred at a time."""
    batch: list[Entry] = []
    for row in found.iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield from lines(batch)
            batch = []
    yield from lines(batch)


def export(found: QuerySet[Entry], *, form: str, by: Member, at: datetime) -> BinaryIO:
    """A filtered list as a file in a format of FORMATS; that it was taken out is told itself.

    It is told once everything is read: the transaction that tells it holds up nobody.
    """
    file, count = taken(form, HEADS, (line.cells() for line in all_lines(found)), "审计记录")
    with transaction.atomic():
        record("audit_exported", about="audit:", at=at, actor=named(by), format=form, count=count)
    return file
