"""Questions about reviews: whose turn is it, may this member sign, what waits for them, what was said."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from django.db.models import QuerySet

from gongkai.office.people.models import Agency, Grant, Member
from gongkai.office.people.queries import roles_of
from gongkai.office.review.models import Chain, ChainStep, Delegation, Review, Stage
from gongkai.office.review.procedure import MOVING

DEFAULT = "short"
"""The preset that an agency works by until it sets its own chain."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain as data: its title, the role that signs it, the risks that call for it, and minutes."""

    title: str
    role: str
    flags: tuple[str, ...] = ()
    minutes: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """A chain to begin with."""

    key: str
    title: str
    steps: tuple[Step, ...]


@cache
def presets() -> Mapping[str, Preset]:
    """Every preset by key."""
    data = tomllib.loads(resources.files(__package__).joinpath("presets.toml").read_text("utf-8"))
    return {
        one["key"]: Preset(
            one["key"],
            one["title"],
            tuple(Step(**{**step, "flags": tuple(step.get("flags", ()))}) for step in one["steps"]),
        )
        for one in data["chain"]
    }


def chain_of(agency: Agency) -> Chain | None:
    """The chain that an agency set; None where it works by the preset."""
    return Chain.objects.filter(agency=agency, is_current=True).first()


def steps_of(agency: Agency) -> tuple[Step, ...]:
    """The steps that a draft of an agency goes through, those for risks among them."""
    chain = chain_of(agency)
    if chain is None:
        return presets()[DEFAULT].steps
    rows = ChainStep.objects.filter(chain=chain)
    return tuple(Step(row.title, row.role, tuple(row.flags), row.minutes) for row in rows)


def called_for(steps: tuple[Step, ...], flags: frozenset[str]) -> tuple[Step, ...]:
    """The steps that a draft with these risks goes through."""
    return tuple(one for one in steps if not one.flags or flags & set(one.flags))


def turn(review: Review) -> Stage | None:
    """The step whose turn it is; None when nobody's is."""
    if review.state != MOVING:
        return None
    return review.stages.filter(round=review.round, at=None).order_by("place").first()


def signs_for(member: Member, stage: Stage, *, today: date) -> Member | None:
    """In whose name a member may sign a step today: their own, or that of one who delegated; None when they may not.

    Nobody signs what they drafted, in whoever's place.
    """
    review = stage.review
    if member.pk == review.drafted_by_id:
        return None
    if stage.role in roles_of(member, review.agency):
        return member
    given = Delegation.objects.filter(
        agency=review.agency, taker=member, first_on__lte=today, last_on__gte=today, revoked_at=None
    ).select_related("giver")
    for one in given.order_by("given_at"):
        if one.giver_id != review.drafted_by_id and stage.role in roles_of(one.giver, review.agency):
            return one.giver
    return None


def who_signs(stage: Stage, *, today: date) -> list[Member]:
    """Everybody who may sign a step today, by name."""
    agency = stage.review.agency
    held = Grant.objects.filter(agency=agency, role=stage.role, member__is_active=True).values("member")
    taken = Delegation.objects.filter(agency=agency, revoked_at=None, last_on__gte=today).values("taker")
    asked = Member.objects.filter(is_active=True).filter(pk__in=held) | Member.objects.filter(
        is_active=True, pk__in=taken
    )
    return [one for one in asked.order_by("name", "account") if signs_for(one, stage, today=today) is not None]


def waiting_for(member: Member, agency: Agency, *, today: date) -> list[Stage]:
    """The steps of an agency that a member may sign now, the longest waiting first."""
    moving = Review.objects.filter(agency=agency, state=MOVING).select_related("agency").order_by("submitted_at")
    turns = (turn(one) for one in moving)
    return [one for one in turns if one is not None and signs_for(member, one, today=today) is not None]


def said(review: Review) -> QuerySet[Stage]:
    """Every step of every round, with who spoke."""
    return review.stages.select_related("by", "in_place_of", "minutes").order_by("round", "place")


def opinion_of(stage: Stage) -> str:
    """What was said at a step."""
    return Stage._meta.get_field("opinion").read(stage)
