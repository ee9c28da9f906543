"""S-04 over HTTP: what is typed is kept, registered once, and warned about; bad input is named (TRUST 4, rows 35–43)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.office.cases.models import Application, Attachment, IdentityKind, Party, Submission
from gongkai.office.cases.persons import in_full
from gongkai.office.people import visits
from tests.databases.engines import Engine
from tests.office.cases.desk import INTAKE, Desk, errors
from tests.office.people.browsers import browser, get, post

pytestmark = pytest.mark.usefixtures("demonstration")
PDF = b"%PDF-1.4\n%%EOF\n"


def paper(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def send(desk: Desk, **words: Any) -> Any:
    """The answer to the intake form with other words than usual."""
    return desk.sends("new", **INTAKE | {"submitted_on": "2024-03-04"} | words)


def test_an_application_is_registered(db: Engine) -> None:
    """The case opens, everything typed stands in it, masked where it is personal; nobody is asked what for."""
    desk = Desk()
    assert "用途" not in desk.opens("new")
    one = desk.registers(document="青水〔2023〕7号", help_needed="需要代读")
    page = desk.opens(one.number)
    for words in (
        "听松路积水点改造批准文件",
        "青水〔2023〕7号",
        "EM123456789CN",
        "需要代读",
        "138****5678",
        "王**",
        "11*************02X",
    ):
        assert words in page
    for whole in ("王小禾", "13812345678", "11010519491231002X"):
        assert whole not in page
    party = Party.objects.get()
    assert in_full(party, "identity") == "11010519491231002X"
    assert in_full(party, "phone") == "13812345678"


def test_a_receipt_is_printed(db: Engine) -> None:
    """The second button leads to a page with numbers, the day of receipt with its article, the deadline."""
    desk = Desk()
    answer = send(desk, receipt="1", subjects="批准文件\n\n验收报告\n")
    assert answer["Location"] == "/desk/cases/2024-0001/receipt"
    page = desk.opens("2024-0001/receipt")
    for words in (
        "2024-0001",
        "2024-0002",
        "验收报告",
        "共2件",
        "2024年4月1日前",
        "第三十一条第（二）项",
        "青岚市水利局",
    ):
        assert words in page


def test_the_aside_says_what_it_comes_to(db: Engine) -> None:
    """By a button without script, by a post of its own with it: rule, deadline, holidays by name, likeness, frequency."""
    desk = Desk("2024-03-20")
    first = desk.registers()
    page = send(desk, submitted_on="2024-03-20", preview="1").content.decode()
    for words in (
        "应于2024年4月18日（周四）前答复",
        "清明节 4月4日至4月6日",
        "调休上班：4月7日",
        "疑似重复1件",
        first.number,
        "近12个月提出过1件",
    ):
        assert words in page
    assert "错误：" not in page
    assert 'value="王小禾"' in page
    typed = desk.typed(
        "new", channel="fax", submitted_on="2024-03-20", features="电话13812345678，证件11010519491231002X"
    )
    part = post(desk.sits(), "/desk/cases/new/ahead", typed).content.decode()
    for words in ("以双方确认之日为收到之日", "期限没有起算", "像有身份证号码、手机号码"):
        assert words in part
    assert Application.objects.count() == 1


def test_a_form_sent_three_times_is_one_case(db: Engine) -> None:
    """Double click, back and resubmit, a network retry: one receipt, the same number again (row 35)."""
    desk = Desk()
    typed = desk.typed("new", **INTAKE, submitted_on="2024-03-04")
    answers = [post(desk.sits(), "/desk/cases/new", typed) for _ in range(3)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(303, "/desk/cases/2024-0001")}
    assert Application.objects.count() == 1
    other = desk.typed("new", **INTAKE, submitted_on="2024-03-04")
    assert post(desk.sits(), "/desk/cases/new", other)["Location"] == "/desk/cases/2024-0002"


WRONG: list[tuple[dict[str, str], str]] = [
    ({"identity": "110105194912310021"}, "校验位不对"),
    ({"identity": "1101054912310"}, "应为18位"),
    ({"identity": "110105194902300021"}, "校验位不对"),
    ({"identity": "110105490230002"}, "出生日期不存在"),
    ({"identity": "E12345678", "identity_kind": "none"}, "什么证件的号码"),
    ({"submitted_on": "2024-02-30"}, "提交、签收或者到达之日：没有这一天"),
    ({"submitted_on": "0026-01-01"}, "2019-05-15之前收到"),
    ({"submitted_on": "2024-03-05"}, "2024-03-05还没有到"),
    ({"confirmed_on": "2024-03-04"}, "无需确认"),
    ({"channel": "fax", "confirmed_on": "2024-03-01"}, "确认日期不能早于提交日期"),
    ({"channel": "pigeon"}, "渠道"),
    ({"category": ""}, "申请人类型"),
    ({"name": ""}, "姓名或者名称"),
    ({"phone": "一三八"}, "电话应为数字"),
    ({"email": "王小禾"}, "电子邮箱"),
    ({"features": "字" * 100_000}, "最多18000字，现在有100000字"),
    ({"features": "a\x00b"}, "U+0000"),
    ({"features": "a\x1bb"}, "U+001B"),
    ({"subjects": "件\n" * 51}, "最多登记50件"),
    ({"subjects": "字" * 201}, "最多200字"),
]
"""What is typed instead of what is right, and what the summary of errors says of it."""


def test_bad_input_is_named_beside_its_field(db: Engine) -> None:
    """422, the summary says what is wrong, everything typed is still there, nothing is registered."""
    desk = Desk()
    for words, told in WRONG:
        answer = send(desk, **words)
        page = answer.content.decode()
        assert (answer.status_code, "<title>错误：" in page) == (422, True), words
        assert told in errors(answer)
        assert 'value="青岚市云台区听松路8号"' in page
    assert not Submission.objects.exists()


DOCUMENTS = [
    ("id_card", "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
    ("id_card", "110105 19491231 002x", "11010519491231002X"),
    ("id_card", "110105491231002", "110105491231002"),
    ("passport", "e1234 5678", "E12345678"),
    ("hk_macao", "H12345678", "H12345678"),
    ("taiwan", "12345678", "12345678"),
]


def test_every_document_is_taken(db: Engine) -> None:
    """Full width, spaces, small x, fifteen figures, passports and permits (row 37)."""
    desk = Desk()
    for kind, number, kept in DOCUMENTS:
        one = desk.registers(identity_kind=kind, identity=number)
        party = Party.objects.get(submission=one.submission)
        assert (party.identity_kind, in_full(party, "identity")) == (IdentityKind(kind), kept)


NAMES = ["阿·艾力", "王", "𠮷𫝀𬜬", "买买提·" * 12, "<script>alert(1)</script>", "{{7*7}}", "=cmd|'/c calc'!A1", "';--"]


def test_every_name_is_taken_as_it_is(db: Engine) -> None:
    """One character, a dot, rare characters, what looks like a program: stored and shown literally (rows 38, 40)."""
    desk = Desk()
    for name in NAMES:
        one = desk.registers(name=name, subjects=name, features=name, proof=name, help_needed=name, category="business")
        assert in_full(Party.objects.get(submission=one.submission), "name") == name
        assert desk.opens(one.number).count(name) >= 4
        assert name in desk.opens(f"{one.number}/receipt")
        assert "<script>alert" not in get(desk.sits(), f"/desk/cases/{one.number}").content.decode()


def test_more_people_have_their_own_fields(db: Engine) -> None:
    """A button adds them, what was typed stays; an agent and a joint applicant are registered, an empty one is not."""
    desk = Desk()
    page = send(desk, people="1", p1_name="某律师", more="1").content.decode()
    assert 'name="p2_name"' in page
    assert 'value="某律师"' in page
    assert 'value="王小禾"' in page
    wrong = send(desk, people="1", p1_role="agent", p1_phone="13812345678")
    assert "第2位：姓名或者名称：请填写" in errors(wrong)
    more = {
        "people": "3",
        "p1_role": "agent",
        "p1_name": "某律师",
        "p2_role": "joint",
        "p2_name": "李大山",
        "p3_role": "joint",
    }
    desk.registers(**more)
    assert sorted(Party.objects.values_list("role", flat=True)) == ["agent", "applicant", "joint"]


def test_everybody_has_a_category_of_their_own(db: Engine) -> None:
    """The agent of a company is a natural person unless it is said otherwise, and no page shows their name whole."""
    desk = Desk()
    people = {"people": "2", "p1_role": "agent", "p1_name": "张三丰", "p2_role": "joint", "p2_name": "云台公司"}
    one = desk.registers(category="business", name="听松公司", p2_category="business", **people)
    found = dict(Party.objects.values_list("role", "category"))
    assert found == {"applicant": "business", "agent": "natural_person", "joint": "business"}
    page = get(desk.sits(), f"/desk/cases/{one.number}").content.decode()
    assert "张三丰" not in page
    assert "云台公司" in page


def test_files_are_judged_one_by_one(db: Engine) -> None:
    """A reason for each that is not taken; the good ones are kept with the form that comes back (row 41, W10)."""
    desk = Desk()
    files = [
        paper("申请表.pdf"),
        paper("空.pdf", b""),
        paper("页面.pdf", b"<html><script>"),
        paper("图.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        paper("病毒.pdf", rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"),
        paper("程序.exe", b"MZ"),
        paper("包.docx", b"PK\x03\x04 no package"),
    ]
    answer = send(desk, papers=files)
    told = errors(answer)
    for name in ("空.pdf", "页面.pdf", "图.pdf", "病毒.pdf", "程序.exe", "包.docx"):
        assert f"“{name}”" in told
    assert "申请表.pdf" not in told
    assert "请改正以下1处" in told
    page = answer.content.decode()
    assert "已收下 申请表.pdf" in page
    token = page.split('name="kept" value="')[1].split('"')[0]
    desk.registers(kept=[token, "made-up"])
    kept = Attachment.objects.get()
    page = desk.opens("2024-0001")
    assert "申请表.pdf" in page
    whole = get(desk.sits(), f"/desk/cases/2024-0001/files/{kept.pk}")
    assert b"".join(whole.streaming_content) == PDF
    assert whole["Content-Disposition"].startswith("attachment")
    assert (whole["X-Content-Type-Options"], whole["Content-Security-Policy"]) == ("nosniff", "sandbox")


def test_twenty_files_at_most(db: Engine) -> None:
    """The twenty-first is named, twenty are kept (row 41)."""
    desk = Desk()
    answer = send(desk, papers=[paper(f"{number}.pdf", PDF + bytes([number])) for number in range(21)])
    assert "“20.pdf”没有收下" in errors(answer)
    assert answer.content.decode().count('name="kept"') == 20


def test_what_somebody_else_sent_is_not_taken(db: Engine) -> None:
    """The word for a kept file is good for one member alone."""
    desk = Desk()
    page = send(desk, name="", papers=[paper("申请表.pdf")]).content.decode()
    token = page.split('name="kept" value="')[1].split('"')[0]
    answer = desk.sends("new", "registrar", **INTAKE, submitted_on="2024-03-04", kept=token)
    assert answer.status_code == 303
    assert not Attachment.objects.exists()


def test_who_may_not_register_is_told(db: Engine) -> None:
    """A signer meets 403 with who may; the page is not offered to them."""
    desk = Desk()
    answer = get(desk.sits("signer"), "/desk/cases/new")
    assert answer.status_code == 403
    assert "登记人" in answer.content.decode()
    assert 'href="/desk/cases/new"' not in get(desk.sits("signer"), "/desk/").content.decode()


def test_a_session_that_ran_out_loses_nothing(db: Engine) -> None:
    """Twenty minutes of typing come back after signing in (row 36)."""
    desk = Desk()
    officer = desk.office.officer
    typed = desk.typed("new", **INTAKE | {"people": "1", "p1_name": "某律师"}, submitted_on="2024-03-04")
    officer.visits.update(seen_at=officer.visits.get().seen_at - visits.IDLE)
    assert "kept=1" in post(desk.sits(), "/desk/cases/new", typed)["Location"]
    page = get(browser(officer), "/desk/cases/new").content.decode()
    for words in ("填写而没有提交的内容", 'value="王小禾"', 'value="某律师"', "2023年以来的全部批准文件。"):
        assert words in page


def test_an_unconfirmed_case_waits(db: Engine) -> None:
    """Online: awaiting confirmation until the confirm form is sent; then the clock runs from that day (W5)."""
    desk = Desk()
    one = desk.registers(channel="online", proof="")
    page = desk.opens(one.number)
    assert "待确认" in page
    assert "与申请人确认收到" in page
    assert desk.sends(f"{one.number}/confirm", happened_on="2024-03-04", note="电话告知").status_code == 303
    assert "剩20个工作日 · 4月1日（周一）" in desk.opens(one.number)


def test_intake_asks_the_database_little(db: Engine) -> None:
    """At most forty queries for the form, also with its aside filled (TRUST 1.2)."""
    desk = Desk()
    desk.registers()
    with CaptureQueriesContext(connection) as asked:
        assert send(desk, preview="1").status_code == 200
    assert len(asked) <= 2 * 40, "opening the form and previewing it are two pages"
