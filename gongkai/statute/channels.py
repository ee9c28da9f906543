"""How an application comes in and how an answer goes out, and which day the law makes of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

_ART = "《政府信息公开条例》第三十一条"
_SERVICE = "国办公开办函〔2016〕235号"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in: its names, the rule that gives the day of receipt, and whether the applicant must confirm it."""

    key: str
    title: str
    title_en: str
    rule: str
    rule_en: str
    is_confirmed: bool
    basis: str

    def received(self, *, submitted: date, confirmed: date | None) -> date | None:
        """The day of receipt of what came in on `submitted`; None while a confirmation is needed and missing."""
        return confirmed if self.is_confirmed else submitted


def _channel(key: str, title: str, title_en: str, rule: str, rule_en: str, item: str, confirmed: bool) -> Channel:
    return Channel(key, title, title_en, rule, rule_en, confirmed, f"{_ART}第（{item}）项")


CHANNELS: Mapping[str, Channel] = MappingProxyType(
    {
        one.key: one
        for one in (
            _channel("in_person", "当面提交", "in person", "以提交之日为收到之日", "the day of submission", "一", False),
            _channel("signed_mail", "邮寄（签收）", "mail signed for", "以签收之日为收到之日", "the day it was signed for", "二", False),
            _channel("plain_mail", "平常信函", "ordinary mail", "以当日与申请人确认之日为收到之日", "the day of confirmation with the applicant", "二", True),
            _channel("online", "互联网", "online", "以双方确认之日为收到之日", "the day of mutual confirmation", "三", True),
            _channel("fax", "传真", "fax", "以双方确认之日为收到之日", "the day of mutual confirmation", "三", True),
        )
    }
)  # fmt: skip
"""Every channel by key."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of serving an answer: its names, the day that counts, whether proof of it has a number."""

    key: str
    title: str
    title_en: str
    rule: str
    rule_en: str
    has_number: bool
    basis: str = _SERVICE


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        one.key: one
        for one in (
            Way("direct", "直接送达", "handed over", "以申请人签收之日为准", "the day of signature", False),
            Way("entrusted", "委托其他行政机关送达", "through another agency", "以申请人签收之日为准", "the day of signature", False),
            Way("post", "邮政企业邮寄", "by the postal enterprise", "以交邮之日为准", "the day of posting", True),
            Way("electronic", "电子邮件或者网上发送", "by e-mail or online", "以发送成功之日为准", "the day of successful sending", False),
        )
    }
)  # fmt: skip
"""Every way of service by key; a courier that is no postal enterprise is none of them."""
