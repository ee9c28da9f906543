"""Whom a case tells what, and when: each step in its transaction, each day that falls due on its day and once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.errors import GongkaiError
from gongkai.office.cases import clock, planning
from gongkai.office.cases.holidays import load_notice
from gongkai.office.cases.models import Application
from gongkai.office.cases.telling import TELLINGS
from gongkai.office.notices.actions import do_one, plan_standing
from gongkai.office.notices.models import DueJob, Notice
from gongkai.office.notices.queries import troubled_jobs
from gongkai.office.people.actions import disable
from gongkai.office.people.models import Member
from gongkai.statute.procedure import MOVES
from tests.databases.engines import Engine
from tests.office.cases.office import Office, day, does_passes, member, noon
from tests.office.cases.test_holidays import NOTICE
from tests.office.cases.test_random import Undone, live


def told(who: Member) -> list[str]:
    """What somebody was told, in order."""
    return list(Notice.objects.filter(member=who).order_by("at", "pk").values_list("sentence", flat=True))


def planned(case: Application) -> set[tuple[str, str]]:
    """The jobs about a case that wait."""
    rows = DueJob.objects.filter(about=case.about, done_at=None)
    return {(row.kind.removeprefix("case_"), str(row.due_on)) for row in rows}


def pass_days(first: str, last: str) -> None:
    """Let the timer run at noon of every day."""
    today = day(first)
    while today <= day(last):
        plan_standing(today=today)
        while do_one(at=noon(today)):
            pass
        today += timedelta(1)
    assert not troubled_jobs().exists()


def test_every_step_that_tells_is_one_of_the_procedure() -> None:
    """A misspelt name would tell nobody."""
    assert set(TELLINGS) <= {move.name for move in MOVES} | {"correct_fact"}


def test_a_step_tells_those_whom_it_concerns_and_not_who_took_it(db: Engine) -> None:
    """Assigned, opinion, extension, service: the assignee, the consenting head, the registrar; by number alone."""
    office = Office()
    case = office.register("2025-03-03")
    number = case.number
    office.take(case, "assign", "2025-03-04", by=office.registrar, assignee=office.officer)
    assert told(office.officer) == [f"{number} 分给您办理，答复期限2025年3月31日"]
    office.take(case, "consult", "2025-03-04", party="甲公司", joint=False)
    office.take(case, "receive_opinion", "2025-03-06", by=office.registrar, party="甲公司", note="同意")
    assert told(office.officer)[1:] == [f"{number} 收到征求的意见，答复期限2025年4月2日"]
    office.take(case, "extend", "2025-03-10", days=20, note="卷多")
    assert told(office.signer) == [f"{number} 经负责人同意延长答复期限，{_due(case)}"]
    office.take(case, "decide", "2025-03-12", outcome="granted", document_number="1号")
    office.take(case, "serve", "2025-03-13", way="direct")
    assert told(office.registrar) == [
        f"{number} 已登记答复结果，请送达，{_due(case)}",
        f"{number} 答复已送达，办结",
    ]
    assert len(told(office.officer)) == 2
    assert set(Notice.objects.values_list("link", flat=True)) == {f"/desk/cases/{number}?for={office.agency.pk}"}
    assert not planned(case)


def _due(case: Application) -> str:
    assert case.due
    return f"答复期限{case.due.year}年{case.due.month}月{case.due.day}日"


def test_what_is_refused_tells_nobody(db: Engine) -> None:
    """The notice is in the transaction of the step."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "assign", "2025-03-04", by=office.registrar, assignee=office.officer)
    before = Notice.objects.count(), planned(case)
    with pytest.raises(GongkaiError):
        office.take(case, "serve", "2025-03-05", by=office.registrar, way="direct")
    assert (Notice.objects.count(), planned(case)) == before


def test_the_deadline_reminds_twice_and_then_says_by_how_much_it_is_late(db: Engine) -> None:
    """Five and two working days before it, on the next working day after it, over the Qingming holiday; each once."""
    office = Office()
    case = office.register("2025-03-10")
    office.take(case, "assign", "2025-03-11", by=office.registrar, assignee=office.officer)
    assert str(case.due) == "2025-04-08"
    assert planned(case) == {("due_soon", "2025-03-31"), ("due_soon", "2025-04-03"), ("overdue", "2025-04-09")}
    pass_days("2025-03-12", "2025-04-12")
    pass_days("2025-04-09", "2025-04-12")
    assert told(office.officer)[1:] == [
        f"{case.number} 距答复期限2025年4月8日还有5个工作日",
        f"{case.number} 距答复期限2025年4月8日还有2个工作日",
        f"{case.number} 答复期限2025年4月8日已过，超期1个工作日",
    ]
    assert told(office.signer) == told(office.officer)[3:]


def test_a_letter_whose_receipt_nobody_recorded_warns(db: Engine) -> None:
    """Fifteen working days after it was sent, once; not when the receipt or the answer is recorded before."""
    office = Office()
    case = office.register("2025-03-10")
    office.take(case, "assign", "2025-03-11", by=office.registrar, assignee=office.officer)
    office.take(case, "consult", "2025-03-12", party="甲公司", joint=False)
    assert planned(case) == {("letter_unknown", "2025-04-02")}
    pass_days("2025-04-01", "2025-04-03")
    assert told(office.officer)[1:] == [f"{case.number} 征求意见书发出已满15个工作日，还没有登记对方何时收到，请核实"]
    other = office.register("2025-03-10", at=noon(day("2025-04-03")))
    office.take(other, "consult", "2025-04-03", party="甲公司", joint=False)
    office.take(other, "record_letter_received", "2025-04-07", party="甲公司")
    assert not [one for one in planned(other) if one[0] == "letter_unknown"]


