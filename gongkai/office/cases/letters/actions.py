"""What is done with the documents of a case: draft, write, submit, sign, send back, give up, declare void.

The review's steps and the case's are one transaction: the case is locked first, then the review, then the counters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.db.models import F

from gongkai.audit.actions import record
from gongkai.errors import Conflict, UsageError
from gongkai.office.cases import answers
from gongkai.office.cases.letters.models import Letter, LetterState
from gongkai.office.cases.letters.wording import ADDRESSEE, asks, composed, digest, paper, typed, write
from gongkai.office.cases.models import Application
from gongkai.office.cases.numbering import DOCUMENT, document_number, series
from gongkai.office.cases.step import about, actor, permitted, step, today_of
from gongkai.office.people.models import Member
from gongkai.office.records.actions import issue, store, void
from gongkai.office.records.models import StoredFile
from gongkai.office.review import actions as review
from gongkai.office.review.models import Review
from gongkai.statute.letters import letters, letters_for, objections
from gongkai.statute.outcomes import OUTCOMES
from gongkai.statute.procedure import OPEN
from gongkai.writers.paper.typeset import typeset
from gongkai.writers.paper.word import pack

LONGEST = 4000
"""Characters of one field of a document."""


def draft(
    application: Application,
    *,
    kind: str,
    outcome: str = "",
    also: Collection[Application] = (),
    by: Member,
    at: datetime,
) -> Letter:
    """Begin a document of an application; `also` are others of the agency that the same paper answers.

    UsageError for a kind that the law of the day does not know or that does not answer with this outcome, a second
    answer while one is being written, and for others that are not open or not the same applicant's.
    """
    with permitted("draft", application.agency, by=by, at=at, what=about(application)):
        found = letters().get(kind)
        if found is None or (found.outcomes and found not in letters_for(outcome, today_of(at))):
            raise UsageError("没有这种文书", f"there is no document {kind} for {outcome or 'this'}")
        if found.outcomes:
            _require_no_other(application)
        _require_together(application, also)
        made = Letter(agency=application.agency, application=application, kind=kind, outcome=outcome, drafted_by=by)
        made.drafted_at = at
        write(made, {})
        made.save(force_insert=True)
        made.also.set(also)
        record("letter_drafted", about=about(application), at=at, actor=actor(by), title=found.title)
    return made


def save(letter: Letter, *, values: Mapping[str, str], version: int, by: Member, at: datetime) -> None:
    """Write what was typed into a draft, or one that was sent back; a document under review is not written in."""
    with permitted("draft", letter.agency, by=by, at=at, what=about(letter.application)):
        current = Letter.objects.select_for_update().get(pk=letter.pk)
        if current.version != version:
            raise Conflict("文书已被他人修改，请刷新后再办", "somebody else changed the document")
        if current.state != LetterState.DRAFT:
            raise UsageError("签批中的文书不能修改；退回或者撤回之后再改", "a document under review is not changed")
        known = {one.name for one in asks(current.kind, current.outcome)}
        kept = {name: text.strip() for name, text in values.items() if name in known and text.strip()}
        if long := [one.label for one in asks(current.kind, current.outcome) if len(kept.get(one.name, "")) > LONGEST]:
            raise UsageError(f"“{long[0]}”超过{LONGEST}字", f"longer than {LONGEST} characters")
        write(current, kept)
        current.version += 1
        current.save(force_update=True)
    letter.refresh_from_db()


def submit(letter: Letter, *, flags: Collection[str], version: int, by: Member, at: datetime) -> None:
    """Send a document into the chain of the agency; an answer takes its case from 办理中 to 待签批.

    UsageError names what is missing, and what the law holds against what was typed.
    """
    with transaction.atomic():
        application = _locked(letter)
        current = _current(letter, application)
        if current.version != version or current.state != LetterState.DRAFT:
            raise Conflict("文书已被他人修改或者送签，请刷新后再办", "somebody else changed or submitted the document")
        made = composed(current, on=today_of(at))
        _require_whole(current, made.missing, objections(made))
        signed = digest(current, made)
        if current.outcome:
            for case in (application, *current.also.all()):
                with step(case, "submit", version=case.version, by=by, at=at):
                    pass
        title = f"{application.number} {letters()[current.kind].title}"
        if current.review is None:
            current.review = review.submit(
                agency=current.agency,
                about=about(application),
                title=title,
                link=f"/desk/cases/{application.number}/letters/{current.pk}?for={current.agency_id}",
                digest=signed,
                flags=flags,
                by=by,
                at=at,
            )
        else:
            review.resubmit(current.review, digest=signed, flags=flags, version=current.review.version, by=by, at=at)
        _move(current, LetterState.IN_REVIEW)
    letter.refresh_from_db()


def approve(
    letter: Letter,
    *,
    opinion: str,
    seen: str,
    version: int,
    by: Member,
    at: datetime,
    minutes: StoredFile | None = None,
) -> bool:
    """Sign the step whose turn it is; the last signature numbers, dates and prints the document. True for the last.

    `seen` is the digest of what the signer read, `version` the review's. Conflict when the words are others now: a
    corrected fact, another name or another law of the day void the signatures, and the document is sent back.
    """
    with transaction.atomic():
        application = _locked(letter)
        current = _in_review(letter, application)
        made = composed(current, on=today_of(at))
        if digest(current, made) != seen:
            raise Conflict(
                "文书的内容在送签之后变了（如收到日期被更正），签字不再有效，请退回重新送签",
                "the words changed since the document was submitted: send it back",
            )
        under = _review_of(current)
        if not review.approve(under, digest=seen, opinion=opinion, version=version, by=by, at=at, minutes=minutes):
            return False
        _issue(current, application, by=by, at=at)
    letter.refresh_from_db()
    return True


def send_back(letter: Letter, *, reason: str, version: int, by: Member, at: datetime) -> None:
    """Return a document to its drafter, with the reason; the case is open again."""
    with transaction.atomic():
        application = _locked(letter)
        current = _in_review(letter, application)
        review.send_back(_review_of(current), reason=reason, version=version, by=by, at=at)
        _reopen_cases(current, "send_back", by=by, at=at)
        _move(current, LetterState.DRAFT)
    letter.refresh_from_db()


def drop(letter: Letter, *, by: Member, at: datetime) -> None:
    """Give a document up that is not signed: a draft, or one that is taken out of the chain."""
    with transaction.atomic():
        application = _locked(letter)
        current = _current(letter, application)
        if current.state not in (LetterState.DRAFT, LetterState.IN_REVIEW):
            raise UsageError("已签发的文书不能放弃", "a signed document is not given up")
        with permitted("draft", current.agency, by=by, at=at, what=about(application)):
            if current.review is not None:
                review.drop(current.review, version=current.review.version, by=by, at=at)
            if current.state == LetterState.IN_REVIEW:
                _reopen_cases(current, "recall", by=by, at=at)
            _move(current, LetterState.DROPPED)
            words = {"title": letters()[current.kind].title}
            record("letter_dropped", about=about(application), at=at, actor=actor(by), **words)
    letter.refresh_from_db()


def leave(application: Application, *, by: Member, at: datetime) -> None:
    """Let every unsigned document of a case go, when the case ends without them; inside the step that ends it."""
    for one in Letter.objects.live().filter(application=application).select_related("review"):
        if one.review is not None:
            review.drop(one.review, version=one.review.version, by=by, at=at)
        _move(one, LetterState.DROPPED)


def void_signed(application: Application, *, reason: str, by: Member, at: datetime) -> None:
    """Declare the signed answer of a case void together with its number, when it is taken back before service."""
    signed = Letter.objects.filter(application=application, state=LetterState.SIGNED).exclude(outcome="")
    for one in signed.select_related("issued"):
        if one.issued is not None:
            void(one.issued, reason=reason, by=actor(by), at=at)
        _move(one, LetterState.VOID)


def _issue(current: Letter, application: Application, *, by: Member, at: datetime) -> None:
    """Number, date and print a document whose last signature was given, and record the outcome of its cases."""
    on = today_of(at)
    made = composed(current, on=on)
    if letters()[current.kind].series:
        current.issued = issue(series(current.agency, DOCUMENT, on.year), about=about(application), at=at)
        current.number = document_number(
            current.agency, number=current.issued.value, year=on.year, kind=letters()[current.kind].series
        )
    printed = paper(current, made, number=current.number, on=on)
    name = f"{letters()[current.kind].title}{current.number}"
    current.word = store(BytesIO(pack(printed)), name=f"{name}.docx", by=actor(by), at=at)
    current.pdf = store(BytesIO(typeset(printed)), name=f"{name}.pdf", by=actor(by), at=at)
    current.signed_on = on
    if current.outcome:
        for case in (application, *current.also.all()):
            with step(case, "sign", version=case.version, by=by, at=at) as taken:
                taken.changes |= answers.give(
                    taken.application, outcome=current.outcome, decided_on=on, document_number=current.number
                )
                taken.words |= {"on": str(on), "outcome": OUTCOMES[current.outcome].title, "document": current.number}
    _move(current, LetterState.SIGNED)
    words = {"title": letters()[current.kind].title, "document": current.number, "sha256": current.pdf.sha256}
    record("letter_signed", about=about(application), at=at, actor=actor(by), **words)


def _reopen_cases(current: Letter, move: str, *, by: Member, at: datetime) -> None:
    if not current.outcome:
        return
    for case in (current.application, *current.also.all()):
        with step(case, move, version=case.version, by=by, at=at):
            pass


def _locked(letter: Letter) -> Application:
    """The letter's case, locked before anything of it: every step takes its locks in this order."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("submission", "agency")
        .get(pk=letter.application_id)
    )


