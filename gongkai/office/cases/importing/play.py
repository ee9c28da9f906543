"""The facts of a row played through the table of moves: the state comes of it, and is never written by hand.

What an action refuses is refused here too; what the law only holds against the agency is kept and told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gongkai import flow
from gongkai.errors import UsageError
from gongkai.office.cases.clock import copy_of, dated, waits_until
from gongkai.office.cases.closing import AFTER_CORRECTION, LAPSED, WITHDRAWN
from gongkai.office.cases.importing.columns import APPLICATIONS, CONSULTATIONS
from gongkai.office.cases.importing.problems import WARNING, Wrong
from gongkai.office.cases.importing.values import Line
from gongkai.office.cases.models import (
    Application,
    Category,
    Delivery,
    Fact,
    Form,
    IdentityKind,
    Party,
    PartyRole,
    Submission,
)
from gongkai.office.cases.persons import Person, party_of
from gongkai.office.people.models import Agency, Member
from gongkai.statute import deadlines, fees, procedure
from gongkai.statute.calendar import Calendar
from gongkai.statute.channels import CHANNELS, WAYS

ORDER = (
    "confirm",
    "ask_correction",
    "receive_correction",
    "consult",
    "record_letter_received",
    "receive_opinion",
    "extend",
    "notice_fee",
    "receive_payment",
    "lapse",
    "decide",
    "serve",
    "withdraw",
)
"""The moves of an old register in the order in which those of one day are taken."""
LABELS = {move.name: move.label for move in procedure.MOVES}


@dataclass(frozen=True, slots=True)
class Step:
    """A move that a row tells of: the column it stands in, its day, and what the fact carries."""

    move: str
    column: str
    on: date
    words: dict[str, Any] = field(default_factory=dict)


@dataclass
class Case:
    """A row as an application that is not written yet, with its submission, its party (sealed), its facts and its account."""

    line: Line
    submission: Submission
    application: Application
    person: Person
    party: Party
    facts: list[Fact] = field(default_factory=list)

    @property
    def old_number(self) -> str:
        """Its number in the old register."""
        return self.line.text("old_number")

    @property
    def year(self) -> int:
        """The year that the old number belongs to: of receipt, or of submission while that is not confirmed."""
        return (self.application.received_on or self.submission.submitted_on).year

    def account(self, days: Calendar) -> deadlines.Account:
        """The deadline day by day, as it stood when the case was computed."""
        return deadlines.replay(map(dated, self.facts), days, today=self.application.computed_on)


def case_of(
    line: Line, *, agency: Agency, by: Member, at: datetime, today: date, days: Calendar, note: str
) -> Case | None:
    """The application that a row makes; None when something stands against it, which is then in its problems."""
    try:
        submitted, received = _days_of(line)
        case = _begun(line, submitted, agency, by, at, today)
        _fact(case, deadlines.Fact.SUBMITTED, submitted, note, by, at)
        for step in sorted(_steps(line, received), key=lambda one: (one.on, ORDER.index(one.move))):
            _take(case, step, days, note, by, at)
        _require_end(case)
    except Wrong as wrong:
        line.tell(wrong.column, wrong.message, wrong.fix)
        return None
    except UsageError as error:
        key = "identity" if "证件" in error.message or "身份证" in error.message else "name"
        line.tell(key, error.message, "核对后改正")
        return None
    values, odd = copy_of(case.application, case.facts, days, today=today)
    for name, value in values.items():
        setattr(case.application, name, value)
    for fact, said in zip(case.facts, odd, strict=True):
        fact.irregular = said
        if said:
            line.tell(_column_of(fact), said, "照实导入，标为不合规定；填错了就改正", weight=WARNING)
    return case


def _days_of(line: Line) -> tuple[date, date | None]:
    """The day of submission and that of receipt, which follows from the channel (第三十一条)."""
    channel = CHANNELS[line.text("channel")]
    submitted, received = line.day("submitted"), line.day("received")
    first = submitted or received
    if first is None:
        raise Wrong("received", "没有收到日期，也没有提交日期", "至少填一个")
    if not channel.is_confirmed:
        if received is None:
            received = first
        if received != first:
            raise Wrong("submitted", f"{channel.title}{channel.rule}，两个日期却不同", "提交日期留空，或者改正收到日期")
    elif received is not None and received < first:
        raise Wrong("received", f"确认日期{received}早于提交日期{first}", "核对两个日期")
    if (received or first) < deadlines.FIRST_DAY:
        raise Wrong("received", f"{deadlines.FIRST_DAY}之前收到的申请适用修订前的条例，不能导入", "删去这一行")
    return first, received


def _begun(line: Line, submitted: date, agency: Agency, by: Member, at: datetime, today: date) -> Case:
    channel, category = line.text("channel"), line.text("category")
    submission = Submission(
        agency=agency,
        channel=channel,
        submitted_on=submitted,
        text=line.text("text") or line.text("subject"),
        form=line.text("form") or Form.PAPER,
        delivery=line.text("delivery") or Delivery.POST,
        registered_at=at,
        registered_by=by,
    )
    application = Application(
        agency=agency,
        submission=submission,
        subject=line.text("subject"),
        channel=channel,
        category=category,
        state=procedure.AWAITING_CONFIRMATION,
        registered_at=at,
        computed_on=today,
    )
    person = Person(
        line.text("name"),
        Category(category),
        PartyRole.APPLICANT,
        IdentityKind(line.text("identity_kind") or IdentityKind.NONE),
        *(line.text(key) for key in ("identity", "phone", "address", "email")),
    )
    return Case(line, submission, application, person, party_of(submission, person, today=today))


def _steps(line: Line, received: date | None) -> Iterator[Step]:
    """The moves that a row tells of, in no order; Wrong for a day without what belongs to it."""
    if received is not None:
        yield Step("confirm", "received", received)
    if asked := line.day("correction_asked"):
        yield Step("ask_correction", "correction_asked", asked, {"until": _until(line, asked)})
    if corrected := line.day("corrected"):
        yield Step("receive_correction", "corrected", corrected)
    for number in CONSULTATIONS:
        yield from _consulted(line, str(number))
    if extended := line.day("extended"):
        days = line.number("extended_days")
        if days < 1:
            raise Wrong("extended_days", "没有填延长多少个工作日", "填写1至20")
        yield Step("extend", "extended", extended, {"days": days})
    if noticed := line.day("fee_noticed"):
        if line.number("fee") < 1:
            raise Wrong("fee", "没有填收费金额", "填写元数，1以上")
        if received is None or received < fees.VALID_FROM:
            raise Wrong("fee_noticed", f"{fees.VALID_FROM}以前收到的申请不收信息处理费（{fees.BASIS}）", "核对两个日期")
        yield Step("notice_fee", "fee_noticed", noticed, {"amount": line.number("fee")})
    if paid := line.day("fee_paid"):
        yield Step("receive_payment", "fee_paid", paid)
    yield from _ends(line)


def _until(line: Line, asked: date) -> date | None:
    until = line.day("correction_until")
    if until is not None and until <= asked:
        raise Wrong("correction_until", f"补正期限{until}应在告知之后", "核对两个日期")
    return until


def _consulted(line: Line, n: str) -> Iterator[Step]:
    sent = line.day(f"consulted{n}")
    later = {
        "record_letter_received": (f"letter_received{n}", line.day(f"letter_received{n}")),
        "receive_opinion": (f"opinion{n}", line.day(f"opinion{n}")),
    }
    if sent is None:
        if told := next((column for column, on in later.values() if on), ""):
            raise Wrong(told, "没有征求意见日期", "填写发出征求意见书之日")
        return
    party = line.text(f"party{n}")
    if not party or (n != "1" and party == line.text("party1")):
        raise Wrong(f"party{n}", "没有填征求意见的对象，或者同一对象填了两次", "填写第三方或者共同制作机关的名称")
    words = {"party": party, "joint": line.text(f"joint{n}") == "1"}
    yield Step("consult", f"consulted{n}", sent, words)
    for move, (column, on) in later.items():
        if on is not None:
            if on < sent:
                raise Wrong(column, f"{on}早于发出征求意见书的日期{sent}", "核对两个日期")
            yield Step(move, column, on, words)


def _ends(line: Line) -> Iterator[Step]:
    decided, served, withdrawn = line.day("decided"), line.day("served"), line.day("withdrawn")
    outcome = line.text("outcome")
    if withdrawn is not None:
        if outcome not in ("", WITHDRAWN):
            raise Wrong("outcome", "撤回的申请按“其他处理：其他”统计", "答复结果留空，或者删去撤回日期")
        yield Step("withdraw", "withdrawn", withdrawn)
        return
    if decided is None:
        for key in ("outcome", "served", "document"):
            if key in line.values:
                raise Wrong("decided", f"有{APPLICATIONS.column(key).heading}，没有答复日期", "填写答复日期")
        return
    if not outcome:
        raise Wrong("outcome", "有答复日期，没有答复结果", "从下拉列表选择")
    yield Step("lapse" if outcome in LAPSED.values() else "decide", "decided", decided, {"outcome": outcome})
    if served is not None:
        if served < decided:
            raise Wrong("served", f"送达{served}早于答复日期{decided}", "核对两个日期")
        if line.text("way") not in WAYS:
            raise Wrong("way", "有送达日期，没有送达方式", "从下拉列表选择")
        yield Step("serve", "served", served)


def _take(case: Case, step: Step, days: Calendar, note: str, by: Member, at: datetime) -> None:
    """Take a move in memory: by the table of the procedure, with the guards of its action."""
    application = case.application
    try:
        move = flow.find(procedure.MOVES, step.move, application.state)
    except flow.UnlawfulMove:
        state, label = procedure.STATES[application.state][0], LABELS[step.move]
        raise Wrong(
            step.column, f"{step.on}时申请“{state}”，不能“{label}”", "核对各日期的先后，补上中间缺的日期"
        ) from None
    _require(case, step, days)
    application.state = move.leads_to(application.state)
    words = dict(step.words)
    if step.move in ("decide", "lapse", "withdraw"):
        application.outcome = words.pop("outcome", WITHDRAWN)
        application.decided_on, application.document_number = step.on, case.line.text("document")
    if step.move == "serve":
        application.served_on, application.way = step.on, case.line.text("way")
    if move.fact:
        proof = case.line.text("proof") if step.move == "serve" else ""
        _fact(case, move.fact, step.on, f"{proof}；{note}" if proof else note, by, at, **words)


def _require(case: Case, step: Step, days: Calendar) -> None:
    kinds = {fact.kind for fact in case.facts}
    if step.words.get("outcome") == AFTER_CORRECTION and deadlines.Fact.CORRECTED not in kinds:
        raise Wrong("outcome", "没有补正，不能答复“补正后仍不明确”（第三十条）", "填写收到补正日期，或者改答复结果")
    if step.move == "lapse":
        last = waits_until(case.application, case.facts, days)
        if LAPSED[case.application.state] != step.words["outcome"]:
            raise Wrong("outcome", "答复结果与等候的事不符", "等候补正的是“逾期不补正”，等候缴费的是“逾期未缴纳费用”")
        if last is None or step.on <= last:
            raise Wrong("decided", f"期限到{last or '（没有填补正期限）'}，{step.on}还没有届满", "核对日期")


def _require_end(case: Case) -> None:
    """What an open case cannot do without, and what a closed one lacks."""
    line, application = case.line, case.application
    if application.state == procedure.AWAITING_CORRECTION and line.day("correction_until") is None:
        raise Wrong("correction_until", "还在等候补正，没有填补正期限", "填写告知书给申请人的最后一天")
    if application.outcome and application.outcome != WITHDRAWN and not application.document_number:
        line.tell("document", "没有文号", "有文号就填上；没有也可以导入", weight=WARNING)
    if application.way and WAYS[application.way].has_number and not line.text("proof"):
        line.tell("proof", "邮寄送达没有邮件号码", "有号码就填上；没有也可以导入", weight=WARNING)


def _fact(case: Case, kind: str, on: date, note: str, by: Member, at: datetime, **more: Any) -> None:
    place = len(case.facts) + 1
    case.facts.append(
        Fact(
            application=case.application,
            kind=str(kind),
            happened_on=on,
            place=place,
            note=note,
            recorded_at=at,
            by=by,
            **more,
        )
    )


_COLUMNS = {
    deadlines.Fact.CORRECTION_ASKED: "correction_asked",
    deadlines.Fact.CORRECTED: "corrected",
    deadlines.Fact.EXTENDED: "extended",
    deadlines.Fact.FEE_PAID: "fee_paid",
    deadlines.Fact.ENDED: "served",
    deadlines.Fact.WITHDRAWN: "withdrawn",
}


def _column_of(fact: Fact) -> str:
    """The key of the column that a fact comes from, for those that the law can hold something against."""
    return _COLUMNS.get(deadlines.Fact(fact.kind), "received")
