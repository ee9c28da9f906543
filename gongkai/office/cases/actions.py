"""What is done with an application between receipt and archive; each action takes one move of the procedure.

Each raises what `step` raises, and UsageError for what the law refuses. What the law only holds against the agency,
a notice that came late, is recorded and marked irregular.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.errors import NotAllowed, UsageError
from gongkai.office.cases.clock import consultations
from gongkai.office.cases.models import Application
from gongkai.office.cases.persons import clean, required
from gongkai.office.cases.step import actor, require_day, step
from gongkai.office.people.models import Member, Unit
from gongkai.office.people.queries import may, roles_of
from gongkai.office.records.models import StoredFile
from gongkai.statute import fees
from gongkai.statute.deadlines import Fact, clock

NOTE = 1000
"""Characters of a note."""


def assign(
    application: Application,
    *,
    assignee: Member | None,
    unit: Unit | None = None,
    version: int,
    by: Member,
    at: datetime,
) -> None:
    """Give an application to an officer or a unit of its agency; UsageError for anybody else."""
    with step(application, "assign", version=version, by=by, at=at) as taken:
        if assignee is None and unit is None:
            raise UsageError("请选择承办人或者科室", "choose an officer or a unit")
        if unit is not None and unit.agency_id != application.agency_id:
            raise UsageError("科室不属于本机关", "the unit belongs to another agency")
        if assignee is not None and "officer" not in roles_of(assignee, application.agency):
            raise UsageError("承办人应为本机关的经办人", "the assignee is no officer of this agency")
        taken.changes |= {"assignee": assignee, "unit": unit}
        taken.words |= {"unit": unit.name if unit else "经办人", "assignee": actor(assignee) if assignee else ""}


@transaction.atomic
def assign_together(
    applications: Sequence[Application], *, assignee: Member | None, unit: Unit | None = None, by: Member, at: datetime
) -> None:
    """Give several applications, each in the version as read, to an officer or a unit: all of them or none (SCREENS W16).

    Raises what `assign` does for the first that cannot be given. One query locks them in the order of their keys, before
    anything is looked at: two who give overlapping lists away wait for each other and never in a ring.
    """
    chosen = Application.objects.filter(pk__in=[one.pk for one in applications])
    list(chosen.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    for one in sorted(applications, key=lambda one: one.pk):
        assign(one, assignee=assignee, unit=unit, version=one.version, by=by, at=at)


def ask_correction(
    application: Application,
    *,
    until: date,
    note: str,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Tell the applicant, once and for all, what to correct by `until` (第三十条); the count stops.

    Within seven working days of receipt; later it is irregular. UsageError for a second notice or no time to correct;
    after a reopening it may be asked again.
    """
    with step(application, "ask_correction", version=version, by=by, at=at) as taken:
        if taken.facts_since_reopened(Fact.CORRECTION_ASKED):
            raise UsageError(
                "补正须一次性告知，不能再次告知（第三十条）；补正后仍不明确的，按“补正后申请内容仍不明确”答复",
                "a correction is asked for once (Art. 30); what is still unclear after it is answered as such",
            )
        if until <= happened_on:
            raise UsageError("补正期限应在告知之后", "the time for a correction ends after the notice")
        what = required(note, "补正事项", NOTE)
        taken.fact(happened_on, note=what, until=until, evidence=evidence)
        taken.words |= {"on": str(happened_on), "until": str(until), "note": what}


def receive_correction(
    application: Application,
    *,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    note: str = "",
    evidence: StoredFile | None = None,
) -> None:
    """Record that the correction came: the period starts anew (第三十条)."""
    with step(application, "receive_correction", version=version, by=by, at=at) as taken:
        said = clean(note, "说明", NOTE)
        taken.fact(happened_on, note=said, evidence=evidence)
        taken.words |= {"on": str(happened_on), "note": said}


def consult(
    application: Application,
    *,
    party: str,
    joint: bool,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    note: str = "",
    evidence: StoredFile | None = None,
) -> None:
    """Record that a third party (第三十二条) or, with `joint`, a joint agency (第三十四条) was asked in writing.

    The time until its answer is excluded. UsageError when this party is asked already; after a
    reopening it may be asked again.
    """
    with step(application, "consult", version=version, by=by, at=at) as taken:
        whom = required(party, "征求意见的对象", 100)
        before = consultations(taken.application.facts.standing())
        if whom in {one.letter.party for one in before if not one.is_past}:
            raise UsageError(f"已向“{whom}”征求过意见", f"{whom} was consulted already")
        said = clean(note, "说明", NOTE)
        taken.fact(happened_on, note=said, party=whom, joint=joint, evidence=evidence)
        taken.words |= {"on": str(happened_on), "party": whom, "note": said}


