"""What was received, from whom, the applications that came of it, and the dated facts of each."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.office.cases.letters.models import Letter as Letter  # noqa: PLC0414 a table of this app
from gongkai.office.cases.querysets import ApplicationQuerySet, FactQuerySet
from gongkai.office.people.models import Agency, Member, Unit
from gongkai.office.records.fields import SealedField
from gongkai.office.records.models import StoredFile
from gongkai.statute import deadlines, procedure
from gongkai.statute.channels import CHANNELS, WAYS
from gongkai.statute.outcomes import OUTCOMES


class Category(models.TextChoices):
    """What an applicant is: the columns of table 3 of the annual report."""

    NATURAL_PERSON = "natural_person", "自然人"
    BUSINESS = "business", "商业企业"
    RESEARCH = "research", "科研机构"
    PUBLIC_WELFARE = "public_welfare", "社会公益组织"
    LEGAL_SERVICE = "legal_service", "法律服务机构"
    OTHER_ORG = "other_org", "其他"


class Form(models.TextChoices):
    """The form in which the information is wanted (《政府信息公开条例》第二十九条、第四十条)."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子文档"
    ON_SITE = "on_site", "查阅、抄录"


class Delivery(models.TextChoices):
    """The way by which it is wanted."""

    POST = "post", "邮寄"
    EMAIL = "email", "电子邮件"
    PICKUP = "pickup", "当面领取"
    ONLINE = "online", "网上获取"


class PartyRole(models.TextChoices):
    """What somebody is to a submission; the class of an applicant is never that of their agent."""

    APPLICANT = "applicant", "申请人"
    JOINT = "joint", "共同申请人"
    AGENT = "agent", "代理人"


class IdentityKind(models.TextChoices):
    """What proves who somebody is."""

    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    HK_MACAO = "hk_macao", "港澳居民证件"
    TAIWAN = "taiwan", "台湾居民证件"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OTHER = "other", "其他证件"
    NONE = "none", "未提供"


