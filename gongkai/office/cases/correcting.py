"""A fact that was entered wrong is never edited: another takes its place, with the reason (DECISIONS 17)."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

from gongkai.errors import Conflict, UsageError
from gongkai.office.cases.models import Application, Fact
from gongkai.office.cases.persons import required
from gongkai.office.cases.step import MOVING, add_fact, step
from gongkai.office.people.models import Member
from gongkai.office.records.models import StoredFile
from gongkai.statute import deadlines


def correct_fact(
    application: Application,
    *,
    fact: int,
    happened_on: date,
    reason: str,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Let a new fact with the right day take the place of one; the old one stays, superseded, and the clock is replayed.

    `fact` is the key of a standing fact of the application. UsageError for a day in the future or one that puts the
    facts out of their order; the day of submission is not corrected but the day of receipt. Conflict when the fact was
    superseded already.
    """
    with step(application, "correct_fact", version=version, by=by, at=at) as taken:
        standing = list(taken.application.facts.standing())
        old = next((one for one in standing if one.pk == fact), None)
        if old is None:
            raise Conflict(
                "这条事实已被更正，或者不属于本申请", "the fact was corrected already, or is of another case"
            )
        if old.kind == deadlines.Fact.SUBMITTED:
            raise UsageError("提交日期不能更正，请更正收到日期", "correct the day of receipt instead")
        why = required(reason, "更正理由", 1000)
        if happened_on > taken.today:
            raise UsageError(f"{happened_on}还没有到", f"{happened_on} lies in the future")
        days = {one.pk: one.happened_on for one in standing} | {old.pk: happened_on}
        _require_order(standing, days)
        add_fact(
            taken.application,
            old.kind,
            happened_on,
            by=by,
            at=at,
            place=old.place,
            party=old.party,
            joint=old.joint,
            days=old.days,
            until=old.until,
            amount=old.amount,
            note=why,
            evidence=evidence or old.evidence,
            supersedes=old,
        )
        if old.kind == deadlines.Fact.ENDED and taken.application.served_on == old.happened_on:
            if happened_on < (taken.application.decided_on or happened_on):
                raise UsageError("送达不能早于答复日期", "service does not precede the answer")
            taken.changes["served_on"] = happened_on
        if old.kind == deadlines.Fact.WITHDRAWN and taken.application.decided_on == old.happened_on:
            taken.changes["decided_on"] = happened_on
        label = LABELS[deadlines.Fact(old.kind)]
        taken.words |= {"fact": label, "old": str(old.happened_on), "on": str(happened_on), "note": why}


LABELS = {
    deadlines.Fact.SUBMITTED: "提交",
    deadlines.Fact.RECEIVED: "收到申请",
    deadlines.Fact.CORRECTION_ASKED: "告知补正",
    deadlines.Fact.CORRECTED: "收到补正",
    deadlines.Fact.CONSULTED: "征求意见",
    deadlines.Fact.LETTER_RECEIVED: "对方收到征求意见书",
    deadlines.Fact.OPINION_RECEIVED: "收到意见",
    deadlines.Fact.EXTENDED: "延长答复期限",
    deadlines.Fact.DELAYED: "延迟答复",
    deadlines.Fact.FEE_NOTICED: "送达收费通知",
    deadlines.Fact.FEE_PAID: "收到缴费",
    deadlines.Fact.ENDED: "办结",
    deadlines.Fact.WITHDRAWN: "申请人撤回",
    deadlines.Fact.REOPENED: "重新办理",
}
"""What each fact is called."""


def _require_order(standing: list[Fact], days: dict[int, date]) -> None:
    """Pass when the facts that stop or start the count keep the order in which they were taken, and none precedes them.

    UsageError otherwise, also for a receipt before the submission or before the law (DECISIONS 16).
    """
    moving = sorted((one for one in standing if one.kind in MOVING | {deadlines.Fact.SUBMITTED}), key=lambda o: o.place)
    for earlier, later in pairwise(moving):
        if days[later.pk] < days[earlier.pk]:
            raise UsageError(
                f"{days[later.pk]}早于{days[earlier.pk]}的“{LABELS[deadlines.Fact(earlier.kind)]}”",
                f"{days[later.pk]} lies before {days[earlier.pk]}",
            )
    received = next((one for one in moving if one.kind == deadlines.Fact.RECEIVED), None)
    if received is not None:
        if days[received.pk] < deadlines.FIRST_DAY:
            raise UsageError(f"{deadlines.FIRST_DAY}之前收到的申请不能登记", "received before the revision")
        if first := [one for one in standing if one not in moving and days[one.pk] < days[received.pk]]:
            raise UsageError(f"{days[first[0].pk]}早于收到日期", f"{days[first[0].pk]} lies before the receipt")
    asked = {one.party: days[one.pk] for one in standing if one.kind == deadlines.Fact.CONSULTED}
    answers = (deadlines.Fact.LETTER_RECEIVED, deadlines.Fact.OPINION_RECEIVED)
    if [one for one in standing if one.kind in answers and days[one.pk] < asked[one.party]]:
        raise UsageError("对方收到征求意见书、提出意见不能早于发出", "the letter was sent later")
