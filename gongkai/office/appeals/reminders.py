"""What the due jobs about appeals do: they remind of our answer and of an ordered one, and follow the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from gongkai.office.appeals import clock
from gongkai.office.appeals.actions import take_over
from gongkai.office.appeals.models import Appeal
from gongkai.office.appeals.telling import concerned, send, what
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.step import today_of
from gongkai.office.cases.telling import in_words
from gongkai.office.notices.jobs import register
from gongkai.office.people.queries import who_may
from gongkai.statute import appeals as law

SENTENCES = {
    clock.ANSWER_SOON: ("复议诉讼答复提醒", "{what} 距提交答复的期限{day}还有{left}个工作日"),
    clock.ANSWER_LATE: ("复议诉讼答复超期提醒", "{what} 提交答复的期限{day}已过"),
    clock.ORDER_SOON: ("责令重新答复提醒", "{what} 责令{day}前重新答复，还有{left}个工作日"),
}
"""Each kind with its label and what it says."""


def remind(kind: str, about: str, at: datetime) -> None:
    """Tell those who answer for an appeal what falls due; the heads of the office too when it is late."""
    appeal = Appeal.objects.select_related("agency", "application").get(pk=about.removeprefix("appeal:"))
    is_order = kind == clock.ORDER_SOON
    day = appeal.ordered_until if is_order else appeal.answer_due
    if day is None or appeal.state != (law.DECIDED if is_order else law.RECEIVED):
        raise ValueError(f"{kind} {about}")
    left = max(0, calendar().workdays_between(today_of(at), day))
    sentence = SENTENCES[kind][1].format(what=what(appeal), day=in_words(day), left=left)
    whom = set(concerned(appeal))
    if kind == clock.ANSWER_LATE:
        whom |= set(who_may("consent_to_extension", appeal.agency))
    send(appeal, whom, f"{kind}:{appeal.about}:{day}:{left}", sentence, at)


def roll_appeals(_about: str, at: datetime) -> None:
    """Bring the deadlines of appeals without a result to the calendar as it now is."""
    for appeal in Appeal.objects.live().order_by("pk").select_for_update(of=("self",)):
        clock.refresh(appeal, today=today_of(at))


def take_over_appeals(_about: str, at: datetime) -> None:
    """Take over what an import left behind before the appeals had a room of their own."""
    take_over(at=at)


def _work(kind: str) -> Callable[[str, datetime], None]:
    def work(about: str, at: datetime) -> None:
        remind(kind, about, at)

    return work


for _kind, (_label, _) in SENTENCES.items():
    register(_kind, _label, _work(_kind))
register("roll_appeals", "推算复议诉讼的答复期限", roll_appeals, every=1)
register("take_over_appeals", "接过旧登记簿的复议诉讼", take_over_appeals, every=1)
