"""The periods of an appeal by its facts: the copy that lists read, and what falls due."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.office.appeals.models import Appeal, AppealFact
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.planning import workdays_before
from gongkai.office.notices.actions import arrange
from gongkai.statute import appeals as law
from gongkai.statute.appeals import Due
from gongkai.statute.calendar import Calendar

ANSWER_SOON, ANSWER_LATE, ORDER_SOON = "appeal_answer_soon", "appeal_answer_late", "appeal_order_soon"
KINDS = (ANSWER_SOON, ANSWER_LATE, ORDER_SOON)
"""The kinds of jobs about an appeal; `reminders` says what each does."""
ANSWER_AHEAD, ORDER_AHEAD = (3, 1), (5, 2)
"""Working days before the last on which it is told: five working days are short."""


def refresh(appeal: Appeal, *, today: date) -> None:
    """Write the copy anew from the standing facts, and plan anew what falls due; inside the transaction of the change."""
    days = calendar()
    values = copy_of(appeal, list(appeal.facts.standing()), days)
    Appeal.objects.filter(pk=appeal.pk).update(**values)
    for name, value in values.items():
        setattr(appeal, name, value)
    arrange(appeal.about, kinds=KINDS, wanted=wanted(appeal, days, today=today))


def copy_of(appeal: Appeal, facts: list[AppealFact], days: Calendar) -> dict[str, Any]:
    """The columns that the facts of an appeal give."""
    last = {fact.kind: fact for fact in facts}

    def on(kind: str) -> date | None:
        return last[kind].happened_on if kind in last else None

    procedure = law.ORDINARY
    for fact in facts:
        procedure = {"simplified": law.SIMPLIFIED, "ordinary": law.ORDINARY}.get(fact.kind, procedure)
    received, accepted, ended = last["received"], on("accepted"), last.get("decided")
    answer = law.answer_due(appeal.kind, procedure, received.happened_on, days)
    decision = law.decision_due(appeal.kind, procedure, accepted, days) if accepted else None
    due = answer.span.end if answer else received.until
    extended = last["extended"].until if "extended" in last else None
    return {
        "procedure": procedure,
        "filed_on": on("filed"),
        "accepted_on": accepted,
        "received_on": received.happened_on,
        "answered_on": on("answered"),
        "answer_due": due,
        "is_provisional": answer.span.provisional if answer else False,
        "decision_due": extended or (decision.span.end if decision else None),
        "result": ended.result if ended else "",
        "dated_on": ended.dated_on if ended else None,
        "decided_on": ended.happened_on if ended else None,
        "orders": ended.orders if ended else False,
        "ordered_until": ended.until if ended else None,
    }


def account(appeal: Appeal, days: Calendar) -> Due | None:
    """The period for our answer as the law counts it; None where the organ named the day."""
    return law.answer_due(appeal.kind, appeal.procedure, appeal.received_on, days)


def wanted(appeal: Appeal, days: Calendar, *, today: date) -> set[tuple[str, date]]:
    """The jobs that an appeal asks for: before its answer is due and when it is late, and before an ordered day."""
    found = set[tuple[str, date]]()
    if appeal.state == law.RECEIVED and appeal.answer_due:
        found = {(ANSWER_SOON, workdays_before(appeal.answer_due, count, days)) for count in ANSWER_AHEAD}
        found = {one for one in found if one[1] >= today}
        found.add((ANSWER_LATE, days.add_workdays(appeal.answer_due, 1).end))
    if appeal.state == law.DECIDED and appeal.ordered_until:
        ahead = {(ORDER_SOON, workdays_before(appeal.ordered_until, count, days)) for count in ORDER_AHEAD}
        found |= {one for one in ahead if one[1] >= today}
    return found
