"""Chains of signatures, the drafts that go through them, what each step said, and who stands in for whom."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.office.people.models import Agency, Member
from gongkai.office.people.roles import ROLES
from gongkai.office.records.fields import SealedField
from gongkai.office.records.models import StoredFile
from gongkai.office.review.procedure import STATES

_ROLES = [(role.name, role.label) for role in ROLES.values()]


class Chain(models.Model):
    """The signatures that an agency asks for, in order. A changed chain is a new row: a review keeps its own steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="chains")
    title = models.CharField("名称", max_length=80)
    is_current = models.BooleanField("现行", default=True)
    set_at = models.DateTimeField("设定时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "签批流程"
        constraints = (
            models.UniqueConstraint(fields=("agency",), condition=Q(is_current=True), name="review_one_current_chain"),
        )

    def __str__(self) -> str:
        return self.title


class ChainStep(models.Model):
    """One signature of a chain: who may give it, the risks that call for it, whether minutes must go with it."""

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField("次序")
    title = models.CharField("环节", max_length=40)
    role = models.CharField("角色", max_length=20, choices=_ROLES)
    flags = models.JSONField("何种情形", default=list)
    minutes = models.BooleanField("须附会议纪要", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "签批环节"
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("chain", "place"), name="review_chain_place_once"),)

    def __str__(self) -> str:
        return f"{self.place} {self.title}"


class Review(models.Model):
    """A draft on its way through the chain.

    `about` names the object whose draft it is, as the audit does; `digest` the SHA-256 of the draft's words, to which
    every signature is bound; `round` counts how often it was submitted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reviews")
    about = models.CharField("对象", max_length=80, db_index=True)
    title = models.CharField("文稿", max_length=100)
    link = models.CharField("页面", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    flags = models.JSONField("情形", default=list)
    state = models.CharField("状态", max_length=12, choices=[(key, names[0]) for key, names in STATES.items()])
    round = models.PositiveSmallIntegerField("第几次送签", default=1)
    version = models.PositiveIntegerField("版本", default=1)
    drafted_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("送签时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "签批"
        indexes = (models.Index(fields=("agency", "state", "submitted_at"), name="review_by_state"),)

    def __str__(self) -> str:
        return f"{self.title} {self.get_state_display()}"


class Stage(models.Model):
    """One step of one round: who gave which opinion on which bytes, and in whose place.

    It waits while `at` is empty; a round that was sent back leaves its later steps waiting for good. `digest` is the
    draft's as it was when this was said.
    """

    class Verdict(models.TextChoices):
        """What was said."""

        APPROVED = "approved", "同意"
        RETURNED = "returned", "退回"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="stages")
    round = models.PositiveSmallIntegerField("第几次送签")
    place = models.PositiveSmallIntegerField("次序")
    title = models.CharField("环节", max_length=40)
    role = models.CharField("角色", max_length=20, choices=_ROLES)
    needs_minutes = models.BooleanField("须附会议纪要", default=False)
    verdict = models.CharField("意见", max_length=10, choices=Verdict.choices, blank=True)
    opinion = SealedField("说明", default=b"", blank=True)
    minutes = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    in_place_of = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间", null=True, blank=True)
    digest = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "签批意见"
        ordering = ("round", "place")
        constraints = (models.UniqueConstraint(fields=("review", "round", "place"), name="review_stage_once"),)

    def __str__(self) -> str:
        return f"{self.round}.{self.place} {self.title}"


class Delegation(models.Model):
    """Somebody signs in somebody's place from a day to a day, both included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="delegations")
    giver = models.ForeignKey(Member, models.PROTECT, related_name="given_delegations")
    taker = models.ForeignKey(Member, models.PROTECT, related_name="taken_delegations")
    first_on = models.DateField("自")
    last_on = models.DateField("至")
    reason = models.CharField("事由", max_length=200)
    given_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)

    objects: ClassVar[models.Manager[Delegation]] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托代签"
        constraints = (
            models.CheckConstraint(condition=~Q(giver=models.F("taker")), name="review_not_to_oneself"),
            models.CheckConstraint(condition=Q(first_on__lte=models.F("last_on")), name="review_delegation_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first_on} {self.last_on}"