class Submission(models.Model):
    """What came in at one time by one channel; it may hold several applications (一事一申请). Nobody asks what for.

    `submitted_on` is the day on which it was handed in, signed for, delivered or sent, by its channel; `evidence` the
    scan or file itself, `proof` what shows that day: a mail number, a fax report.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="submissions")
    channel = models.CharField("渠道", max_length=20, choices=[(one.key, one.title) for one in CHANNELS.values()])
    submitted_on = models.DateField("提交、签收或者到达之日")
    text = models.TextField("申请内容")
    form = models.CharField("形式", max_length=20, choices=Form.choices)
    delivery = models.CharField("途径", max_length=20, choices=Delivery.choices)
    help_needed = models.CharField("需要的协助", max_length=200, blank=True)
    proof = models.CharField("收到凭证", max_length=200, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "收件"

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.submitted_on}"


class Party(models.Model):
    """An applicant, a joint applicant or an agent; what names or finds a person is sealed (DECISIONS 25)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="parties")
    role = models.CharField("身份", max_length=20, choices=PartyRole.choices)
    category = models.CharField("申请人类型", max_length=20, choices=Category.choices)
    name = SealedField("姓名或者名称", index="name_index")
    name_index = models.BinaryField("姓名索引", db_index=True)
    identity_kind = models.CharField("证件类型", max_length=20, choices=IdentityKind.choices)
    identity = SealedField("证件号码", index="identity_index", default=b"", blank=True)
    identity_index = models.BinaryField("证件索引", db_index=True, default=b"", blank=True)
    phone = SealedField("电话", default=b"", blank=True)
    address = SealedField("地址", default=b"", blank=True)
    email = SealedField("电子邮箱", default=b"", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        constraints = (
            models.UniqueConstraint(
                fields=("submission",), condition=Q(role="applicant"), name="cases_one_first_applicant"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}（{self.get_category_display()}）"


class Application(models.Model):
    """One application (件): its own number, clock, outcome and row in table 3 (DECISIONS 21).

    `channel` and `category` repeat those of the submission and its applicant, for lists. `received_on`, `due`,
    `is_provisional`, `clock`, `waits_until` and `computed_on` are a copy of what the facts give, written by
    `clock.refresh` alone; `waits_until` is the day after which an unconfirmed, uncorrected or unpaid case asks for an act.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="applications")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="applications")
    number = models.CharField("编号", max_length=20)
    subject = models.CharField("事项", max_length=200)
    channel = models.CharField("渠道", max_length=20, choices=[(one.key, one.title) for one in CHANNELS.values()])
    category = models.CharField("申请人类型", max_length=20, choices=Category.choices)
    state = models.CharField(
        "状态", max_length=24, choices=[(key, names[0]) for key, names in procedure.STATES.items()]
    )
    version = models.PositiveIntegerField("版本", default=1)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(
        "答复类型", max_length=40, blank=True, choices=[(one.key, one.title) for one in OUTCOMES.values()]
    )
    decided_on = models.DateField("决定日期", null=True, blank=True)
    document_number = models.CharField("文号", max_length=80, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    way = models.CharField(
        "送达方式", max_length=20, blank=True, choices=[(one.key, one.title) for one in WAYS.values()]
    )
    registered_at = models.DateTimeField("登记时间")
    received_on = models.DateField("收到日期", null=True, blank=True)
    due = models.DateField("答复期限", null=True, blank=True)
    is_provisional = models.BooleanField("期限待核", default=False)
    clock = models.CharField("期限状态", max_length=24, default=deadlines.State.AWAITING_CONFIRMATION)
    waits_until = models.DateField("等候至", null=True, blank=True)
    computed_on = models.DateField("期限推算日")

    objects: ClassVar[models.Manager[Application]] = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申请"
        constraints = (models.UniqueConstraint(fields=("agency", "number"), name="cases_number_once"),)
        indexes = (
            models.Index(  # the last two let a word be looked for in every subject without reading a row
                fields=("agency", "-registered_at", "-id", "subject", "submission"), name="cases_newest"
            ),
            models.Index(fields=("agency", "-received_on", "-id"), name="cases_by_receipt"),
            models.Index(fields=("agency", "due", "id"), name="cases_by_due"),
            models.Index(fields=("agency", "state", "due", "id"), name="cases_by_state"),
            models.Index(fields=("agency", "assignee", "state", "due"), name="cases_by_assignee"),
            models.Index(fields=("agency", "outcome", "-received_on"), name="cases_by_outcome"),
            models.Index(fields=("clock", "id"), name="cases_by_clock"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def about(self) -> str:
        """Its name in the audit, in notices and in due jobs."""
        return f"case:{self.pk}"


class Fact(models.Model):
    """A dated fact of an application; written once. One that was wrong is superseded by another, with the reason.

    `happened_on` is the legal day, `recorded_at` when it was entered (DECISIONS 17). `place` orders facts of one day:
    the number in order of entry, and for one that supersedes, that of the fact it stands for. `irregular` is what the
    law holds against it by the facts known now, '' for nothing: a copy as in `Application`.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="facts")
    kind = models.CharField("何事", max_length=24)
    happened_on = models.DateField("发生日期")
    place = models.PositiveIntegerField("次序")
    party = models.CharField("对方", max_length=100, blank=True)
    joint = models.BooleanField("共同制作机关", default=False)
    days = models.PositiveIntegerField("工作日数", default=0)
    until = models.DateField("至", null=True, blank=True)
    amount = models.PositiveIntegerField("金额（元）", default=0)
    note = models.CharField("说明", max_length=1000, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    irregular = models.CharField("不合规定", max_length=300, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    objects: ClassVar[models.Manager[Fact]] = FactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事实"
        ordering = ("happened_on", "place", "id")

    def __str__(self) -> str:
        return f"{self.happened_on} {self.kind}"


class Answer(models.Model):
    """What an application was answered with, once: a case that is opened again keeps it and gets another.

    It counts from `closed_on`, the day of service or of the statement of withdrawal, and does not change from then on
    but for a corrected day. `reopened_on` is the day of the decision or judgment by which another answer was due.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="answers")
    place = models.PositiveIntegerField("次序")
    outcome = models.CharField("答复类型", max_length=40, choices=[(one.key, one.title) for one in OUTCOMES.values()])
    decided_on = models.DateField("决定日期")
    document_number = models.CharField("文号", max_length=80, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    way = models.CharField(
        "送达方式", max_length=20, blank=True, choices=[(one.key, one.title) for one in WAYS.values()]
    )
    closed_on = models.DateField("计入之日", null=True, blank=True)
    reopened_on = models.DateField("重新办理之日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("application", "place"), name="cases_answer_place"),
            models.UniqueConstraint(
                fields=("application",), condition=Q(reopened_on=None), name="cases_one_present_answer"
            ),
        )
        indexes = (models.Index(fields=("closed_on",), name="cases_answers_by_day"),)

    def __str__(self) -> str:
        return f"{self.decided_on} {self.outcome}"


class Attachment(models.Model):
    """A file of a submission, or of one of its applications; its name is sealed, as people write names into it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = SealedField("文件名")
    added_at = models.DateTimeField("加入时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "附件"

    def __str__(self) -> str:
        return str(self.id)


class Supervision(models.Model):
    """That a head watches over an application until a day, and what they want; one at a time (`supervision`)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="supervisions")
    note = models.CharField("督办要求", max_length=500)
    until = models.DateField("办理期限")
    ordered_at = models.DateTimeField("督办时间")
    ordered_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("解除时间", null=True, blank=True)
    ended_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "督办"
        constraints = (
            models.UniqueConstraint(
                fields=("application",), condition=Q(ended_at=None), name="cases_one_supervision_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.until}"


class SavedView(models.Model):
    """A set of filters of the list under a name: a member's own, or shared with all members of the agency.

    `query` is the address of the list, sealed, as its keyword may be somebody's name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=30)
    query = SealedField("查询条件")
    is_shared = models.BooleanField("本机关共用", default=False)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "存下的视图"
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("agency", "owner", "name"), name="cases_view_name_once"),)

    def __str__(self) -> str:
        return self.name


class HolidayNotice(models.Model):
    """A notice on holidays that an administrator loaded, beside those that come with the package (DECISIONS 15)."""

    document = models.CharField("文号", max_length=80, unique=True)
    year = models.PositiveIntegerField("年份")
    issued_on = models.DateField("发文日期")
    days_off = models.JSONField("放假")
    make_up = models.JSONField("调休上班")
    loaded_at = models.DateTimeField("载入时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "假日安排"

    def __str__(self) -> str:
        return self.document


class RegisterImport(models.Model):
    """An old register that was brought in (the office began in mid-life): the file by its hash, once an agency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="register_imports")
    sha256 = models.CharField("SHA-256", max_length=64)
    applications = models.PositiveIntegerField("申请数")
    appeals = models.PositiveIntegerField("复议诉讼数")
    imported_at = models.DateTimeField("导入时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "登记簿导入"
        constraints = (models.UniqueConstraint(fields=("agency", "sha256"), name="cases_register_once"),)

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.applications}"


class CarriedApplication(models.Model):
    """Where an imported application stood in the old register, and under which number.

    Old registers number anew each year, so the number is unique with the year of receipt, or of submission while the
    receipt is not confirmed. `said` is a keyed digest of the whole row: the same number with other contents is told.
    """

    application = models.OneToOneField(Application, models.PROTECT, primary_key=True, related_name="carried")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    register = models.ForeignKey(RegisterImport, models.PROTECT, related_name="carried")
    sheet = models.CharField("工作表", max_length=100)
    row = models.PositiveIntegerField("行")
    year = models.PositiveIntegerField("年份")
    old_number = models.CharField("原编号", max_length=80, db_index=True)
    said = models.CharField("内容摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "导入的申请"
        constraints = (models.UniqueConstraint(fields=("agency", "year", "old_number"), name="cases_old_number_once"),)

    def __str__(self) -> str:
        return self.old_number


class CarriedAppeal(models.Model):
    """A reconsideration or a suit as the old register told it: an entry of a list and no more.

    The room of appeals, which has their procedure, clocks and documents, takes these rows over when it is built; until
    then nothing here moves, and nothing counts it but the import itself.
    """

    class Kind(models.TextChoices):
        """The rows of table 4 of the annual report."""

        RECONSIDERATION = "reconsideration", "行政复议"
        DIRECT = "litigation_direct", "未经复议直接起诉"
        AFTER = "litigation_after_reconsideration", "复议后起诉"

    class Result(models.TextChoices):
        """Its columns."""

        UPHELD = "upheld", "结果维持"
        CORRECTED = "corrected", "结果纠正"
        OTHER = "other", "其他结果"
        PENDING = "pending", "尚未审结"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="carried_appeals")
    register = models.ForeignKey(RegisterImport, models.PROTECT, related_name="carried_appeals")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="carried_appeals")
    kind = models.CharField("种类", max_length=40, choices=Kind.choices)
    case_number = models.CharField("案号", max_length=80)
    organ = models.CharField("复议机关或者法院", max_length=100)
    received_on = models.DateField("收到日期")
    ended_on = models.DateField("审结日期", null=True, blank=True)
    result = models.CharField("结果", max_length=20, choices=Result.choices)

    class Meta:
        verbose_name = verbose_name_plural = "导入的复议诉讼"
        constraints = (models.UniqueConstraint(fields=("agency", "case_number"), name="cases_appeal_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_number}"


class OpeningBalance(models.Model):
    """What the old register ended with: applications carried into a year by class, or the last number of a series."""

    class Item(models.TextChoices):
        """What a balance is of."""

        CARRIED_IN = "carried_in", "上年结转"
        REGISTRATION = "registration", "登记编号"
        DOCUMENT = "document", "文号"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="opening_balances")
    register = models.ForeignKey(RegisterImport, models.PROTECT, related_name="balances")
    item = models.CharField("项目", max_length=20, choices=Item.choices)
    year = models.PositiveIntegerField("年份")
    category = models.CharField("申请人类型", max_length=20, choices=Category.choices, blank=True)
    value = models.PositiveIntegerField("数")

    class Meta:
        verbose_name = verbose_name_plural = "期初数"
        constraints = (
            models.UniqueConstraint(fields=("agency", "item", "year", "category"), name="cases_balance_once"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_item_display()} {self.value}"
