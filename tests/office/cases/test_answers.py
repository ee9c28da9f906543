"""Answers as rows: a case that is opened again keeps what it was answered with, and each counts in its own year."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from gongkai.errors import UsageError
from gongkai.office.cases.correcting import correct_fact
from gongkai.office.cases.models import Answer, Application
from gongkai.office.cases.queries import answers_of_year
from gongkai.office.cases.timeline import lawful, timeline
from gongkai.office.cases.views.clock import turns
from tests.databases.engines import Engine
from tests.office.cases.desk import Desk
from tests.office.cases.office import Office, day, noon

FIELDS = ("place", "outcome", "document_number", "way")
DAYS = ("decided_on", "served_on", "closed_on", "reopened_on")


def told(case: Application) -> list[tuple[Any, ...]]:
    """Every answer of a case as a row, days in their ISO form."""
    rows = case.answers.values_list(*FIELDS, *DAYS)
    return [(*row[:4], *(str(one or "") for one in row[4:])) for row in rows]


def judged(office: Office) -> Application:
    """A case that was refused in 2024, and answered again in 2025 after a judgment."""
    case = office.register("2024-12-02")
    office.take(case, "decide", "2024-12-10", outcome="denied_internal", document_number="青水公〔2024〕5号")
    office.take(case, "serve", "2024-12-11", way="post", note="EMS 1")
    office.take(case, "reopen", "2025-03-03", note="青政复决〔2025〕3号")
    office.take(case, "decide", "2025-03-10", outcome="granted", document_number="青水公〔2025〕6号")
    office.take(case, "serve", "2025-03-11", way="direct")
    return case


JUDGED = [
    (1, "denied_internal", "青水公〔2024〕5号", "post", "2024-12-10", "2024-12-11", "2024-12-11", "2025-03-03"),
    (2, "granted", "青水公〔2025〕6号", "direct", "2025-03-10", "2025-03-11", "2025-03-11", ""),
]


def test_a_case_that_is_opened_again_keeps_its_answer(db: Engine) -> None:
    """Both rows with their days, each in its own year; the columns of the list are those of the present one."""
    office = Office()
    case = judged(office)
    assert told(case) == JUDGED
    for year, outcomes in ((2023, []), (2024, ["denied_internal"]), (2025, ["granted"])):
        assert [one.outcome for one in answers_of_year(office.agency, year)] == outcomes
    assert (case.outcome, case.document_number, case.way) == ("granted", "青水公〔2025〕6号", "direct")
    ends = [event.sentence for event in timeline(case) if "送达申请人" in event.sentence]
    assert ends == [
        "2024年12月11日，答复送达申请人（邮政企业邮寄）：不予公开：属于三类内部事务信息，青水公〔2024〕5号。",
        "2025年3月11日，答复送达申请人（直接送达）：予以公开，青水公〔2025〕6号。",
    ]
    assert [basis for said, _, basis in turns(case) if said in ends] == ["国办公开办函〔2016〕235号"] * 2


def test_an_answer_counts_when_it_is_served(db: Engine) -> None:
    """Decided it counts nowhere; a withdrawal takes its place, with no document, and counts by its day."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "decide", "2025-03-10", outcome="granted", document_number="1号")
    assert told(case) == [(1, "granted", "1号", "", "2025-03-10", "", "", "")]
    assert not answers_of_year(office.agency, 2025).exists()
    office.take(case, "withdraw", "2025-03-11", note="书面撤回")
    assert told(case) == [(1, "other_misc", "", "", "2025-03-11", "", "2025-03-11", "")]
    assert (case.document_number, answers_of_year(office.agency, 2025).count()) == ("", 1)
    assert [basis for *_, basis in turns(case)][-1] == "《政府信息公开条例》第四十五条"


def test_an_outcome_that_was_recorded_wrong_is_mended_before_service(db: Engine) -> None:
    """The case is open again on the same clock, the audit tells what was taken back; after service it is too late."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "decide", "2025-03-10", outcome="granted", document_number="青水公〔2025〕9号")
    due = case.due
    with pytest.raises(UsageError, match="撤回登记的理由"):
        office.take(case, "take_back", "2025-03-10", reason=" ")
    office.take(case, "take_back", "2025-03-10", reason="结果选错")
    assert (case.state, case.outcome, case.document_number, case.decided_on, case.due) == ("open", "", "", None, due)
    assert not told(case)
    office.take(case, "decide", "2025-03-10", outcome="partial", document_number="青水公〔2025〕8号")
    office.take(case, "serve", "2025-03-11", way="direct")
    assert [row[:4] for row in told(case)] == [(1, "partial", "青水公〔2025〕8号", "direct")]
    said = "2025年3月10日，送达前撤回答复登记：予以公开，文号青水公〔2025〕9号。"
    assert said in [event.sentence for event in timeline(case)]
    with pytest.raises(UsageError, match="“已办结”的申请不能“撤回答复登记”"):
        office.take(case, "take_back", "2025-03-11", reason="结果选错")


def test_what_the_passing_of_time_gave_is_not_taken_back(db: Engine) -> None:
    """Nor is it offered: there is no open case to go back to."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "ask_correction", "2025-03-05", note="请写明年份", until="2025-03-20")
    office.take(case, "lapse", "2025-03-21", document_number="4号")
    assert "take_back" not in [move.name for move in lawful(case, office.officer, today=day("2025-03-21"))]
    with pytest.raises(UsageError, match="由期限届满而来"):
        office.take(case, "take_back", "2025-03-21", reason="文号写错")


