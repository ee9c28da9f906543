"""The sheets of the template as a table: every column with its heading, what may stand in it, and an example."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.office.cases.models import CarriedAppeal, Category, Delivery, Form, IdentityKind, OpeningBalance
from gongkai.statute.channels import CHANNELS, WAYS
from gongkai.statute.outcomes import OUTCOMES

CURRENT = "2021"
"""The edition of the form that an outcome must have a row in."""
CONSULTATIONS = (1, 2)
"""How many consulted parties a row has columns for."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "文字"
    DATE = "日期"
    NUMBER = "数字"
    CHOICE = "选择"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, heading, kind, what it means, an example; `most` characters of a text.

    `choices` give the value of each word that may stand there; `variants` are other headings by which old registers
    call it. `is_ahead` lets a day be in the future.
    """

    key: str
    heading: str
    kind: Kind
    about: str
    example: str = ""
    variants: tuple[str, ...] = ()
    is_required: bool = False
    choices: Mapping[str, str] | None = None
    most: int = 0
    is_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of the template: its key, its name, its columns."""

    key: str
    name: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column of a key."""
        return next(one for one in self.columns if one.key == key)

    def headings(self) -> dict[str, Column]:
        """Each heading and variant, as `plain` compares them, with its column."""
        return {plain(word): one for one in self.columns for word in (one.heading, *one.variants)}


def plain(text: str) -> str:
    """A word as it is compared: half width, without white space, brackets and what stands in them, colon or asterisk."""
    text = "".join(unicodedata.normalize("NFKC", text).split()).strip("*:")
    return text.split("(")[0] or text


def _words(choices: type[Category] | type[Form] | type[Delivery] | type[IdentityKind]) -> dict[str, str]:
    return {str(one.label): one.value for one in choices}


_OUTCOMES = {one.title: one.key for one in OUTCOMES.values() if CURRENT in one.rows}
_YES = {"是": "1", "否": ""}


def _consultation(number: int) -> tuple[Column, ...]:
    n = str(number)
    only = "" if number == 1 else n
    return (
        Column(f"party{n}", f"征求意见对象{only}", Kind.TEXT, "第三方或者共同制作机关的名称", "青岚市岚桥酒业公司",
               (f"第三方{only}",), most=100),
        Column(f"joint{n}", f"共同制作机关{only}", Kind.CHOICE, "对方是共同制作机关填“是”，是第三方填“否”或留空", "否",
               choices=_YES),
        Column(f"consulted{n}", f"征求意见日期{only}", Kind.DATE, "发出征求意见书之日", "2025-09-18"),
        Column(f"letter_received{n}", f"对方收到日期{only}", Kind.DATE, "对方收到征求意见书之日，15个工作日由此起算"),
        Column(f"opinion{n}", f"收到意见日期{only}", Kind.DATE, "收到对方意见之日", "2025-10-10"),
    )  # fmt: skip


APPLICATIONS = Layout(
    "applications",
    "申请",
    (
        Column("old_number", "原编号", Kind.TEXT, "旧登记簿上的编号，同一年内不重复", "依申请〔2025〕31号",
               ("编号", "登记编号", "登记号", "受理编号", "申请编号", "收件编号"), True, most=80),
        Column("subject", "事项", Kind.TEXT, "一句话说明要什么", "听松路积水点改造批准文件",
               ("申请事项", "申请主题", "标题"), True, most=200),
        Column("text", "申请内容", Kind.TEXT, "申请表上的内容描述；留空则用“事项”", "听松路积水点改造工程的批准文件。",
               ("内容描述", "申请内容描述", "所需政府信息", "所需信息"), most=20_000),
        Column("category", "申请人类型", Kind.CHOICE, "年报表三的六类", "自然人", ("申请人类别", "申请人分类"), True,
               choices=_words(Category)),
        Column("name", "姓名或者名称", Kind.TEXT, "申请人；加密保存", "王小禾",
               ("申请人", "申请人姓名", "申请人名称", "姓名", "名称", "申请人姓名或者名称"), True, most=100),
        Column("identity_kind", "证件类型", Kind.CHOICE, "留空为“未提供”", "居民身份证", choices=_words(IdentityKind)),
        Column("identity", "证件号码", Kind.TEXT, "加密保存；单元格设为文本，否则15位以后的数字会变成0", "11010519491231002X",
               ("身份证号", "身份证号码", "统一社会信用代码"), most=60),
        Column("phone", "电话", Kind.TEXT, "加密保存", "13812345678", ("联系电话", "手机", "手机号"), most=40),
        Column("address", "地址", Kind.TEXT, "加密保存", "青岚市云台区听松路8号", ("联系地址", "通信地址", "通讯地址"), most=200),
        Column("email", "电子邮箱", Kind.TEXT, "加密保存", "", ("邮箱", "电子邮件"), most=120),
        Column("channel", "渠道", Kind.CHOICE, "怎样收到，决定收到之日怎么认定", "邮寄（签收）",
               ("申请渠道", "申请方式", "提交方式", "来源"), True,
               choices={one.title: one.key for one in CHANNELS.values()}),
        Column("submitted", "提交日期", Kind.DATE, "平常信函、互联网、传真的送达或者发送之日；当面提交和签收的邮寄可留空", "",
               ("申请日期", "申请时间", "提交时间")),
        Column("received", "收到日期", Kind.DATE, "当面提交之日、签收之日；平常信函、互联网、传真填与申请人确认之日，还没有确认留空",
               "2025-09-15", ("收到申请日期", "受理日期", "登记日期", "签收日期", "确认日期", "收件日期")),
        Column("form", "形式", Kind.CHOICE, "希望的形式；留空按“纸质”", "纸质", ("信息形式", "提供形式"), choices=_words(Form)),
        Column("delivery", "途径", Kind.CHOICE, "希望的途径；留空按“邮寄”", "邮寄", ("获取途径", "获取方式"),
               choices=_words(Delivery)),
        Column("correction_asked", "告知补正日期", Kind.DATE, "补正告知书送达之日", "", ("补正告知日期", "补正通知日期")),
        Column("correction_until", "补正期限", Kind.DATE, "告知书给申请人的最后一天", "", ("补正期限至", "补正截止日期"), is_ahead=True),
        Column("corrected", "收到补正日期", Kind.DATE, "期限自次日重新计算", "", ("补正日期", "补正收到日期")),
        *_consultation(1),
        *_consultation(2),
        Column("extended", "延长决定日期", Kind.DATE, "决定延长答复期限之日", "", ("延期日期", "延期告知日期", "延长日期")),
        Column("extended_days", "延长工作日数", Kind.NUMBER, "延长多少个工作日，最多20", "", ("延期工作日数", "延期天数")),
        Column("fee_noticed", "收费通知日期", Kind.DATE, "收费通知送达之日", "", ("收费通知送达日期",)),
        Column("fee", "收费金额", Kind.NUMBER, "元，整数", "", ("收费金额元", "信息处理费")),
        Column("fee_paid", "缴费日期", Kind.DATE, "期限自次日重新计算", "", ("收到缴费日期",)),
        Column("decided", "答复日期", Kind.DATE, "文书落款之日；逾期不补正、不缴费的填决定不再处理之日", "2025-10-30",
               ("答复时间", "决定日期", "答复书日期")),
        Column("outcome", "答复结果", Kind.CHOICE, "年报表三第三部分的结果；有答复日期就要填", "予以公开",
               ("答复类型", "办理结果", "处理结果"), choices=_OUTCOMES),
        Column("document", "文号", Kind.TEXT, "答复书的文号", "青公开〔2025〕12号", ("答复文号", "答复书文号"), most=80),
        Column("served", "送达日期", Kind.DATE, "签收、交邮或者发送成功之日", "2025-10-31", ("答复送达日期", "寄出日期", "送达时间")),
        Column("way", "送达方式", Kind.CHOICE, "有送达日期就要填", "邮政企业邮寄", choices={w.title: w.key for w in WAYS.values()}),
        Column("proof", "送达凭证", Kind.TEXT, "邮件号码、签收人", "XA12345678942", ("邮件号码", "挂号号码", "快递单号"), most=200),
        Column("withdrawn", "撤回日期", Kind.DATE, "申请人撤回申请之日", "", ("撤回申请日期", "撤销日期")),
    ),
)  # fmt: skip
APPEALS = Layout(
    "appeals",
    "复议诉讼",
    (
        Column("kind", "种类", Kind.CHOICE, "年报表四的三类", "行政复议", ("类别", "类型"), True,
               choices={one.label: one.value for one in CarriedAppeal.Kind}),
        Column("case_number", "案号", Kind.TEXT, "复议、诉讼的案号，不重复", "青政复〔2025〕8号", ("复议案号", "诉讼案号"), True, most=80),
        Column("old_number", "原编号", Kind.TEXT, "所争议申请的原编号；留空则不与申请相连", "依申请〔2025〕31号",
               ("申请编号",), most=80),
        Column("organ", "复议机关或者法院", Kind.TEXT, "", "青岚市人民政府", ("复议机关", "法院", "受理机关"), True, most=100),
        Column("received", "收到日期", Kind.DATE, "收到答复通知或者应诉通知之日", "2025-11-20", ("收到通知日期", "应诉通知日期"), True),
        Column("ended", "审结日期", Kind.DATE, "收到决定或者判决之日；没有审结留空", "", ("结案日期",)),
        Column("result", "结果", Kind.CHOICE, "年报表四的列", "尚未审结", ("审理结果", "复议结果"), True,
               choices={one.label: one.value for one in CarriedAppeal.Result}),
    ),
)  # fmt: skip
BALANCES = Layout(
    "balances",
    "期初数",
    (
        Column("item", "项目", Kind.CHOICE, "上年结转：该年年初未办结的申请数；登记编号、文号：旧系统该年用到的最后一号", "上年结转",
               is_required=True, choices={one.label: one.value for one in OpeningBalance.Item}),
        Column("year", "年份", Kind.NUMBER, "四位数", "2026", ("年度",), True),
        Column("category", "申请人类型", Kind.CHOICE, "只有“上年结转”填", "自然人", ("申请人类别",), choices=_words(Category)),
        Column("value", "数", Kind.NUMBER, "件数，或者最后一号", "3", ("数量", "件数", "最后一号"), True),
    ),
)  # fmt: skip
LAYOUTS = (APPLICATIONS, APPEALS, BALANCES)
"""The sheets that are read, in the order of the template."""
