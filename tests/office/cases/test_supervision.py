"""督办: who orders it, who is told and when, where it is seen, and that it disturbs nobody who works on the case."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.cases.models import Application
from gongkai.office.cases.queries import Filters, counts, listed
from gongkai.office.cases.supervision import ENDS, end_supervision, remind_supervised, supervise
from gongkai.office.notices.models import DueJob, Notice
from gongkai.office.people.models import Member
from tests.databases.engines import Engine
from tests.office.cases.desk import Desk, errors
from tests.office.cases.office import Office, day, noon
from tests.office.people.browsers import get

ON, LAST = day("2024-03-11"), day("2024-03-15")


def watched(office: Office) -> Application:
    """A case that the head lets be supervised until LAST."""
    case = office.register("2024-03-04")
    office.take(case, "assign", "2024-03-05", assignee=office.officer)
    supervise(case, note="领导关注，请尽快答复", until=LAST, by=office.signer, at=noon(ON))
    return case


def told(member: Member) -> list[str]:
    """What a member was told about supervision."""
    return [one.sentence for one in Notice.objects.filter(member=member).order_by("at") if "督办" in one.sentence]


def test_a_case_is_supervised_until_a_day(db: Engine) -> None:
    """The officer hears of it now and on the last day, the head on the last day; then it ends and nobody is told more."""
    office = Office()
    case = watched(office)
    version = case.version
    assert told(office.officer) == [f"{case.number} 由赵岚督办，请于2024年3月15日前办理"]
    assert DueJob.objects.get(kind=ENDS, about=case.about, done_at=None).due_on == LAST
    remind_supervised(case.about, noon(LAST))
    assert told(office.officer)[1:] == told(office.signer) == [f"{case.number} 督办期限2024年3月15日届满"]
    end_supervision(case, by=office.signer, at=noon(LAST))
    remind_supervised(case.about, noon(LAST))
    assert len(told(office.signer)) == 1
    assert not DueJob.objects.filter(kind=ENDS, done_at=None).exists()
    case.refresh_from_db()
    assert case.version == version, "whoever fills in a form of the case is not disturbed"
    kinds = [entry.kind for entry in audit.history(case.about)][-2:]
    assert kinds == ["case_supervised", "case_supervision_ended"]


def test_what_cannot_be_supervised(db: Engine) -> None:
    """Twice at a time, until a day that is over, without a word, once it is closed, by an officer; ended twice."""
    office = Office()
    case = watched(office)
    with pytest.raises(Conflict, match="已在督办"):
        supervise(case, note="再催", until=LAST, by=office.signer, at=noon(ON))
    end_supervision(case, by=office.signer, at=noon(ON))
    with pytest.raises(Conflict, match="没有在督办"):
        end_supervision(case, by=office.signer, at=noon(ON))
    with pytest.raises(UsageError, match="已经过去"):
        supervise(case, note="催", until=date(2024, 3, 8), by=office.signer, at=noon(ON))
    with pytest.raises(UsageError, match="请填写督办要求"):
        supervise(case, note=" ", until=LAST, by=office.signer, at=noon(ON))
    with pytest.raises(NotAllowed, match="督办"):
        supervise(case, note="催", until=LAST, by=office.officer, at=noon(ON))
    office.take(case, "withdraw", "2024-03-12", note="申请人来函")
    with pytest.raises(UsageError, match="已经办结"):
        supervise(case, note="催", until=LAST, by=office.signer, at=noon(day("2024-03-12")))


def test_the_list_finds_and_shows_it(db: Engine) -> None:
    """One box counts it and no other twice; closed, it is out of the box."""
    office = Office()
    other, case = office.register("2024-03-04"), watched(office)
    found = listed(office.officer, Filters(bucket="supervised"), today=ON, agency=office.agency)
    assert [one.number for one in found] == [case.number] != [other.number]
    assert counts(office.officer, today=ON)["supervised"] == 1
    office.take(case, "withdraw", "2024-03-12", note="申请人来函")
    assert counts(office.officer, today=ON)["supervised"] == 0


@pytest.mark.usefixtures("demonstration")
def test_it_is_ordered_and_ended_on_the_page(db: Engine) -> None:
    """The head finds the form, a day that is over is told at the field's form, the case and the list say it, a button ends it."""
    desk = Desk("2024-03-11")
    case = desk.registers(submitted_on="2024-03-04")
    path = f"{case.number}/supervise"
    assert f"/desk/cases/{path}" not in desk.opens(case.number)
    assert f"/desk/cases/{path}" in desk.opens(case.number, "signer")
    wrong = desk.sends(path, "signer", note="尽快", until="2024-03-08")
    assert "已经过去" in errors(wrong)
    assert desk.sends(path, "signer", note="尽快答复", until="2024-03-15").status_code == 303
    assert "要求3月15日前办理：</b>尽快答复" in desk.opens(case.number)
    assert "督办 3月15日前" in get(desk.sits(), "/desk/cases?bucket=supervised").content.decode()
    assert desk.sends(f"{path}/end", "signer").status_code == 303
    assert "尽快答复" not in desk.opens(case.number).partition("经过")[0]
