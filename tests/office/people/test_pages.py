"""Agencies, members and the audit as pages: what an administrator and an auditor do there, end to end."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.audit.models import Entry
from gongkai.audit.queries import told
from gongkai.office.people import totp
from gongkai.office.people.models import Agency, Grant, Member
from tests.databases.engines import Engine
from tests.office.people.browsers import browser, filled, get, is_in, member_with, post, sign_in, stranger
from tests.office.people.people import PASSWORD, administrator, bureau, city

FIRST, OWN_WORD = "first-word-of-theirs-1", "own-word-of-theirs-2"
BAD_NAME = "=1+1的科室"
WEAK = "wangfang12"


def send(client: Client, path: str, **typed: Any) -> Any:
    """The answer to a page's form, filled in."""
    return post(client, path, filled(client, path, **typed))


def test_a_bureau_is_set_up_through_the_pages(db: Engine, demonstration: None) -> None:
    """Found, described, given a unit and a member; the member signs in, changes the first password, has the role."""
    chief = administrator(city())
    client, top = browser(chief), f"/desk/settings/agencies/{chief.agency.pk}"
    made = send(client, f"{top}/found", name="青岚市水利局", code="青水", kind="department", level="3")["Location"]
    agency = Agency.objects.get(code="青水")
    assert made == f"/desk/settings/agencies/{agency.pk}"
    assert (agency.parent, agency.supervising) == (chief.agency, chief.agency)
    taken = send(client, f"{top}/found", name="青岚市水利局", code="青务", kind="department", level="3")
    assert taken.status_code == 409
    assert "已经有了" in taken.content.decode()
    organs = [str(chief.agency.pk)]
    send(client, f"{made}/describe", number_pattern=agency.number_pattern, court="云溪区人民法院", organs=organs)
    send(client, f"{made}/units", name="办公室")
    send(client, f"{made}/alias", name="市水利局")
    send(client, f"{made}/rename", name="青岚市水务局", until="2026-03-19")
    page = get(client, made).content.decode()
    for word in ("云溪区人民法院", "青岚市人民政府", "办公室", "市水利局", "青岚市水利局（使用至 2026-03-19）"):
        assert word in page, word
    unit = str(agency.units.get().pk)
    home = send(client, f"{made}/members", name="王芳", account="wangfang", password=FIRST, unit=unit)["Location"]
    assert send(client, f"{home}/grant", role="officer", agency=str(agency.pk)).status_code == 303
    assert "经办人" in get(client, "/desk/settings/members").content.decode()
    theirs = stranger()
    assert sign_in(theirs, "wangfang", FIRST).status_code == 303
    assert get(theirs, "/desk/")["Location"] == "/desk/account/password"
    word = {"password": OWN_WORD, "again": OWN_WORD}
    assert send(theirs, "/desk/account/password", old=FIRST, **word).status_code == 303
    assert "我的待办" in get(theirs, "/desk/").content.decode()
    assert post(client, f"{home}/revoke/officer/{agency.pk}").status_code == 303
    assert not is_in(theirs)
    assert not Grant.objects.filter(member__account="wangfang").exists()


def test_an_agency_is_put_elsewhere_in_the_tree(db: Engine, demonstration: None) -> None:
    """Below any other of the same tree; itself and what stands below it are not offered."""
    top = city()
    own, other = bureau(top), bureau(top, code="青文", name="青岚市文化和旅游局")
    client = browser(administrator(top))
    path = f"/desk/settings/agencies/{own.pk}/place"
    assert str(own.pk) not in re.findall(r'<option value="([^"]*)"', get(client, path).content.decode())
    assert send(client, path, parent=str(other.pk)).status_code == 303
    assert send(client, path, parent=str(own.pk)).status_code == 422
    assert Agency.objects.get(pk=own.pk).parent == other


def test_who_cannot_sign_in_gets_a_first_password_anew(db: Engine, demonstration: None) -> None:
    """It is to be changed at once, and the old authenticator is forgotten; one's own is not set there."""
    chief = administrator(city())
    member = member_with("officer", chief.agency, "wangfang", by=chief)
    client = browser(chief)
    assert send(client, f"/desk/settings/members/{member.pk}/password", password=FIRST).status_code == 303
    theirs = stranger()
    assert sign_in(theirs, "wangfang", FIRST).status_code == 303
    assert get(theirs, "/desk/")["Location"] == "/desk/account/password"
    assert send(client, f"/desk/settings/members/{chief.pk}/password", password=FIRST).status_code == 422
    assert post(client, f"/desk/settings/members/{chief.pk}/disable").status_code == 422


