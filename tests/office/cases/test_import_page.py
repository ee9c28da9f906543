"""The page of an old register: send it, see what it would bring, send the same file again."""

from __future__ import annotations

import html
import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from gongkai.office.cases.models import Application, RegisterImport
from gongkai.office.people.models import Member
from tests.databases.engines import Engine
from tests.office.cases.desk import Desk
from tests.office.cases.office import member
from tests.office.cases.register import case, xlsx
from tests.office.people.browsers import browser, get

PATH = "/desk/settings/import"


@pytest.fixture
def desk(db: Engine, demonstration: None) -> Desk:
    """An office with an administrator at a browser."""
    made = Desk("2026-03-10")
    member(made.office.agency, "管理员", "administrator", name="钱明")
    Member.objects.update(must_change=False)
    return made


def sends(client: Any, page: str, data: bytes, name: str = "登记簿.xlsx", **more: str) -> Any:
    """The answer to sending a file with the form of a page."""
    hidden = dict(re.findall(r'<input type="hidden" name="(form_id|seen|tried)"(?: value="([^"]*)")?', page))
    return client.post(PATH, hidden | more | {"register": SimpleUploadedFile(name, data)}, secure=True)


def text(answer: Any) -> str:
    """A page as text."""
    return html.unescape(answer.content.decode())


def test_a_register_comes_in_by_the_page(desk: Desk) -> None:
    """The dry run writes nothing; another file than the one that was tried is tried first; the same one comes in once."""
    client = browser(Member.objects.get(account="管理员"))
    page, same = text(get(client, PATH)), xlsx([case()])
    wrong = sends(client, page, xlsx([case(category="个人")]))
    assert "有1处必须先改" in text(wrong)
    assert "没有“个人”这一项" in text(wrong)
    tried = sends(client, page, same)
    assert "可以导入，还没有写入" in text(tried)
    assert not Application.objects.exists()
    other = sends(client, text(tried), xlsx([case(32)]))
    assert "可以导入，还没有写入" in text(other)
    assert not Application.objects.exists()
    done = sends(client, text(tried), same)
    assert (done.status_code, Application.objects.count(), RegisterImport.objects.count()) == (303, 1, 1)
    assert "已经导入的" in text(get(client, PATH))
    broken = sends(client, page, b"%PDF-1.4 a scan", "a.pdf")
    assert broken.status_code == 422
    assert "这不是表格" in text(broken)
    blank = get(client, f"{PATH}/template")
    assert load_workbook(BytesIO(blank.content)).sheetnames[0] == "申请"


def test_every_problem_can_be_taken_along(desk: Desk) -> None:
    """A page shows two hundred; the workbook has all of them, and nothing is written by asking for it."""
    client = browser(Member.objects.get(account="管理员"))
    data = xlsx([case(number, category="个人") for number in range(250)])
    page = text(sends(client, text(get(client, PATH)), data))
    assert "有250处必须先改" in page
    assert "另有50处" in page
    assert 'name="problems"' in page
    book = load_workbook(BytesIO(sends(client, page, data, problems="1").content))
    assert book["问题"].max_row == 251
    assert not Application.objects.exists()
