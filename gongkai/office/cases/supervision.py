"""督办: a head of the office, or the office over it, lets a case be watched until a day, with a word on what is wanted.

It is no step of the procedure and moves no clock: the case keeps its version, and whoever fills in a form of it is not
disturbed.
"""

from __future__ import annotations

from datetime import date, datetime

from gongkai.audit.actions import record
from gongkai.errors import Conflict, UsageError
from gongkai.office.cases.models import Application, Supervision
from gongkai.office.cases.persons import required
from gongkai.office.cases.querysets import LIVE
from gongkai.office.cases.step import about, actor, permitted, require_in_range, today_of
from gongkai.office.cases.telling import answering, in_words, send
from gongkai.office.notices.actions import cancel, plan
from gongkai.office.people.models import Member

NOTE = 500
"""Characters of what is wanted."""
ENDS = "case_supervision_ends"
"""The kind of the job that reminds on the last day."""


def supervise(application: Application, *, note: str, until: date, by: Member, at: datetime) -> Supervision:
    """Let a case be supervised until a day; whoever answers for it is told now, and again on that day.

    UsageError for a closed case, a day that is over and an empty note, Conflict for a case that is supervised already;
    raises what `permitted` does.
    """
    with permitted("supervise", application.agency, by=by, at=at, what=about(application)):
        locked = Application.objects.select_for_update(of=("self",)).select_related("agency").get(pk=application.pk)
        if locked.state not in LIVE:
            raise UsageError("已经办结的申请不用督办", "a closed application is not supervised")
        if until < today_of(at):
            raise UsageError(f"{until}已经过去", f"{until} is over")
        require_in_range(until, today=today_of(at))
        if standing(locked) is not None:
            raise Conflict("这件申请已在督办，先解除再督办", "the application is supervised already")
        said = required(note, "督办要求", NOTE)
        made = Supervision.objects.create(application=locked, note=said, until=until, ordered_at=at, ordered_by=by)
        plan(ENDS, about=about(locked), due_on=until)
        record("case_supervised", about=about(locked), at=at, actor=actor(by), until=str(until), note=said)
        sentence = f"{locked.number} 由{by.name}督办，请于{in_words(until)}前办理"
        send(locked, set(answering(locked)) - {by}, f"{about(locked)}:supervised:{made.pk}", sentence, at)
    return made


def end_supervision(application: Application, *, by: Member, at: datetime) -> None:
    """Supervise a case no longer; Conflict when it is not supervised. Raises what `permitted` does."""
    with permitted("supervise", application.agency, by=by, at=at, what=about(application)):
        open_ones = Supervision.objects.filter(application=application, ended_at=None)
        if not open_ones.update(ended_at=at, ended_by=by):
            raise Conflict("这件申请没有在督办", "the application is not supervised")
        cancel(ENDS, about=about(application))
        record("case_supervision_ended", about=about(application), at=at, actor=actor(by))


def standing(application: Application) -> Supervision | None:
    """The supervision of a case that has not ended; None for none."""
    return application.supervisions.filter(ended_at=None).select_related("ordered_by").first()


def remind_supervised(about: str, at: datetime) -> None:
    """Tell whoever answers for a supervised case, and whoever ordered it, that its day has come; nothing once it ended."""
    found = Supervision.objects.filter(application__pk=about.removeprefix("case:"), ended_at=None)
    one = found.filter(application__state__in=LIVE).select_related("application__agency", "ordered_by").first()
    if one is None or one.until > today_of(at):
        return
    case = one.application
    whom = {*answering(case), one.ordered_by}
    send(case, whom, f"{about}:supervision:{one.pk}", f"{case.number} 督办期限{in_words(one.until)}届满", at)
