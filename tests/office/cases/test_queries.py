"""Lists, boxes, likeness, sentences: what the pages ask for, and in how many queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.audit import queries as audit
from gongkai.office.cases import clock, persons
from gongkai.office.cases.models import Application, Category
from gongkai.office.cases.persons import Person
from gongkai.office.cases.queries import BUCKETS, Filters, applicant, chip, counts, listed, todo
from gongkai.office.cases.similar import kin
from gongkai.office.cases.telling import link
from gongkai.office.cases.timeline import lawful, timeline
from gongkai.office.people import journal
from gongkai.office.people.actions import grant
from gongkai.office.people.models import Member
from gongkai.office.records.models import Remark
from tests.databases.engines import Engine
from tests.office.cases.office import WANG, Office, day, noon
from tests.office.people.browsers import browser, get
from tests.office.people.people import bureau

COMPANY = Person("云台建设有限公司", Category.BUSINESS)
GRANTED = {"outcome": "granted", "document_number": "青水公〔2025〕1号"}


@contextmanager
def at_most(count: int) -> Iterator[None]:
    """No more queries than this inside."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        yield
    assert len(seen) <= count, [one["sql"] for one in seen]


def desk(office: Office) -> dict[str, Application]:
    """A desk of 2025-03-31, which is the last day of what came on 03-03: one case in each box and one closed."""
    cases = {
        "overdue": office.register("2025-02-24", subjects=("堤防检查记录",)),
        "closed": office.register("2025-03-03", persons=(COMPANY,), subjects=("采购合同",)),
        "expired": office.register("2025-03-03"),
        "due": office.register("2025-03-03"),
        "later": office.register("2025-03-05"),
        "paused": office.register("2025-03-05"),
    }
    office.take(cases["expired"], "ask_correction", "2025-03-05", note="年份", until="2025-03-20")
    office.take(cases["closed"], "decide", "2025-03-10", **GRANTED)
    office.take(cases["closed"], "serve", "2025-03-11", way="direct")
    office.take(cases["paused"], "consult", "2025-03-12", party="甲公司", joint=False)
    office.take(cases["later"], "assign", "2025-03-12", assignee=office.officer)
    cases["served"] = office.register("2025-03-20")
    office.take(cases["served"], "decide", "2025-03-25", **GRANTED)
    cases["unconfirmed"] = office.register("2025-03-28", "online")
    return cases


TODAY = day("2025-03-31")


def test_the_boxes_count_what_their_lists_hold(db: Engine) -> None:
    """Each box of the desk has what belongs there, and its link leads to as many rows."""
    office = Office()
    desk(office)
    with at_most(3):
        found = counts(office.officer, today=TODAY)
    assert found == {
        "overdue": 1,
        "in_2_days": 2,
        "in_5_days": 2,
        "unconfirmed": 1,
        "paused": 2,
        "expired": 1,
        "to_sign": 0,
        "to_serve": 1,
        "supervised": 0,
    }
    for key in BUCKETS:
        assert listed(office.officer, Filters(bucket=key), today=TODAY).count() == found[key]
    assert counts(office.officer, today=TODAY, mine=True)["in_2_days"] == 1


def test_the_desk_begins_with_what_must_be_confirmed(db: Engine) -> None:
    """Then the nearest deadline; what waits for the applicant comes last; a page needs few queries."""
    office = Office()
    cases = desk(office)
    with at_most(4):
        rows = list(todo(office.officer))
        shown = [(persons.masked(applicant(one), "name"), str(one.assignee or ""), str(one.unit or "")) for one in rows]
    order = ["unconfirmed", "overdue", "due", "later", "served", "paused", "expired"]
    assert sorted(rows[1:5], key=lambda one: one.due or TODAY) == rows[1:5]
    assert {one.pk for one in rows} == {cases[name].pk for name in order}
    assert (rows[0], rows[-1]) == (cases["unconfirmed"], cases["expired"])
    assert {name for name, *_ in shown} == {"王**"}


