"""One step of an appeal: permission, lock, version, the table of moves, and what every step leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from gongkai import flow
from gongkai.audit.actions import Word, record
from gongkai.errors import Conflict, UsageError
from gongkai.office.appeals.clock import refresh
from gongkai.office.appeals.models import Appeal, AppealFact
from gongkai.office.appeals.telling import tell
from gongkai.office.cases.models import Application
from gongkai.office.cases.step import require_in_range, today_of
from gongkai.office.people.guard import named, require
from gongkai.office.people.models import Member
from gongkai.office.records.models import StoredFile
from gongkai.statute.appeals import MOVES, STATES

CORRECTION = flow.Move("correct", tuple(STATES), "", "更正事实", "correct a fact")
"""What may be done in every state and leads nowhere."""
LABELS = {move.name: move.label for move in (*MOVES, CORRECTION)}
"""What an officer calls the steps."""


def permission(name: str) -> str:
    """The permission that a step asks for."""
    return f"{name}_appeal"


@dataclass
class Step:
    """A step that is being taken: the appeal as it now is, columns to change, what the audit says."""

    appeal: Appeal
    move: flow.Move
    by: Member
    at: datetime
    changes: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which the step is recorded."""
        return today_of(self.at)

    def fact(self, on: date, *, evidence: StoredFile | None = None, note: str = "", **more: Any) -> AppealFact:
        """Record the fact of this step; UsageError for a day in the future or before the papers came."""
        require_day(on, today=self.today, since=self.appeal.received_on)
        if more.get("until") is not None:
            require_in_range(more["until"], today=self.today)
        self.words |= {"on": str(on), "note": note}
        return add_fact(self.appeal, self.move.fact, on, by=self.by, at=self.at, note=note, evidence=evidence, **more)


def require_day(on: date, *, today: date, since: date | None = None) -> None:
    """Pass for a day on which something can have happened; UsageError says why it cannot."""
    if on > today:
        raise UsageError(f"{on}还没有到，不能登记将来的事", f"{on} lies in the future")
    require_in_range(on, today=today)
    if since is not None and on < since:
        raise UsageError(f"{on}早于收到副本的日期{since}", f"{on} lies before the receipt on {since}")


def add_fact(appeal: Appeal, kind: str, on: date, *, by: Member, at: datetime, **more: Any) -> AppealFact:
    """Write a fact down as the next of its appeal."""
    last = appeal.facts.aggregate(last=Max("place"))["last"] or 0
    values = {"place": last + 1} | more
    return AppealFact.objects.create(appeal=appeal, kind=kind, happened_on=on, by=by, recorded_at=at, **values)


@contextmanager
def step(appeal: Appeal, name: str, *, version: int, by: Member, at: datetime) -> Iterator[Step]:
    """Take a move of the procedure in one transaction: the block checks what the law asks for and records its fact.

    The case is locked before its appeal, as everywhere. Raises NotAllowed, Conflict when the appeal is no longer of this
    version, UsageError when the move is not lawful in its state.
    """
    with transaction.atomic():
        require(by, permission(name), appeal.agency)
        if appeal.application_id:
            Application.objects.select_for_update(of=("self",)).get(pk=appeal.application_id)
        found = Appeal.objects.select_for_update(of=("self",)).select_related("agency").get(pk=appeal.pk)
        if found.version != version:
            raise stale()
        try:
            move = flow.find((*MOVES, CORRECTION), name, found.state)
        except flow.UnlawfulMove:
            state = STATES[found.state]
            raise UsageError(
                f"“{state[0]}”的复议诉讼不能“{LABELS[name]}”", f"an appeal {state[1]} cannot take the step {name}"
            ) from None
        taken = Step(found, move, by, at)
        yield taken
        same = Appeal.objects.filter(pk=found.pk, state=found.state, version=version)
        if not same.update(state=move.leads_to(found.state), version=F("version") + 1, **taken.changes):
            raise stale()
        found.refresh_from_db()
        refresh(found, today=taken.today)
        record(f"appeal_{name}", about=found.about, at=at, actor=named(by), **taken.words)
        tell(found, name, by=by, at=at)
    appeal.refresh_from_db()


def stale() -> Conflict:
    """The error of a form that shows an appeal as it no longer is."""
    return Conflict("这件复议诉讼已被他人办理，请刷新后再办", "somebody acted meanwhile; load the page anew")
