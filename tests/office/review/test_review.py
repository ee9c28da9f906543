"""Drafts through their chains: turns, own drafts, changed bytes, returns, delegations, reminders."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.notices.models import Notice
from gongkai.office.people.models import Member
from gongkai.office.review import actions
from gongkai.office.review.models import Review
from gongkai.office.review.procedure import DROPPED, FLAGS, MOVES, MOVING, RETURNED, SIGNED, STATES
from gongkai.office.review.queries import Step, called_for, opinion_of, presets, said, steps_of, turn, waiting_for
from tests.databases.engines import Engine
from tests.office.cases.office import member, noon
from tests.office.people.people import administrator, bureau

ON = date(2025, 3, 10)
AT = noon(ON)
TEXT, OTHER = "a" * 64, "b" * 64


class Signers:
    """A bureau by the five-step chain: a drafter, two reviewers, a signer and the head."""

    def __init__(self) -> None:
        self.agency = bureau()
        self.officer = member(self.agency, "li", "officer", "reviewer", name="李明")
        self.law = member(self.agency, "fa", "reviewer", name="周法")
        self.clerk = member(self.agency, "wen", "reviewer", name="钱文")
        self.signer = member(self.agency, "zhao", "signer", name="赵岚")
        self.admin = administrator(self.agency)
        chosen = presets()["five"]
        actions.set_chain(self.agency, title=chosen.title, steps=chosen.steps, by=self.admin, at=AT)

    def submits(self, *flags: str) -> Review:
        """A draft of the officer's in the chain."""
        return actions.submit(
            agency=self.agency,
            about="case:x",
            title="答复书",
            link="/x",
            digest=TEXT,
            flags=flags,
            by=self.officer,
            at=AT,
        )

    def signs(self, review: Review, by: Member, **more: Any) -> bool:
        """A signature on what was submitted."""
        words = {"digest": review.digest, "opinion": "同意", "version": review.version, "at": AT} | more
        return actions.approve(review, by=by, **words)


def steps(review: Review) -> list[str]:
    """The titles of a round's steps."""
    return [one.title for one in said(review).filter(round=review.round)]


def test_four_signatures_in_their_order(db: Engine) -> None:
    """Each step is told to whoever may sign it, and only the last one signs the draft."""
    office = Signers()
    review = office.submits()
    assert steps(review) == ["法制研判", "办公室文字审核", "法制复审", "分管领导签发"]
    assert [one.title for one in waiting_for(office.law, office.agency, today=ON)] == ["法制研判"]
    assert waiting_for(office.signer, office.agency, today=ON) == []
    assert [office.signs(review, who) for who in (office.law, office.clerk, office.law)] == [False, False, False]
    assert Notice.objects.filter(member=office.signer, sentence__contains="分管领导签发").count() == 1
    assert office.signs(review, office.signer)
    assert (review.state, turn(review)) == (SIGNED, None)
    told = said(review)
    assert [opinion_of(one) for one in told] == ["同意"] * 4
    assert {one.digest for one in told} == {TEXT}
    assert audit.verify().is_whole


@pytest.mark.parametrize(
    ("flags", "wanted"),
    [
        ((), 4),
        (("complex",), 5),
        (("several_units", "litigation"), 5),
        (("major",), 5),
        (("complex", "major"), 6),
    ],
)
def test_risks_call_for_steps(flags: tuple[str, ...], wanted: int) -> None:
    """A doubtful case has a meeting, a major one the main leader's signature."""
    assert len(called_for(presets()["five"].steps, frozenset(flags))) == wanted


def test_a_meeting_has_minutes(db: Engine) -> None:
    """The step of the meeting is not signed without its record."""
    office = Signers()
    review = office.submits("complex")
    office.signs(review, office.law)
    with pytest.raises(UsageError, match="会议纪要"):
        office.signs(review, office.law)


def test_nobody_signs_an_own_draft(db: Engine) -> None:
    """The drafter is a reviewer too, and still not the one; nor in another's place."""
    office = Signers()
    review = office.submits()
    with pytest.raises(NotAllowed, match="自己起草"):
        office.signs(review, office.officer)
    actions.delegate(
        agency=office.agency, taker=office.officer, first_on=ON, last_on=ON, reason="出差", by=office.law, at=AT
    )
    with pytest.raises(NotAllowed, match="自己起草"):
        office.signs(review, office.officer)
    with pytest.raises(NotAllowed, match="审核人签"):
        office.signs(review, office.signer)
    assert Review.objects.get().version == 1


def test_another_text_is_not_signed(db: Engine) -> None:
    """A signature is for the bytes that were read."""
    office = Signers()
    review = office.submits()
    with pytest.raises(Conflict, match="重新阅读"):
        office.signs(review, office.law, digest=OTHER)
    office.signs(review, office.law)
    with pytest.raises(Conflict, match="刷新"):
        office.signs(review, office.clerk, version=1)


