"""Stored files, counters and the numbers they gave out, posts that were already done, a demonstration's date."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models

from gongkai.office.records.disk import place
from gongkai.office.records.fields import SealedField


class StoredFile(models.Model):
    """The bytes of a file, kept once by their hash; what it was called is told by whoever refers to it.

    `sha256` and `size` are those of the plain bytes. They lie sealed (`chunks`) with a key of their own, which is kept
    here under the site's key, so that a rotation writes rows and no file. The name under which they lie, `lies_at`, is
    by chance: it tells nothing about them, and no two writings ever share one. `stored_at` is when they were last handed
    in: a file that nobody refers to a day later is swept. Rows are written by `actions.store` only.
    """

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("字节数")
    stored_at = models.DateTimeField("存入时间")
    lies_at = models.UUIDField("存放名", unique=True, default=uuid.uuid4)
    data_key = SealedField("文件密钥", bound_to="lies_at")

    class Meta:
        verbose_name = verbose_name_plural = "存储的文件"

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> Path:
        """Where the sealed bytes lie."""
        return place(settings.FILES, self.lies_at.hex)


class Remark(models.Model):
    """What somebody wrote with an act that an entry of the audit tells, sealed: the chain keeps a digest of it only.

    `seq` is the number of the entry. Free words may name a person, and what stands in the chain is never erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seq = models.BigIntegerField("审计序号", unique=True)
    text = SealedField("说明")

    class Meta:
        verbose_name = verbose_name_plural = "审计说明"

    def __str__(self) -> str:
        return str(self.seq)


class Counter(models.Model):
    """The last number of one series; whoever issues a number holds this row until the transaction ends.

    `before` is the last number that another system gave out, 0 for a series that began here.
    """

    series = models.CharField("系列", max_length=80, primary_key=True)
    value = models.PositiveBigIntegerField("最后一号", default=0)
    before = models.PositiveBigIntegerField("接续自", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号器"

    def __str__(self) -> str:
        return f"{self.series} {self.value}"


class Number(models.Model):
    """One number of a series, given to one object for good; a void number stays, with its reason."""

    series = models.CharField("系列", max_length=80)
    value = models.PositiveBigIntegerField("号")
    about = models.CharField("对象", max_length=80)
    issued_at = models.DateTimeField("编号时间")
    voided_at = models.DateTimeField("作废时间", null=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints = (
            models.UniqueConstraint(fields=("series", "value"), name="records_number_once"),
            models.CheckConstraint(
                condition=models.Q(voided_at=None, void_reason="")
                | (models.Q(voided_at__isnull=False) & ~models.Q(void_reason="")),
                name="records_void_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.value}"


class Post(models.Model):
    """A post that was done: its key within a scope, what it said (as a hash), and what came of it (TRUST 5.2)."""

    scope = models.CharField("范围", max_length=80)
    key = models.CharField("幂等键", max_length=80)
    fingerprint = models.CharField("内容摘要", max_length=64)
    result = models.CharField("结果", max_length=200)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "已处理的提交"
        constraints = (models.UniqueConstraint(fields=("scope", "key"), name="records_post_once"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class Today(models.Model):
    """The single row that says how many days a demonstration is ahead of the machine's date, or behind it."""

    days = models.IntegerField("相差天数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "演示日期"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="records_one_today"),)

    def __str__(self) -> str:
        return f"{self.days:+}"