FILTERS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "state": ({"state": "closed"}, {"closed"}),
    "class": ({"category": "business"}, {"closed"}),
    "channel": ({"channel": "online"}, {"unconfirmed"}),
    "outcome": ({"outcome": "granted"}, {"closed", "served"}),
    "assignee": ({"assignee": "青水-经办"}, {"later"}),
    "received": ({"received_from": day("2025-03-04"), "received_to": day("2025-03-19")}, {"later", "paused"}),
    "due": ({"due_to": day("2025-03-28")}, {"overdue"}),
    "number": ({"keyword": "2025-0001"}, {"overdue"}),
    "number, short": ({"keyword": "2025-1"}, {"overdue"}),
    "subject": ({"keyword": "堤防"}, {"overdue"}),
    "the text": (
        {"keyword": "积水点改造的批准", "in_text": True},
        {"overdue", "closed", "expired", "due", "later", "paused", "served", "unconfirmed"},
    ),
    "not the text unless asked": ({"keyword": "积水点改造的批准"}, set()),
    "name, however it is written": ({"keyword": "云台建设 有限公司"}, {"closed"}),
    "part of a name": ({"keyword": "云台"}, set()),
    "nothing of the kind": ({"keyword": "%"}, set()),
    "a box that there is not": ({"bucket": "fun"}, set()),
    "two together": ({"outcome": "granted", "state": "closed"}, {"closed"}),
}


def test_filters(db: Engine) -> None:
    """Each filter finds what it says, in at most four queries with all that a row shows."""
    office = Office()
    cases = desk(office)
    for name, (given, wanted) in FILTERS.items():
        with at_most(4):
            rows = list(listed(office.officer, Filters(**given), today=TODAY)[:50])
            assert [applicant(one).category for one in rows] == [one.category for one in rows]
        assert {one.pk for one in rows} == {cases[key].pk for key in wanted}, name
    for sort in ("newest", "received", "due", "password"):
        assert len(listed(office.officer, Filters(sort=sort), today=TODAY)) == len(cases)


def test_chips_say_it_in_words(db: Engine) -> None:
    """Working days left and the date, overdue, paused, to be confirmed, done (SCREENS W1)."""
    office = Office()
    cases = desk(office)
    days = clock.calendar()
    said = {}
    for name, case in cases.items():
        case.refresh_from_db()
        said[name] = (chip(case, today=TODAY, days=days).tone, chip(case, today=TODAY, days=days).words)
    assert said == {
        "overdue": ("overdue", "超期5个工作日 · 3月24日（周一）"),
        "closed": ("done", "已办结"),
        "expired": ("paused", "待补正，已暂停 · 至3月20日"),
        "due": ("red", "今天到期 · 3月31日（周一）"),
        "later": ("red", "剩2个工作日 · 4月2日（周三）"),
        "paused": ("paused", "征求意见，已暂停"),
        "served": ("normal", "剩13个工作日 · 4月18日（周五）"),
        "unconfirmed": ("waiting", "待确认 · 按提交日推算，最迟4月27日"),
    }


def test_whoever_asked_before_is_seen(db: Engine) -> None:
    """By name in any writing, or by identity number; older than a year does not count; another's like text is shown."""
    office = Office()
    own = [office.register(on, text="青岚湖水质监测报告。") for on in ("2024-03-04", "2025-03-03")]
    other = office.register("2025-03-04", persons=(COMPANY,), text="请公开青岚湖水质监测报告。")
    agent = office.register(
        "2025-03-04",
        persons=(COMPANY, replace(WANG, role=persons.PartyRole.AGENT)),
        text="采购合同",
        subjects=("合同",),
    )
    words = "听松路积水点改造批准文件青岚湖水质监测报告。"
    with at_most(5):
        found = kin(office.officer, agency=office.agency, name=" 王小禾", text=words, today=day("2025-03-10"))
    assert found.in_twelve_months == 1
    assert [(one.application, one.is_same_applicant) for one in found.alike] == [
        (own[1], True),
        (own[0], True),
        (other, False),
    ]
    by_card = kin(
        office.officer,
        agency=office.agency,
        name="王禾",
        identity="11010519491231002X",
        text=words,
        today=day("2025-03-10"),
    )
    assert by_card.in_twelve_months == 1
    itself = kin(office.officer, agency=office.agency, name="王小禾", text=words, today=day("2025-03-10"), but=own[1])
    assert own[1] not in [one.application for one in itself.alike]
    assert agent not in [one.application for one in found.alike]