def test_a_weak_password_is_told_and_not_shown_again(db: Engine, demonstration: None) -> None:
    """The form comes back with the reason and the other fields; the password is not in the page."""
    chief = administrator(city())
    path = f"/desk/settings/agencies/{chief.agency.pk}/members"
    answer = send(browser(chief), path, name="王芳", account="wangfang", password=WEAK)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "错误：" in page
    assert 'value="王芳"' in page
    assert WEAK not in page


def test_a_second_factor_is_set_up(db: Engine) -> None:
    """The picture and the groups hold one secret; its code proves it; then everything is open, and signing in asks it."""
    member = member_with("", city(), "liming")
    client = browser(member)
    path = "/desk/account/second-factor"
    page = get(client, path).content.decode()
    assert "才能办理其他事项" in page
    secret = "".join(re.findall(r"密钥：<code>([A-Z2-7 ]+)</code>", page)[0].split())
    assert f"secret={secret}" in page
    assert get(client, path).content.decode().count(f"secret={secret}") == 1, "the same on every showing"
    assert send(client, path, code="000000").status_code == 422
    code = totp.code(secret, totp.step_of(timezone.now()))
    assert send(client, path, code=code)["Location"] == "/desk/account"
    assert is_in(client)
    assert sign_in(stranger(), "liming").status_code == 422
    page = get(client, path).content.decode()
    assert secret not in page
    assert 'name="password"' in page
    other = "".join(re.findall(r"密钥：<code>([A-Z2-7 ]+)</code>", page)[0].split())
    code = totp.code(other, totp.step_of(timezone.now()))
    assert send(client, path, code=code, password=WEAK).status_code == 422
    assert send(client, path, code=code, password=PASSWORD).status_code == 303


@pytest.fixture
def auditor(db: Engine, demonstration: None) -> Client:
    """The auditor of a city in which a unit with a hostile name was entered."""
    chief = administrator(city())
    member = member_with("auditor", chief.agency, "auditor", by=chief)
    assert send(browser(chief), f"/desk/settings/agencies/{chief.agency.pk}/units", name=BAD_NAME).status_code == 303
    return browser(member)


def test_the_audit_is_read_and_filtered(auditor: Client) -> None:
    """In sentences with names, the latest first; by kind, object and day; what makes no sense filters nothing."""
    page = get(auditor, "/desk/audit").content.decode()
    assert page.index(BAD_NAME) < page.index("登记机关 青岚市人民政府")
    assert f"李明（{Member.objects.get(account='zhangwei').account}）" in page
    assert "授予角色 系统管理员" in page
    kinds = get(auditor, "/desk/audit?kind=member_added").content.decode()
    assert "共2条" in kinds
    about = f"agency:{Agency.objects.get().pk}"
    assert "共2条" in get(auditor, f"/desk/audit?about={about}").content.decode()
    today = timezone.localtime().date().isoformat()
    assert "共1条" in get(auditor, f"/desk/audit?since={today}").content.decode()
    assert "没有这样的记录" in get(auditor, "/desk/audit?until=2020-01-01").content.decode()
    whole = Entry.objects.count()
    for nonsense in ("kind=x", "since=2026-02-30", "page=1e18", "page=-1", "sort=password", "about=%00"):
        answer = get(auditor, f"/desk/audit?{nonsense}")
        assert answer.status_code == 200, nonsense
        assert f"共{whole}条" in answer.content.decode(), nonsense


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_audit_leaves_as_a_file(auditor: Client, form: str) -> None:
    """Exactly the rows that were filtered, no formula, and one entry that tells of it."""
    answer = get(auditor, f"/desk/audit/export.{form}?kind=unit_added")
    assert answer["Content-Disposition"].startswith("attachment")
    body = b"".join(answer.streaming_content)
    if form == "csv":
        assert body.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(body)).active
        assert sheet is not None
        rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(rows) == 2
    assert rows[1][3] == f"登记科室 {BAD_NAME}"
    assert not any(cell.startswith("=") for cell in rows[1])
    assert told(Entry.objects.latest("seq")) == f"导出审计记录 1 条（{form}）"
    assert get(auditor, "/desk/audit/export.pdf").status_code == 404


def test_the_chain_is_checked_by_a_button(auditor: Client) -> None:
    """The number of entries and the head to be kept elsewhere."""
    page = post(auditor, "/desk/audit/check").content.decode()
    assert f"{Entry.objects.count()}条记录首尾相扣" in page
    assert Entry.objects.latest("seq").digest in page


def test_the_auditor_of_a_bureau_does_not_read_the_citys_audit(db: Engine, demonstration: None) -> None:
    """There is one chain: it is read at the top of the tree."""
    chief = administrator(city())
    member = member_with("auditor", bureau(chief.agency, by=chief), "auditor", by=chief)
    client = browser(member)
    for path in ("/desk/audit", "/desk/audit/export.csv"):
        assert get(client, path).status_code == 403
