"""One step of a case: permission, lock, version, the table of moves, and what every step leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import localtime

from gongkai import flow
from gongkai.audit import queries as audit
from gongkai.audit.actions import Word, record
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.cases.clock import refresh
from gongkai.office.cases.models import Application, Fact
from gongkai.office.cases.telling import tell
from gongkai.office.people.guard import mark_told
from gongkai.office.people.models import Agency, Member
from gongkai.office.people.queries import roles_of
from gongkai.office.people.roles import TITLES, allows
from gongkai.office.records.models import StoredFile
from gongkai.statute import deadlines
from gongkai.statute.procedure import MOVES, STATES

MOVING = frozenset(
    {
        deadlines.Fact.RECEIVED,
        deadlines.Fact.CORRECTION_ASKED,
        deadlines.Fact.CORRECTED,
        deadlines.Fact.FEE_NOTICED,
        deadlines.Fact.FEE_PAID,
        deadlines.Fact.ENDED,
        deadlines.Fact.WITHDRAWN,
        deadlines.Fact.REOPENED,
    }
)
"""Facts that stop or start the count: what follows one of them cannot have happened before it."""

AHEAD = timedelta(3 * 365)
"""How far ahead of the office's day a day that somebody types may lie: three years."""

BY_CHAIN = frozenset({"submit", "send_back", "recall", "sign"})
"""Steps that a document takes its case through, by its signatures; no form of their own asks for them."""

CORRECTION = flow.Move("correct_fact", tuple(STATES), "", "更正事实", "correct a fact")
"""What may be done in every state and leads nowhere: no step of the procedure, but taken with the same care."""

NOT_STEPS = ("case_refused", "case_file_opened", "case_supervised", "case_supervision_ended")
"""What the audit tells of a case that leaves its version as it is."""
LABELS = TITLES
"""What an officer calls what they do."""


def about(application: Application) -> str:
    """The name of an application in the audit."""
    return application.about


def actor(member: Member) -> str:
    """The name of a member in the audit."""
    return f"member:{member.pk}"


def today_of(at: datetime) -> date:
    """The day of a moment where the office is."""
    return localtime(at).date()


@contextmanager
def permitted(action: str, agency: Agency, *, by: Member, at: datetime, what: str = "") -> Iterator[None]:
    """A transaction in which `by` may do something in an agency.

    Raises NotAllowed when their roles do not allow it or their account is disabled, Application.DoesNotExist when they
    hold no role there at all, so that a stranger cannot tell what exists (TRUST 1.20). Either is told in the audit,
    in a transaction of its own (TRUST 4, row 45).
    """
    try:
        with transaction.atomic():
            roles = roles_of(by, agency)
            if not allows(roles, action):
                if not roles and Member.objects.filter(pk=by.pk, is_active=True).exists():
                    raise Application.DoesNotExist
                raise NotAllowed(f"你没有权限：{LABELS[action]}", f"you may not: {action}")
            yield
    except (NotAllowed, Application.DoesNotExist) as error:
        where = what or f"agency:{agency.pk}"
        with transaction.atomic():
            entry = record("case_refused", about=where, at=at, actor=actor(by), label=LABELS[action])
        mark_told(error, entry)
        raise


