"""S-03 and its forms over HTTP: right, wrong, another's, without permission, stale, sent twice; and 怎么算的."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.audit.models import Entry
from gongkai.audit.queries import history, told
from gongkai.office.cases.models import Application, Attachment, Fact, Party
from gongkai.office.cases.step import BY_CHAIN, stale
from gongkai.office.cases.views.step import WAYS
from gongkai.office.people.models import Grant
from gongkai.office.people.roles import PERMISSIONS
from gongkai.statute.procedure import MOVES
from tests.databases.engines import Engine
from tests.office.cases.desk import INTAKE, Desk, errors, set_date
from tests.office.cases.test_intake_page import paper
from tests.office.people.browsers import download, get, post
from tests.office.people.people import bureau

pytestmark = pytest.mark.usefixtures("demonstration")
QUERIES = 40
FORMS: dict[str, dict[str, str]] = {
    "confirm": {"happened_on": "2024-03-05", "note": "电话告知申请人"},
    "discard": {"reason": "三次电话无人接听"},
    "assign": {},
    "ask-correction": {"happened_on": "2024-03-05", "until": "2024-03-20", "note": "写明年份"},
    "receive-correction": {"happened_on": "2024-03-05", "note": "2023年"},
    "consult": {"happened_on": "2024-03-05", "party": "青岚供水公司", "note": "是否同意公开"},
    "record-letter-received": {"happened_on": "2024-03-05", "party": "青岚供水公司"},
    "receive-opinion": {"happened_on": "2024-03-05", "party": "青岚供水公司", "note": "同意公开"},
    "extend": {"happened_on": "2024-03-05", "days": "20", "note": "档案需要调取"},
    "delay": {"happened_on": "2024-03-05", "until": "2024-06-28", "note": "一次提出四十件"},
    "notice-fee": {"happened_on": "2024-03-05", "amount": "300"},
    "receive-payment": {"happened_on": "2024-03-05"},
    "decide": {"happened_on": "2024-03-05", "outcome": "granted", "document_number": "青水公开〔2024〕1号"},
    "take-back": {"reason": "文号写错"},
    "serve": {"happened_on": "2024-03-05", "way": "post", "note": "EM987654321CN"},
    "lapse": {"happened_on": "2024-04-08", "document_number": "青水公开〔2024〕2号"},
    "withdraw": {"happened_on": "2024-03-05", "note": "当面提交书面声明"},
    "archive": {},
    "reopen": {"happened_on": "2024-03-05", "note": "青政复决〔2024〕3号"},
}
BEFORE: dict[str, tuple[str, ...]] = {
    "receive-correction": ("ask-correction",),
    "record-letter-received": ("consult",),
    "receive-opinion": ("consult",),
    "receive-payment": ("notice-fee",),
    "take-back": ("decide",),
    "serve": ("decide",),
    "lapse": ("ask-correction",),
    "archive": ("withdraw",),
    "reopen": ("withdraw",),
}
"""What must have been done before a step can be taken."""


def who(path: str) -> str:
    """Whose browser a step is taken in."""
    return "officer" if "officer" in PERMISSIONS[path.replace("-", "_")] else "signer"


def words(desk: Desk, path: str) -> dict[str, str]:
    """What is typed into the form of a step."""
    more = {
        "extend": {"consented_by": str(desk.office.signer.pk)},
        "assign": {"assignee": str(desk.office.officer.pk)},
    }
    return FORMS[path] | more.get(path, {})


def stands(desk: Desk, path: str) -> str:
    """The number of an application on which a step can be taken; the office's day is then late enough for it."""
    waits = path in ("confirm", "discard")
    one = desk.registers(channel="fax" if waits else "signed_mail", proof="")
    set_date("2024-03-05")
    for earlier in BEFORE.get(path, ()):
        assert desk.sends(f"{one.number}/{earlier}", who(earlier), **words(desk, earlier)).status_code == 303
    if path == "lapse":
        set_date("2024-04-08")
    return one.number


