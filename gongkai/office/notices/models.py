"""Notices to members, deliveries that wait to be made, and jobs that fall due."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from gongkai.office.people.models import Member
from gongkai.office.records.fields import SealedField

if TYPE_CHECKING:
    from datetime import datetime


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, the newest first."""

    def visible_to(self, member: Member) -> models.QuerySet[Notice]:
        """Those to this member, and to nobody else."""
        return self.filter(member=member)


class Notice(models.Model):
    """One sentence to one member about one thing, with the page where it is dealt with.

    Nothing personal stands in `sentence`: it is also what goes out by mail. `key` names the occasion, so that an
    occasion that comes twice tells once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="notices")
    key = models.CharField("事由", max_length=120)
    sentence = models.CharField("内容", max_length=200)
    about = models.CharField("对象", max_length=80)
    link = models.CharField("页面", max_length=200, blank=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)

    objects: ClassVar[models.Manager[Notice]] = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ("-at", "pk")
        constraints = (models.UniqueConstraint(fields=("member", "key"), name="notices_notice_once"),)
        indexes = (models.Index(fields=("member", "read_at", "-at"), name="notices_of_member"),)

    def __str__(self) -> str:
        return self.sentence


class MailAddress(models.Model):
    """Where a member wants notices by mail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, models.CASCADE, related_name="mail_address")
    address = SealedField("电子邮箱", default=b"")

    class Meta:
        verbose_name = verbose_name_plural = "电子邮箱"

    def __str__(self) -> str:
        return str(self.member_id)


class Attempted(models.Model):
    """What is tried until it is done: how often it was, when it is tried next, what went wrong the last time.

    `given_up_at` is set after the last try: nobody tries any more, and somebody has to look at it.
    """

    attempts = models.PositiveIntegerField("次数", default=0)
    next_at = models.DateTimeField("下次时间")
    error = models.CharField("最近的错误", max_length=300, blank=True)
    done_at = models.DateTimeField("完成时间", null=True)
    given_up_at = models.DateTimeField("放弃时间", null=True)

    class Meta:
        abstract = True


def waiting(at: datetime) -> Q:
    """The condition of what is to be tried at this time."""
    return Q(done_at=None, given_up_at=None, next_at__lte=at)


class Delivery(Attempted):
    """Something that leaves the site: written in the transaction of the act, made after its commit, at least once.

    `about` names what the channel delivers; what it says is made at delivery, so nothing personal waits here. A worker
    that takes a delivery moves `next_at` on: when it dies, another one finds it due again.
    """

    channel = models.CharField("渠道", max_length=20)
    key = models.CharField("去重键", max_length=120, unique=True)
    about = models.CharField("对象", max_length=80)
    queued_at = models.DateTimeField("排队时间")

    class Meta:
        verbose_name = verbose_name_plural = "发送"
        indexes = (models.Index(fields=("next_at",), condition=Q(done_at=None), name="notices_delivery_due"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"


class DueJob(Attempted):
    """A job that falls due on a day: done once, in one transaction with what it does."""

    kind = models.CharField("种类", max_length=40)
    about = models.CharField("对象", max_length=80, blank=True)
    due_on = models.DateField("到期日")

    class Meta:
        verbose_name = verbose_name_plural = "到期事项"
        constraints = (models.UniqueConstraint(fields=("kind", "about", "due_on"), name="notices_job_once"),)
        indexes = (models.Index(fields=("next_at",), condition=Q(done_at=None), name="notices_job_due"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.about} {self.due_on}"