def record_letter_received(
    application: Application,
    *,
    party: str,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    note: str = "",
    evidence: StoredFile | None = None,
) -> None:
    """Record the day on which a consulted party received the letter: its fifteen working days run from there."""
    _of_consultation(
        application, "record_letter_received", party, happened_on, version, by, at, clean(note, "说明", NOTE), evidence
    )


def receive_opinion(
    application: Application,
    *,
    party: str,
    happened_on: date,
    note: str,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Record the day on which a consulted party's answer came, and what it says; the excluded time ends."""
    _of_consultation(
        application, "receive_opinion", party, happened_on, version, by, at, required(note, "意见", NOTE), evidence
    )


def _of_consultation(
    application: Application,
    name: str,
    party: str,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    note: str,
    evidence: StoredFile | None,
) -> None:
    """Record an answer to the last letter to a party: on its true day, whatever the case waits for meanwhile."""
    with step(application, name, version=version, by=by, at=at) as taken:
        letters = {one.letter.party: one for one in consultations(taken.application.facts.standing())}
        asked = letters.get(party)
        if asked is None:
            raise UsageError("没有向这一方征求意见", "this party was not consulted")
        sent = asked.letter.happened_on
        if happened_on < sent:
            raise UsageError(f"{happened_on}早于发出征求意见书的日期", f"{happened_on} lies before the letter")
        if asked.opinion if taken.move.fact == Fact.OPINION_RECEIVED else asked.received:
            raise UsageError("已经登记过", "this is recorded already")
        taken.fact(happened_on, note=note, party=party, joint=asked.letter.joint, evidence=evidence, since=sent)
        taken.words |= {"on": str(happened_on), "party": party, "note": note}


def extend(
    application: Application,
    *,
    days: int,
    consented_by: Member,
    note: str,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Extend the period once, by at most twenty working days, with the consent of the office's head (第三十三条).

    After the period has ended it is irregular and changes nothing. NotAllowed when `consented_by` may not consent.
    """
    with step(application, "extend", version=version, by=by, at=at) as taken:
        require_day(taken.application, happened_on, today=taken.today)
        most = clock("extension", happened_on).length
        if not 1 <= days <= most:
            raise UsageError(f"延长1至{most}个工作日（第三十三条）", f"an extension has 1 to {most} working days")
        if taken.facts_since_reopened(Fact.EXTENDED):
            raise UsageError("答复期限只能延长一次（第三十三条）", "the period is extended once")
        if not may(consented_by, "consent_to_extension", application.agency):
            raise NotAllowed(
                "延长须经政府信息公开工作机构负责人同意（第三十三条）", "the head of the office must consent"
            )
        why = required(note, "延长理由", NOTE)
        taken.fact(happened_on, note=why, days=days, evidence=evidence)
        taken.words |= {"on": str(happened_on), "days": days, "consented_by": str(consented_by.pk), "note": why}


def delay(
    application: Application,
    *,
    until: date,
    note: str,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Set a reasonable later day for the answer to a great number of applications, with reasons (第三十五条)."""
    with step(application, "delay", version=version, by=by, at=at) as taken:
        if until <= happened_on:
            raise UsageError("延迟答复的期限应在决定之后", "a delay ends after it was decided")
        why = required(note, "延迟理由", NOTE)
        taken.fact(happened_on, note=why, until=until, evidence=evidence)
        taken.words |= {"on": str(happened_on), "until": str(until), "note": why}


def notice_fee(
    application: Application,
    *,
    amount: int,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    note: str = "",
    evidence: StoredFile | None = None,
) -> None:
    """Record the day on which the applicant received the notice of a fee of `amount` 元; the count stops.

    UsageError for an application received before fees could be asked for (国办函〔2020〕109号).
    """
    with step(application, "notice_fee", version=version, by=by, at=at) as taken:
        if amount < 1:
            raise UsageError("收费金额应为1元以上", "a fee is 1 yuan or more")
        received = taken.application.received_on
        if received is None or received < fees.VALID_FROM:
            raise UsageError(
                f"{fees.VALID_FROM}以前收到的申请不收信息处理费（{fees.BASIS}）",
                f"no fee is asked for an application received before {fees.VALID_FROM}",
            )
        said = clean(note, "说明", NOTE)
        taken.fact(happened_on, note=said, amount=amount, evidence=evidence)
        taken.words |= {"on": str(happened_on), "amount": amount, "note": said}


def receive_payment(
    application: Application,
    *,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    note: str = "",
    evidence: StoredFile | None = None,
) -> None:
    """Record the day of payment: the period starts anew on the day after."""
    with step(application, "receive_payment", version=version, by=by, at=at) as taken:
        said = clean(note, "说明", NOTE)
        taken.fact(happened_on, note=said, evidence=evidence)
        taken.words |= {"on": str(happened_on), "note": said}
