"""What the law refuses, what it only holds against the agency, and what a form cannot hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.cases.models import Application, Fact, Submission
from gongkai.office.records.models import Counter
from tests.databases.engines import Engine
from tests.office.cases.office import WANG, Office, day, noon

ASKED = {"note": "请写明年份", "until": "2025-03-20"}
GRANTED = {"outcome": "granted", "document_number": "青水公〔2025〕1号"}
WITH = {"party": "云台建设公司"}
Steps = list[tuple[str, str, dict[str, Any]]]

REFUSED: dict[str, tuple[Steps, str]] = {
    "a correction asked for twice": (
        [("ask_correction", "2025-03-05", ASKED), ("receive_correction", "2025-03-10", {}), ("ask_correction", "2025-03-11", ASKED)],
        "一次性告知",
    ),
    "a correction without time": ([("ask_correction", "2025-03-20", ASKED)], "在告知之后"),
    "a correction of nothing": ([("ask_correction", "2025-03-05", {"note": " ", "until": "2025-03-20"})], "补正事项"),
    "before the receipt": ([("extend", "2025-03-02", {"days": 5, "note": "材料多"})], "早于"),
    "before the last step": (
        [("ask_correction", "2025-03-05", ASKED), ("receive_correction", "2025-03-04", {})],
        "早于",
    ),
    "an extension of 21 days": ([("extend", "2025-03-10", {"days": 21, "note": "材料多"})], "1至20"),
    "an extension of none": ([("extend", "2025-03-10", {"days": 0, "note": "材料多"})], "1至20"),
    "a second extension": (
        [("extend", "2025-03-10", {"days": 5, "note": "材料多"}), ("extend", "2025-03-11", {"days": 5, "note": "材料多"})],
        "一次",
    ),
    "consulted twice": (
        [("consult", "2025-03-10", {**WITH, "joint": False}), ("consult", "2025-03-11", {**WITH, "joint": False})],
        "征求过",
    ),
    "an opinion nobody asked for": ([("receive_opinion", "2025-03-10", {**WITH, "note": "同意"})], "没有向"),
    "an opinion before the letter": (
        [("consult", "2025-03-10", {**WITH, "joint": False}), ("receive_opinion", "2025-03-07", {**WITH, "note": "同意"})],
        "早于发出",
    ),
    "an opinion twice": (
        [
            ("consult", "2025-03-10", {**WITH, "joint": False}),
            ("receive_opinion", "2025-03-12", {**WITH, "note": "同意"}),
            ("receive_opinion", "2025-03-13", {**WITH, "note": "不同意"}),
        ],
        "已经登记",
    ),
    "an outcome that there is not": ([("decide", "2025-03-10", {**GRANTED, "outcome": "shrug"})], "不能以"),
    "an outcome of the old form": ([("decide", "2025-03-10", {**GRANTED, "outcome": "other"})], "不能以"),
    "an outcome that only time gives": ([("decide", "2025-03-10", {**GRANTED, "outcome": "other_fee_unpaid"})], "不能以"),
    "still unclear without a correction": (
        [("decide", "2025-03-10", {**GRANTED, "outcome": "unavailable_still_unclear"})],
        "没有补正",
    ),
    "no document number": ([("decide", "2025-03-10", {**GRANTED, "document_number": ""})], "文号"),
    "served before the answer": (
        [("decide", "2025-03-10", GRANTED), ("serve", "2025-03-07", {"way": "direct"})],
        "早于",
    ),
    "served by a courier": ([("decide", "2025-03-10", GRANTED), ("serve", "2025-03-11", {"way": "courier"})], "送达方式"),
    "posted without a number": ([("decide", "2025-03-10", GRANTED), ("serve", "2025-03-11", {"way": "post"})], "邮件号码"),
    "lapsed on the last day": (
        [("ask_correction", "2025-03-05", ASKED), ("lapse", "2025-03-20", {"document_number": "1号"})],
        "还没有届满",
    ),
    "paid without a notice": ([("receive_payment", "2025-03-10", {})], "办理中"),
    "a fee of nothing": ([("notice_fee", "2025-03-10", {"amount": 0})], "1元"),
    "a delay into the past": ([("delay", "2025-03-10", {"until": "2025-03-10", "note": "数量多"})], "之后"),
    "archived while open": ([("archive", "2025-03-10", {})], "办理中"),
    "withdrawn without a word": ([("withdraw", "2025-03-10", {"note": ""})], "撤回"),
    "an order that is over": (
        [
            ("withdraw", "2025-03-10", {"note": "书面撤回"}),
            ("reopen", "2025-03-11", {"note": "判决", "until": "2025-03-11"}),
        ],
        "之后",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_the_law_refuses(db: Engine, name: str) -> None:
    """The last step raises with its reason and leaves facts, version, number and audit as they were."""
    steps, word = REFUSED[name]
    office = Office()
    case = office.register("2025-03-03")
    for step, on, more in steps[:-1]:
        office.take(case, step, on, **more)
    before = (case.version, case.state, case.due, Fact.objects.count(), audit.verify().count)
    step, on, more = steps[-1]
    with pytest.raises(UsageError, match=word):
        office.take(case, step, on, **more)
    case.refresh_from_db()
    assert (case.version, case.state, case.due, Fact.objects.count(), audit.verify().count) == before


IRREGULAR: dict[str, tuple[Steps, str, str]] = {
    "a correction asked for after seven working days": ([("ask_correction", "2025-03-13", ASKED)], "7个工作日", ""),
    "an extension after the deadline": ([("extend", "2025-04-01", {"days": 5, "note": "材料多"})], "第三十三条", "2025-03-31"),
    "an answer after the deadline": (
        [("decide", "2025-03-28", GRANTED), ("serve", "2025-04-01", {"way": "direct"})],
        "逾期",
        "2025-03-31",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IRREGULAR)
def test_what_came_late_is_kept_and_said(db: Engine, name: str) -> None:
    """It is recorded, marked with its article, and gives the agency no more time."""
    steps, word, due = IRREGULAR[name]
    office = Office()
    case = office.register("2025-03-03")
    for step, on, more in steps:
        office.take(case, step, on, **more)
    marked = Fact.objects.exclude(irregular="")
    assert [word in fact.irregular and "条" in fact.irregular for fact in marked] == [True]
    assert str(case.due or "") == due


def test_nothing_happens_in_the_future(db: Engine) -> None:
    """A day after the one on which it is recorded is refused, whatever it is; an earlier one is a late entry."""
    office = Office()
    case = office.register("2025-03-03")
    with pytest.raises(UsageError, match="还没有到"):
        office.take(case, "extend", "2025-03-11", days=5, note="材料多", at=noon(day("2025-03-10")))
    office.take(case, "extend", "2025-03-10", days=5, note="材料多", at=noon(day("2025-03-14")))
    assert str(case.due) == "2025-04-08"


INTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "before the law": ({"submitted": "2019-05-14"}, "修订前"),
    "confirmed before the law": ({"submitted": "2019-05-10", "channel": "online"}, "修订前"),
    "in the future": ({"submitted": "2025-03-04", "at": noon(day("2025-03-03"))}, "晚于今天"),
    "confirmed before it came": (
        {"submitted": "2025-03-04", "channel": "online", "confirmed_on": day("2025-03-03")},
        "早于提交",
    ),
    "confirmed without need": ({"submitted": "2025-03-03", "confirmed_on": day("2025-03-03")}, "无需确认"),
    "an unknown channel": ({"submitted": "2025-03-03", "channel": "pigeon"}, "没有渠道"),
    "no text": ({"submitted": "2025-03-03", "text": " \n"}, "申请内容"),
    "a text too long": ({"submitted": "2025-03-03", "text": "水" * 20_001}, "最多20000字"),
    "a NUL": ({"submitted": "2025-03-03", "text": "听松\0路"}, "U+0000"),
    "a lone surrogate": ({"submitted": "2025-03-03", "text": "听松\ud800路"}, "U+D800"),
    "no subject": ({"submitted": "2025-03-03", "subjects": ()}, "1至50件"),
    "nobody": ({"submitted": "2025-03-03", "persons": ()}, "有且只有一位"),
    "a class that there is not": (
        {"submitted": "2025-03-03", "persons": (replace(WANG, category="king"),)},
        "申请人类型",
    ),  # type: ignore[arg-type]
    "a form that there is not": ({"submitted": "2025-03-03", "form": "stone"}, "形式"),
    "two first applicants": ({"submitted": "2025-03-03", "persons": (WANG, WANG)}, "有且只有一位"),
}


@pytest.mark.parametrize("name", INTAKES)
def test_intake_refuses(db: Engine, name: str) -> None:
    """Nothing is registered, no number is spent."""
    more, word = INTAKES[name]
    office = Office()
    with pytest.raises(UsageError, match=re.escape(word)):
        office.submit(**more)
    assert not Application.objects.exists()
    assert not Submission.objects.exists()
    assert not Counter.objects.exists()


def test_an_extension_needs_the_head(db: Engine) -> None:
    """The consent of somebody who may not give it is none (第三十三条)."""
    office = Office()
    case = office.register("2025-03-03")
    with pytest.raises(NotAllowed, match="负责人"):
        office.take(case, "extend", "2025-03-10", days=5, note="材料多", consented_by=office.registrar)
    assert case.version == 1


def test_a_fee_needs_its_time(db: Engine) -> None:
    """Nothing is charged for what was received before 2021."""
    office = Office()
    case = office.register("2020-12-31", at=noon(day("2024-03-04")))
    with pytest.raises(UsageError, match="109号"):
        office.take(case, "notice_fee", "2024-03-05", amount=100)


def test_what_was_never_received_is_not_reopened(db: Engine) -> None:
    """An unconfirmed application that was given up stays so."""
    office = Office()
    case = office.register("2025-03-03", "online")
    office.take(case, "discard", "2025-04-01", reason="三次电话无人接听")
    with pytest.raises(UsageError, match="没有收到过"):
        office.take(case, "reopen", "2025-04-02", note="判决")


def test_a_stale_form_is_told_who_acted(db: Engine) -> None:
    """Two officers have the same page: the second learns who did what and when, and nothing is lost (TRUST 1.10)."""
    office = Office()
    case = office.register("2025-03-03")
    page = Application.objects.get(pk=case.pk)
    office.take(case, "extend", "2025-03-10", days=5, note="材料多")
    with pytest.raises(Conflict, match=r"李明已在03-10 12:00办理：2025-03-10决定延长答复期限5个工作日"):
        office.take(page, "ask_correction", "2025-03-10", **ASKED)
    assert Fact.objects.filter(application=case).count() == 3
