"""The answers of an application, each a row of its own: what was served stays when the case is opened again.

The columns of an application that tell its outcome and service are the copy of the present answer, for lists. Every
function here writes the row and gives that copy, for the step that is being taken.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max

from gongkai.errors import UsageError
from gongkai.office.cases.models import Answer, Application, Fact
from gongkai.statute import deadlines
from gongkai.statute.channels import WAYS
from gongkai.statute.procedure import ARCHIVED, CLOSED

ENDS = (deadlines.Fact.ENDED, deadlines.Fact.WITHDRAWN)
"""The facts that close an answer."""


def copy_of(answer: Answer | None) -> dict[str, Any]:
    """The columns of an application whose present answer this is; empty ones for none."""
    if answer is None:
        return {"outcome": "", "decided_on": None, "document_number": "", "served_on": None, "way": ""}
    return {name: getattr(answer, name) for name in copy_of(None)}


def answer_of(application: Application) -> Answer | None:
    """The first answer of an application that was written whole, as an import does, not saved; None for none."""
    if not application.outcome:
        return None
    ended = application.decided_on if application.state in (CLOSED, ARCHIVED) else None
    copied = {name: getattr(application, name) for name in copy_of(None)}
    return Answer(application=application, place=1, closed_on=application.served_on or ended, **copied)


def give(
    application: Application,
    *,
    outcome: str,
    decided_on: date,
    document_number: str = "",
    closed_on: date | None = None,
) -> dict[str, Any]:
    """Write an answer down; one that was not served yet gives way to it.

    `closed_on` is the day of a withdrawal, which nobody serves.
    """
    take_back(application)
    last = application.answers.aggregate(last=Max("place"))["last"] or 0
    given = {"outcome": outcome, "decided_on": decided_on, "document_number": document_number, "closed_on": closed_on}
    return copy_of(Answer.objects.create(application=application, place=last + 1, **given))


def take_back(application: Application) -> dict[str, Any]:
    """Remove the answer that was not served: it never counted, and the audit tells what it was."""
    application.answers.filter(closed_on=None).delete()
    return copy_of(None)


def serve(application: Application, *, way: str, on: date) -> dict[str, Any]:
    """Write the service of the present answer down, from which it counts."""
    answer = application.answers.get(closed_on=None)
    answer.way, answer.served_on, answer.closed_on = way, on, on
    answer.save(force_update=True)
    return copy_of(answer)


def reopen(application: Application, *, on: date) -> dict[str, Any]:
    """Make the present answer an earlier one, by a decision or judgment that came on this day."""
    application.answers.filter(reopened_on=None).update(reopened_on=on)
    return copy_of(None)


def move_end(application: Application, fact: Fact, *, on: date) -> dict[str, Any]:
    """Follow the corrected day of an end, whose `fact` still stands; UsageError for a service before its answer."""
    answer = by_end(application)[fact.pk]
    if not answer.way:
        answer.decided_on = on
    elif on < answer.decided_on:
        raise UsageError("送达不能早于答复日期", "service does not precede the answer")
    else:
        answer.served_on = on
    answer.closed_on = on
    answer.save(force_update=True)
    return copy_of(answer) if answer.reopened_on is None else {}


def by_end(application: Application) -> dict[int, Answer]:
    """The answer that each standing end of the case closed, by the key of the fact: each end closes one, in order."""
    ends = application.facts.standing().filter(kind__in=ENDS).order_by("place")
    closed = application.answers.exclude(closed_on=None)
    return dict(zip(ends.values_list("pk", flat=True), closed, strict=True))


def in_words(answer: Answer) -> str:
    """How an answer ended, for the timeline."""
    if not answer.way:
        return "申请人撤回申请，办理结束"
    number = f"，{answer.document_number}" if answer.document_number else ""
    return f"答复送达申请人（{WAYS[answer.way].title}）：{answer.get_outcome_display()}{number}"