def test_the_timeline_is_told_in_sentences(db: Engine) -> None:
    """Facts and entries in the order of their days, each a sentence, in a few queries."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "assign", "2025-03-04", assignee=office.officer)
    office.take(case, "consult", "2025-03-05", party="甲公司", joint=False)
    office.take(case, "extend", "2025-03-20", days=5, note="材料多")
    office.take(case, "decide", "2025-05-26", **GRANTED)
    office.take(case, "serve", "2025-05-27", way="post", note="EMS 1")
    with at_most(6):
        told = timeline(case)
    assert [one.sentence for one in told] == [
        "2025年3月3日，申请人以“邮寄（签收）”方式提交申请。",
        "2025年3月3日，本机关收到申请（以签收之日为收到之日），自次日起计算答复期限。",
        "2025年3月3日，登记申请，编号 2025-0001，渠道：邮寄（签收）。",
        "2025年3月4日，分办给经办人李明。",
        "2025年3月5日，向甲公司发出征求意见书，征求意见所需时间不计算在内。",
        "2025年3月20日，经政府信息公开工作机构负责人同意，决定延长答复期限5个工作日。",
        "2025年5月26日，2025-05-26答复：予以公开，文号青水公〔2025〕1号。",
        "2025年5月27日，答复送达申请人（邮政企业邮寄）：予以公开，青水公〔2025〕1号。",
    ]
    assert {one.by for one in told} == {"李明", "张禾"}


def test_what_may_be_done_follows_what_was_done(db: Engine) -> None:
    """No second correction or extension is offered, no opinion of nobody, no lapse before its day."""
    office = Office()
    case = office.register("2025-03-03")

    def offered(on: str) -> set[str]:
        with at_most(4):
            return {move.name for move in lawful(case, office.officer, today=day(on))}

    start = {"assign", "ask_correction", "consult", "extend", "delay", "notice_fee", "decide", "withdraw"}
    assert offered("2025-03-03") == start
    office.take(case, "consult", "2025-03-04", party="甲公司", joint=False)
    assert offered("2025-03-04") == start | {"record_letter_received", "receive_opinion"}
    office.take(case, "receive_opinion", "2025-03-05", party="甲公司", note="同意")
    office.take(case, "extend", "2025-03-05", days=5, note="材料多")
    assert offered("2025-03-05") == start - {"extend"}
    office.take(case, "ask_correction", "2025-03-06", note="年份", until="2025-03-20")
    assert offered("2025-03-20") == {"assign", "receive_correction", "withdraw"}
    assert offered("2025-03-21") == {"assign", "receive_correction", "withdraw", "lapse"}


@pytest.mark.usefixtures("demonstration")
def test_a_link_to_a_case_says_whose_it_is(db: Engine) -> None:
    """Two agencies have the same number: the link of one opens no case of the other, and says for whom to act."""
    office, other = Office(), Office(bureau(code="青文", name="青岚市文化和旅游局"))
    cases = [one.register("2025-03-03") for one in (office, other)]
    assert cases[0].number == cases[1].number
    grant(office.officer, role="officer", agency=other.agency, by=None, at=noon(TODAY))
    Member.objects.update(must_change=False)
    client, alone = browser(office.officer), browser(other.officer)
    assert get(client, link(cases[0])).status_code == 200
    answer = get(client, link(cases[1]))
    assert answer.status_code == 409
    assert "青岚市文化和旅游局" in answer.content.decode()
    assert get(alone, link(cases[0])).status_code == 404


def test_what_is_elsewhere_is_not_there(db: Engine) -> None:
    """Lists, boxes and likeness of one agency hold nothing of another; a foreign key finds nothing (TRUST 1.20)."""
    office, other = Office(), Office(bureau(code="青文", name="青岚市文化和旅游局"))
    case = office.register("2025-03-03")
    other.register("2025-03-03")
    with pytest.raises(Application.DoesNotExist):
        Application.objects.visible_to(other.officer).get(pk=case.pk)
    assert [one.agency for one in todo(other.officer)] == [other.agency]
    assert sum(counts(other.officer, today=day("2025-03-31")).values()) == 2
    assert listed(other.officer, Filters(keyword="王小禾"), today=TODAY).count() == 1
    assert kin(other.officer, agency=other.agency, name="王小禾", text="", today=TODAY).in_twelve_months == 1


def test_a_person_is_masked_until_asked_for(db: Engine) -> None:
    """Lists show masks; a look in full needs a purpose, and both leave their trace (TRUST 1.28)."""
    office = Office()
    party = office.register("2025-03-03").submission.parties.get()
    assert [persons.masked(party, name) for name in persons.SEALED] == [
        "王**",
        "11*************02X",
        "138****5678",
        "青岚市云台区****",
        "",
    ]
    told = persons.reveal(party, "phone", purpose="电话确认", by=office.officer, at=noon(TODAY))
    assert told == "13812345678"
    entry = audit.history(f"party:{party.pk}").get()
    assert (audit.told(entry), entry.actor) == ("查看电话", f"member:{office.officer.pk}")
    assert "电话确认" not in entry.body
    assert [line.sentence for line in journal.lines([entry])] == ["查看电话：电话确认"]
    assert "电话确认".encode() not in bytes(Remark.objects.get(seq=entry.seq).text)
