"""Appeals against answers, the dated facts of each, their files, and what an office holds of doubtful questions."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.office.appeals.querysets import AppealFactQuerySet, AppealQuerySet
from gongkai.office.cases.models import Answer, Application, CarriedAppeal
from gongkai.office.people.models import Agency, Member
from gongkai.office.records.fields import SealedField
from gongkai.office.records.models import StoredFile
from gongkai.statute import appeals as law


class Appeal(models.Model):
    """One instance of a reconsideration, a suit or a complaint; `previous` is the instance before it.

    `application` is None for one of an old register whose case did not come along, `answer` also where the office is
    said to have been silent. `is_after` says of a suit that a reconsideration went before it which is not here. From
    `filed_on` on the columns are a copy of what the facts give, written by `clock.refresh` alone: `answer_due` by when
    the office answers, `decided_on` when the result came and `dated_on` the day it bears.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="appeals")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="appeals")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="appeals")
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="following")
    carried = models.OneToOneField(CarriedAppeal, models.PROTECT, null=True, blank=True, related_name="appeal")
    kind = models.CharField("种类", max_length=20, choices=[(one.key, one.title) for one in law.kinds().values()])
    organ = models.CharField("复议机关或者法院", max_length=100)
    case_number = models.CharField("案号", max_length=80, blank=True)
    is_after = models.BooleanField("经过复议", default=False)
    state = models.CharField("状态", max_length=12, choices=[(key, names[0]) for key, names in law.STATES.items()])
    version = models.PositiveIntegerField("版本", default=1)
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    procedure = models.CharField("程序", max_length=12, choices=list(law.PROCEDURES.items()), default=law.ORDINARY)
    filed_on = models.DateField("提起日期", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    received_on = models.DateField("收到副本日期")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer_due = models.DateField("答复期限", null=True, blank=True)
    is_provisional = models.BooleanField("期限待核", default=False)
    decision_due = models.DateField("审理期限", null=True, blank=True)
    result = models.CharField(
        "结果", max_length=24, blank=True, choices=[(one.key, one.title) for one in law.results().values()]
    )
    dated_on = models.DateField("结果落款日期", null=True, blank=True)
    decided_on = models.DateField("收到结果日期", null=True, blank=True)
    orders = models.BooleanField("责令重新答复", default=False)
    ordered_until = models.DateField("责令重新答复的期限", null=True, blank=True)

    objects: ClassVar[models.Manager[Appeal]] = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复议诉讼"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "kind", "case_number"), condition=~Q(case_number=""), name="appeals_number_once"
            ),
            models.CheckConstraint(condition=~Q(previous=models.F("id")), name="appeals_not_its_own_previous"),
        )
        indexes = (
            models.Index(fields=("agency", "-received_on", "-id"), name="appeals_newest"),
            models.Index(fields=("agency", "state", "answer_due"), name="appeals_by_due"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_number or self.organ}"

    @property
    def about(self) -> str:
        """Its name in the audit, in notices and in due jobs."""
        return f"appeal:{self.pk}"


class AppealFact(models.Model):
    """A dated fact of an appeal, written once; a wrong one is superseded by another, with the reason.

    `happened_on` is the legal day, `recorded_at` when it was entered. Of a result `dated_on` is the day that it bears,
    `happened_on` the day on which it came, `until` the day by which it orders a new answer. Of a receipt `until` is the
    day that the organ names where the law sets none.
    """

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="facts")
    kind = models.CharField("何事", max_length=12)
    happened_on = models.DateField("发生日期")
    place = models.PositiveIntegerField("次序")
    until = models.DateField("至", null=True, blank=True)
    dated_on = models.DateField("落款日期", null=True, blank=True)
    result = models.CharField("结果", max_length=24, blank=True)
    orders = models.BooleanField("责令重新答复", default=False)
    note = models.CharField("说明", max_length=2000, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("登记时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    objects: ClassVar[models.Manager[AppealFact]] = AppealFactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复议诉讼的事实"
        ordering = ("happened_on", "place", "id")

    def __str__(self) -> str:
        return f"{self.happened_on} {self.kind}"


class AppealFile(models.Model):
    """A file of an appeal; its name is sealed, as people write names into it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = SealedField("文件名")
    added_at = models.DateTimeField("加入时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "复议诉讼的文件"
        constraints = (models.UniqueConstraint(fields=("appeal", "file"), name="appeals_file_once"),)

    def __str__(self) -> str:
        return str(self.id)


class Counting(models.Model):
    """How an agency counts what practice counts in several ways (DOMAIN 12, 8); the latest row of a question holds."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="countings")
    question = models.CharField("问题", max_length=40)
    choice = models.CharField("选择", max_length=20)
    reason = models.CharField("依据", max_length=200)
    set_at = models.DateTimeField("设定时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "统计口径"
        ordering = ("set_at", "id")

    def __str__(self) -> str:
        return f"{self.question} {self.choice}"
