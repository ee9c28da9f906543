"""Whom a step of a case concerns, and in which words they are told: in the transaction of the step.

Nobody is told what they did themself. Sentences name a case by its number alone, as they also go out by mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.office.cases.models import Application
from gongkai.office.notices.actions import notify
from gongkai.office.people.models import Member
from gongkai.office.people.queries import who_may

ANSWERS, REGISTERED, CONSENTED = "answers", "registered", "consented"
"""Who answers for the case now, who registered it, who consented to the extension."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a step tells: to whom, and a sentence with `{number}` and `{due}` in it."""

    whom: tuple[str, ...]
    sentence: str


TELLINGS: dict[str, Telling] = {
    "confirm": Telling((REGISTERED, ANSWERS), "{number} 已与申请人确认收到，{due}"),
    "discard": Telling((REGISTERED,), "{number} 无法与申请人确认，不再处理"),
    "assign": Telling((ANSWERS,), "{number} 分给您办理，{due}"),
    "ask_correction": Telling((ANSWERS,), "{number} 已告知申请人补正，答复期限停止计算"),
    "receive_correction": Telling((ANSWERS,), "{number} 收到申请人的补正，{due}"),
    "consult": Telling((ANSWERS,), "{number} 已发出征求意见书"),
    "record_letter_received": Telling((ANSWERS,), "{number} 的征求意见书对方已收到"),
    "receive_opinion": Telling((ANSWERS,), "{number} 收到征求的意见，{due}"),
    "extend": Telling((CONSENTED, ANSWERS), "{number} 经负责人同意延长答复期限，{due}"),
    "delay": Telling((ANSWERS,), "{number} 确定了延迟答复的期限，{due}"),
    "notice_fee": Telling((ANSWERS,), "{number} 已送达收费通知，答复期限停止计算"),
    "receive_payment": Telling((ANSWERS,), "{number} 收到申请人的缴费，{due}"),
    "decide": Telling((REGISTERED, ANSWERS), "{number} 已登记答复结果，请送达，{due}"),
    "sign": Telling((REGISTERED, ANSWERS), "{number} 答复已签发，请送达，{due}"),
    "take_back": Telling((REGISTERED, ANSWERS), "{number} 答复登记在送达前撤回，须重新登记，{due}"),
    "lapse": Telling((REGISTERED, ANSWERS), "{number} 申请人逾期未补正或者未缴费，不再处理，请送达告知书"),
    "serve": Telling((REGISTERED, ANSWERS), "{number} 答复已送达，办结"),
    "withdraw": Telling((REGISTERED, ANSWERS), "{number} 申请人撤回了申请，办结"),
    "reopen": Telling((REGISTERED, ANSWERS), "{number} 须按复议决定或者判决重新办理，{due}"),
    "correct_fact": Telling((ANSWERS,), "{number} 有一条事实被更正，{due}"),
}
"""Every step that concerns somebody beside whoever takes it."""


def tell(application: Application, step: str, *, by: Member, at: datetime, consented_by: str = "") -> None:
    """Tell those whom a step concerns, once; `consented_by` is the key of the member who consented, '' for nobody."""
    telling = TELLINGS.get(step)
    if telling is None:
        return
    found: set[Member] = set()
    if ANSWERS in telling.whom:
        found.update(answering(application))
    others = {REGISTERED: str(application.submission.registered_by_id), CONSENTED: consented_by}
    if keys := [others[one] for one in telling.whom if others.get(one)]:
        found.update(who_may("see_cases", application.agency).filter(pk__in=keys))
    sentence = telling.sentence.format(number=application.number, due=until(application))
    send(application, found - {by}, f"{application.about}:{application.version}:{step}", sentence, at)


def answering(application: Application) -> list[Member]:
    """Who answers for a case now: its assignee; else the officers of its unit; else all who may assign it.

    An account that is disabled or has lost its role here answers for nothing, and the next in line is told.
    """
    officers = who_may("decide", application.agency)
    if application.assignee_id and (found := list(officers.filter(pk=application.assignee_id))):
        return found
    if application.unit_id and (found := list(officers.filter(unit=application.unit_id))):
        return found
    return list(who_may("assign", application.agency))


def send(application: Application, members: Iterable[Member], key: str, sentence: str, at: datetime) -> None:
    """Give one notice about a case to each, with the way to its page."""
    for member in sorted(members, key=lambda one: str(one.pk)):
        notify(member, key=key, sentence=sentence, about=application.about, at=at, link=link(application))


def link(application: Application) -> str:
    """The page of a case: its number, and the agency in which it bears it."""
    return f"/desk/cases/{application.number}?for={application.agency_id}"


def until(application: Application) -> str:
    """The deadline in words."""
    if application.due is None:
        return "答复期限未在计算"
    return f"答复期限{in_words(application.due)}{'（待核）' if application.is_provisional else ''}"


def in_words(day: date) -> str:
    """A day as a short sentence names it."""
    return f"{day.year}年{day.month}月{day.day}日"
