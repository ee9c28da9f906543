"""How an application ends: the outcome, its service, what ends without an answer, the archive, and a new beginning."""

from __future__ import annotations

from datetime import date, datetime

from gongkai.errors import UsageError
from gongkai.office.cases import answers
from gongkai.office.cases.letters.actions import leave, void_signed
from gongkai.office.cases.models import Application
from gongkai.office.cases.persons import clean, required
from gongkai.office.cases.step import require_day, step
from gongkai.office.people.models import Member
from gongkai.office.records.models import StoredFile
from gongkai.statute.channels import WAYS
from gongkai.statute.deadlines import Fact
from gongkai.statute.outcomes import OUTCOMES
from gongkai.statute.procedure import AWAITING_CORRECTION, AWAITING_PAYMENT

NOTE = 1000
"""Characters of a note."""
CURRENT = "2021"
"""The edition of the form that an outcome must have a row in."""
LAPSED = {AWAITING_CORRECTION: "other_no_correction", AWAITING_PAYMENT: "other_fee_unpaid"}
"""What an application ends in when the applicant lets the time pass, by the state it waits in."""
WITHDRAWN = "other_misc"
AFTER_CORRECTION = "unavailable_still_unclear"


def decide(
    application: Application,
    *,
    outcome: str,
    document_number: str,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
) -> None:
    """Record the outcome and the number of the document; it counts when it is served.

    UsageError for an outcome that the present form has no row for, one that only the passing of time gives, and
    “补正后申请内容仍不明确” where nothing was corrected (第三十条).
    """
    with step(application, "decide", version=version, by=by, at=at) as taken:
        found = OUTCOMES.get(outcome)
        if found is None or CURRENT not in found.rows or outcome in LAPSED.values():
            raise UsageError(f"不能以“{found.title if found else outcome}”答复", f"{outcome} is no answer to give")
        if outcome == AFTER_CORRECTION and not taken.facts(Fact.CORRECTED):
            raise UsageError("没有补正，不能答复“补正后仍不明确”（第三十条）", "nothing was corrected (Art. 30)")
        require_day(taken.application, happened_on, today=taken.today)
        number = required(document_number, "文号", 80)
        taken.changes |= answers.give(
            taken.application, outcome=outcome, decided_on=happened_on, document_number=number
        )
        taken.words |= {"on": str(happened_on), "outcome": found.title, "document": number}


def take_back(application: Application, *, reason: str, version: int, by: Member, at: datetime) -> None:
    """Take back an outcome that was recorded wrong and not served: the case is open again, the clock never stopped.

    UsageError for one that the passing of time gave: an applicant who did not correct or pay has no open case.
    """
    with step(application, "take_back", version=version, by=by, at=at) as taken:
        found = OUTCOMES[taken.application.outcome]
        if found.key in LAPSED.values():
            raise UsageError(f"“{found.title}”由期限届满而来，不能撤回登记", f"{found.key} came of the passing of time")
        said = required(reason, "撤回登记的理由", NOTE)
        taken.words |= {"outcome": found.title, "document": taken.application.document_number, "note": said}
        void_signed(taken.application, reason=said, by=by, at=at)
        taken.changes |= answers.take_back(taken.application)


def serve(
    application: Application,
    *,
    way: str,
    happened_on: date,
    version: int,
    by: Member,
    at: datetime,
    note: str = "",
    evidence: StoredFile | None = None,
) -> None:
    """Record the service, by which the day of the answer counts (国办公开办函〔2016〕235号); the application is closed.

    `happened_on` is the day of signature, of posting by the postal enterprise, or of successful sending, by its way;
    `note` the number of the mail, which post must have. After the deadline it is irregular.
    """
    with step(application, "serve", version=version, by=by, at=at) as taken:
        if way not in WAYS:
            raise UsageError(f"没有送达方式 {way}", f"there is no way {way}")
        said = required(note, "邮件号码", NOTE) if WAYS[way].has_number else clean(note, "送达凭证", NOTE)
        decided = taken.application.decided_on
        if decided is not None and happened_on < decided:
            raise UsageError(f"送达不能早于答复日期{decided}", f"service does not precede the answer of {decided}")
        taken.fact(happened_on, note=said, evidence=evidence)
        taken.changes |= answers.serve(taken.application, way=way, on=happened_on)
        taken.words |= {"on": str(happened_on), "way": WAYS[way].title, "note": said}


def lapse(
    application: Application, *, happened_on: date, document_number: str, version: int, by: Member, at: datetime
) -> None:
    """End an application whose applicant neither corrected nor paid in time; the notice of it is then served.

    UsageError while there is time: to the day that the notice to correct names (第三十条), or twenty working days
    from the fee notice (国办函〔2020〕109号).
    """
    with step(application, "lapse", version=version, by=by, at=at) as taken:
        require_day(taken.application, happened_on, today=taken.today)
        last = taken.application.waits_until
        if last is None or happened_on <= last:
            raise UsageError(f"期限到{last}，还没有届满", f"there is time until {last}")
        outcome = LAPSED[taken.application.state]
        number = required(document_number, "文号", 80)
        taken.changes |= answers.give(
            taken.application, outcome=outcome, decided_on=happened_on, document_number=number
        )
        taken.words |= {"on": str(happened_on), "outcome": OUTCOMES[outcome].title, "note": number}


def withdraw(
    application: Application,
    *,
    happened_on: date,
    note: str,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Record that the applicant withdrew, by a statement of that day; the application is closed."""
    with step(application, "withdraw", version=version, by=by, at=at) as taken:
        said = required(note, "撤回的方式", NOTE)
        leave(taken.application, by=by, at=at)
        taken.fact(happened_on, note=said, evidence=evidence)
        taken.changes |= answers.give(
            taken.application, outcome=WITHDRAWN, decided_on=happened_on, closed_on=happened_on
        )
        taken.words |= {"on": str(happened_on), "note": said}


def archive(application: Application, *, version: int, by: Member, at: datetime) -> None:
    """Put a closed application into the archive."""
    with step(application, "archive", version=version, by=by, at=at):
        pass


def reopen(
    application: Application,
    *,
    happened_on: date,
    note: str,
    version: int,
    by: Member,
    at: datetime,
    until: date | None = None,
    evidence: StoredFile | None = None,
) -> None:
    """Open an application again, by a decision or judgment that came on this day and orders an answer by `until`.

    Without such a day a new period of twenty working days runs. `note` names the decision or judgment. UsageError for
    an application that was never received.
    """
    with step(application, "reopen", version=version, by=by, at=at) as taken:
        if taken.application.received_on is None:
            raise UsageError("没有收到过的申请不能重新办理", "what was never received is not reopened")
        if until is not None and until <= happened_on:
            raise UsageError("责令答复的期限应在收到决定之后", "the day that was ordered comes after the decision")
        said = required(note, "复议决定、判决的文号", NOTE)
        taken.fact(happened_on, note=said, until=until, evidence=evidence)
        taken.changes |= answers.reopen(taken.application, on=happened_on)
        taken.words |= {"on": str(happened_on), "until": str(until or ""), "note": said}
