"""The entries, and the head of their chain."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing that happened; written once by `gongkai.audit.actions.record`, never changed or deleted.

    `digest` is taken over the entry's other columns and `previous`, the digest of the entry before it. Triggers of
    the database refuse to change or delete an entry; `verify` finds one that was changed all the same.
    """

    seq = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("何人", max_length=80, blank=True)
    kind = models.CharField("何事", max_length=40)
    about = models.CharField("对象", max_length=80, db_index=True)
    body = models.TextField("内容")
    algorithm = models.CharField("算法", max_length=16)
    previous = models.CharField("前一条的摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ("seq",)
        indexes = (
            models.Index(fields=("kind", "seq"), name="audit_entry_by_kind"),
            models.Index(fields=("at",), name="audit_entry_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.about}"


class Head(models.Model):
    """The single row that names the last entry; whoever records locks it first, so entries stand in one line."""

    seq = models.BigIntegerField("序号", default=0)
    digest = models.CharField("摘要", max_length=64)
    at = models.DateTimeField("时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计链头"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.digest}"