def test_every_step_has_a_form() -> None:
    """Each move that the table of permissions knows, and nothing else."""
    assert set(WAYS) == {move.name for move in MOVES} - BY_CHAIN
    assert {path.replace("-", "_") for path in FORMS} == set(WAYS)


@pytest.mark.parametrize("path", list(FORMS))
def test_a_step_is_taken_by_its_form(db: Engine, path: str) -> None:
    """Offered on the case page; empty 422; taken once for two posts; stale 409 with the typed text; then no more there."""
    desk = Desk()
    number = stands(desk, path)
    address, whose = f"{number}/{path}", who(path)
    assert f'href="/desk/cases/{address}"' in desk.opens(number, whose)
    with CaptureQueriesContext(connection) as asked:
        page = desk.opens(address, whose)
    assert len(asked) <= QUERIES
    assert 'class="crumbs"' in page
    stale = desk.typed(address, whose, **words(desk, path))
    empty = desk.typed(address, whose)
    if path != "archive":
        answer = post(desk.sits(whose), f"/desk/cases/{address}", empty)
        assert answer.status_code == 422
        assert "<title>错误：" in answer.content.decode()
    typed = desk.typed(address, whose, **words(desk, path))
    before = Application.objects.get(number=number).version
    answers = [post(desk.sits(whose), f"/desk/cases/{address}", typed) for _ in range(2)]
    assert [(one.status_code, one.get("Location")) for one in answers] == [(303, f"/desk/cases/{number}")] * 2, errors(
        answers[0]
    )
    assert Application.objects.get(number=number).version == before + 1
    late = post(desk.sits(whose), f"/desk/cases/{address}", stale)
    shown = html.unescape(late.content.decode())
    assert late.status_code == 409
    assert "请刷新后再办" in errors(late)
    for name in ("note", "reason", "document_number"):
        assert FORMS[path].get(name, "") in shown
    assert f'name="version" value="{before + 1}"' in shown, "to send it again is to have seen it"
    assert f'href="/desk/cases/{address}"' not in desk.opens(number, whose) or path in ("assign", "delay", "consult")


def test_who_may_not_take_a_step_is_told_who_may(db: Engine) -> None:
    """403 for every step outside one's roles, in the audit; nothing changes."""
    desk = Desk()
    one = desk.registers()
    for name in WAYS:
        for whose in ("registrar", "officer", "signer"):
            if whose not in PERMISSIONS[name]:
                path = f"/desk/cases/{one.number}/{name.replace('_', '-')}"
                assert get(desk.sits(whose), path).status_code == 403
                assert post(desk.sits(whose), path, {}).status_code == 403
    assert Application.objects.get().version == 1


def test_a_role_that_was_taken_away_is_gone_with_the_next_request(db: Engine) -> None:
    """The page was open when the role went: refused, in the audit, nothing changed (row 45)."""
    desk = Desk()
    one = desk.registers()
    typed = desk.typed(f"{one.number}/extend", **words(desk, "extend"))
    desk.office.officer.grants.all().delete()
    assert post(desk.sits(), f"/desk/cases/{one.number}/extend", typed).status_code == 403
    assert Entry.objects.latest("seq").kind == "access_refused"
    assert Application.objects.get().version == 1


def test_another_agencys_case_is_not_there(db: Engine) -> None:
    """404 for its page, its clock, its receipt, its files and each of its steps, by the same number."""
    culture = bureau(code="青文", name="青岚市文化和旅游局")
    stranger = Desk(agency=culture)
    assert Desk().registers().number == "2024-0001"
    paths = ("", "/clock", "/receipt", "/files", *(f"/{path}" for path in FORMS if who(path) == "officer"))
    for path in paths:
        assert get(stranger.sits(), f"/desk/cases/2024-0001{path}").status_code == 404
        if path not in ("", "/clock", "/receipt"):
            assert post(stranger.sits(), f"/desk/cases/2024-0001{path}", {}).status_code == 404


