"""Whole lives of applications, step by step through the actions, with the deadline that each step leaves."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import UsageError
from gongkai.office.cases import clock
from gongkai.office.cases.foresight import said
from gongkai.office.cases.models import Fact
from gongkai.office.cases.timeline import lawful
from tests.databases.engines import Engine
from tests.office.cases.office import Office, day, noon

Steps = list[tuple[str, str, dict[str, Any], str, str]]

PATHS: dict[str, tuple[str, str, Steps]] = {
    "mailed, corrected, consulted, extended, answered, served, archived": (
        "signed_mail",
        "2025-09-01",
        [
            ("ask_correction", "2025-09-08", {"note": "请写明年份", "until": "2025-09-30"}, "awaiting_correction", ""),
            ("receive_correction", "2025-09-15", {}, "open", "2025-10-17"),
            ("consult", "2025-09-18", {"party": "云台建设公司", "joint": False}, "open", "2025-10-17"),
            ("record_letter_received", "2025-09-19", {"party": "云台建设公司"}, "open", "2025-11-10"),
            ("receive_opinion", "2025-10-10", {"party": "云台建设公司", "note": "同意公开"}, "open", "2025-11-03"),
            ("extend", "2025-10-30", {"days": 10, "note": "材料多"}, "open", "2025-11-17"),
            ("decide", "2025-11-12", {"outcome": "granted", "document_number": "青水公〔2025〕1号"}, "awaiting_service", "2025-11-17"),
            ("serve", "2025-11-13", {"way": "post", "note": "EMS 1"}, "closed", "2025-11-17"),
            ("archive", "2025-12-01", {}, "archived", "2025-11-17"),
        ],
    ),
    "online and never confirmed": (
        "online",
        "2025-03-03",
        [("discard", "2025-04-01", {"reason": "三次电话无人接听"}, "closed", "")],
    ),
    "online, confirmed, handed over": (
        "online",
        "2025-01-08",
        [
            ("confirm", "2025-01-10", {"note": "电话与申请人本人确认"}, "open", "2025-02-13"),
            ("decide", "2025-02-10", {"outcome": "partial", "document_number": "青水公〔2025〕2号"}, "awaiting_service", "2025-02-13"),
            ("serve", "2025-02-13", {"way": "direct"}, "closed", "2025-02-13"),
        ],
    ),
    "corrected on a working Saturday": (
        "signed_mail",
        "2025-01-10",
        [
            ("ask_correction", "2025-01-21", {"note": "请写明文号", "until": "2025-02-20"}, "awaiting_correction", ""),
            ("receive_correction", "2025-02-08", {}, "open", "2025-03-07"),
        ],
    ),
    "the fee is paid": (
        "signed_mail",
        "2026-01-20",
        [
            ("notice_fee", "2026-02-02", {"amount": 700}, "awaiting_payment", ""),
            ("receive_payment", "2026-02-27", {}, "open", "2026-03-26"),
        ],
    ),
    "the fee is not paid": (
        "signed_mail",
        "2026-01-20",
        [
            ("notice_fee", "2026-02-02", {"amount": 700}, "awaiting_payment", ""),
            ("lapse", "2026-03-09", {"document_number": "青水公〔2026〕3号"}, "awaiting_service", ""),
            ("serve", "2026-03-10", {"way": "electronic"}, "closed", ""),
        ],
    ),
    "nothing is corrected": (
        "in_person",
        "2025-03-03",
        [
            ("ask_correction", "2025-03-05", {"note": "请写明年份", "until": "2025-03-20"}, "awaiting_correction", ""),
            ("lapse", "2025-03-21", {"document_number": "青水公〔2025〕4号"}, "awaiting_service", ""),
            ("serve", "2025-03-24", {"way": "direct"}, "closed", ""),
        ],
    ),
    "withdrawn": (
        "in_person",
        "2025-03-03",
        [("withdraw", "2025-03-10", {"note": "书面撤回"}, "closed", "2025-03-31")],
    ),
    "delayed with reason": (
        "in_person",
        "2025-03-03",
        [("delay", "2025-03-20", {"until": "2025-06-30", "note": "一次提出八十件"}, "open", "2025-06-30")],
    ),
    "answered anew after a judgment": (
        "in_person",
        "2025-03-03",
        [
            ("decide", "2025-03-10", {"outcome": "denied_internal", "document_number": "青水公〔2025〕5号"}, "awaiting_service", "2025-03-31"),
            ("serve", "2025-03-11", {"way": "direct"}, "closed", "2025-03-31"),
            ("reopen", "2025-08-01", {"note": "青政复决〔2025〕3号", "until": "2025-08-15"}, "open", "2025-08-15"),
            ("decide", "2025-08-11", {"outcome": "granted", "document_number": "青水公〔2025〕6号"}, "awaiting_service", "2025-08-15"),
            ("serve", "2025-08-12", {"way": "direct"}, "closed", "2025-08-15"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_life(db: Engine, path: str) -> None:
    """After each step the state and the deadline are what the law gives, and nothing is irregular."""
    channel, submitted, steps = PATHS[path]
    office = Office()
    case = office.register(submitted, channel)
    for name, on, more, state, due in steps:
        office.take(case, name, on, **more)
        case.refresh_from_db()
        assert (name, case.state, str(case.due or "")) == (name, state, due)
    assert not Fact.objects.exclude(irregular="").exists()
    told = audit.history(f"case:{case.pk}")
    assert [entry.kind for entry in told] == ["case_registered", *(f"case_{name}" for name, *_ in steps)]
    assert all(audit.told(entry) for entry in told)
    assert audit.verify().is_whole


def test_the_account_is_the_copy(db: Engine) -> None:
    """What a page replays is what a list reads."""
    case = Office().register("2026-01-29")
    found = clock.account(case, today=day("2026-02-02"))
    assert (case.due, case.is_provisional, case.clock) == (found.due, found.provisional, found.state)
    assert str(case.due) == "2026-03-04"


WITH = {"party": "云台建设公司"}


@pytest.mark.parametrize(
    "steps",
    [
        [("notice_fee", "2025-03-10", {"amount": 100})],
        [("ask_correction", "2025-03-10", {"note": "年份", "until": "2025-03-25"})],
        [("decide", "2025-03-10", {"outcome": "granted", "document_number": "1号"})],
    ],
)
def test_an_opinion_is_recorded_on_its_true_day_whatever_the_case_waits_for(db: Engine, steps: list[Any]) -> None:
    """The letter arrived before the last step and the answer came after it; neither leads anywhere nor needs an open case."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "consult", "2025-03-05", **WITH, joint=False)
    for name, on, more in steps:
        office.take(case, name, on, **more)
    state, late = case.state, noon(day("2025-03-14"))
    assert {"record_letter_received", "receive_opinion"} <= {
        move.name for move in lawful(case, office.officer, today=day("2025-03-14"))
    }
    office.take(case, "record_letter_received", "2025-03-06", at=late, **WITH)
    office.take(case, "receive_opinion", "2025-03-13", at=late, **WITH, note="同意")
    assert case.state == state
    found = clock.account(case, today=day("2025-03-14"))
    assert [(str(one.begins), str(one.ends), one.open) for one in found.excluded] == [
        ("2025-03-05", "2025-03-13", False)
    ]
    with pytest.raises(UsageError, match="已经登记"):
        office.take(case, "receive_opinion", "2025-03-13", at=late, **WITH, note="同意")


