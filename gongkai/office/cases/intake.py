"""Intake: what came in is registered under its numbers, confirmed where the law asks for it, or given up."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from gongkai import flow
from gongkai.audit.actions import personal_digest, record
from gongkai.errors import UsageError
from gongkai.office.cases.clock import refresh
from gongkai.office.cases.models import Application, Delivery, Form, PartyRole, Submission
from gongkai.office.cases.numbering import REGISTRATION, series
from gongkai.office.cases.persons import Person, add_party, chosen, clean, required
from gongkai.office.cases.step import about, actor, add_fact, permitted, step, today_of
from gongkai.office.people.models import Agency, Member
from gongkai.office.records.actions import issue, once
from gongkai.office.records.models import StoredFile
from gongkai.statute.channels import CHANNELS
from gongkai.statute.deadlines import FIRST_DAY, Fact
from gongkai.statute.procedure import AWAITING_CONFIRMATION, MOVES

LONGEST = 20_000
"""Characters of the text of a submission."""
MOST_SUBJECTS = 50
"""Applications that one submission is split into at most."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A submission as the form of S-04 gives it: never what the information is wanted for.

    `subjects` has one entry for each application that it is split into, `persons` the applicant first. `confirmed_on`
    is the day of confirmation with the applicant, for channels that need it, and `proof` by whom and how, or the number
    of the mail.
    """

    channel: str
    submitted_on: date
    text: str
    subjects: tuple[str, ...]
    persons: tuple[Person, ...]
    form: Form
    delivery: Delivery
    confirmed_on: date | None = None
    proof: str = ""
    help_needed: str = ""
    evidence: StoredFile | None = None

    def fingerprint(self) -> str:
        """A keyed digest of all that it says, which tells a repeated post from another one."""
        said = asdict(self) | {"evidence": self.evidence and self.evidence.sha256}
        return personal_digest("intake", json.dumps(said, sort_keys=True, default=str))


def register(intake: Intake, *, agency: Agency, key: str, by: Member, at: datetime) -> tuple[list[Application], bool]:
    """Register a submission once: its applications in order, and whether the same post had been registered before.

    Each application gets the next registration number of the agency and the year. The day of receipt follows from the
    channel (第三十一条): without the confirmation that mail without a signature, fax and the internet need, the
    applications wait for it. Raises as `permitted` does, UsageError for what the law or the form does not take, and
    Conflict when the key was used for another content.
    """
    with permitted("register", agency, by=by, at=at):
        found, again = once(
            f"register:{by.pk}:{agency.code}",
            key,
            fingerprint=intake.fingerprint(),
            at=at,
            work=lambda: str(_submit(intake, agency, by, at).pk),
        )
    return list(Application.objects.filter(submission_id=UUID(found)).order_by("number")), again


def _submit(intake: Intake, agency: Agency, by: Member, at: datetime) -> Submission:
    today = today_of(at)
    received = _received(intake, today)
    roles = [person.role for person in intake.persons]
    if roles.count(PartyRole.APPLICANT) != 1:
        raise UsageError("申请人应有且只有一位，其余登记为共同申请人或者代理人", "there is exactly one first applicant")
    if not 1 <= len(intake.subjects) <= MOST_SUBJECTS:
        raise UsageError(f"一次登记1至{MOST_SUBJECTS}件申请", f"one submission holds 1 to {MOST_SUBJECTS} applications")
    submission = Submission.objects.create(
        agency=agency,
        channel=intake.channel,
        submitted_on=intake.submitted_on,
        text=required(intake.text, "申请内容", LONGEST, lines=True),
        form=chosen(Form, intake.form, "形式"),
        delivery=chosen(Delivery, intake.delivery, "途径"),
        help_needed=clean(intake.help_needed, "需要的协助", 200),
        proof=clean(intake.proof, "收到凭证", 200),
        evidence=intake.evidence,
        registered_at=at,
        registered_by=by,
    )
    for person in intake.persons:
        add_party(submission, person, today=today)
    applicant = intake.persons[roles.index(PartyRole.APPLICANT)]
    for subject in intake.subjects:
        _open(submission, required(subject, "事项", 200), applicant, received, by=by, at=at)
    return submission


def _received(intake: Intake, today: date) -> date | None:
    """The day of receipt by Art. 31, None while it is to be confirmed; UsageError for days that cannot be."""
    channel = CHANNELS.get(intake.channel)
    if channel is None:
        raise UsageError(f"没有渠道 {intake.channel}", f"there is no channel {intake.channel}")
    if intake.submitted_on > today or (intake.confirmed_on or today) > today:
        raise UsageError("提交、签收和确认的日期不能晚于今天", "it cannot have come in after today")
    if intake.confirmed_on is not None and not channel.is_confirmed:
        raise UsageError(f"{channel.title}：{channel.rule}，无需确认", f"{channel.title_en}: {channel.rule_en}")
    if intake.confirmed_on is not None and intake.confirmed_on < intake.submitted_on:
        raise UsageError("确认日期不能早于提交日期", "a confirmation does not precede the submission")
    received = channel.received(submitted=intake.submitted_on, confirmed=intake.confirmed_on)
    if (received or intake.submitted_on) < FIRST_DAY:
        raise UsageError(
            f"{FIRST_DAY}之前收到的申请适用修订前的条例，不能登记",
            f"an application received before {FIRST_DAY} falls under the regulation before its revision",
        )
    return received


def _open(
    submission: Submission, subject: str, applicant: Person, received: date | None, *, by: Member, at: datetime
) -> Application:
    """Number an application and write down when it was submitted and, where that is known, received."""
    today = today_of(at)
    state = AWAITING_CONFIRMATION
    application = Application(
        agency=submission.agency,
        submission=submission,
        subject=subject,
        channel=submission.channel,
        category=applicant.category,
        state=state if received is None else flow.find(MOVES, "confirm", state).leads_to(state),
        registered_at=at,
        computed_on=today,
    )
    numbers = series(submission.agency, REGISTRATION, today.year)
    application.number = number_of(today.year, issue(numbers, about=about(application), at=at).value)
    application.save(force_insert=True)
    add_fact(application, Fact.SUBMITTED, submission.submitted_on, by=by, at=at, evidence=submission.evidence)
    if received is not None:
        add_fact(application, Fact.RECEIVED, received, by=by, at=at, note=submission.proof)
    refresh(application, today=today)
    record(
        "case_registered",
        about=about(application),
        at=at,
        actor=actor(by),
        number=application.number,
        channel=CHANNELS[submission.channel].title,
        subject=subject,
    )
    return application


def number_of(year: int, value: int) -> str:
    """A registration number as it is written: 2026-0012."""
    return f"{year}-{value:04d}"


def confirm(application: Application, *, happened_on: date, note: str, version: int, by: Member, at: datetime) -> None:
    """Record the day on which both sides confirmed receipt, from which the period runs; `note` says with whom and how."""
    with step(application, "confirm", version=version, by=by, at=at) as taken:
        how = required(note, "与谁、怎样确认", 1000)
        taken.fact(happened_on, note=how)
        taken.words |= {"on": str(happened_on), "note": how}


def discard(application: Application, *, reason: str, version: int, by: Member, at: datetime) -> None:
    """Give up an application that could not be confirmed: it was never received and is listed apart (DECISIONS 20)."""
    with step(application, "discard", version=version, by=by, at=at) as taken:
        taken.words["note"] = required(reason, "怎样联系过申请人", 1000)