def _in_review(letter: Letter, application: Application) -> Letter:
    current = _current(letter, application)
    if current.state != LetterState.IN_REVIEW:
        raise Conflict("这份文书不在签批中，请刷新后再办", "the document is not under review")
    return current


def _current(letter: Letter, application: Application) -> Letter:
    """The document as it is, locked, of the case that is locked already."""
    found = Letter.objects.select_for_update(of=("self",)).select_related("agency", "review").get(pk=letter.pk)
    found.application = application
    return found


def _review_of(current: Letter) -> Review:
    if current.review is None:
        raise Conflict("这份文书没有送签", "the document was not submitted")
    return current.review


def _move(current: Letter, state: LetterState) -> None:
    current.state = state
    current.version = F("version") + 1
    current.save(force_update=True)
    current.refresh_from_db()


def _require_no_other(application: Application) -> None:
    if application.state != OPEN:
        raise UsageError(f"“{application.get_state_display()}”的申请不能拟答复", "only an open case is answered")
    if Letter.objects.live().filter(application=application).exclude(outcome="").exists():
        raise UsageError("这件申请已有一份答复在拟，请接着写或者先放弃它", "an answer is being written already")


def _require_together(application: Application, also: Collection[Application]) -> None:
    for one in also:
        if one.agency_id != application.agency_id or one.state != OPEN or one.pk == application.pk:
            raise UsageError(f"{one.number} 不能合并答复：须是本机关办理中的另一件申请", "only open cases are joined")
        if one.submission_id != application.submission_id:
            raise UsageError(f"{one.number} 不是同一收件的申请，不能合并答复", "only siblings are answered together")
        _require_no_other(one)


def _require_whole(current: Letter, missing: Collection[str], against: Collection[str]) -> None:
    gaps = [one for one in missing if not (one == "人民法院" and not letters()[current.kind].remedy)]
    if ADDRESSEE in {one.name for one in asks(current.kind, current.outcome)} and not typed(current).get(ADDRESSEE):
        gaps.insert(0, "致（单位或者姓名）")
    if gaps:
        raise UsageError(f"还没有填写：{'、'.join(dict.fromkeys(gaps))}", f"missing: {', '.join(gaps)}")
    if against:
        raise UsageError("；".join(against), "what was typed does not stand with the law of the day")