def test_after_a_reopening_the_same_party_is_asked_again(db: Engine) -> None:
    """Once a count: the second letter has its own receipt and answer, and its own excluded time."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "consult", "2025-03-05", **WITH, joint=False)
    office.take(case, "receive_opinion", "2025-03-07", **WITH, note="不同意")
    office.take(case, "withdraw", "2025-03-10", note="书面撤回")
    office.take(case, "reopen", "2025-06-03", note="判决")
    office.take(case, "consult", "2025-06-05", **WITH, joint=False)
    with pytest.raises(UsageError, match="征求过"):
        office.take(case, "consult", "2025-06-05", **WITH, joint=False)
    office.take(case, "record_letter_received", "2025-06-06", **WITH)
    office.take(case, "receive_opinion", "2025-06-09", **WITH, note="同意")
    assert str(case.due) == "2025-07-03"
    names = {move.name for move in lawful(case, office.officer, today=day("2025-06-10"))}
    assert not names & {"record_letter_received", "receive_opinion"}


def test_the_page_says_what_an_opinion_of_today_would_give(db: Engine) -> None:
    """With the receipt known the deadline that is kept takes the whole fifteen days; the sentence does not."""
    office = Office()
    case = office.register("2025-09-15")
    office.take(case, "consult", "2025-09-18", **WITH, joint=False)
    office.take(case, "record_letter_received", "2025-09-19", **WITH)
    today = day("2025-09-22")
    words = said(clock.account(case, today=today), today=today, days=clock.calendar())
    assert (str(case.due), "如今天收到意见，应于2025年10月21日" in words) == ("2025-11-10", True)