def test_a_moved_deadline_moves_its_reminders(db: Engine) -> None:
    """While a consultation runs nothing is due; with its answer, an extension or a notice it is planned anew."""
    office = Office()
    keeper = member(office.agency, "guanli", "administrator", name="周岚")
    case = office.register("2026-12-01")
    first = planned(case)
    office.take(case, "consult", "2026-12-03", party="甲公司", joint=False)
    assert planned(case) == {("letter_unknown", "2026-12-24")}
    office.take(case, "receive_opinion", "2026-12-07", party="甲公司", note="同意")
    second = planned(case)
    assert len(second) == 3
    assert second != first
    load_notice(**NOTICE, by=keeper, at=noon(day("2026-12-08")))
    does_passes(noon(day("2026-12-08")))
    case.refresh_from_db()
    assert planned(case) == {
        (kind.removeprefix("case_"), str(on)) for kind, on in planning.wanted(case, clock.calendar())
    }
    assert planned(case) != second
    office.take(case, "withdraw", "2026-12-09", note="书面")
    assert planned(case) == set()


def test_a_consultation_that_runs_out_by_itself_is_seen_by_the_timer(db: Engine) -> None:
    """The daily roll brings the copy to the day, and with it the reminders; nobody takes a step."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "consult", "2025-03-05", party="甲公司", joint=False)
    office.take(case, "record_letter_received", "2025-03-06", party="甲公司")
    pass_days("2025-03-07", "2025-04-08")
    case.refresh_from_db()
    assert case.clock == "running"
    assert planned(case) | {(row.kind.removeprefix("case_"), str(row.due_on)) for row in _done(case)} == {
        (kind.removeprefix("case_"), str(on)) for kind, on in planning.wanted(case, clock.calendar())
    }


def _done(case: Application) -> list[DueJob]:
    return list(DueJob.objects.filter(about=case.about).exclude(done_at=None))


def test_what_is_waited_for_is_reminded_of(db: Engine) -> None:
    """A confirmation after one working day, a correction and a payment on the last day; over when it came in time."""
    office = Office()
    online = office.register("2025-03-07", "online")
    assert planned(online) == {("unconfirmed", "2025-03-10")}
    pass_days("2025-03-08", "2025-03-11")
    assert told(office.registrar) == [f"{online.number} 提交后已满1个工作日，请与申请人确认收到"]
    office.take(online, "confirm", "2025-03-11", note="电话")
    office.take(online, "ask_correction", "2025-03-12", note="年份", until="2025-03-20")
    assert planned(online) == {("wait_ends", "2025-03-20")}
    pass_days("2025-03-12", "2025-03-21")
    assert told(office.officer)[-1] == f"{online.number} 补正期限2025年3月20日届满"
    office.take(online, "receive_correction", "2025-03-21")
    office.take(online, "notice_fee", "2025-03-24", amount=100)
    ((kind, last),) = planned(online)
    assert kind == "wait_ends"
    pass_days(last, last)
    assert told(office.officer)[-1].startswith(f"{online.number} 缴费期限")


def test_where_the_assignee_is_gone_those_who_assign_are_told(db: Engine) -> None:
    """A disabled account lets no deadline pass in silence."""
    office = Office()
    keeper = member(office.agency, "guanli", "administrator", name="周岚")
    case = office.register("2025-03-10")
    office.take(case, "assign", "2025-03-11", by=office.registrar, assignee=office.officer)
    disable(office.officer, by=keeper, at=noon(day("2025-03-12")))
    pass_days("2025-03-31", "2025-03-31")
    assert told(office.registrar) == [f"{case.number} 距答复期限2025年4月8日还有5个工作日"]
    assert len(told(office.officer)) == 1


def test_from_november_the_missing_notice_is_asked_for_once(db: Engine) -> None:
    """Every administrator, one notice a year, none where it is loaded (SCREENS W4)."""
    office = Office()
    keeper = member(office.agency, "guanli", "administrator", name="周岚")
    pass_days("2026-10-30", "2026-10-31")
    assert told(keeper) == []
    pass_days("2026-11-01", "2026-11-04")
    assert told(keeper) == ["2027年的放假通知还没有载入，跨年的答复期限按推算日历计算，待核"]
    load_notice(**NOTICE, by=keeper, at=noon(day("2026-11-06")))
    Notice.objects.all().delete()
    pass_days("2026-11-07", "2026-11-08")
    assert told(keeper) == []


def test_what_is_planned_is_what_the_copy_asks_for_after_any_life(db: Engine) -> None:
    """Of random lawful lives, with the timer running or not: waiting jobs are the wanted ones that are not done."""
    office = Office()

    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def lives(dice: st.DataObject) -> None:
        try:
            with transaction.atomic():
                live(office, dice)
                case = Application.objects.get()
                days = clock.calendar()
                if dice.draw(st.booleans()):
                    later: date = case.computed_on + timedelta(dice.draw(st.integers(0, 40)))
                    plan_standing(today=later)
                    while do_one(at=noon(later)):
                        pass
                    assert not troubled_jobs().exists()
                    case.refresh_from_db()
                done = {(row.kind, row.due_on) for row in _done(case)}
                waiting = set(DueJob.objects.filter(about=case.about, done_at=None).values_list("kind", "due_on"))
                letters = clock.unheard(case.facts.standing())
                assert waiting == planning.wanted(case, days, letters) - done
                raise Undone
        except Undone:
            pass

    lives()