@dataclass
class Step:
    """A step that is being taken: the application as it now is, and what the step writes down at its end.

    `changes` are columns of the application, `words` what the audit says.
    """

    application: Application
    move: flow.Move
    by: Member
    at: datetime
    changes: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which the step is recorded."""
        return today_of(self.at)

    def facts(self, kind: deadlines.Fact) -> list[Fact]:
        """The standing facts of a kind, in order."""
        return list(self.application.facts.standing().filter(kind=kind))

    def facts_since_reopened(self, kind: deadlines.Fact) -> list[Fact]:
        """Those of the present round: what was done before a decision or judgment opened the case again is done anew."""
        reopened = self.facts(deadlines.Fact.REOPENED)
        since = reopened[-1].place if reopened else 0
        return [fact for fact in self.facts(kind) if fact.place > since]

    def fact(
        self,
        on: date,
        *,
        note: str = "",
        evidence: StoredFile | None = None,
        since: date | None = None,
        until: date | None = None,
        **more: Any,
    ) -> Fact:
        """Record the fact of this step; UsageError when it is in the future or before what it follows.

        It follows what happened on `since`, else the last step that moved the clock.
        """
        require_day(self.application, on, today=self.today, since=since)
        if until is not None:
            require_in_range(until, today=self.today)
            more["until"] = until
        return add_fact(
            self.application, self.move.fact, on, by=self.by, at=self.at, note=note, evidence=evidence, **more
        )


@contextmanager
def step(
    application: Application, name: str, *, version: int, by: Member, at: datetime, locks_siblings: bool = False
) -> Iterator[Step]:
    """Take a move of the procedure: the block checks what the law asks for and records its fact.

    Everything is one transaction; with `locks_siblings` it holds every application of the submission, locked in the
    order of their keys. Raises what `permitted` does; Conflict when the application is no longer of this
    version, saying who did what; UsageError when the move is not lawful in its state.
    """
    with permitted(name, application.agency, by=by, at=at, what=about(application)):
        if locks_siblings:
            together = Application.objects.filter(submission=application.submission_id).order_by("pk")
            list(together.select_for_update(of=("self",)).values_list("pk"))
        current = Application.objects.select_for_update(of=("self",)).select_related("submission", "agency")
        found = current.get(pk=application.pk)
        if found.version != version:
            raise stale(found)
        try:
            move = flow.find((*MOVES, CORRECTION), name, found.state)
        except flow.UnlawfulMove:
            state = STATES[found.state]
            raise UsageError(
                f"“{state[0]}”的申请不能“{LABELS[name]}”", f"an application {state[1]} cannot take the step {name}"
            ) from None
        taken = Step(found, move, by, at)
        yield taken
        target = move.leads_to(found.state)
        same = Application.objects.filter(pk=found.pk, state=found.state, version=version)
        if not same.update(state=target, version=F("version") + 1, **taken.changes):
            raise stale(found)
        follow(found, name, words=taken.words, by=by, at=at)
    application.refresh_from_db()


def follow(application: Application, name: str, *, words: dict[str, Word], by: Member, at: datetime) -> None:
    """What every step leaves behind once its facts and its version are written: the deadline, the audit, the notices."""
    application.refresh_from_db()
    refresh(application, today=today_of(at))
    record(f"case_{name}", about=about(application), at=at, actor=actor(by), **words)
    tell(application, name, by=by, at=at, consented_by=str(words.get("consented_by", "")))


def stale(application: Application) -> Conflict:
    """The error of a form that shows an application as it no longer is: who did what, and when (TRUST 1.10)."""
    last = audit.history(about(application)).exclude(kind__in=NOT_STEPS).last()
    if last is None:
        return Conflict("申请已被他人修改", "somebody else changed the application")
    who = Member.objects.filter(pk=last.actor.removeprefix("member:")).values_list("name", flat=True).first() or "系统"
    when = f"{localtime(last.at):%m-%d %H:%M}"
    return Conflict(
        f"{who}已在{when}办理：{audit.told(last)}。请刷新后再办",
        f"{who} acted at {when}: {audit.told(last, 'en')}; load the page anew",
    )


def in_range(on: date, *, today: date) -> bool:
    """Whether a day that somebody typed can be meant: from the day of the law to three years ahead."""
    return deadlines.FIRST_DAY <= on <= today + AHEAD


def require_in_range(on: date, *, today: date) -> None:
    """Pass for a day that can be meant; UsageError with both bounds otherwise."""
    if not in_range(on, today=today):
        first, last = deadlines.FIRST_DAY, today + AHEAD
        raise UsageError(f"{on}不在{first}至{last}之间", f"{on} does not lie between {first} and {last}")


def require_day(application: Application, on: date, *, today: date, since: date | None = None) -> None:
    """Pass when something may have happened on a day; UsageError with the reason otherwise.

    It follows what happened on `since`, else the last step that moved the clock.
    """
    if on > today:
        raise UsageError(f"{on}还没有到，不能登记将来的事", f"{on} lies in the future")
    require_in_range(on, today=today)
    moving = application.facts.standing().filter(kind__in=MOVING | {deadlines.Fact.SUBMITTED})
    first = since or moving.aggregate(last=Max("happened_on"))["last"]
    if on < first:
        raise UsageError(f"{on}早于上一步的日期{first}", f"{on} lies before the step on {first}")


def add_fact(application: Application, kind: str, on: date, *, by: Member, at: datetime, **more: Any) -> Fact:
    """Write a fact down as the next of its application."""
    last = application.facts.aggregate(last=Max("place"))["last"] or 0
    values = {"place": last + 1} | more
    return Fact.objects.create(application=application, kind=kind, happened_on=on, by=by, recorded_at=at, **values)