def test_the_page_takes_back(db: Engine, demonstration: None) -> None:
    """The case page leads to the form, and the form to an open case."""
    desk = Desk("2025-04-01")
    case = desk.office.register("2025-03-24")
    desk.office.take(case, "decide", "2025-03-31", outcome="granted", document_number="1号")
    assert "撤回答复登记" in desk.opens(case.number)
    assert desk.sends(f"{case.number}/take-back", reason="文号写错").status_code == 303
    case.refresh_from_db()
    assert case.state == "open"


def test_a_corrected_service_moves_its_own_answer(db: Engine) -> None:
    """The day of the first service is put right after the second; the present answer stays as it is."""
    office = Office()
    case = judged(office)
    first = case.facts.filter(kind="ended").order_by("place")[0]
    words = {"fact": first.pk, "reason": "回执寄到", "by": office.officer, "at": noon(day("2025-04-01"))}
    with pytest.raises(UsageError, match="送达不能早于答复日期"):
        correct_fact(case, happened_on=day("2024-12-09"), version=case.version, **words)
    correct_fact(case, happened_on=day("2025-01-02"), version=case.version, **words)
    assert told(case) == [(*JUDGED[0][:5], "2025-01-02", "2025-01-02", "2025-03-03"), JUDGED[1]]
    assert str(case.served_on) == "2025-03-11"
    assert answers_of_year(office.agency, 2025).count() == 2
    assert "2025年1月2日，答复送达申请人（邮政企业邮寄）" in "".join(event.sentence for event in timeline(case))


def test_rows_of_an_older_site_get_their_answers(db: Engine) -> None:
    """From the columns and, for what was replaced, from the audit: the same rows as the actions write."""
    office = Office()
    cases = [
        judged(office),
        office.register("2025-03-12"),
        office.register("2025-03-12"),
        office.register("2025-03-12"),
    ]
    office.take(cases[1], "decide", "2025-03-14", outcome="granted", document_number="1号")
    office.take(cases[2], "withdraw", "2025-03-14", note="书面撤回")
    office.take(cases[2], "reopen", "2025-04-01", note="青政复决〔2025〕4号")
    before = [told(case) for case in cases]
    assert [len(one) for one in before] == [2, 1, 1, 0]
    Answer.objects.all().delete()
    import_module("gongkai.office.cases.migrations.0004_keep_answers").keep_answers(apps, None)
    assert [told(case) for case in cases] == before


def test_the_page_shows_what_the_answer_was(db: Engine, demonstration: None) -> None:
    """原答复 with its document, its day and the year that it counts in."""
    desk = Desk("2025-04-01")
    page = desk.opens(judged(desk.office).number)
    assert "原答复" in page
    assert "青水公〔2024〕5号" in page
    assert "计入2024年；2025-03-03按复议决定、判决重新办理" in page


def test_a_correction_is_asked_for_once_in_each_round(db: Engine) -> None:
    """Opened again by a judgment, the case may need one more; in the same round a second one is refused as before."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "ask_correction", "2025-03-05", note="请写明年份", until="2025-03-20")
    office.take(case, "receive_correction", "2025-03-10")
    office.take(case, "decide", "2025-03-14", outcome="granted", document_number="1号")
    office.take(case, "serve", "2025-03-14", way="post", note="EMS 1")
    office.take(case, "reopen", "2025-06-03", note="判决")
    assert "ask_correction" in {move.name for move in lawful(case, office.officer, today=day("2025-06-04"))}
    office.take(case, "ask_correction", "2025-06-04", note="请写明文号", until="2025-06-20")
    office.take(case, "receive_correction", "2025-06-09")
    with pytest.raises(UsageError, match="不能再次告知"):
        office.take(case, "ask_correction", "2025-06-10", note="还请写明", until="2025-06-20")
