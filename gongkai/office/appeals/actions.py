"""What is done with appeals: register, the steps to the result, what follows from it, corrections, files, take over."""

from __future__ import annotations

from datetime import date, datetime
from typing import BinaryIO

from django.db import IntegrityError, transaction

from gongkai.audit.actions import record
from gongkai.errors import Conflict, UsageError
from gongkai.office.appeals.clock import refresh
from gongkai.office.appeals.models import Appeal, AppealFile, Counting
from gongkai.office.appeals.step import add_fact, require_day, step
from gongkai.office.appeals.telling import tell
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.closing import reopen
from gongkai.office.cases.models import Answer, Application, CarriedAppeal
from gongkai.office.cases.persons import clean, required
from gongkai.office.cases.step import require_in_range, today_of
from gongkai.office.people.guard import named, require, require_over
from gongkai.office.people.models import Agency, Member
from gongkai.office.records.fields import SealedField
from gongkai.office.records.models import StoredFile
from gongkai.office.records.queries import opened
from gongkai.statute import appeals as law
from gongkai.statute.procedure import ARCHIVED
from gongkai.statute.procedure import CLOSED as CASE_CLOSED

NOTE = 1000
"""Characters of a note."""
LESSON = 2000
"""Characters of a lesson."""
MOST_FILES = 40
"""Files of one appeal."""
OVER = (law.DECIDED, law.PERFORMED, law.CLOSED)
"""The states of an appeal that another instance may follow."""


@transaction.atomic
def register(
    *,
    agency: Agency,
    kind: str,
    organ: str,
    received_on: date,
    application: Application | None = None,
    answer: Answer | None = None,
    previous: Appeal | None = None,
    case_number: str = "",
    filed_on: date | None = None,
    accepted_on: date | None = None,
    until: date | None = None,
    is_simplified: bool = False,
    is_after: bool = False,
    evidence: StoredFile | None = None,
    by: Member,
    at: datetime,
) -> Appeal:
    """Enter an appeal by the papers that came on `received_on`; `previous` is the instance that it goes on from.

    `answer` None says that the office had been silent; `until` is the day that the organ names where the law sets none.
    UsageError for a kind that cannot follow, an answer of another case or a day that cannot be; Conflict for a case
    number that is there, or an instance that another goes on from already.
    """
    require(by, "register_appeal", agency)
    if application is not None:
        Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    known = law.kinds().get(kind)
    if known is None:
        raise UsageError(f"没有种类 {kind}", f"no such kind: {kind}")
    _require_follows(known, previous, agency)
    if previous is not None:
        application, answer = previous.application, previous.answer
    _require_of_agency(agency, application, answer, previous)
    _require_days(received_on, filed_on, accepted_on, answer, today=today_of(at))
    number = clean(case_number, "案号", 80)
    if number and Appeal.objects.filter(agency=agency, kind=kind, case_number=number).exists():
        raise Conflict(f"案号{number}已经登记", f"{number} is registered already")
    appeal = Appeal(
        agency=agency,
        application=application,
        answer=answer,
        previous=previous,
        kind=kind,
        organ=required(organ, known.organ, 100),
        case_number=number,
        is_after=is_after and known.group == "lit" and previous is None,
        state=law.RECEIVED,
        registered_at=at,
        registered_by=by,
        received_on=received_on,
    )
    try:
        with transaction.atomic():
            appeal.save(force_insert=True)
    except IntegrityError:
        raise Conflict("这件复议诉讼刚刚由他人登记", "somebody registered it just now") from None
    told = {"filed": filed_on, "received": received_on, "accepted": accepted_on}
    told["simplified"] = received_on if is_simplified else None
    for name, on in told.items():
        if on is not None:
            proof = {"until": until, "evidence": evidence} if name == "received" else {}
            add_fact(appeal, name, on, by=by, at=at, **proof)
    refresh(appeal, today=today_of(at))
    case = application.number if application else ""
    words = {"what": known.title, "number": number, "organ": appeal.organ, "case": case, "on": str(received_on)}
    record("appeal_registered", about=appeal.about, at=at, actor=named(by), **words)
    tell(appeal, "register", by=by, at=at)
    return appeal