def test_a_return_voids_the_round(db: Engine) -> None:
    """The reason goes to the drafter; the next round begins with its first step, and the old one stays to be read."""
    office = Signers()
    review = office.submits()
    office.signs(review, office.law)
    with pytest.raises(UsageError, match="退回的理由"):
        actions.send_back(review, reason=" ", version=review.version, by=office.clerk, at=AT)
    actions.send_back(review, reason="依据写错", version=review.version, by=office.clerk, at=AT)
    assert review.state == RETURNED
    assert "退回修改" in Notice.objects.get(member=office.officer).sentence
    actions.resubmit(review, digest=OTHER, flags=("major",), version=review.version, by=office.officer, at=AT)
    assert (review.state, review.round) == (MOVING, 2)
    assert steps(review)[-1] == "主要领导签发"
    waiting = turn(review)
    assert waiting is not None
    assert waiting.title == "法制研判"
    assert [opinion_of(one) for one in said(review).filter(round=1)][:2] == ["同意", "依据写错"]
    assert "依据写错" not in "".join(one.body for one in audit.history("case:x"))


def test_a_deputy_signs(db: Engine) -> None:
    """From the first day to the last, in the other's name, until it is taken back."""
    office = Signers()
    review = office.submits()
    given = actions.delegate(
        agency=office.agency,
        taker=office.signer,
        first_on=ON,
        last_on=ON + timedelta(days=3),
        reason="休假",
        by=office.law,
        at=AT,
    )
    with pytest.raises(NotAllowed):
        office.signs(review, office.signer, at=noon(ON + timedelta(days=4)))
    office.signs(review, office.signer)
    first = said(review).first()
    assert first is not None
    assert (first.by, first.in_place_of) == (office.signer, office.law)
    with pytest.raises(NotAllowed, match="委托人"):
        actions.revoke(given, by=office.signer, at=AT)
    actions.revoke(given, by=office.law, at=AT)
    with pytest.raises(NotAllowed):
        office.signs(review, office.signer)
    with pytest.raises(Conflict):
        actions.revoke(given, by=office.law, at=AT)


@pytest.mark.parametrize(("first", "last"), [(1, 0), (-5, -1), (0, 400)])
def test_no_such_delegation(db: Engine, first: int, last: int) -> None:
    """Out of order, over, or without end."""
    office = Signers()
    days = {"first_on": ON + timedelta(days=first), "last_on": ON + timedelta(days=last)}
    with pytest.raises(UsageError, match="期限"):
        actions.delegate(agency=office.agency, taker=office.signer, reason="休假", by=office.law, at=AT, **days)


def test_a_reminder_a_day(db: Engine) -> None:
    """Whoever's turn it is hears of it once a day however often the button is pressed."""
    office = Signers()
    review = office.submits()
    for at in (AT, AT, noon(ON + timedelta(days=1))):
        assert actions.remind(review, by=office.officer, at=at) == 2
    assert Notice.objects.filter(sentence__startswith="催办", member=office.law).count() == 2


def test_a_chain_that_nobody_can_sign(db: Engine) -> None:
    """A draft is refused at once, not at its third step."""
    office = Signers()
    steps = (Step("审核", "reviewer"), Step("主要领导签发", "signer"))
    actions.set_chain(office.agency, title="两级", steps=steps, by=office.admin, at=AT)
    office.signer.is_active = False
    office.signer.save()
    with pytest.raises(UsageError, match="没有人可以签"):
        office.submits()
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (Step("会商", "reviewer", ("complex",)),),
        (Step("登记", "registrar"),),
        (Step("审核", "reviewer", ("odd",)), Step("签", "signer")),
    ],
)
def test_no_such_chain(db: Engine, steps: tuple[Step, ...]) -> None:
    """No step, none that always stands, a role that signs nothing, a risk that nobody knows."""
    office = Signers()
    with pytest.raises(UsageError):
        actions.set_chain(office.agency, title="流程", steps=steps, by=office.admin, at=AT)
    assert len(steps_of(office.agency)) == 6


def test_a_draft_is_taken_back(db: Engine) -> None:
    """It is out of the chain for good."""
    office = Signers()
    review = office.submits()
    actions.drop(review, version=review.version, by=office.officer, at=AT)
    assert review.state == DROPPED
    with pytest.raises(Conflict):
        office.signs(review, office.law)


def test_the_procedure_is_whole() -> None:
    """Every state is reached, only the two ends have no way out, every risk has a name."""
    assert {move.leads_to(state) for move in MOVES for state in move.sources} == set(STATES)
    assert set(STATES) - {state for move in MOVES for state in move.sources} == {SIGNED, DROPPED}
    assert {flag for one in presets().values() for step in one.steps for flag in step.flags} == set(FLAGS)
