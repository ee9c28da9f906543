"""Whom a step of an appeal concerns: those who answer for the case that it is about, else who answers appeals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gongkai.office.appeals.models import Appeal
from gongkai.office.cases.telling import answering, in_words
from gongkai.office.notices.actions import notify
from gongkai.office.people.models import Member
from gongkai.office.people.queries import who_may

TELLINGS = {
    "register": "{what} 已登记，{due}",
    "accept": "{what} 已受理",
    "simplify": "{what} 适用简易程序，{due}",
    "ordinary": "{what} 转为普通程序，{due}",
    "decide": "{what} 已有结果：{result}{order}",
}
"""The steps that concern somebody beside whoever takes them, in words without anybody's name."""


def tell(appeal: Appeal, name: str, *, by: Member, at: datetime) -> None:
    """Tell those whom a step concerns, once; never whoever took it."""
    sentence = TELLINGS.get(name)
    if sentence is None:
        return
    until = f"，责令{in_words(appeal.ordered_until)}前重新答复" if appeal.ordered_until else ""
    order = until or ("，责令重新答复" if appeal.orders else "")
    said = sentence.format(what=what(appeal), due=due_in_words(appeal), result=appeal.get_result_display(), order=order)
    send(appeal, set(concerned(appeal)) - {by}, f"{appeal.about}:{appeal.version}:{name}", said, at)


def concerned(appeal: Appeal) -> list[Member]:
    """Who answers for an appeal: for its case where there is one, and else whoever may answer appeals."""
    found = answering(appeal.application) if appeal.application else []
    return found or list(who_may("answer_appeal", appeal.agency))


def send(appeal: Appeal, members: Iterable[Member], key: str, sentence: str, at: datetime) -> None:
    """Give one notice about an appeal to each, with the way to its page."""
    for member in sorted(members, key=lambda one: str(one.pk)):
        notify(member, key=key, sentence=sentence, about=appeal.about, at=at, link=link(appeal))


def link(appeal: Appeal) -> str:
    """The page of an appeal, and the agency whose it is."""
    return f"/desk/appeals/{appeal.pk}?for={appeal.agency_id}"


def what(appeal: Appeal) -> str:
    """An appeal in a sentence: 行政复议（2025-0003）青政复〔2025〕3号."""
    case = f"（{appeal.application.number}）" if appeal.application else ""
    return f"{appeal.get_kind_display()}{case}{appeal.case_number or appeal.organ}"


def due_in_words(appeal: Appeal) -> str:
    """By when the office answers, in words."""
    if appeal.answer_due is None:
        return "没有答复期限"
    return f"应在{in_words(appeal.answer_due)}前提交答复{'（待核）' if appeal.is_provisional else ''}"
