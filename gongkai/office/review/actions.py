"""What is done with reviews: submit, approve, send back, submit again, take back, remind, delegate, set a chain.

Every step is one transaction with the audit, taken by compare-and-set on the review's version. A signature is bound to
the digest of the draft: `approve` is told the digest of what the signer saw, and refuses when the draft is another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from gongkai import flow
from gongkai.audit.actions import record
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.notices.actions import notify
from gongkai.office.people.guard import require, require_over
from gongkai.office.people.models import Agency, Member
from gongkai.office.people.queries import may
from gongkai.office.people.roles import PERMISSIONS, ROLES
from gongkai.office.records.models import StoredFile
from gongkai.office.review.models import Chain, ChainStep, Delegation, Review, Stage
from gongkai.office.review.procedure import FLAGS, MOVES, MOVING
from gongkai.office.review.queries import Step, called_for, signs_for, steps_of, turn, who_signs

OPINION = 1000
"""Characters of an opinion."""
MOST = 12
"""Steps of a chain."""
LONGEST = 366
"""Days of a delegation."""


@transaction.atomic
def submit(
    *,
    agency: Agency,
    about: str,
    title: str,
    link: str,
    digest: str,
    flags: Collection[str],
    by: Member,
    at: datetime,
) -> Review:
    """Send a draft into the agency's chain; `digest` is the SHA-256 of its words, `link` the page where it is read.

    NotAllowed without the right, UsageError for a flag that the table does not know or a step that nobody can sign.
    """
    require(by, "submit", agency)
    review = Review.objects.create(
        agency=agency,
        about=about,
        title=title,
        link=link,
        digest=digest,
        flags=_flags(flags),
        state=MOVING,
        drafted_by=by,
        submitted_at=at,
    )
    _begin_round(review, at=at)
    record("review_submitted", about=about, at=at, actor=_named(by), title=title, digest=digest)
    return review


@transaction.atomic
def approve(
    review: Review,
    *,
    digest: str,
    opinion: str,
    version: int,
    by: Member,
    at: datetime,
    minutes: StoredFile | None = None,
) -> bool:
    """Sign the step whose turn it is; True when it was the last, and the draft is signed.

    Conflict when the draft is no longer what the signer saw, or somebody acted meanwhile; NotAllowed when it is not
    this member's turn; UsageError without the minutes that the step asks for.
    """
    current, stage = _turn(review, version=version, by=by, at=at)
    if current.digest != digest:
        raise Conflict("文稿在您打开之后改过，请重新阅读再签", "the draft changed since you opened it")
    if stage.needs_minutes and minutes is None:
        raise UsageError(f"“{stage.title}”须附会议纪要", "this step asks for the minutes of the meeting")
    _say(stage, Stage.Verdict.APPROVED, opinion, by=by, at=at, minutes=minutes)
    last = not current.stages.filter(round=current.round, at=None).exists()
    _move(current, "complete" if last else "approve", version, **({"ended_at": at} if last else {}))
    record("review_approved", about=current.about, at=at, actor=_named(by), stage=stage.title, digest=digest)
    if not last:
        _tell_turn(current, at=at)
    review.refresh_from_db()
    return last


@transaction.atomic
def send_back(review: Review, *, reason: str, version: int, by: Member, at: datetime) -> None:
    """Return a draft to whoever wrote it, with the reason; the signatures of this round no longer count."""
    current, stage = _turn(review, version=version, by=by, at=at)
    said = _text(reason, "退回的理由", required=True)
    _say(stage, Stage.Verdict.RETURNED, said, by=by, at=at)
    _move(current, "send_back", version)
    record("review_returned", about=current.about, at=at, actor=_named(by), stage=stage.title, reason=said)
    notify(
        current.drafted_by,
        key=f"review:{current.pk}:{current.round}:returned",
        sentence=f"{current.title} 在“{stage.title}”退回修改",
        about=current.about,
        at=at,
        link=current.link,
    )
    review.refresh_from_db()


@transaction.atomic
def resubmit(review: Review, *, digest: str, flags: Collection[str], version: int, by: Member, at: datetime) -> None:
    """Send a returned draft into the chain once more, from its first step; whoever submits it is now its drafter."""
    require(by, "submit", review.agency)
    current = _locked(review)
    values = {
        "digest": digest,
        "flags": _flags(flags),
        "submitted_at": at,
        "drafted_by": by,
        "round": current.round + 1,
    }
    _move(current, "resubmit", version, **values)
    current.refresh_from_db()
    _begin_round(current, at=at)
    record("review_submitted", about=current.about, at=at, actor=_named(by), title=current.title, digest=digest)
    review.refresh_from_db()


@transaction.atomic
def drop(review: Review, *, version: int, by: Member, at: datetime) -> None:
    """Take a draft out of the chain; what was said of it stays."""
    require(by, "drop", review.agency)
    current = _locked(review)
    _move(current, "drop", version, ended_at=at)
    record("review_dropped", about=current.about, at=at, actor=_named(by), title=current.title)
    review.refresh_from_db()


@transaction.atomic
def remind(review: Review, *, by: Member, at: datetime) -> int:
    """催办: tell those whose turn it is, once a day; gives how many were told."""
    require(by, "remind", review.agency)
    current = _locked(review)
    stage = turn(current)
    if stage is None:
        raise UsageError("这份文稿不在签批中", "this draft is not under review")
    day = localtime(at).date()
    asked = who_signs(stage, today=day)
    for one in asked:
        notify(
            one,
            key=f"review:{current.pk}:{current.version}:{day}",
            sentence=f"催办：{current.title} 等您签“{stage.title}”",
            about=current.about,
            at=at,
            link=current.link,
        )
    record("review_reminded", about=current.about, at=at, actor=_named(by), stage=stage.title, count=len(asked))
    return len(asked)


@transaction.atomic
def delegate(
    *, agency: Agency, taker: Member, first_on: date, last_on: date, reason: str, by: Member, at: datetime
) -> Delegation:
    """Let another member who signs in this agency sign in one's place from a day to a day.

    UsageError for days that are over, too many or out of order, or a taker who signs nothing here.
    """
    require(by, "delegate", agency)
    today = localtime(at).date()
    if taker.pk == by.pk or not may(taker, "approve", agency):
        raise UsageError("只能委托本机关的另一位审核人、签发人", "delegate to another reviewer or signer of the agency")
    if first_on > last_on or last_on < today or (last_on - first_on).days > LONGEST:
        raise UsageError(f"委托期限不对：{first_on}至{last_on}", f"no such period: {first_on} to {last_on}")
    said = _text(reason, "委托的事由", required=True)[:200]
    made = Delegation.objects.create(
        agency=agency, giver=by, taker=taker, first_on=first_on, last_on=last_on, reason=said, given_at=at
    )
    words = {"first": str(first_on), "last": str(last_on), "taker": str(taker.pk)}
    record("delegation_given", about=f"member:{by.pk}", at=at, actor=_named(by), **words)
    notify(
        taker,
        key=f"delegation:{made.pk}",
        sentence=f"{by.name}委托您代签，{first_on}至{last_on}",
        about=f"member:{by.pk}",
        at=at,
    )
    return made


@transaction.atomic
def revoke(delegation: Delegation, *, by: Member, at: datetime) -> None:
    """Take a delegation back; only its giver may. Conflict when it is taken back already."""
    if delegation.giver_id != by.pk:
        raise NotAllowed("只有委托人可以收回", "only the giver takes it back")
    if not Delegation.objects.filter(pk=delegation.pk, revoked_at=None).update(revoked_at=at):
        raise Conflict("已经收回", "it was taken back already")
    record("delegation_revoked", about=f"member:{by.pk}", at=at, actor=_named(by), taker=str(delegation.taker_id))


@transaction.atomic
def set_chain(agency: Agency, *, title: str, steps: Sequence[Step], by: Member, at: datetime) -> Chain:
    """Let the drafts of an agency go through these steps from now on; those on their way keep theirs.

    UsageError for no step, too many, an unknown role or flag, or a chain whose every step depends on a risk.
    """
    require_over(by, "change_chain", agency)
    if not 1 <= len(steps) <= MOST or all(one.flags for one in steps):
        raise UsageError(f"签批流程应有1至{MOST}个环节，至少一个不以情形为条件", "a chain has one to twelve steps")
    for one in steps:
        if one.role not in PERMISSIONS["approve"]:
            raise UsageError(f"“{one.title}”的角色不能签批", f"the role {one.role} signs nothing")
        _flags(one.flags)
    Chain.objects.filter(agency=agency, is_current=True).update(is_current=False)
    named = _text(title, "流程的名称", required=True)[:80]
    chain = Chain.objects.create(agency=agency, title=named, set_at=at, by=by)
    ChainStep.objects.bulk_create(
        ChainStep(
            chain=chain,
            place=place,
            title=_text(one.title, "环节的名称", required=True)[:40],
            role=one.role,
            flags=list(one.flags),
            minutes=one.minutes,
        )
        for place, one in enumerate(steps, 1)
    )
    line = "—".join(one.title for one in steps)
    record("chain_set", about=f"agency:{agency.pk}", at=at, actor=_named(by), title=named, steps=line)
    return chain


def _named(by: Member) -> str:
    return f"member:{by.pk}"


def _flags(flags: Collection[str]) -> list[str]:
    unknown = set(flags) - FLAGS.keys()
    if unknown:
        raise UsageError(f"没有这种情形：{'、'.join(sorted(unknown))}", f"no such flag: {sorted(unknown)}")
    return [one for one in FLAGS if one in flags]


def _text(text: str, what: str, *, required: bool = False) -> str:
    said = text.strip()
    if required and not said:
        raise UsageError(f"请写明{what}", "a reason is asked for")
    if len(said) > OPINION:
        raise UsageError(f"{what}超过{OPINION}字", f"longer than {OPINION} characters")
    return said


def _locked(review: Review) -> Review:
    return Review.objects.select_for_update(of=("self",)).select_related("agency", "drafted_by").get(pk=review.pk)


def _turn(review: Review, *, version: int, by: Member, at: datetime) -> tuple[Review, Stage]:
    """The review as it is, and the step whose turn it is and which this member may sign."""
    require(by, "approve", review.agency)
    current = _locked(review)
    stage = turn(current)
    if stage is None or current.version != version:
        raise Conflict("这份文稿已被他人签批或者撤回，请刷新后再办", "somebody acted meanwhile; load the page anew")
    stage.review = current
    signs = signs_for(by, stage, today=localtime(at).date())
    if signs is None:
        own = by.pk == current.drafted_by_id
        why = "自己起草的文稿不能自己签" if own else f"“{stage.title}”由{ROLES[stage.role].label}签"
        raise NotAllowed(why, "nobody signs an own draft" if own else f"this step is signed by: {stage.role}")
    stage.in_place_of = signs if signs.pk != by.pk else None
    return current, stage


def _say(
    stage: Stage, verdict: str, opinion: str, *, by: Member, at: datetime, minutes: StoredFile | None = None
) -> None:
    said = _text(opinion, "意见")
    Stage._meta.get_field("opinion").write(stage, said)
    stage.verdict, stage.by, stage.at, stage.minutes, stage.digest = verdict, by, at, minutes, stage.review.digest
    stage.save(force_update=True)


def _move(current: Review, name: str, version: int, **values: object) -> None:
    """Take a move of the review by compare-and-set; Conflict when it is no longer of this version."""
    try:
        move = flow.find(MOVES, name, current.state)
    except flow.UnlawfulMove:
        raise UsageError(
            f"“{current.get_state_display()}”的文稿不能这样办", f"a draft {current.state} cannot take {name}"
        ) from None
    same = Review.objects.filter(pk=current.pk, version=version, state=current.state)
    if not same.update(state=move.leads_to(current.state), version=F("version") + 1, **values):
        raise Conflict("这份文稿已被他人办理，请刷新后再办", "somebody acted meanwhile; load the page anew")
    current.refresh_from_db()


def _begin_round(review: Review, *, at: datetime) -> None:
    steps = called_for(steps_of(review.agency), frozenset(review.flags))
    Stage.objects.bulk_create(
        Stage(review=review, round=review.round, place=place, title=one.title, role=one.role, needs_minutes=one.minutes)
        for place, one in enumerate(steps, 1)
    )
    day = localtime(at).date()
    for stage in review.stages.filter(round=review.round):
        if not who_signs(stage, today=day):
            raise UsageError(
                f"“{stage.title}”没有人可以签：须有起草人以外的{ROLES[stage.role].label}",
                f"nobody can sign {stage.title}: a {stage.role} other than the drafter is needed",
            )
    _tell_turn(review, at=at)


def _tell_turn(review: Review, *, at: datetime) -> None:
    stage = turn(review)
    if stage is None:
        return
    for one in who_signs(stage, today=localtime(at).date()):
        notify(
            one,
            key=f"review:{review.pk}:{review.round}:{stage.place}",
            sentence=f"{review.title} 等您签“{stage.title}”",
            about=review.about,
            at=at,
            link=review.link,
        )
