"""Who else is at a case now (W13), and the cover of its paper file."""

from __future__ import annotations

import pytest

from gongkai.office.people.models import Draft
from tests.databases.engines import Engine
from tests.office.cases.desk import Desk
from tests.office.people.browsers import get, post

pytestmark = pytest.mark.usefixtures("demonstration")


def types(desk: Desk, path: str, who: str) -> None:
    """The browser keeps what somebody types, as it does every twenty seconds."""
    assert post(desk.sits(who), f"/desk/draft/keep?path=/desk/cases/{path}", desk.typed(path, who)).status_code == 204


def test_others_who_type_are_told(db: Engine) -> None:
    """On the case and on its forms, until the form was sent or minutes have passed; to look writes nothing."""
    desk = Desk()
    case, other = desk.registers(), desk.registers(subjects="另一件")
    types(desk, f"{case.number}/withdraw", "registrar")
    said = "张禾正在填写这件申请的“申请人撤回”"
    for path in (case.number, f"{case.number}/consult"):
        assert said in desk.opens(path), path
    assert said not in desk.opens(case.number, "registrar"), "not to themself"
    assert said not in desk.opens(other.number)
    kept = Draft.objects.get()
    desk.opens(case.number)
    assert Draft.objects.get().saved_at == kept.saved_at
    kept.saved_at -= (kept.saved_at - kept.saved_at.replace(year=kept.saved_at.year - 1)) / 1000
    kept.save()
    assert said not in desk.opens(case.number)


def test_a_form_that_was_sent_is_left(db: Engine) -> None:
    """With the draft the word goes."""
    desk = Desk()
    case = desk.registers()
    types(desk, f"{case.number}/assign", "registrar")
    assert "正在填写" in desk.opens(case.number)
    officer = str(desk.office.officer.pk)
    assert desk.sends(f"{case.number}/assign", "registrar", assignee=officer).status_code == 303
    assert "正在填写" not in desk.opens(case.number)


def test_covers_are_printed(db: Engine) -> None:
    """One for each that was ticked, the person masked; what is not there is left out, and nothing ticked leads back."""
    desk = Desk()
    case, other = desk.registers(), desk.registers(subjects="另一件")
    page = desk.opens(f"covers?n={case.number}&n={other.number}&n=2031-0001")
    assert page.count("政府信息公开申请案卷") == 2
    assert "王**" in page
    assert "王小禾" not in page
    assert "2024年4月1日" in page
    answer = get(desk.sits(), "/desk/cases/covers?back=//evil.invalid")
    assert (answer.status_code, answer["Location"]) == (303, "/desk/")
