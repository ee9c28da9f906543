"""What the due jobs about cases do: they remind, bring the clocks to the day, and ask for the next year's calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.office.cases import planning, supervision
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.holidays import PASSES, recompute, roll
from gongkai.office.cases.models import Application
from gongkai.office.cases.step import today_of
from gongkai.office.cases.telling import answering, in_words, send
from gongkai.office.notices.actions import notify
from gongkai.office.notices.jobs import register
from gongkai.office.people.models import Grant, Member
from gongkai.office.people.queries import who_may

FROM_MONTH = 11
"""The month from which next year's notice on holidays is asked for: it is issued in autumn (SCREENS W4)."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A kind of reminder: its label, its sentence, and whether the heads of the office are told too.

    `at_last` is what is said on the last day, where that is something else. A sentence may name `{number}`, `{left}` and `{late}` in working days, `{day}` and `{what}` (补正 or 缴费).
    """

    label: str
    sentence: str
    tells_heads: bool = False
    at_last: str = ""


REMINDERS = {
    planning.DUE_SOON: Reminder(
        "答复期限提醒", "{number} 距答复期限{day}还有{left}个工作日", at_last="{number} 答复期限{day}今天届满"
    ),
    planning.OVERDUE: Reminder("超期提醒", "{number} 答复期限{day}已过，超期{late}个工作日", tells_heads=True),
    planning.UNCONFIRMED: Reminder("待确认提醒", "{number} 提交后已满1个工作日，请与申请人确认收到"),
    planning.LETTER_UNKNOWN: Reminder(
        "征求意见书未登记收到提醒",
        f"{{number}} 征求意见书发出已满{planning.SILENT}个工作日，还没有登记对方何时收到，请核实",
    ),
    planning.WAIT_ENDS: Reminder("等候期满提醒", "{number} {what}期限{day}届满"),
}
"""Every kind of job about an application, as `planning` plans them."""


def remind(kind: str, about: str, at: datetime) -> None:
    """Tell those who answer for a case what falls due; nothing when the case no longer waits for it.

    The days are counted when it is told: a reminder that was held up says what is true now.
    """
    application = Application.objects.live().select_related("agency", "submission").get(pk=about.removeprefix("case:"))
    reminder, days, today = REMINDERS[kind], calendar(), today_of(at)
    day = application.waits_until or application.due
    if day is None:
        raise ValueError(f"{kind} {about}")
    left = days.workdays_between(today, day)
    if kind == planning.DUE_SOON and day < today:
        return
    sentence = (reminder.sentence if left else reminder.at_last or reminder.sentence).format(
        number=application.number,
        day=in_words(day),
        left=max(left, 0),
        late=max(-left, 1),
        what="补正" if application.state == "awaiting_correction" else "缴费",
    )
    whom = set(answering(application))
    if reminder.tells_heads:
        whom |= set(who_may("consent_to_extension", application.agency))
    send(application, whom, f"{kind}:{application.about}:{day}:{max(left, -1)}", sentence, at)


def roll_clocks(_about: str, at: datetime) -> None:
    """Bring the clocks of running consultations to this day."""
    roll(at=at)


def ask_for_calendar(_about: str, at: datetime) -> None:
    """Tell every administrator once that the notice of the next year, or of this one, is not loaded."""
    today = today_of(at)
    year = today.year + (today.month >= FROM_MONTH)
    if calendar().knows(date(year, 6, 1)):
        return
    for member in administrators():
        sentence = f"{year}年的放假通知还没有载入，跨年的答复期限按推算日历计算，待核"
        notify(member, key=f"calendar:{year}", sentence=sentence, about=f"holidays:{year}", at=at)


def administrators() -> Iterable[Member]:
    """The members who may load a notice on holidays, in whichever agency."""
    held = Grant.objects.filter(role="administrator").values("member")
    return Member.objects.filter(pk__in=held, is_active=True).order_by("pk")


def _pass(kind: str) -> Callable[[str, datetime], None]:
    def work(about: str, at: datetime) -> None:
        recompute(kind, about, at)

    return work


def _work(kind: str) -> Callable[[str, datetime], None]:
    def work(about: str, at: datetime) -> None:
        remind(kind, about, at)

    return work


for _kind, _reminder in REMINDERS.items():
    register(_kind, _reminder.label, _work(_kind))
for _kind in PASSES:
    register(_kind, "按改变的假日安排重算答复期限", _pass(_kind))
register(supervision.ENDS, "督办期限提醒", supervision.remind_supervised)
register("roll_clocks", "推算征求意见中的答复期限", roll_clocks, every=1)
register("ask_for_calendar", "核对下一年放假通知", ask_for_calendar, every=1)
