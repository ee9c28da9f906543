"""A notice on holidays that an administrator loads moves the open deadlines, and each move is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.cases import clock, holidays
from gongkai.office.cases.holidays import load_notice, moved_by, progress, roll, withdraw_notice
from gongkai.office.cases.models import Application, HolidayNotice
from gongkai.office.notices.actions import do_one
from gongkai.office.people.actions import grant
from gongkai.office.people.models import Member
from gongkai.statute.calendar import DaysOff
from tests.databases.engines import Engine
from tests.office.cases.office import Office, day, does_passes, member, noon
from tests.office.people.people import bureau, city

NOTICE: dict[str, Any] = {
    "document": "国办发明电〔2026〕9号",
    "year": 2027,
    "issued_on": day("2026-11-05"),
    "days_off": (DaysOff("元旦", day("2027-01-01"), day("2027-01-04")),),
    "make_up": (day("2026-12-26"),),
}
AT = noon(day("2026-12-21"))


def administrator(office: Office) -> Member:
    """Who keeps the calendar."""
    return member(office.agency, "guanli", "administrator", name="周岚")


def test_a_notice_moves_what_it_touches(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deadline over New Year is provisional until the notice is there; only open applications that move are told."""
    monkeypatch.setattr(holidays, "BATCH", 2)
    office = Office()
    keeper = administrator(office)
    early, closed = office.register("2026-11-27"), office.register("2026-12-01")
    office.take(closed, "withdraw", "2026-12-02", note="书面撤回")
    late = office.register("2026-12-11")
    others = [office.register("2026-12-11") for _ in range(2)]
    assert (str(late.due), late.is_provisional) == ("2027-01-08", True)
    version = late.version
    notice = load_notice(**NOTICE, by=keeper, at=AT)
    assert progress(notice) == (0, 4)
    while progress(notice) == (0, 4):
        assert do_one(at=AT)
    assert progress(notice) == (2, 4)
    does_passes(AT)
    assert progress(notice) is None
    assert {one.application for one in moved_by(notice)} == {late, *others}
    for case, due in ((early, "2026-12-25"), (late, "2027-01-11"), (closed, "2026-12-29")):
        case.refresh_from_db()
        assert str(case.due) == due
    assert (late.is_provisional, late.version) == (False, version)
    told = [audit.told(one) for one in audit.history(f"case:{late.pk}")]
    assert told[1:] == ["假日安排变化，答复期限由2027-01-08改为2027-01-11"]
    assert audit.history(f"case:{closed.pk}").count() == 2


def test_a_notice_is_loaded_once_and_looked_at(db: Engine) -> None:
    """A second of the same number is a conflict; days that no notice has are refused and nothing is kept."""
    office = Office()
    keeper = administrator(office)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"document": " "}, "文号"),
        ({"issued_on": day("2026-12-22")}, "晚于今天"),
        ({"days_off": ()}, "放假"),
        ({"days_off": (DaysOff("元旦", day("2027-01-03"), day("2027-01-01")),)}, "不对"),
        ({"days_off": (DaysOff("", day("2027-01-01"), day("2027-01-03")),)}, "名称"),
        ({"days_off": (DaysOff("元旦", day("2027-01-01"), day("2027-03-03")),)}, "31天"),
        ({"make_up": (day("2026-12-25"),)}, "不对"),
        ({"make_up": (day("2027-01-02"),)}, "既放假又上班"),
        ({"make_up": (day("2017-01-07"),)}, "年前后"),
    ]
    for change, word in wrong:
        with pytest.raises(UsageError, match=word):
            load_notice(**NOTICE | change, by=keeper, at=AT)
    assert not clock.calendar().knows(day("2027-06-01"))
    load_notice(**NOTICE, by=keeper, at=AT)
    assert clock.calendar().knows(day("2027-06-01"))
    with pytest.raises(Conflict, match="已经载入"):
        load_notice(**NOTICE, by=keeper, at=AT)


def test_a_notice_that_was_wrong_is_withdrawn(db: Engine) -> None:
    """With a reason, told in the audit with its days; the deadlines go back, and its document is loaded anew."""
    office = Office()
    keeper = administrator(office)
    case = office.register("2026-12-11")
    before = case.due
    notice = load_notice(**NOTICE, by=keeper, at=AT)
    does_passes(AT)
    case.refresh_from_db()
    assert case.due != before
    with pytest.raises(UsageError, match="原因"):
        withdraw_notice(notice, reason=" ", by=keeper, at=AT)
    withdraw_notice(notice, reason="春节录错", by=keeper, at=AT)
    does_passes(AT)
    case.refresh_from_db()
    assert (case.due, case.is_provisional) == (before, True)
    told = audit.told(audit.history(f"holidays:{notice.pk}").last())
    assert "2027-01-01至2027-01-04；上班2026-12-26），原因：春节录错" in told
    with pytest.raises(Conflict, match="已经撤下"):
        withdraw_notice(HolidayNotice(pk=notice.pk), reason="春节录错", by=keeper, at=AT)
    load_notice(**NOTICE, by=keeper, at=AT)


def test_the_calendar_of_all_is_kept_at_the_top(db: Engine) -> None:
    """An administrator of a bureau neither loads a notice nor withdraws one."""
    top = city()
    local, keeper = member(bureau(top), "local"), member(top, "shiguan", "administrator")
    grant(local, role="administrator", agency=local.agency, by=keeper, at=AT)
    with pytest.raises(NotAllowed):
        load_notice(**NOTICE, by=local, at=AT)
    notice = load_notice(**NOTICE, by=keeper, at=AT)
    with pytest.raises(NotAllowed):
        withdraw_notice(notice, reason="春节录错", by=local, at=AT)


def test_a_case_that_was_computed_by_the_old_calendar_is_not_missed(db: Engine) -> None:
    """One that was being registered while the notice was loaded comes into the second pass."""
    office = Office()
    keeper = administrator(office)
    case = office.register("2026-12-11")
    before = case.due
    load_notice(**NOTICE, by=keeper, at=AT)
    while do_one(at=AT):
        pass
    Application.objects.filter(pk=case.pk).update(due=before)
    assert not do_one(at=AT + timedelta(minutes=9))
    assert do_one(at=AT + timedelta(minutes=10))
    case.refresh_from_db()
    assert str(case.due) == "2027-01-11"


def test_a_running_consultation_rolls_with_the_days(db: Engine) -> None:
    """Until the letter's arrival is known each working day adds one; the daily run brings the copy up to date."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "consult", "2025-03-05", party="甲公司", joint=False)
    assert str(case.due) == "2025-03-31"
    assert roll(at=noon(day("2025-03-05"))) == 0
    assert roll(at=noon(day("2025-03-10"))) == 1
    case.refresh_from_db()
    assert str(case.due) == "2025-04-03"
    assert case.due == clock.account(case, today=day("2025-03-10")).due
