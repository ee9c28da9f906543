"""The lives that applications lead: after how many working days which step is taken, and with which words.

A life yields a number of working days to wait, then does what is due on that day. It stops by itself when the story's
last day comes first, and so there are applications in every state at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from gongkai.office.cases import actions, closing, intake
from gongkai.office.cases.letters import actions as letters
from gongkai.office.cases.letters.models import Letter
from gongkai.office.cases.letters.wording import composed, digest
from gongkai.office.cases.models import Application
from gongkai.office.cases.numbering import DOCUMENT, document_number, series
from gongkai.office.people.models import Agency, Member, Unit
from gongkai.office.records.actions import issue
from gongkai.office.review.models import Review
from gongkai.site.demonstration import words
from gongkai.statute.calendar import Calendar
from gongkai.statute.outcomes import OUTCOMES

Life = Iterator[int]


@dataclass
class Desk:
    """A bureau at work: its members by role, its units, and the day from which its answers are drafted and signed here.

    Before it they were written on paper, and only what they said is recorded.
    """

    agency: Agency
    registrar: Member
    officers: tuple[Member, ...]
    reviewer: Member
    signer: Member
    units: tuple[Unit, ...]
    days: Calendar
    clock: Callable[[], datetime]
    by_letter_from: date

    def today(self) -> date:
        """The day of the story."""
        return self.clock().date()

    def document(self, application: Application) -> str:
        """The next document number, for a paper about an application."""
        now = self.clock()
        issued = issue(series(self.agency, DOCUMENT, now.year), about=application.about, at=now)
        return document_number(self.agency, number=issued.value, year=now.year)


@dataclass
class Case:
    """One application at a desk, the officer who has it, and the lots drawn for it."""

    desk: Desk
    application: Application
    officer: Member
    rng: Random

    def take(self, act: Callable[..., None], *, by: Member | None = None, **words: Any) -> None:
        """Take a step today."""
        self.application.refresh_from_db()
        if act not in (actions.assign, intake.discard, closing.archive):
            words.setdefault("happened_on", self.desk.today())
        at = self.desk.clock()
        act(self.application, version=self.application.version, by=by or self.officer, at=at, **words)

    def later(self, days: int) -> date:
        """The day so many working days from now."""
        return self.desk.days.add_workdays(self.desk.today(), days).end

    def opened(self) -> Life:
        """Confirmed where that is needed, and given to an officer."""
        if self.application.state == "awaiting_confirmation":
            yield 1
            self.take(intake.confirm, note="电话与申请人本人确认", by=self.desk.registrar)
        yield 1
        unit = self.rng.choice(self.desk.units)
        self.take(actions.assign, assignee=self.officer, unit=unit, by=self.desk.reviewer)

    def ended(self, outcome: str, wait: int) -> Life:
        """Answered, served and put into the archive."""
        yield wait
        yield from self.answered(outcome)
        yield from self.served()

    def answered(self, outcome: str) -> Life:
        """The outcome on paper, and the next day its service; or drafted, reviewed and signed on two days."""
        if self.desk.today() < self.desk.by_letter_from:
            self.take(closing.decide, outcome=outcome, document_number=self.desk.document(self.application))
            yield 1
            return
        self.application.refresh_from_db()
        kind = OUTCOMES[outcome].letters[0]
        letter = letters.draft(self.application, kind=kind, outcome=outcome, by=self.officer, at=self.desk.clock())
        said = words.filled(kind, outcome, subject=self.application.subject, today=self.desk.today(), rng=self.rng)
        letters.save(letter, values=said, version=letter.version, by=self.officer, at=self.desk.clock())
        letters.submit(letter, flags=(), version=letter.version, by=self.officer, at=self.desk.clock())
        yield 1
        self._signs(letter, self.desk.reviewer)
        yield 1
        self._signs(letter, self.desk.signer)

    def _signs(self, letter: Letter, by: Member) -> None:
        at = self.desk.clock()
        found = Letter.objects.select_related("agency", "application").get(pk=letter.pk)
        version = Review.objects.get(letter=found).version
        seen = digest(found, composed(found, on=at.date()))
        letters.approve(found, opinion="同意。", seen=seen, version=version, by=by, at=at)

    def served(self) -> Life:
        """Served by post, by hand or online, then into the archive."""
        way = self.rng.choice(("post", "post", "direct", "electronic"))
        note = f"EMS 10{self.rng.randint(10**9, 10**10 - 1)}" if way == "post" else ""
        self.take(closing.serve, way=way, note=note, by=self.desk.registrar)
        yield 30
        self.take(closing.archive, by=self.desk.registrar)


def plain(case: Case, outcome: str) -> Life:
    """Answered without further ado."""
    yield from case.opened()
    yield from case.ended(outcome, case.rng.randint(4, 14))


def corrected(case: Case, outcome: str) -> Life:
    """Told to correct, corrected, answered within the new period."""
    yield from case.opened()
    yield 3
    what = case.rng.choice(("请写明所需信息的年份", "请提供文件名称或者文号", "请补充身份证明"))
    case.take(actions.ask_correction, note=what, until=case.later(15))
    yield case.rng.randint(4, 12)
    case.take(actions.receive_correction, by=case.desk.registrar, note="申请人书面补正")
    yield from case.ended(outcome, case.rng.randint(5, 15))


def consulted(case: Case, outcome: str) -> Life:
    """A third party was asked first; the time of asking does not count."""
    yield from case.opened()
    yield 3
    party = case.rng.choice(("青岚云台建设有限公司", "青岚柳湖商贸有限公司", "上塘村村民委员会"))
    case.take(actions.consult, party=party, joint=False)
    yield 2
    case.take(actions.record_letter_received, party=party, by=case.desk.registrar)
    yield case.rng.randint(5, 12)
    said = case.rng.choice(("同意公开", "不同意公开，涉及商业秘密", "同意公开，请隐去联系方式"))
    case.take(actions.receive_opinion, party=party, note=said, by=case.desk.registrar)
    yield from case.ended(outcome, case.rng.randint(4, 9))


def extended(case: Case, outcome: str) -> Life:
    """The period was extended with the consent of the office's head."""
    yield from case.opened()
    yield 14
    why = case.rng.choice(("需到档案馆调取材料", "涉及多个科室，材料较多"))
    case.take(actions.extend, days=case.rng.choice((10, 15, 20)), note=why, consented_by=case.desk.signer)
    yield from case.ended(outcome, case.rng.randint(5, 12))


