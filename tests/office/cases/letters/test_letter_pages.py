"""S-05 through the browser: choose, write, look, send in, sign, send back, remind, take the files along."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from gongkai.office.cases.letters.models import Letter
from gongkai.office.cases.models import Application
from gongkai.office.people.actions import grant
from gongkai.office.people.models import Agency
from gongkai.statute.letters import letters
from tests.databases.engines import Engine
from tests.office.cases.desk import Desk, errors
from tests.office.people.browsers import download, get, post
from tests.office.people.people import AT

pytestmark = pytest.mark.usefixtures("demonstration")
FACTS = "所申请的是办公会议的讨论记录。"


def desk_with_organs() -> Desk:
    """A bureau whose registrar reviews, whose remedy is known."""
    desk = Desk("2025-03-03")
    agency = desk.office.agency
    grant(desk.office.registrar, role="reviewer", agency=agency, by=None, at=AT)
    Agency.objects.filter(pk=agency.pk).update(court="青岚市云台区人民法院")
    agency.organs.add(Agency.objects.create(code="青政", name="青岚市人民政府", kind="government", level=3))
    return desk


def drafted(desk: Desk, one: Application, what: str = "reply_deny:denied_process", **more: Any) -> str:
    """The path of a document that was begun on its page."""
    answer = desk.sends(f"{one.number}/letters/new", what=what, **more)
    assert answer.status_code == 303, errors(answer)
    return str(answer["Location"]).removeprefix("/desk/cases/").removesuffix("/write")


def shown(answer: Any) -> str:
    """The page as text."""
    return html.unescape(answer.content.decode())


def test_an_answer_is_written_signed_and_served(db: Engine) -> None:
    """The letter comes with its article, its remedy and the row that counts it; two signatures make it a document."""
    desk = desk_with_organs()
    one = desk.registers()
    page = desk.opens(f"{one.number}/letters/new")
    assert "属于四类过程性信息" in page
    assert "《政府信息不予公开告知书》" in page
    assert page.count('value="close_no_correction') == 0
    path = drafted(desk, one)
    page = shown(post(desk.sits(), f"/desk/cases/{path}/write", desk.typed(f"{path}/write", facts=FACTS, preview="1")))
    assert FACTS in page
    assert "将计入 表三 三（三）6 属于四类过程性信息" in page
    assert "先向青岚市人民政府申请行政复议" in page
    assert Letter.objects.get().version == 1
    assert desk.sends(f"{path}/write", facts=FACTS, submit="1").status_code == 303
    assert "等“审核”签字" in desk.opens(path)
    desk_page = html.unescape(get(desk.sits("registrar"), "/desk/").content.decode())
    assert "等您签字" in desk_page
    assert f"{one.number} 政府信息不予公开告知书" in desk_page
    assert desk.sends(f"{path}/sign", "registrar", opinion="同意。").status_code == 303
    assert get(desk.sits("registrar"), f"/desk/cases/{path}/sign").status_code == 200
    assert desk.sends(f"{path}/sign", "signer", opinion="").status_code == 303
    page = desk.opens(path)
    assert "青水〔2025〕第1号" in page
    letter = Letter.objects.get()
    assert letter.pdf is not None
    assert letter.pdf.sha256 in page
    assert download(desk.sits(), f"/desk/cases/{path}/file.pdf").startswith(b"%PDF")
    assert download(desk.sits("signer"), f"/desk/cases/{path}/file.docx").startswith(b"PK")
    served = desk.sends(f"{one.number}/serve", way="post", happened_on="2025-03-03", note="EMS123")
    assert served.status_code == 303, errors(served)
    page = desk.opens(one.number)
    assert "签发《政府信息不予公开告知书》" in page
    assert "“审核”签字同意" in page


def test_a_gap_keeps_what_was_typed(db: Engine) -> None:
    """What is missing is named on the form, beside what was typed; a draft may have gaps."""
    desk = desk_with_organs()
    path = drafted(desk, desk.registers(), "reply_grant:granted")
    answer = desk.sends(f"{path}/write", provided="批准文件一份", submit="1")
    assert answer.status_code == 422
    assert "请填写提供的形式和途径" in errors(answer)
    assert "批准文件一份" in shown(answer)
    assert desk.sends(f"{path}/write", provided="批准文件一份", save="1").status_code == 303
    assert "批准文件一份" in desk.opens(f"{path}/write")


def test_a_return_brings_the_reason_back(db: Engine) -> None:
    """The drafter meets the reason on the form, and the second round is drawn beside the first."""
    desk = desk_with_organs()
    path = drafted(desk, desk.registers())
    desk.sends(f"{path}/write", facts=FACTS, submit="1", flags=["litigation"])
    assert "请填写退回的理由" in errors(desk.sends(f"{path}/return", "registrar", reason=""))
    assert desk.sends(f"{path}/return", "registrar", reason="事实写得太少").status_code == 303
    page = desk.opens(f"{path}/write")
    assert "退回：事实写得太少" in page
    assert desk.sends(f"{path}/write", facts=FACTS * 2, submit="1").status_code == 303
    assert "第2次送签" in desk.opens(path)


def test_who_may_not_sign(db: Engine) -> None:
    """The drafter has no such page; whoever's turn it is not is told whose it is; another agency finds nothing."""
    desk = desk_with_organs()
    path = drafted(desk, desk.registers())
    desk.sends(f"{path}/write", facts=FACTS, submit="1")
    assert get(desk.sits(), f"/desk/cases/{path}/sign").status_code == 403
    answer = desk.sends(f"{path}/sign", "signer", opinion="同意。")
    assert answer.status_code == 403
    assert "“审核”由审核人签" in shown(answer)
    assert get(desk.sits(), f"/desk/cases/{path}/write").status_code == 302
    assert Letter.objects.get().state == "in_review"
    number = Application.objects.get().number
    for tail in ("", "/write", "/file.pdf", "/file.exe"):
        there = path.replace(number, "2025-9999") if tail != "/file.exe" else path
        assert get(desk.sits(), f"/desk/cases/{there}{tail}").status_code == 404


