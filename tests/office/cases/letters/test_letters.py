"""Documents of real cases: drafted, signed through the chain, numbered without a gap, bound to what was read."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.cases import closing, correcting
from gongkai.office.cases.letters import actions
from gongkai.office.cases.letters.models import Letter, LetterState
from gongkai.office.cases.letters.wording import composed, digest, typed
from gongkai.office.cases.models import Answer, Application
from gongkai.office.people.models import Agency
from gongkai.office.records.models import Number
from gongkai.office.records.queries import opened
from gongkai.readers import document
from gongkai.readers.document import Paragraph
from tests.databases.engines import Engine
from tests.office.cases.office import Office, day, member, noon

AT = noon(day("2025-03-10"))
WORDS = {"facts": "所申请的是办公会议的讨论记录。"}


class Bureau(Office):
    """An office with a reviewer, two organs' worth of remedy and the two-step chain that everybody begins with."""

    def __post_init__(self) -> None:
        """Enter them."""
        super().__post_init__()
        self.reviewer = member(self.agency, "fa", "reviewer", name="周法")
        Agency.objects.filter(pk=self.agency.pk).update(court="青岚市云台区人民法院")
        self.agency.refresh_from_db()
        self.agency.organs.add(Agency.objects.create(code="青政", name="青岚市人民政府", kind="government", level=3))

    def case(self, **more: Any) -> Application:
        """An application received on the third of March."""
        return self.register("2025-03-03", **more)

    def drafts(
        self, case: Application, kind: str = "reply_deny", outcome: str = "denied_process", **words: str
    ) -> Letter:
        """A document with its fields filled."""
        letter = actions.draft(case, kind=kind, outcome=outcome, by=self.officer, at=AT)
        actions.save(letter, values=words or WORDS, version=letter.version, by=self.officer, at=AT)
        return letter

    def submits(self, letter: Letter, *flags: str) -> None:
        """Into the chain."""
        actions.submit(letter, flags=flags, version=letter.version, by=self.officer, at=AT)

    def signs(self, letter: Letter, *, by: Any = None, at: Any = AT) -> bool:
        """Read and sign."""
        letter = Letter.objects.get(pk=letter.pk)
        assert letter.review is not None
        seen = digest(letter, composed(letter, on=at.date()))
        version = letter.review.version
        return actions.approve(letter, opinion="同意", seen=seen, version=version, by=by or self.reviewer, at=at)


def text_of(stored: Any, kind: str) -> str:
    """The words of a stored file."""
    with opened(stored) as file:
        data = file.read()
    assert hashlib.sha256(data).hexdigest() == stored.sha256
    return "".join("".join(one.text.split()) for one in document(data, kind).blocks if isinstance(one, Paragraph))


def test_from_draft_to_served(db: Engine) -> None:
    """Two signatures give a number, a day, two files and the outcome; service closes; the audit is whole."""
    office = Bureau()
    case = office.case()
    letter = office.drafts(case)
    office.submits(letter)
    case.refresh_from_db()
    assert (case.state, letter.state) == ("in_review", LetterState.IN_REVIEW)
    assert not office.signs(letter)
    assert office.signs(letter, by=office.signer)
    letter.refresh_from_db()
    case.refresh_from_db()
    assert (letter.state, letter.number, str(letter.signed_on)) == ("signed", "青水〔2025〕第1号", "2025-03-10")
    assert (case.state, case.outcome, case.document_number) == ("awaiting_service", "denied_process", letter.number)
    for stored, kind in ((letter.word, "docx"), (letter.pdf, "pdf")):
        text = text_of(stored, kind)
        assert all(
            part in text for part in ("王小禾：", letter.number, "第十六条第二款", "先向青岚市人民政府申请行政复议")
        )
        assert "草稿" not in text
    office.take(case, "serve", "2025-03-12", way="post", note="EMS1")
    assert Answer.objects.get().closed_on == day("2025-03-12")
    assert audit.verify().is_whole
    assert "王小禾" not in "".join(entry.body for entry in audit.history(case.about))


def test_what_is_missing_is_named(db: Engine) -> None:
    """No letter goes into the chain with a gap, nor with words that the law of the day forbids; nothing moves."""
    office = Bureau()
    case = office.case()
    letter = actions.draft(case, kind="reply_deny", outcome="denied_process", by=office.officer, at=AT)
    with pytest.raises(UsageError, match="认定的事实和理由"):
        office.submits(letter)
    words = WORDS | {"more": "您也可以直接向人民法院提起行政诉讼。"}
    actions.save(letter, values=words, version=letter.version, by=office.officer, at=AT)
    with pytest.raises(UsageError, match="先申请行政复议"):
        office.submits(letter)
    office.agency.organs.clear()
    actions.save(letter, values=WORDS, version=letter.version, by=office.officer, at=AT)
    with pytest.raises(UsageError, match="行政复议机关"):
        office.submits(letter)
    case.refresh_from_db()
    assert (case.state, Number.objects.filter(series__contains="文号").count()) == ("open", 0)


def test_a_corrected_fact_voids_signatures(db: Engine) -> None:
    """The words are composed from the case: when it changes under the signers, they sign nothing they did not read."""
    office = Bureau()
    case = office.case()
    letter = office.drafts(case)
    office.submits(letter)
    office.signs(letter)
    seen = digest(letter, composed(letter, on=AT.date()))
    fact = case.facts.standing().get(kind="submitted")
    case.refresh_from_db()
    correcting.correct_fact(
        case,
        fact=fact.pk,
        happened_on=day("2025-03-04"),
        reason="签收单",
        version=case.version,
        by=office.officer,
        at=AT,
    )
    letter.refresh_from_db()
    assert letter.review is not None
    version = letter.review.version
    with pytest.raises(Conflict, match="签字不再有效"):
        actions.approve(letter, opinion="", seen=seen, version=version, by=office.signer, at=AT)
    now = digest(letter, composed(letter, on=AT.date()))
    with pytest.raises(Conflict, match="重新"):
        actions.approve(letter, opinion="", seen=now, version=version, by=office.signer, at=AT)
    actions.send_back(letter, reason="收到日期已更正", version=version, by=office.signer, at=AT)
    office.submits(letter)
    office.signs(letter)
    assert office.signs(letter, by=office.signer)
    assert "2025年3月4日" in text_of(Letter.objects.get().pdf, "pdf")


