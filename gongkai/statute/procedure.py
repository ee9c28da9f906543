"""The procedure of an application on request: the only place that knows its states and the steps between them.

The states are few (DECISIONS 22): extension, consultation, fee and transfer are facts of an open case, and the chain
of signatures has states of its own.
"""

from __future__ import annotations

from gongkai.flow import Move
from gongkai.statute.deadlines import Fact

AWAITING_CONFIRMATION = "awaiting_confirmation"
OPEN = "open"
AWAITING_CORRECTION = "awaiting_correction"
AWAITING_PAYMENT = "awaiting_payment"
IN_REVIEW = "in_review"
AWAITING_SERVICE = "awaiting_service"
CLOSED = "closed"
ARCHIVED = "archived"

STATES = {
    AWAITING_CONFIRMATION: ("待确认", "awaiting confirmation"),
    OPEN: ("办理中", "open"),
    AWAITING_CORRECTION: ("待补正", "awaiting correction"),
    AWAITING_PAYMENT: ("待缴费", "awaiting payment"),
    IN_REVIEW: ("待签批", "in review"),
    AWAITING_SERVICE: ("待送达", "awaiting service"),
    CLOSED: ("已办结", "closed"),
    ARCHIVED: ("已归档", "archived"),
}
"""Every state with its name in Chinese and English; the first is where an application begins."""

_ART = "《政府信息公开条例》"
_LIVE = (OPEN, AWAITING_CORRECTION, AWAITING_PAYMENT, IN_REVIEW, AWAITING_SERVICE)

MOVES = (
    Move(
        "confirm", (AWAITING_CONFIRMATION,), OPEN, "与申请人确认收到", "confirm receipt", Fact.RECEIVED, f"{_ART}第三十一条"
    ),
    Move("assign", (OPEN, AWAITING_CORRECTION, AWAITING_PAYMENT), "", "分办", "assign", "", f"{_ART}第四十五条"),
    Move(
        "ask_correction", (OPEN,), AWAITING_CORRECTION, "告知补正", "ask for correction", Fact.CORRECTION_ASKED,
        f"{_ART}第三十条",
    ),
    Move(
        "receive_correction", (AWAITING_CORRECTION,), OPEN, "收到补正", "receive the correction", Fact.CORRECTED,
        f"{_ART}第三十条",
    ),
    Move("consult", (OPEN,), "", "征求意见", "consult", Fact.CONSULTED, f"{_ART}第三十二条"),
    Move(
        "record_letter_received", _LIVE, "", "登记对方收到征求意见书", "record that the letter arrived",
        Fact.LETTER_RECEIVED, f"{_ART}第三十二条",
    ),
    Move(
        "receive_opinion", _LIVE, "", "收到意见", "receive the opinion", Fact.OPINION_RECEIVED, f"{_ART}第三十二条"
    ),
    Move("extend", (OPEN,), "", "延长答复期限", "extend", Fact.EXTENDED, f"{_ART}第三十三条"),
    Move("delay", (OPEN,), "", "确定延迟答复的合理期限", "set a reasonable delay", Fact.DELAYED, f"{_ART}第三十五条"),
    Move(
        "notice_fee", (OPEN,), AWAITING_PAYMENT, "送达收费通知", "serve the fee notice", Fact.FEE_NOTICED,
        "国办函〔2020〕109号",
    ),
    Move("receive_payment", (AWAITING_PAYMENT,), OPEN, "收到缴费", "receive payment", Fact.FEE_PAID, "国办函〔2020〕109号"),
    Move("submit", (OPEN,), IN_REVIEW, "送签", "submit for signature", "", f"{_ART}第四十五条"),
    Move("send_back", (IN_REVIEW,), OPEN, "退回修改", "send back", "", f"{_ART}第四十五条"),
    Move("recall", (IN_REVIEW,), OPEN, "撤回送签", "take back from signature", "", f"{_ART}第四十五条"),
    Move("sign", (IN_REVIEW,), AWAITING_SERVICE, "签发", "sign", "", f"{_ART}第四十五条"),
    Move("decide", (OPEN,), AWAITING_SERVICE, "登记答复结果", "record the outcome", "", f"{_ART}第三十六条"),
    Move(
        "take_back", (AWAITING_SERVICE,), OPEN, "撤回答复登记", "take the outcome back", "", "国办公开办函〔2016〕235号"
    ),
    Move("serve", (AWAITING_SERVICE,), CLOSED, "登记送达", "record service", Fact.ENDED, "国办公开办函〔2016〕235号"),
    Move(
        "lapse", (AWAITING_CORRECTION, AWAITING_PAYMENT), AWAITING_SERVICE, "逾期不补正、不缴费，不再处理", "lapse", "",
        f"{_ART}第三十条",
    ),
    Move("withdraw", _LIVE, CLOSED, "申请人撤回", "withdraw", Fact.WITHDRAWN, f"{_ART}第四十五条"),
    Move("discard", (AWAITING_CONFIRMATION,), CLOSED, "无法与申请人确认", "never confirmed", "", f"{_ART}第三十一条"),
    Move("archive", (CLOSED,), ARCHIVED, "归档", "archive", "", f"{_ART}第四十五条"),
    Move(
        "reopen", (CLOSED, ARCHIVED), OPEN, "按复议决定、判决重新答复", "reopen", Fact.REOPENED, f"{_ART}第五十一条"
    ),
)  # fmt: skip
"""Every lawful step. An action takes one through `gongkai.flow.find` and nothing else assigns a state."""