def test_two_at_one_draft(db: Engine) -> None:
    """Whoever saves second is told, and loses nothing of what they typed (TRUST 4, row 44)."""
    desk = desk_with_organs()
    path = drafted(desk, desk.registers())
    late = desk.typed(f"{path}/write", facts="后写的事实", save="1")
    desk.sends(f"{path}/write", facts="先写的事实", save="1")
    answer = post(desk.sits(), f"/desk/cases/{path}/write", late)
    assert answer.status_code == 409
    page = shown(answer)
    assert "后写的事实" in page
    again = dict(re.findall(r'<input type="hidden" name="(form_id|seen|version)" value="([^"]*)"', page))
    assert post(desk.sits(), f"/desk/cases/{path}/write", late | again).status_code == 303
    assert "后写的事实" in desk.opens(f"{path}/write")


def test_reminding_and_giving_up(db: Engine) -> None:
    """催办 says that it was done; a document that is given up opens its case again."""
    desk = desk_with_organs()
    one = desk.registers()
    path = drafted(desk, one)
    desk.sends(f"{path}/write", facts=FACTS, submit="1")
    answer = post(desk.sits(), f"/desk/cases/{path}/remind")
    assert answer.status_code == 303
    assert "已提醒" in shown(get(desk.sits(), answer["Location"]))
    assert post(desk.sits("signer"), f"/desk/cases/{path}/drop").status_code == 403
    assert post(desk.sits(), f"/desk/cases/{path}/drop").status_code == 303
    one.refresh_from_db()
    assert one.state == "open"
    assert "拟答复" in desk.opens(one.number)


def test_every_document_has_its_page(db: Engine) -> None:
    """Whatever may be chosen can be begun, filled, looked at and taken along as a draft that says so."""
    desk = desk_with_organs()
    one = desk.registers()
    page = desk.opens(f"{one.number}/letters/new")
    values = re.findall(r'name="what" value="([^"]+)"', page)
    assert len({value.partition(":")[0] for value in values}) >= len(letters()) - 7
    for value in values:
        path = drafted(desk, one, value)
        assert desk.sends(f"{path}/write", save="1").status_code == 303, value
        assert "（草稿，未签发）" in desk.opens(path) or letters()[value.partition(":")[0]].layout == "form"
        desk.sits().post(f"/desk/cases/{path}/drop", secure=True)
    assert set(Letter.objects.values_list("state", flat=True)) == {"dropped"}
