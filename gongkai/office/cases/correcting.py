"""A fact that was entered wrong is never edited: another takes its place, with the reason (DECISIONS 17)."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import F

from gongkai.errors import Conflict, UsageError
from gongkai.office.cases import answers
from gongkai.office.cases.clock import consultations
from gongkai.office.cases.models import Application, Fact, Submission
from gongkai.office.cases.persons import required
from gongkai.office.cases.step import MOVING, Step, add_fact, follow, require_in_range, step
from gongkai.office.people.models import Member
from gongkai.office.records.models import StoredFile
from gongkai.statute import deadlines
from gongkai.statute.channels import CHANNELS

DETAILS = {
    deadlines.Fact.CORRECTION_ASKED: "until",
    deadlines.Fact.DELAYED: "until",
    deadlines.Fact.REOPENED: "until",
    deadlines.Fact.EXTENDED: "days",
    deadlines.Fact.FEE_NOTICED: "amount",
}
"""What can be wrong with a fact beside its day."""
REASON = 950
"""Characters of a reason: the note of a fact has room for it and for the case that it was corrected with."""
COMMON = (deadlines.Fact.SUBMITTED, deadlines.Fact.RECEIVED)
"""What the applications of one submission have in common."""


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
    until: date | None = None,
    days: int | None = None,
    amount: int | None = None,
) -> None:
    """Let a new fact with the right day take the place of one; the old one stays, superseded, and the clock is replayed.

    `fact` is the key of a standing fact of the application; `until`, `days` (of an extension) and `amount` are corrected
    where they are given. Where the day of submission is that of receipt (第三十一条) both are written together. What is
    common to a submission, its own day and a receipt on one day, is corrected in every application of it, or in none.
    UsageError for a day in the future or one that puts the facts of any of them out of their order. Conflict when the
    fact was superseded already.
    """
    with step(application, "correct_fact", version=version, by=by, at=at, locks_siblings=True) as taken:
        standing = list(taken.application.facts.standing())
        old = next((one for one in standing if one.pk == fact), None)
        if old is None:
            raise Conflict(
                "这条事实已被更正，或者不属于本申请", "the fact was corrected already, or is of another case"
            )
        why = required(reason, "更正理由", REASON)
        if happened_on > taken.today:
            raise UsageError(f"{happened_on}还没有到", f"{happened_on} lies in the future")
        require_in_range(happened_on, today=taken.today)
        details = _details(old, happened_on, {"until": until, "days": days, "amount": amount}, today=taken.today)
        taken.changes |= _replace(taken, taken.application, old, happened_on, why, evidence, details)
        former = {name: getattr(old, name) for name in details}
        before, after = str(old.happened_on), str(happened_on)
        if former != details:
            before, after = _told(old.happened_on, **former), _told(happened_on, **details)
        taken.words |= {"fact": LABELS[deadlines.Fact(old.kind)], "old": before, "on": after, "note": why}
        for sibling, same in shared_with(taken.application, old):
            try:
                said = f"{why}（随{taken.application.number}更正）"
                changes = _replace(taken, sibling, same, happened_on, said, None, details)
            except UsageError as error:
                raise UsageError(
                    f"同一收件的{sibling.number}须一并更正：{error.message}",
                    f"{sibling.number} of the same submission: {error.message_en}",
                ) from None
            Application.objects.filter(pk=sibling.pk).update(version=F("version") + 1, **changes)
            follow(sibling, "correct_fact", words=taken.words, by=by, at=at)


def shared_with(application: Application, fact: Fact) -> list[tuple[Application, Fact]]:
    """The other applications of a submission that hold the same fact: the day it was handed in, or a common receipt."""
    if fact.kind not in COMMON:
        return []
    same = Fact.objects.standing().filter(kind=fact.kind, happened_on=fact.happened_on)
    others = same.filter(application__submission=application.submission_id).exclude(application=application)
    return [(one.application, one) for one in others.select_related("application").order_by("application__number")]


def _replace(
    taken: Step,
    application: Application,
    old: Fact,
    happened_on: date,
    why: str,
    evidence: StoredFile | None,
    details: dict[str, Any],
) -> dict[str, Any]:
    """Write the new facts of one application; gives the columns that change with them."""
    standing = list(application.facts.standing())
    moved = _together(application, standing, old)
    _require_order(standing, {one.pk: happened_on if one in moved else one.happened_on for one in standing})
    changes = answers.move_end(application, old, on=happened_on) if old.kind in answers.ENDS else {}
    for one in moved:
        add_fact(
            application,
            one.kind,
            happened_on,
            by=taken.by,
            at=taken.at,
            place=one.place,
            party=one.party,
            joint=one.joint,
            note=why,
            evidence=evidence or one.evidence,
            supersedes=one,
            **details,
        )
        if one.kind == deadlines.Fact.SUBMITTED:
            Submission.objects.filter(pk=application.submission_id).update(submitted_on=happened_on)
    return changes


def _together(application: Application, standing: list[Fact], old: Fact) -> list[Fact]:
    """The facts that a correction moves: of a channel without confirmation submission and receipt are one day (Art. 31)."""
    if old.kind not in COMMON or CHANNELS[application.channel].is_confirmed:
        return [old]
    return [one for one in standing if one.kind in COMMON]


def _details(old: Fact, on: date, given: dict[str, Any], *, today: date) -> dict[str, Any]:
    """The end, length and amount of the new fact; UsageError for what its kind has not or the law does not allow."""
    own = DETAILS.get(deadlines.Fact(old.kind))
    if strange := [name for name, value in given.items() if value is not None and name != own]:
        raise UsageError(f"这条事实没有 {strange[0]}", f"this fact has no {strange[0]}")
    found = {name: getattr(old, name) if value is None else value for name, value in given.items()}
    if found["until"] is not None:
        require_in_range(found["until"], today=today)
        if found["until"] <= on:
            raise UsageError(f"期限{found['until']}应在{on}之后", f"{found['until']} does not lie after {on}")
    most = deadlines.clock("extension", on).length
    if own == "days" and not 1 <= found["days"] <= most:
        raise UsageError(f"延长1至{most}个工作日（第三十三条）", f"an extension has 1 to {most} working days")
    if own == "amount" and found["amount"] < 1:
        raise UsageError("收费金额应为1元以上", "a fee is 1 yuan or more")
    return found


def _told(on: date, until: date | None, days: int, amount: int) -> str:
    """A day with what else is corrected: 2025-03-10（10个工作日）."""
    more = [f"至{until}"] if until else [f"{days}个工作日"] if days else [f"{amount}元"] if amount else []
    return "".join((str(on), *(f"（{one}）" for one in more)))


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
    pairs = [
        (one.letter, answer) for one in consultations(standing) for answer in (one.received, one.opinion) if answer
    ]
    if [letter for letter, answer in pairs if days[answer.pk] < days[letter.pk]]:
        raise UsageError("对方收到征求意见书、提出意见不能早于发出", "the letter was sent later")