@pytest.mark.parametrize("state", ["register", "decide", "withdraw"])
def test_only_lawful_steps_are_offered(db: Engine, state: str) -> None:
    """What the procedure does not allow now has no button, and its address says why."""
    desk = Desk()
    one = desk.registers()
    set_date("2024-03-05")
    if state != "register":
        desk.sends(f"{one.number}/{state}", **words(desk, state))
    page = desk.opens(one.number)
    lawful = {move.name for move in MOVES if Application.objects.get().state in move.sources}
    for path in FORMS:
        name = path.replace("-", "_")
        if name not in lawful and who(path) == "officer":
            assert f'/{path}"' not in page
            answer = get(desk.sits(), f"/desk/cases/{one.number}/{path}")
            assert answer.status_code == 409
            assert "的申请不能" in answer.content.decode()


def previewed(desk: Desk, path: str, **more: Any) -> str:
    """What the form says of the clock when it is asked."""
    answer = post(desk.sits(), f"/desk/cases/{path}", desk.typed(path, **more, preview="1"))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_the_clock_is_told_before_it_is_moved(db: Engine) -> None:
    """补正 stops it, 征求意见 pauses it, an extension lengthens it, a late act is named with its article (W3)."""
    desk = Desk()
    one = desk.registers()
    set_date("2024-03-20")
    page = previewed(desk, f"{one.number}/ask-correction", happened_on="2024-03-05", until="2024-03-25", note="x")
    assert '<s class="quiet">应于2024年4月1日（周一）前答复，还有8个工作日</s>' in page
    assert "期限停止计算，等候申请人补正" in page
    assert "不合规定" not in page
    page = previewed(desk, f"{one.number}/ask-correction", happened_on="2024-03-19", until="2024-03-25")
    assert "不合规定：补正告知应在2024-03-13前作出，已超过7个工作日（《政府信息公开条例》第三十条" in page
    assert "错误：" not in page
    page = previewed(desk, f"{one.number}/consult", happened_on="2024-03-20", party="青岚供水公司")
    assert "期限暂停，征求意见所需时间不计算在内" in page
    page = previewed(desk, f"{one.number}/extend", happened_on="2024-03-20", days="20")
    assert "应于2024年4月29日（周一）前答复" in page
    assert Fact.objects.count() == 2


def test_the_correction_starts_a_new_clock(db: Engine) -> None:
    """怎么算的 shows the old count struck out and the new one from receipt, each with its article (W2, W3)."""
    desk = Desk()
    one = desk.registers()
    set_date("2024-03-08")
    desk.sends(f"{one.number}/ask-correction", happened_on="2024-03-08", until="2024-03-25", note="写明年份")
    set_date("2024-03-20")
    desk.sends(f"{one.number}/receive-correction", happened_on="2024-03-20")
    page = desk.opens(f"{one.number}/clock")
    for words in (
        "<s>自2024年3月4日的次日起算，原应于2024年4月1日前答复</s>",
        "因收到补正，期限自2024年3月20日的次日起重新计算；共20个工作日（《政府信息公开条例》第三十三条",
        "清明节 4月4日至4月6日",
        "计入的调休上班日：4月7日",
        "第三十一条第（二）项",
        "第三十条",
        "<b>第20日</b>",
        "期限届满",
        "国办发明电〔2023〕7号",
    ):
        assert words in page, words
    assert page.count("<b>第") == 20


def test_what_came_late_is_marked_with_its_article(db: Engine) -> None:
    """Overdue on the chip; the answer that comes anyway is recorded, and the case says that it was late."""
    desk = Desk()
    one = desk.registers()
    set_date("2024-04-10")
    assert "■ 超期6个工作日" in desk.opens(one.number)
    desk.sends(
        f"{one.number}/decide", happened_on="2024-04-10", outcome="granted", document_number="青水公开〔2024〕1号"
    )
    page = desk.opens(f"{one.number}/serve")
    assert "不合规定：应在2024-04-01前答复，实际2024-04-10，逾期" in page
    desk.sends(f"{one.number}/serve", happened_on="2024-04-10", way="direct")
    assert "不合规定：应在2024-04-01前答复" in desk.opens(one.number)
    assert "将计入 表三 三（一） 予以公开" in desk.opens(one.number)


