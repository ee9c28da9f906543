"""The clock of an application: its facts played by the law, and the copy that lists read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.office.cases.models import Application, Fact, HolidayNotice
from gongkai.office.cases.planning import replan
from gongkai.statute import calendar as statute_calendar
from gongkai.statute import deadlines, procedure
from gongkai.statute.calendar import Calendar, DaysOff, Notice
from gongkai.statute.deadlines import Account, Dated


@dataclass(slots=True)
class Consultation:
    """A letter to a party with the facts that answer it; `is_past` when it was sent before the case was reopened."""

    letter: Fact
    received: Fact | None = None
    opinion: Fact | None = None
    is_past: bool = False


COPIED = ("received_on", "due", "is_provisional", "clock", "waits_until", "computed_on")


def calendar() -> Calendar:
    """The bundled notices and those that an administrator loaded."""
    return statute_calendar.bundled().with_notices(map(notice_of, HolidayNotice.objects.all()))


def notice_of(row: HolidayNotice) -> Notice:
    """A loaded notice as the law's calendar has it."""
    off = tuple(
        DaysOff(one["name"], date.fromisoformat(one["first"]), date.fromisoformat(one["last"])) for one in row.days_off
    )
    return Notice(row.document, row.issued_on, row.year, off, tuple(map(date.fromisoformat, row.make_up)))


def dated(fact: Fact) -> Dated:
    """A recorded fact as the law's clock takes it."""
    return Dated(
        deadlines.Fact(fact.kind), fact.happened_on, fact.party, joint=fact.joint, days=fact.days, until=fact.until
    )


def consultations(facts: Iterable[Fact]) -> list[Consultation]:
    """The consultations of standing facts in their order; what a party answers belongs to the last letter to it."""
    found: list[Consultation] = []
    for fact in facts:
        if fact.kind == deadlines.Fact.CONSULTED:
            found.append(Consultation(fact))
        elif fact.kind == deadlines.Fact.REOPENED:
            for one in found:
                one.is_past = True
        elif fact.kind in (deadlines.Fact.LETTER_RECEIVED, deadlines.Fact.OPINION_RECEIVED):
            asked = next((one for one in reversed(found) if one.letter.party == fact.party), None)
            if asked is not None and fact.kind == deadlines.Fact.LETTER_RECEIVED:
                asked.received = fact
            elif asked is not None:
                asked.opinion = fact
    return found


def unheard(facts: Iterable[Fact]) -> list[date]:
    """The days on which the letters were sent of which nobody recorded the receipt nor an answer."""
    silent = [one for one in consultations(facts) if not (one.received or one.opinion or one.is_past)]
    return [one.letter.happened_on for one in silent]


def account(application: Application, *, today: date) -> Account:
    """The deadline as it stands on `today`, with its account day by day: what 怎么算的 shows."""
    return deadlines.replay(map(dated, application.facts.standing()), calendar(), today=today)


def presumed(application: Application, *, days: Calendar) -> Account:
    """The clock of an unconfirmed application as if it had been received on the day it was sent (DECISIONS 18).

    It is the latest that a careful office reckons with; nothing runs by it.
    """
    sent = application.submission.submitted_on
    return deadlines.replay([Dated(deadlines.Fact.RECEIVED, max(sent, deadlines.FIRST_DAY))], days, today=sent)


def refresh(application: Application, *, today: date) -> bool:
    """Write the copy of the clock anew from the facts, and plan anew what falls due; whether the deadline changed."""
    return refreshed(application, list(application.facts.standing()), calendar(), today=today)


def refreshed(application: Application, facts: Iterable[Fact], days: Calendar, *, today: date) -> bool:
    """The same with the standing facts and the calendar at hand."""
    facts = list(facts)
    values, odd = copy_of(application, facts, days, today=today)
    is_changed = (application.due, application.is_provisional) != (values["due"], values["is_provisional"])
    Application.objects.filter(pk=application.pk).update(**values)
    for name, value in values.items():
        setattr(application, name, value)
    replan(application, days, letters=unheard(facts))
    for fact, said in zip(facts, odd, strict=True):
        if fact.irregular != said:
            Fact.objects.filter(pk=fact.pk).update(irregular=said)
    return is_changed


def copy_of(
    application: Application, facts: Sequence[Fact], days: Calendar, *, today: date
) -> tuple[dict[str, Any], list[str]]:
    """What the facts give, in their order: the columns that lists read, and what the law holds against each fact."""
    played = [dated(fact) for fact in facts]
    found = deadlines.replay(played, days, today=today)
    values = {
        "received_on": next((one.happened_on for one in facts if one.kind == deadlines.Fact.RECEIVED), None),
        "due": found.due,
        "is_provisional": found.provisional,
        "clock": found.state,
        "waits_until": waits_until(application, facts, days),
        "computed_on": today,
    }
    odd = {id(one.fact): f"{one.message}（{one.basis}）" for one in reversed(found.irregular)}
    return values, [odd.get(id(one), "") for one in played]


def waits_until(application: Application, facts: Iterable[Fact], days: Calendar) -> date | None:
    """The last day of what is waited for: a confirmation, a correction, a payment; None when nothing is.

    A confirmation is asked for within one working day (DECISIONS 18), a fee is paid within twenty working days
    (国办函〔2020〕109号), a correction comes by the day that the notice names (第三十条).
    """
    last = {fact.kind: fact for fact in facts}
    if application.state == procedure.AWAITING_CONFIRMATION:
        return days.add_workdays(last[deadlines.Fact.SUBMITTED].happened_on, 1).end
    if application.state == procedure.AWAITING_CORRECTION:
        return last[deadlines.Fact.CORRECTION_ASKED].until
    if application.state == procedure.AWAITING_PAYMENT:
        noticed = last[deadlines.Fact.FEE_NOTICED].happened_on
        return deadlines.clock("fee_payment", noticed).ends(noticed, days).end
    return None
