"""Agencies as a tree, their names, units, members, and the roles that members hold."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q

from gongkai.office.people.querysets import AgencyQuerySet, MemberManager
from gongkai.office.people.roles import ROLES
from gongkai.office.records.fields import SealedField


class Kind(models.TextChoices):
    """What kind of body an agency is, as it decides who must answer for it (《政府信息公开条例》第四条、第十条)."""

    GOVERNMENT = "government", "人民政府"
    DEPARTMENT = "department", "政府部门"
    DISPATCHED = "dispatched", "派出机关、派出机构"
    INTERNAL = "internal", "内设机构"
    AUTHORISED = "authorised", "法律、法规授权的组织"


class Level(models.IntegerChoices):
    """Levels of government."""

    STATE = 1, "国家"
    PROVINCE = 2, "省级"
    CITY = 3, "市级"
    COUNTY = 4, "县级"
    TOWN = 5, "乡级"


class Agency(models.Model):
    """A body that answers applications in its own name; its names over time are in `AgencyName`.

    `parent` is the government or department that it belongs to, `supervising` the office in charge of disclosure over
    it, `organs` those to which its decisions may be taken for reconsideration, `court` the court of first instance.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("机关代字", max_length=20, unique=True)
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("性质", max_length=20, choices=Kind.choices)
    level = models.PositiveSmallIntegerField("层级", choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    supervising = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="supervised")
    organs = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="reconsiders")
    court = models.CharField("管辖法院", max_length=100, blank=True)
    number_pattern = models.CharField("文号格式", max_length=60, default="{code}〔{year}〕第{number}号")

    objects: ClassVar[models.Manager[Agency]] = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机关"
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=("name",), name="people_agency_name_once"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="people_agency_not_its_own_parent"),
        )

    def __str__(self) -> str:
        return self.name


class AgencyName(models.Model):
    """Another name under which an agency is known, or was until a day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="names")
    name = models.CharField("名称", max_length=100)
    until = models.DateField("使用至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "机关其他名称"
        constraints = (models.UniqueConstraint(fields=("agency", "name"), name="people_other_name_once"),)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an agency that work is given to."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "科室"
        constraints = (models.UniqueConstraint(fields=("agency", "name"), name="people_unit_once"),)

    def __str__(self) -> str:
        return self.name


class Member(AbstractBaseUser):
    """A person who signs in. What they may do is told by the roles they hold in agencies, and by nothing else.

    `second_factor` is the sealed secret of their authenticator, '' until they have proved it; `last_step` is the last
    30-second step whose code was used, so that no code works twice. `must_change` holds while the password is one that
    somebody else has chosen.
    """

    last_login = None
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=60)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="members")
    is_active = models.BooleanField("启用", default=True)
    must_change = models.BooleanField("须改口令", default=False)
    second_factor = SealedField("第二因素", default=b"", blank=True)
    last_step = models.PositiveBigIntegerField("最后用过的时段", default=0)

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "account"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "成员"
        ordering = ("account",)

    def __str__(self) -> str:
        return f"{self.name}（{self.account}）"


class Grant(models.Model):
    """A role that a member holds in an agency."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="grants")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=20, choices=[(role.name, role.label) for role in ROLES.values()])

    class Meta:
        verbose_name = verbose_name_plural = "授予的角色"
        constraints = (models.UniqueConstraint(fields=("member", "agency", "role"), name="people_grant_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.role} {self.agency_id}"


class Visit(models.Model):
    """One signing in, from one browser, until it is ended; written by `gongkai.office.people.visits` only.

    `digest` is the SHA-256 of what the browser's cookie holds: whoever reads the table cannot enter with it. `agency` is
    the one that the member acts for at the moment. An ended visit stays for a while: by it the site knows whose typed
    text came too late.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField("摘要", max_length=64, unique=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="visits")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    address = models.CharField("地址", max_length=64)
    browser = models.CharField("浏览器", max_length=200, blank=True)
    began_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用")
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录会话"

    def __str__(self) -> str:
        return f"{self.member_id} {self.began_at}"


class Draft(models.Model):
    """What a member typed into the form at a path and has not sent with success yet, sealed (TRUST 4, row 36).

    `agency` is the one that they acted for: the same path means another case in another agency.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="drafts")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    path = models.CharField("页面", max_length=200)
    body = SealedField("内容", default=b"")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "未提交的内容"
        constraints = (models.UniqueConstraint(fields=("member", "agency", "path"), name="people_draft_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.path}"


class Attempt(models.Model):
    """How often signing in failed for an account from one address, since when (TRUST 1.22)."""

    account = models.CharField("账号", max_length=40)
    address = models.CharField("地址", max_length=64)
    failures = models.PositiveIntegerField("失败次数", default=0)
    since = models.DateTimeField("起始时间")

    class Meta:
        verbose_name = verbose_name_plural = "登录失败"
        constraints = (models.UniqueConstraint(fields=("account", "address"), name="people_attempt_once"),)

    def __str__(self) -> str:
        return f"{self.account} {self.address} {self.failures}"
