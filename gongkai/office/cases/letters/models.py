"""The documents of applications. What is about applications is named by its model's name: these come before them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gongkai.office.people.models import Agency, Member
from gongkai.office.records.fields import SealedField
from gongkai.office.records.models import Number, StoredFile
from gongkai.office.review.models import Review
from gongkai.statute.letters import letters
from gongkai.statute.outcomes import OUTCOMES


class LetterState(models.TextChoices):
    """Where a document stands; on its way through the chain the review has states of its own."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "签批中"
    SIGNED = "signed", "已签发"
    VOID = "void", "已作废"
    DROPPED = "dropped", "已放弃"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Documents, the newest last."""

    def live(self) -> models.QuerySet[Letter]:
        """Those that somebody works on: not signed, not given up."""
        return self.filter(state__in=(LetterState.DRAFT, LetterState.IN_REVIEW))


class Letter(models.Model):
    """One document of an application; `also` are others that the same paper answers (合并答复).

    `values` are the texts of its fields, sealed, as people write names into them. From its signing on `word` and `pdf`
    hold the very bytes that were signed, and nothing of the row changes but its state.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="letters")
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="letters")
    also = models.ManyToManyField("cases.Application", related_name="joint_letters", blank=True)
    kind = models.CharField("文书", max_length=40, choices=[(one.key, one.title) for one in letters().values()])
    outcome = models.CharField(
        "答复类型", max_length=40, blank=True, choices=[(one.key, one.title) for one in OUTCOMES.values()]
    )
    values = SealedField("填写的内容", default=b"", blank=True)
    state = models.CharField("状态", max_length=12, choices=LetterState.choices, default=LetterState.DRAFT)
    version = models.PositiveIntegerField("版本", default=1)
    drafted_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    review = models.OneToOneField(Review, models.PROTECT, null=True, blank=True, related_name="letter")
    number = models.CharField("文号", max_length=80, blank=True)
    issued = models.OneToOneField(Number, models.PROTECT, null=True, blank=True, related_name="letter")
    signed_on = models.DateField("签发日期", null=True, blank=True)
    word = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[Letter]] = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ("drafted_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "number"), condition=~models.Q(number=""), name="cases_document_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