def test_the_tree_of_outcomes_is_table_three(db: Engine) -> None:
    """Every row that can be answered, under the heads of the form, with article and place; no lapse among them (W7)."""
    desk = Desk()
    one = desk.registers()
    page = desk.opens(f"{one.number}/decide")
    assert page.count('name="outcome"') == 19
    for words in (
        "（三）不予公开",
        "（四）无法提供",
        "本机关不掌握相关政府信息",
        "将计入 表三 三（四）1<",
        "第36条",
    ):
        assert words in page
    assert "other_no_correction" not in page
    answer = desk.sends(
        f"{one.number}/decide",
        **FORMS["decide"] | {"outcome": "unavailable_still_unclear", "happened_on": "2024-03-04"},
    )
    assert "没有补正，不能答复" in errors(answer)


def test_a_step_keeps_its_evidence(db: Engine) -> None:
    """The first file proves the fact, every one is on the case under its name; a signer may prove what they decide."""
    desk = Desk()
    one = desk.registers()
    more = words(desk, "extend") | {
        "happened_on": "2024-03-04",
        "papers": [paper("审批单.pdf"), paper("告知书.pdf", b"%PDF-2")],
    }
    answer = desk.sends(f"{one.number}/extend", "signer", **more)
    assert answer.status_code == 303, errors(answer)
    fact = Fact.objects.get(kind="extended")
    assert fact.evidence is not None
    assert Attachment.objects.count() == 2
    page = desk.opens(one.number)
    assert "审批单.pdf" in page
    assert "附凭证" in page
    assert desk.sends(f"{one.number}/files", papers=[paper("来函.pdf", b"%PDF-3")]).status_code == 303
    assert "请选择文件" in errors(desk.sends(f"{one.number}/files"))
    kept = Attachment.objects.first()
    assert kept
    assert download(desk.sits("signer"), f"/desk/cases/{one.number}/files/{kept.pk}").startswith(b"%PDF")


def test_a_download_leaves_its_trace(db: Engine) -> None:
    """Who took which file stands in the audit of the case; a signer may judge the original, an auditor may not have it."""
    desk = Desk()
    one = desk.registers(papers=[paper("申请表.pdf")])
    kept = Attachment.objects.get()
    path = f"/desk/cases/{one.number}/files/{kept.pk}"
    for whose in ("officer", "signer"):
        assert f'href="{path}"' in desk.opens(one.number, whose)
        assert download(desk.sits(whose), path).startswith(b"%PDF")
    entries = history(f"case:{one.pk}").filter(kind="case_file_opened")
    assert [entry.actor for entry in entries] == [f"member:{desk.office.officer.pk}", f"member:{desk.office.signer.pk}"]
    assert {told(entry) for entry in entries} == {f"下载文件，SHA-256 为 {kept.file.sha256}"}
    assert "申请表" not in "".join(entry.body for entry in entries)
    Grant.objects.filter(member=desk.office.registrar).update(role="auditor")
    assert path not in desk.opens(one.number, "registrar")
    assert get(desk.sits("registrar"), path).status_code == 403
    assert entries.count() == 2
    assert "下载文件" not in stale(one).message


