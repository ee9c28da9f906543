"""Appeals through the forms: from the copy that came to the new answer, and what may not be done."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from gongkai.audit import queries as audit
from gongkai.audit.kinds import KINDS
from gongkai.office.appeals.actions import take_over
from gongkai.office.appeals.models import Appeal
from gongkai.office.appeals.queries import behind, counts
from gongkai.office.appeals.timeline import SENTENCES
from gongkai.office.appeals.views.step import WAYS
from gongkai.office.cases.importing.actions import import_register
from gongkai.office.notices.actions import do_one, plan_standing
from gongkai.office.notices.models import Notice
from gongkai.office.notices.queries import troubled_jobs
from gongkai.office.people.roles import PERMISSIONS
from gongkai.statute import appeals as law
from tests.databases.engines import Engine
from tests.office.appeals.bench import LOST, Bench
from tests.office.cases.desk import errors, set_date
from tests.office.cases.office import day, member, noon
from tests.office.cases.register import CLOSED, xlsx
from tests.office.cases.register import case as old_case
from tests.office.people.browsers import browser, download, filled, get, member_with, post
from tests.office.people.people import bureau

pytestmark = pytest.mark.usefixtures("demonstration")


def numbers(agency: object, year: int) -> dict[str, int]:
    """The cells of a year that are not zero, without the sums."""
    found = counts(agency, year)  # type: ignore[arg-type]
    return {cell: count for cell, count in found.items() if count and not cell.endswith("total")}


def test_a_reconsideration_is_lost_and_the_case_answered_anew(db: Engine) -> None:
    """Registered from the case, answered, decided; the case is open again in the same step, with the ordered day."""
    desk = Bench("2025-02-28")
    case = desk.answered()
    assert "没有复议、诉讼和投诉举报" in desk.opens(case.number)
    assert re.search(r'<option value="\d+" selected>2024-12-11 不予公开', desk.sees(f"/../cases/{case.number}/appeal"))
    appeal = desk.enters(case, case_number="青政复〔2025〕3号", accepted_on="2025-01-03")
    assert (str(appeal.answer_due), str(appeal.decision_due)) == ("2025-01-20", "2025-03-04")
    page = desk.sees(f"/{appeal.pk}")
    assert "《行政复议法》第四十八条" in page
    assert "第10日" in desk.sees(f"/{appeal.pk}/clock")
    desk.takes(appeal, "simplify", happened_on="2025-01-07")
    assert (str(appeal.answer_due), str(appeal.decision_due)) == ("2025-01-13", "2025-02-05")
    desk.takes(appeal, "answer", happened_on="2025-01-14", note="答复书、证据")
    assert "应在2025年1月13日前提交，逾期" in desk.sees(f"/{appeal.pk}")
    desk.takes(appeal, "hear", happened_on="2025-02-10", note="副局长到场")
    desk.takes(appeal, "decide", "signer", **LOST)
    case.refresh_from_db()
    assert (appeal.state, appeal.result, str(appeal.ordered_until)) == ("decided", "rec_quashed", "2025-03-17")
    assert (case.state, str(case.due)) == ("open", "2025-03-17")
    assert "按复议决定或者判决重新办理，应于2025年3月17日前答复" in desk.opens(case.number)
    page = desk.sees(f"/{appeal.pk}")
    assert "责令2025年3月17日前重新答复" in page
    assert "计入表四“结果纠正”" in page
    assert "登记下一审级" in page
    assert desk.posts(f"/{appeal.pk}/close", "signer").status_code == 422
    desk.takes(appeal, "perform", happened_on="2025-02-28", note="青水公〔2025〕9号")
    desk.takes(appeal, "learn", note="会议纪要中的决定不是内部事务。")
    desk.takes(appeal, "close")
    assert numbers(desk.office.agency, 2024) == {}
    assert numbers(desk.office.agency, 2025) == {"reconsideration.corrected": 1}
    assert behind(desk.office.agency, 2025, "reconsideration.corrected").get() == appeal
    assert Notice.objects.filter(sentence__contains="已有结果：撤销或者部分撤销").exists()
    assert audit.verify().is_whole


def test_the_instances_of_a_suit_are_a_chain(db: Engine) -> None:
    """First instance after reconsideration, then the second; each once, the table counts the latest of the year."""
    desk = Bench("2025-12-20")
    case = desk.answered()
    first = desk.enters(case, case_number="复1")
    desk.takes(first, "answer", happened_on="2025-01-10")
    upheld = {"result": "rec_upheld", "document": "复决1", "dated_on": "2025-02-20", "happened_on": "2025-02-24"}
    desk.takes(first, "decide", "signer", **upheld)
    assert "不服复议决定提起行政诉讼" in desk.sees(f"/{first.pk}")
    suit = {"kind": "first", "organ": "青岚市云台区人民法院", "received_on": "2025-03-10"}
    assert desk.posts(f"/{first.pk}/next", **suit).status_code == 303
    second = Appeal.objects.get(previous=first)
    assert (second.application, second.answer, str(second.answer_due)) == (case, first.answer, "2025-03-25")
    again = desk.posts(f"/{first.pk}/next", **suit)
    assert "前一审级已经接着登记" in errors(again)
    desk.takes(second, "accept", happened_on="2025-03-05", case_number="（2025）青01行初3号")
    assert (second.case_number, str(second.decision_due)) == ("（2025）青01行初3号", "2025-09-05")
    assert numbers(desk.office.agency, 2025) == {
        "reconsideration.upheld": 1,
        "litigation_after_reconsideration.pending": 1,
    }
    quashed = {"result": "lit_quashed", "document": "判1", "dated_on": "2025-06-02", "happened_on": "2025-06-05"}
    desk.takes(second, "decide", "signer", **quashed)
    appeal = {"kind": "second", "organ": "青岚市中级人民法院", "received_on": "2025-07-10"}
    assert desk.posts(f"/{second.pk}/next", **appeal).status_code == 303
    third = Appeal.objects.get(previous=second)
    assert numbers(desk.office.agency, 2025) == {
        "reconsideration.upheld": 1,
        "litigation_after_reconsideration.pending": 1,
    }
    affirmed = {"result": "app_affirmed", "document": "判2", "dated_on": "2025-10-02", "happened_on": "2025-10-09"}
    desk.takes(third, "decide", "signer", **affirmed)
    assert numbers(desk.office.agency, 2025) == {
        "reconsideration.upheld": 1,
        "litigation_after_reconsideration.corrected": 1,
    }
    assert behind(desk.office.agency, 2025, "litigation_after_reconsideration.corrected").get() == third
    page = desk.sees("/table?year=2025")
    assert "cell=litigation_after_reconsideration.corrected" in page
    assert "青岚市中级人民法院" in desk.sees("?year=2025&cell=litigation_after_reconsideration.corrected")
    assert "共<b>1</b>件" in desk.sees("?year=2025&cell=litigation_after_reconsideration.corrected")


def test_whoever_drafts_on_a_ground_that_lost_is_warned(db: Engine) -> None:
    """The page of the draft names the earlier appeal and its lesson; another ground warns of nothing."""
    desk = Bench("2025-02-28")
    appeal = desk.enters(desk.answered(), case_number="青政复〔2025〕3号")
    desk.takes(appeal, "decide", "signer", **LOST)
    desk.takes(appeal, "learn", note="会议纪要中的决定不是内部事务。")
    other = desk.registers()
    for what, is_warned in (("reply_deny:denied_internal", True), ("reply_deny:denied_process", False)):
        sent = desk.sends(f"{other.number}/letters/new", what=what)
        path = str(sent["Location"]).removeprefix("/desk/cases/")
        page = desk.opens(path)
        assert ("曾有1件被纠正" in page) is is_warned
        assert ("会议纪要中的决定不是内部事务" in page) is is_warned
        assert (f"/desk/appeals/{appeal.pk}" in page) is is_warned
        desk.sends(f"{path.removesuffix('/write')}/drop")


WRONG = {
    "a day to come": ({"received_on": "2025-03-01"}, "还没有到"),
    "before the answer": ({"received_on": "2024-12-10"}, "早于答复送达之日2024-12-11"),
    "brought after it came": ({"filed_on": "2025-01-07"}, "提起之日不能晚于收到副本之日"),
    "the second instance first": ({"kind": "second"}, "种类"),
    "nobody": ({"organ": " "}, "复议机关或者法院"),
}


def test_what_cannot_be_is_not_registered(db: Engine) -> None:
    """Each is said on the form, and nothing is written."""
    desk = Bench("2025-02-28")
    case = desk.answered()
    words = {"kind": "reconsideration", "organ": "青岚市人民政府", "received_on": "2025-01-06"}
    answer = str(case.answers.get().pk)
    for wrong, said in WRONG.values():
        sent = desk.posts(f"/../cases/{case.number}/appeal", **words | {"answer": answer} | wrong)
        assert sent.status_code == 422
        assert said in errors(sent)
    assert not Appeal.objects.exists()


def test_a_result_fits_its_kind_and_its_order(db: Engine) -> None:
    """An upheld answer is not ordered anew, a ruling is none of reconsideration, a result does not come before it is made."""
    desk = Bench("2025-02-28")
    appeal = desk.enters(desk.answered())
    for words, said in (
        ({"result": "rec_upheld"}, "不能责令重新答复"),
        ({"result": "lit_quashed"}, "结果"),
        ({"dated_on": "2025-02-25"}, "落款之日不能晚于收到之日"),
        ({"until": "2025-02-24"}, "责令答复的期限应在收到结果之后"),
        ({"orders": ""}, "责令答复的期限应在收到结果之后"),
    ):
        sent = desk.posts(f"/{appeal.pk}/decide", "signer", **LOST | words)
        assert sent.status_code == 422
        assert said in errors(sent)
    assert desk.posts(f"/{appeal.pk}/decide", "officer", **LOST).status_code == 403
    appeal.refresh_from_db()
    assert (appeal.state, appeal.application.state) == ("received", "closed")


def test_a_stale_form_overwrites_nobody(db: Engine) -> None:
    """The second of two officers is told; sent again on the new version it goes through."""
    desk = Bench("2025-02-28")
    appeal = desk.enters(desk.answered())
    sent = desk.posts(f"/{appeal.pk}/answer", happened_on="2025-01-10", version="7")
    assert sent.status_code == 409
    assert "已被他人办理" in errors(sent)


def test_a_wrong_day_and_a_wrong_result_are_superseded(db: Engine) -> None:
    """The deadline follows the corrected receipt, the table the corrected result; the old facts stay."""
    desk = Bench("2025-02-28")
    appeal = desk.enters(desk.answered())
    fact = appeal.facts.get(kind="received")
    sent = desk.posts(f"/{appeal.pk}/correct/{fact.pk}", happened_on="2025-01-08", reason="邮戳")
    assert sent.status_code == 303
    appeal.refresh_from_db()
    assert (str(appeal.received_on), str(appeal.answer_due)) == ("2025-01-08", "2025-01-22")
    upheld = {"result": "rec_upheld", "document": "1号", "dated_on": "2025-02-20", "happened_on": "2025-02-24"}
    desk.takes(appeal, "decide", "signer", **upheld)
    fact = appeal.facts.get(kind="decided")
    words = {"happened_on": "2025-02-24", "dated_on": "2025-02-20", "result": "rec_unlawful", "reason": "看错"}
    assert desk.posts(f"/{appeal.pk}/correct/{fact.pk}", **words).status_code == 303
    assert numbers(desk.office.agency, 2025) == {"reconsideration.corrected": 1}
    assert appeal.facts.count() == 4


def test_an_answer_that_is_due_is_told(db: Engine) -> None:
    """Three and one working days before and on the day after; nothing once it was handed in."""
    desk = Bench("2025-01-06")
    cases = desk.answered_together(2)
    appeal, late = (desk.enters(case, case_number=f"复{case.number}") for case in cases)
    today = day("2025-01-07")
    while today <= day("2025-01-22"):
        if today == day("2025-01-20"):
            set_date("2025-01-20")
            desk.takes(appeal, "answer", happened_on="2025-01-17")
        plan_standing(today=today)
        while do_one(at=noon(today)):
            pass
        today += timedelta(1)
    assert not troubled_jobs().exists()

    def told(one: Appeal) -> list[tuple[date, str]]:
        found = Notice.objects.filter(member=desk.office.registrar, about=one.about).order_by("at")
        return [(row.at.date(), row.sentence.split("）")[1].split(" ", 1)[1]) for row in found]

    soon = "距提交答复的期限2025年1月20日还有{}个工作日"
    assert [words for _, words in told(late)][-3:] == [
        soon.format(3),
        soon.format(1),
        "提交答复的期限2025年1月20日已过",
    ]
    assert [words for _, words in told(appeal)][-2:] == [soon.format(3), soon.format(1)]


def test_a_silence_that_was_complained_of(db: Engine) -> None:
    """A complaint has the day that the notice names, and counts nowhere; an open case stays open when ordered."""
    desk = Bench("2025-02-28")
    case = desk.office.register("2024-12-02")
    words = {"kind": "complaint", "organ": "青岚市人民政府办公室", "received_on": "2025-01-06", "until": "2025-01-16"}
    assert desk.posts(f"/../cases/{case.number}/appeal", **words, answer="").status_code == 303
    appeal = Appeal.objects.get()
    assert (appeal.answer, str(appeal.answer_due)) == (None, "2025-01-16")
    assert "怎么算的" not in desk.sees(f"/{appeal.pk}")
    desk.takes(appeal, "decide", "signer", **LOST | {"result": "com_founded"})
    case.refresh_from_db()
    assert case.state == "open"
    assert numbers(desk.office.agency, 2025) == {}


def test_another_agency_sees_nothing(db: Engine) -> None:
    """Its pages are not there, its list is empty, its export too (TRUST 1.20)."""
    desk, other = Bench("2025-02-28"), Bench("2025-02-28", bureau(code="青文", name="青岚市文化和旅游局"))
    appeal = desk.enters(desk.answered())
    for path in ("", "/clock", "/answer"):
        assert get(other.sits(), f"/desk/appeals/{appeal.pk}{path}").status_code == 404
    assert "还没有复议诉讼" in other.sees("")
    assert appeal.organ in desk.sees("?q=人民政府")
    assert "没有这样的复议诉讼" in desk.sees("?q=法院")
    assert "没有按“收到，从”查询" in desk.sees("?received_from=昨天")
    exported = download(desk.sits(), "/desk/appeals/export.csv").decode("utf-8-sig")
    assert "青岚市人民政府" in exported
    assert "青岚市人民政府" not in download(other.sits(), "/desk/appeals/export.csv").decode("utf-8-sig")


def test_every_step_has_its_page_and_permission() -> None:
    """No move without a form, none without a row in the table of roles and a kind of entry."""
    names = {move.name for move in law.MOVES}
    assert set(WAYS) == names
    assert {f"{name}_appeal" for name in names} <= set(PERMISSIONS)
    assert {f"appeal_{name}" for name in names} <= set(KINDS)
    assert set(SENTENCES) == set(law.FACTS)


def test_who_may_take_which_step(db: Engine) -> None:
    """Role by role and step by step, as the table says; the page offers nothing else (TRUST 1.19)."""
    desk = Bench("2025-02-28")
    appeal = desk.enters(desk.answered())
    for who, role in (("registrar", "registrar"), ("officer", "officer"), ("signer", "signer")):
        page = desk.sees(f"/{appeal.pk}", who)
        for move in law.MOVES:
            is_allowed = role in PERMISSIONS[f"{move.name}_appeal"]
            sent = get(desk.sits(who), f"/desk/appeals/{appeal.pk}/{move.name}")
            wanted = 200 if "received" in move.sources else 409
            assert sent.status_code == (wanted if is_allowed else 403), (role, move.name)
            if not is_allowed or wanted == 409:
                assert f'/{appeal.pk}/{move.name}"' not in page, (role, move.name)


def test_an_old_register_is_taken_over(db: Engine) -> None:
    """What came with an import is listed at once, counts in its column, and what is pending goes on by the same steps."""
    desk = Bench("2026-03-10")
    admin = member(desk.office.agency, "管理员", "administrator", name="钱明")
    appeals = [
        {"kind": "行政复议", "case_number": "青政复〔2025〕3号", "organ": "青岚市人民政府", "received": "2025-11-03",
         "ended": "2025-12-22", "result": "结果纠正", "old_number": "依申请〔2025〕31号"},
        {"kind": "复议后起诉", "case_number": "（2026）青01行初3号", "organ": "青岚市云台区人民法院", "received": "2026-03-02",
         "result": "尚未审结"},
    ]  # fmt: skip
    words = {"name": "登记簿.xlsx", "agency": desk.office.agency, "by": admin, "at": noon(day("2026-03-10"))}
    import_register(xlsx([old_case(**CLOSED)], appeals), **words)
    done, pending = Appeal.objects.order_by("received_on")
    assert (done.application.number, done.answer.outcome, done.result) == ("2026-0001", "granted", "old_corrected")
    assert (pending.application, str(pending.answer_due)) == (None, "2026-03-17")
    assert numbers(desk.office.agency, 2025) == {"reconsideration.corrected": 1}
    assert numbers(desk.office.agency, 2026) == {"litigation_after_reconsideration.pending": 1}
    assert "不合规定" not in desk.sees(f"/{done.pk}")
    assert "旧登记簿，没有对应的申请" in desk.sees("")
    desk.takes(pending, "answer", happened_on="2026-03-10")
    assert take_over(at=noon(day("2026-03-11"))) == 0


def test_an_office_decides_how_doubtful_results_count(db: Engine) -> None:
    """Only its administrator, with a reason; from then on the table counts so."""
    desk = Bench("2025-02-28")
    admin = browser(member_with("administrator", desk.office.agency, "guanli"))
    appeal = desk.enters(desk.answered())
    settled = {"result": "rec_settled", "document": "调1", "dated_on": "2025-02-20", "happened_on": "2025-02-24"}
    desk.takes(appeal, "decide", "signer", **settled)
    assert numbers(desk.office.agency, 2025) == {"reconsideration.other": 1}
    path = "/desk/settings/appeals/result.rec_settled"
    assert get(desk.sits(), path).status_code == 403
    for words, status in (({"choice": "upheld"}, 422), ({"choice": "corrected"}, 303)):
        assert post(admin, path, filled(admin, path, reason="省里的口径", **words)).status_code == status
    assert numbers(desk.office.agency, 2025) == {"reconsideration.corrected": 1}
    assert "省里的口径" in desk.sees("/table?year=2025")