def test_a_return_opens_the_case(db: Engine) -> None:
    """The drafter writes on; what was typed is there."""
    office = Bureau()
    case = office.case()
    letter = office.drafts(case)
    office.submits(letter)
    with pytest.raises(UsageError, match="签批中"):
        actions.save(letter, values={}, version=letter.version, by=office.officer, at=AT)
    assert letter.review is not None
    actions.send_back(letter, reason="事实不清", version=letter.review.version, by=office.reviewer, at=AT)
    case.refresh_from_db()
    assert (case.state, letter.state, typed(letter)) == ("open", "draft", WORDS)
    with pytest.raises(NotAllowed):
        actions.save(letter, values=WORDS, version=letter.version, by=office.reviewer, at=AT)


def test_one_paper_for_two_applications(db: Engine) -> None:
    """合并答复: siblings are answered by one number, and each counts."""
    office = Bureau()
    first, second = office.submit("2025-03-03", subjects=("批准文件", "图纸"))
    stranger = office.case()
    with pytest.raises(UsageError, match="同一收件"):
        actions.draft(first, kind="reply_deny", outcome="denied_process", also=[stranger], by=office.officer, at=AT)
    letter = actions.draft(first, kind="reply_deny", outcome="denied_process", also=[second], by=office.officer, at=AT)
    actions.save(letter, values=WORDS, version=letter.version, by=office.officer, at=AT)
    office.submits(letter)
    office.signs(letter)
    office.signs(letter, by=office.signer)
    found = Application.objects.filter(document_number="青水〔2025〕第1号", state="awaiting_service")
    assert set(found) == {first, second}
    assert "批准文件；图纸" in text_of(Letter.objects.get().pdf, "pdf")


def test_numbers_have_no_gap(db: Engine) -> None:
    """A signature that fails takes no number; one that is taken back keeps its number, void."""
    office = Bureau()
    one, two = office.case(), office.case()
    letters = [office.drafts(case) for case in (one, two)]
    for letter in letters:
        office.submits(letter)
        office.signs(letter)
    with pytest.raises(NotAllowed):
        office.signs(letters[0], by=office.reviewer)
    office.signs(letters[0], by=office.signer)
    one.refresh_from_db()
    closing.take_back(one, reason="文种写错", version=one.version, by=office.officer, at=AT)
    letters[0].refresh_from_db()
    assert (letters[0].state, letters[0].number) == ("void", "青水〔2025〕第1号")
    office.signs(letters[1], by=office.signer)
    letters[1].refresh_from_db()
    assert letters[1].number == "青水〔2025〕第2号"
    numbers = Number.objects.filter(series__contains="文号").order_by("value")
    assert [(one.value, one.voided_at is None) for one in numbers] == [(1, False), (2, True)]


def test_a_withdrawal_ends_the_draft(db: Engine) -> None:
    """The applicant withdraws while the answer is being signed: nobody may sign it any more."""
    office = Bureau()
    case = office.case()
    letter = office.drafts(case)
    office.submits(letter)
    case.refresh_from_db()
    office.take(case, "withdraw", "2025-03-10", note="当面声明", by=office.registrar)
    letter.refresh_from_db()
    assert letter.state == "dropped"
    with pytest.raises(Conflict):
        office.signs(letter)


def test_one_answer_at_a_time(db: Engine) -> None:
    """A second answer to the same case is refused until the first is given up."""
    office = Bureau()
    case = office.case()
    letter = office.drafts(case)
    with pytest.raises(UsageError, match="一份答复"):
        office.drafts(case)
    actions.drop(letter, by=office.officer, at=AT)
    assert office.drafts(case, "reply_grant", "granted", provided="批准文件", form="纸质邮寄").state == "draft"


def test_a_notice_moves_no_state(db: Engine) -> None:
    """A document of procedure has its signatures and number; the step itself is recorded when it is served."""
    office = Bureau()
    case = office.case()
    letter = office.drafts(case, "correction_notice", "", items="写明所需文件的年份", until="2025-03-24")
    office.submits(letter)
    office.signs(letter)
    assert office.signs(letter, by=office.signer)
    case.refresh_from_db()
    assert (case.state, Letter.objects.get().number) == ("open", "青水〔2025〕第1号")
    assert "2025年3月24日" in text_of(Letter.objects.get().pdf, "pdf")


def test_a_letter_to_somebody_else(db: Engine) -> None:
    """A third party's letter asks whom it is to, and does not name the applicant."""
    office = Bureau()
    case = office.case()
    letter = office.drafts(case, "third_party_letter", "", concerned="评估报告中的报价")
    with pytest.raises(UsageError, match="致"):
        office.submits(letter)
    values = {"concerned": "评估报告中的报价", "addressee": "青岚市远山评估有限公司"}
    actions.save(letter, values=values, version=letter.version, by=office.officer, at=AT)
    office.submits(letter)
    office.signs(letter)
    office.signs(letter, by=office.signer)
    text = text_of(Letter.objects.get().pdf, "pdf")
    assert "青岚市远山评估有限公司：" in text
    assert "王小禾" not in text