def test_a_wrong_day_is_corrected(db: Engine) -> None:
    """The right day takes the place of the wrong one, with its reason; the day of submission has the same page."""
    desk = Desk()
    one = desk.registers(submitted_on="2024-03-01")
    received = Fact.objects.get(kind="received")
    submitted = Fact.objects.get(kind="submitted")
    path = f"{one.number}/correct/{received.pk}"
    assert "原为2024-03-01" in desk.opens(path)
    assert desk.sends(path, happened_on="2024-03-04", reason="签收单上是4日").status_code == 303
    assert "4月1日" in desk.opens(one.number)
    moved = Fact.objects.get(kind="submitted", superseded_by=None)
    assert (moved.supersedes, str(moved.happened_on)) == (submitted, "2024-03-04")
    again = desk.sends(f"{one.number}/correct/{moved.pk}", happened_on="2024-03-01", reason="还是1日")
    assert again.status_code == 303
    one.refresh_from_db()
    assert str(one.received_on) == "2024-03-01"


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("extend", {"happened_on": "2016-01-01"}),
        ("consult", {"happened_on": "2016-01-01"}),
        ("delay", {"until": "9999-12-31"}),
        ("delay", {"until": "2926-03-05"}),
        ("ask-correction", {"until": "2926-03-05"}),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused_with_its_bounds(db: Engine, path: str, wrong: dict[str, str]) -> None:
    """A slip in the year neither breaks the page nor enters the case; what the step would do is then not said."""
    desk = Desk()
    one = desk.registers()
    set_date("2024-03-05")
    filled = words(desk, path) | {"until": "2024-04-01", "note": "数量多"} | wrong
    assert desk.sends(f"{one.number}/{path}", **filled | {"preview": "1"}).status_code == 200
    answer = desk.sends(f"{one.number}/{path}", **filled)
    assert answer.status_code == 422
    assert "2019-05-15至2027-03-05之间" in errors(answer)
    assert one.facts.count() == 2


def test_a_confirmation_typed_wrong_is_refused(db: Engine) -> None:
    """Of an application that waits for it: 2016 is no day of this law, and the page still stands."""
    desk = Desk()
    one = desk.registers(channel="online", proof="")
    answer = desk.sends(f"{one.number}/confirm", happened_on="2016-01-01", note="电话")
    assert answer.status_code == 422
    assert "2019-05-15至" in errors(answer)
    typed = INTAKE | {"submitted_on": "2024-03-04", "channel": "online", "confirmed_on": "2016-01-01"}
    assert desk.sends("new", **typed, preview="1").status_code == 200
    assert desk.sends("new", **typed).status_code == 422


def test_a_look_at_what_is_masked_says_what_for(db: Engine) -> None:
    """No purpose, nothing; with one the value, and who looked and why in the audit; no signer, no auditor (W18)."""
    desk = Desk()
    one = desk.registers()
    party = Party.objects.get()
    path = f"{one.number}/look/{party.pk}/phone"
    assert "13812345678" not in desk.opens(path)
    answer = desk.sends(path)
    assert (answer.status_code, "13812345678" in answer.content.decode()) == (422, False)
    answer = desk.sends(path, purpose="电话告知补正")
    assert "13812345678" in answer.content.decode()
    assert told(Entry.objects.latest("seq")) == "查看电话"
    assert get(desk.sits("signer"), f"/desk/cases/{path}").status_code == 403
    assert "显示" not in desk.opens(one.number, "signer")
    assert get(desk.sits(), f"/desk/cases/{one.number}/look/{party.pk}/age").status_code == 404


def test_a_full_case_asks_the_database_little(db: Engine) -> None:
    """At most forty queries for the case and its clock, however much has happened (TRUST 1.2)."""
    desk = Desk()
    one = desk.registers(people="1", p1_name="某律师", p1_role="agent")
    set_date("2024-03-05")
    for path in ("assign", "consult", "receive-opinion", "extend", "decide", "serve"):
        assert desk.sends(f"{one.number}/{path}", **words(desk, path)).status_code == 303
    for path in (one.number, f"{one.number}/clock", f"{one.number}/receipt"):
        with CaptureQueriesContext(connection) as asked:
            desk.opens(path)
        assert len(asked) <= QUERIES