def accept(
    appeal: Appeal,
    *,
    happened_on: date,
    case_number: str,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Record that it was accepted or docketed on a day, and its number, which often comes only then."""
    with step(appeal, "accept", version=version, by=by, at=at) as taken:
        require_day(happened_on, today=taken.today)
        number = clean(case_number, "案号", 80) or taken.appeal.case_number
        others = Appeal.objects.filter(agency=taken.appeal.agency, kind=taken.appeal.kind, case_number=number)
        if number and others.exclude(pk=taken.appeal.pk).exists():
            raise UsageError(f"案号{number}已经登记", f"{number} is registered already")
        add_fact(taken.appeal, "accepted", happened_on, by=by, at=at, evidence=evidence)
        taken.changes["case_number"] = number
        taken.words |= {"on": str(happened_on), "number": number}


def simplify(
    appeal: Appeal,
    *,
    happened_on: date,
    note: str,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Record that the organ goes on in the simplified procedure; UsageError for a kind that has none."""
    with step(appeal, "simplify", version=version, by=by, at=at) as taken:
        if law.SIMPLIFIED not in law.kinds()[taken.appeal.kind].decision:
            raise UsageError("这一种没有简易程序", "this kind has no simplified procedure")
        taken.fact(happened_on, note=clean(note, "通知书文号", NOTE), evidence=evidence)


def ordinary(
    appeal: Appeal,
    *,
    happened_on: date,
    note: str,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Record that the organ goes on in the ordinary procedure after all."""
    with step(appeal, "ordinary", version=version, by=by, at=at) as taken:
        taken.fact(happened_on, note=clean(note, "通知书文号", NOTE), evidence=evidence)


def answer(
    appeal: Appeal,
    *,
    happened_on: date,
    note: str,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Record that the office handed in its answer with the evidence; after the deadline it is irregular."""
    with step(appeal, "answer", version=version, by=by, at=at) as taken:
        taken.fact(happened_on, note=clean(note, "提交的材料", NOTE), evidence=evidence)


def hear(
    appeal: Appeal,
    *,
    happened_on: date,
    note: str,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Record a hearing: who came for the office, and what was said."""
    with step(appeal, "hear", version=version, by=by, at=at) as taken:
        taken.fact(happened_on, note=required(note, "出庭、听证的情况", NOTE), evidence=evidence)


def extend(
    appeal: Appeal, *, happened_on: date, until: date, note: str, version: int, by: Member, at: datetime,
    evidence: StoredFile | None = None,
) -> None:  # fmt: skip
    """Record that the organ takes until a day; UsageError for reconsideration beyond thirty days more (第六十二条)."""
    with step(appeal, "extend", version=version, by=by, at=at) as taken:
        current = taken.appeal
        if current.accepted_on is not None:
            last = law.latest_decision(current.kind, current.procedure, current.accepted_on, calendar())
            if last is not None and until > last:
                raise UsageError(f"行政复议最多延长到{last}（第六十二条）", f"reconsideration ends by {last}")
        if until <= happened_on:
            raise UsageError("延长到的日期应在决定延长之后", "the later day comes after the decision")
        taken.fact(happened_on, until=until, note=clean(note, "通知书文号", NOTE), evidence=evidence)
        taken.words["until"] = str(until)


def decide(
    appeal: Appeal,
    *,
    result: str,
    happened_on: date,
    dated_on: date,
    document: str,
    orders: bool,
    until: date | None,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Record the result that came on a day and bears another; where it orders a new answer, the case is opened again.

    `until` is the day by which it orders one. An application that is open, because the office was silent, stays so.
    UsageError for a result that this kind does not have or that orders nothing.
    """
    with step(appeal, "decide", version=version, by=by, at=at) as taken:
        current, found = taken.appeal, law.results().get(result)
        if found is None or found.is_old or current.kind not in found.kinds:
            raise UsageError(f"{current.get_kind_display()}没有这种结果", f"{result} is no result of this kind")
        if orders and not found.orders:
            raise UsageError(f"“{found.title}”不能责令重新答复", f"{result} orders no new answer")
        if until is not None and (not orders or until <= happened_on):
            raise UsageError(
                "责令答复的期限应在收到结果之后，并且只在责令重新答复时填写", "the ordered day comes after the result"
            )
        if dated_on > happened_on:
            raise UsageError("落款之日不能晚于收到之日", "it bears no day after the one on which it came")
        number = required(document, "决定书、裁判文书的文号", NOTE)
        require_day(dated_on, today=taken.today)
        taken.fact(
            happened_on, note=number, until=until, dated_on=dated_on, result=result, orders=orders, evidence=evidence
        )
        taken.words |= {"result": found.title, "dated": str(dated_on), "until": str(until or "")}
        case = current.application if orders else None
        if case is not None and case.state in (CASE_CLOSED, ARCHIVED):
            reopen(
                case, happened_on=happened_on, note=number, until=until, version=case.version, by=by, at=at,
                evidence=evidence,
            )  # fmt: skip


def perform(
    appeal: Appeal,
    *,
    happened_on: date,
    note: str,
    version: int,
    by: Member,
    at: datetime,
    evidence: StoredFile | None = None,
) -> None:
    """Record that what was decided has been done, and how: the new answer's number, what was told to the organ."""
    with step(appeal, "perform", version=version, by=by, at=at) as taken:
        ended = taken.appeal.decided_on
        if ended is not None and happened_on < ended:
            raise UsageError(f"履行不能早于收到结果之日{ended}", f"nothing is performed before {ended}")
        taken.fact(happened_on, note=required(note, "怎样履行", NOTE), evidence=evidence)


def close(appeal: Appeal, *, version: int, by: Member, at: datetime) -> None:
    """Close an appeal; UsageError while a new answer is ordered and not recorded as given."""
    with step(appeal, "close", version=version, by=by, at=at) as taken:
        if taken.appeal.orders and taken.appeal.state == law.DECIDED:
            raise UsageError("责令重新答复的，先登记履行", "a new answer was ordered: record it first")


def learn(appeal: Appeal, *, note: str, version: int, by: Member, at: datetime) -> None:
    """Write down what the office learned: whoever drafts on the same ground will read it."""
    with step(appeal, "learn", version=version, by=by, at=at) as taken:
        taken.fact(taken.today, note=required(note, "教训", LESSON, lines=True))


def correct_fact(
    appeal: Appeal,
    *,
    fact: int,
    happened_on: date,
    reason: str,
    version: int,
    by: Member,
    at: datetime,
    result: str = "",
    dated_on: date | None = None,
    until: date | None = None,
) -> None:
    """Let a fact with the right day, and a result with the right result, take the place of one that was entered wrong.

    UsageError for a result that does not fit the order that was recorded: a case that was opened again stays open.
    """
    with step(appeal, "correct", version=version, by=by, at=at) as taken:
        old = taken.appeal.facts.standing().filter(pk=fact).first()
        if old is None:
            raise UsageError("这条事实已被更正", "the fact was corrected already")
        said = required(reason, "更正的理由", NOTE)
        since = taken.appeal.received_on if old.kind not in ("filed", "accepted", "received") else None
        require_day(happened_on, today=taken.today, since=since)
        values = {name: getattr(old, name) for name in ("place", "note", "evidence", "orders")}
        values |= {"until": until or old.until, "dated_on": dated_on or old.dated_on, "result": old.result}
        if old.kind == "decided":
            found = law.results().get(result or old.result)
            if found is None or taken.appeal.kind not in found.kinds or (old.orders and not found.orders):
                raise UsageError("更正后的结果与种类或者责令重新答复不符", "the result does not fit")
            values["result"] = found.key
        add_fact(taken.appeal, old.kind, happened_on, by=by, at=at, supersedes=old, **values)
        taken.words |= {"old": str(old.happened_on), "on": str(happened_on), "note": said, "fact": old.kind}


@transaction.atomic
def attach(
    appeal: Appeal, *, file: StoredFile, name: str, by: Member, at: datetime, with_step: str = "attach_appeal"
) -> AppealFile:
    """Add a stored file to an appeal under the name it came with, which is sealed."""
    require(by, with_step, appeal.agency)
    locked = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if locked.files.filter(file=file).exists():
        raise UsageError("这个文件已经附上", "the file is attached already")
    if not file.size or locked.files.count() >= MOST_FILES:
        raise UsageError(f"文件是空的，或者已有{MOST_FILES}个", f"an empty file, or {MOST_FILES} are there")
    kept = required(name, "文件名", 200)
    made = AppealFile(appeal=locked, file=file, added_at=at, by=by)
    _sealed().write(made, kept)
    made.save(force_insert=True)
    record("appeal_attached", about=locked.about, at=at, actor=named(by), sha256=file.sha256, name=kept)
    return made


@transaction.atomic
def open_file(one: AppealFile, *, by: Member, at: datetime) -> BinaryIO:
    """The bytes of a file of an appeal; the audit keeps who took which. FileNotFoundError and Tampered leave no entry."""
    require(by, "see_files", one.appeal.agency)
    given = opened(one.file)
    words = {"sha256": one.file.sha256, "name": name_of(one)}
    record("case_file_opened", about=one.appeal.about, at=at, actor=named(by), **words)
    return given


def name_of(one: AppealFile) -> str:
    """What the file was called when it came."""
    return _sealed().read(one)


@transaction.atomic
def choose(*, agency: Agency, question: str, choice: str, reason: str, by: Member, at: datetime) -> Counting:
    """Let a doubtful question of table 4 be answered so from now on; UsageError for none of the choices."""
    require_over(by, "count_appeals", agency)
    asked = law.questions().get(question)
    if asked is None or choice not in asked.choices:
        raise UsageError("没有这种口径", f"no such question or choice: {question}, {choice}")
    said = required(reason, "依据", 200)
    made = Counting.objects.create(agency=agency, question=question, choice=choice, reason=said, set_at=at, by=by)
    words = {"question": asked.title, "choice": asked.choices[choice], "note": said}
    record("appeal_counting_chosen", about=f"agency:{agency.pk}", at=at, actor=named(by), **words)
    return made


@transaction.atomic
def take_over(*, at: datetime) -> int:
    """Make appeals of what old registers brought and nobody has taken over yet; gives how many.

    Each keeps its days and its column of table 4, and goes on from there by the same steps as any.
    """
    waiting = CarriedAppeal.objects.filter(appeal=None).select_related("register", "application").order_by("pk")
    taken = [_taken_over(one, at=at) for one in waiting.select_for_update(of=("self",))]
    if taken:
        record("appeals_taken_over", about="appeals:", at=at, count=len(taken))
    return len(taken)


def _taken_over(carried: CarriedAppeal, *, at: datetime) -> Appeal:
    ended = carried.ended_on if carried.result != CarriedAppeal.Result.PENDING else None
    appeal = Appeal.objects.create(
        agency=carried.agency,
        application=carried.application,
        answer=carried.application.answers.exclude(closed_on=None).first() if carried.application else None,
        carried=carried,
        kind="reconsideration" if carried.kind == CarriedAppeal.Kind.RECONSIDERATION else "first",
        is_after=carried.kind == CarriedAppeal.Kind.AFTER,
        organ=carried.organ,
        case_number=carried.case_number,
        state=law.DECIDED if ended else law.RECEIVED,
        registered_at=carried.register.imported_at,
        registered_by=carried.register.by,
        received_on=carried.received_on,
    )
    by = carried.register.by
    add_fact(appeal, "received", carried.received_on, by=by, at=at)
    if ended:
        add_fact(appeal, "decided", ended, by=by, at=at, dated_on=ended, result=f"old_{carried.result}")
    refresh(appeal, today=today_of(at))
    return appeal


def _require_follows(known: law.Kind, previous: Appeal | None, agency: Agency) -> None:
    if (previous.kind if previous else "") not in known.follows:
        before = previous.get_kind_display() if previous else ""
        raise UsageError(
            f"{known.title}不能接在“{before}”之后" if before else f"{known.title}须从前一审级登记",
            f"{known.key} does not follow {previous.kind if previous else 'nothing'}",
        )
    if previous is None:
        return
    current = Appeal.objects.select_for_update(of=("self",)).get(pk=previous.pk)
    if current.agency_id != agency.pk or current.state not in OVER:
        raise UsageError("前一审级还没有结果", "the instance before has no result yet")
    if Appeal.objects.filter(previous=current).exists():
        raise Conflict("前一审级已经接着登记", "another goes on from it already")


def _require_of_agency(
    agency: Agency, application: Application | None, given: Answer | None, previous: Appeal | None
) -> None:
    if application is None and previous is None:
        raise UsageError("请从申请登记复议诉讼", "an appeal is about an application")
    if application is not None and application.agency_id != agency.pk:
        raise UsageError("不是本机关的申请", "the application is another agency's")
    if given is not None and (application is None or given.application_id != application.pk or given.closed_on is None):
        raise UsageError("不是这件申请已送达的答复", "no answer of this application that was served")


def _require_days(
    received: date, filed: date | None, accepted: date | None, given: Answer | None, *, today: date
) -> None:
    for on in (received, filed, accepted):
        if on is not None:
            require_day(on, today=today)
    require_in_range(received, today=today)
    if filed is not None and filed > received:
        raise UsageError("提起之日不能晚于收到副本之日", "it was not brought after its copy came")
    if given is not None and given.closed_on is not None and received < given.closed_on:
        raise UsageError(f"早于答复送达之日{given.closed_on}", f"before the answer was served on {given.closed_on}")


def _sealed() -> SealedField:
    return AppealFile._meta.get_field("name")