def late(case: Case, outcome: str) -> Life:
    """Answered after the period had ended: marked irregular, and found in the lists."""
    yield from case.opened()
    yield from case.ended(outcome, case.rng.randint(20, 24))


def uncorrected(case: Case, _outcome: str) -> Life:
    """Never corrected: not handled any further."""
    yield from case.opened()
    yield 4
    case.take(actions.ask_correction, note="请写明所需信息的名称", until=case.later(10))
    yield 11
    case.take(closing.lapse, document_number=case.desk.document(case.application))
    yield 1
    yield from case.served()


def unpaid(case: Case, _outcome: str) -> Life:
    """The fee was never paid: not handled any further."""
    yield from case.opened()
    yield 5
    case.take(actions.notice_fee, amount=case.rng.choice((200, 700)), note="按件计收")
    yield 22
    case.take(closing.lapse, document_number=case.desk.document(case.application))
    yield 1
    yield from case.served()


def paid(case: Case, outcome: str) -> Life:
    """The fee was paid, and the period began anew."""
    yield from case.opened()
    yield 5
    case.take(actions.notice_fee, amount=300, note="按量计收")
    yield 6
    case.take(actions.receive_payment, by=case.desk.registrar, note="非税收入一般缴款书")
    yield from case.ended(outcome, 8)


def withdrawn(case: Case, _outcome: str) -> Life:
    """The applicant took it back."""
    yield from case.opened()
    yield 4
    case.take(closing.withdraw, note="书面撤回")


def unconfirmed(case: Case, _outcome: str) -> Life:
    """Sent online and never confirmed: not received."""
    yield 20
    case.take(intake.discard, reason="三次电话无人接听，短信未回复", by=case.desk.registrar)


def overturned(case: Case, outcome: str) -> Life:
    """Answered, quashed on reconsideration, answered again."""
    yield from case.opened()
    yield from _until_served(case, outcome)
    yield 40
    note = f"青政复决〔{case.desk.today().year}〕第{case.rng.randint(3, 60)}号行政复议决定"
    case.take(closing.reopen, note=note, by=case.desk.signer)
    yield from case.ended("granted", 9)


def _until_served(case: Case, outcome: str) -> Life:
    yield 10
    yield from case.answered(outcome)
    case.take(closing.serve, way="direct", by=case.desk.registrar)


def forgotten(case: Case, _outcome: str) -> Life:
    """Given to somebody and then left lying: what the list of what is overdue is for."""
    yield from case.opened()


WEIGHTS = {
    plain: 52,
    corrected: 12,
    consulted: 10,
    extended: 8,
    uncorrected: 4,
    withdrawn: 4,
    late: 2,
    paid: 2,
    unpaid: 2,
    overturned: 2,
}
"""How often each life is led, of a hundred; `unconfirmed` and `forgotten` are placed by the story."""
