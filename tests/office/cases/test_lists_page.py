"""S-01 and S-02 as a browser gets them: boxes, filters, pages, giving away, files, and nothing of another agency."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gongkai.audit.models import Entry
from gongkai.office.cases.models import Application, Category
from gongkai.office.cases.persons import Person
from gongkai.office.cases.queries import BUCKETS
from gongkai.office.people.models import Member
from tests.databases.engines import Engine
from tests.effort import calls
from tests.office.cases.desk import Desk, errors, set_date
from tests.office.cases.office import Office, member, noon
from tests.office.people.browsers import browser, download, get, post
from tests.office.people.people import bureau

pytestmark = pytest.mark.usefixtures("demonstration")
MOST_QUERIES = 40
MANY_FILTERS = "&".join(f"state=s{number}&x{number}=1" for number in range(500))
CANARY = "金丝雀水厂改扩建"
STRANGER = Person("金丝雀", Category.NATURAL_PERSON)
LISTS = ("", "?whose=mine", "cases", "cases?" + urlencode({"q": CANARY[:3], "in_text": "on"}), "cases?q=金丝雀")
"""Addresses below the desk that show applications."""


def text_of(answer: Any) -> str:
    """A page as it is read."""
    return html.unescape(answer.content.decode())


def numbers(answer: Any) -> list[str]:
    """The numbers that a list shows, in its order."""
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]*">([\d-]+)</a>', answer.content.decode())


def filled(desk: Desk | None = None) -> Desk:
    """A desk of 2025-03-31 with an overdue case, one that is due, one that is paused, one unconfirmed, one closed."""
    desk = desk or Desk("2025-03-31")
    office, now = desk.office, noon(desk.today()).replace(hour=0)
    subjects = iter(("堤防检查记录", "采购合同", "防汛台账", "泵站记录", "招标文件"))

    def came(day: str, channel: str = "signed_mail", **more: Any) -> Application:
        return office.register(day, channel, subjects=(next(subjects),), at=now, **more)

    came("2025-02-24")
    closed = came("2025-03-03", persons=(Person("云台建设有限公司", Category.BUSINESS),))
    office.take(closed, "decide", "2025-03-10", outcome="granted", document_number="青水公〔2025〕1号", at=now)
    office.take(closed, "serve", "2025-03-11", way="direct", at=now)
    office.take(came("2025-03-03"), "assign", "2025-03-31", assignee=office.officer, at=now)
    office.take(came("2025-03-05"), "consult", "2025-03-12", party="甲公司", joint=False, at=now)
    came("2025-03-28", "online")
    return desk


def test_the_desk_leads_to_what_each_box_counts(db: Engine) -> None:
    """The day stands there in words; each box says how many its list has; the most dangerous stands on top."""
    desk = filled()
    with CaptureQueriesContext(connection) as asked:
        answer = get(desk.sits(), "/desk/")
    assert len(asked) <= MOST_QUERIES
    page = text_of(answer)
    assert "2025-03-31 周一" in page
    assert "本月还有1个工作日" in page
    assert numbers(answer) == ["2025-0005", "2025-0001", "2025-0003", "2025-0004"]
    assert "■ 超期" in page
    assert "‖ 征求意见，已暂停" in page
    boxes = re.findall(r'<a href="(/desk/cases\?bucket=[^"]+)"><b>(\d+)</b>', page)
    assert len(boxes) == len(BUCKETS)
    assert sum(int(count) for _, count in boxes) > 0
    for address, count in boxes:
        assert len(numbers(get(desk.sits(), address))) == int(count), address
    assert numbers(get(desk.sits(), "/desk/?whose=mine")) == ["2025-0003"]


def test_an_empty_desk_teaches(db: Engine) -> None:
    """Who has nothing to do reads what belongs here, sees an example and the article, and may begin."""
    page = text_of(get(Desk().sits(), "/desk/"))
    for words in ("没有待办的申请", "示例", "第三十三条", "/desk/cases/new"):
        assert words in page


def test_the_banner_of_november(db: Engine) -> None:
    """From 1 November the year to come is missed on every desk; the administrator is led to where it is loaded."""
    desk = Desk("2026-10-31")
    boss = member(desk.office.agency, "guanli", "administrator", name="张伟")
    Member.objects.update(must_change=False)
    words = "2027年的放假安排还没有载入"
    assert words not in text_of(get(desk.sits(), "/desk/"))
    set_date("2026-11-01")
    assert words in text_of(get(desk.sits(), "/desk/"))
    page = text_of(get(browser(boss), "/desk/"))
    assert words in page
    assert "/desk/calendar/new" in page


FILTERS: dict[str, set[int]] = {
    "": {1, 2, 3, 4, 5},
    "state=closed": {2},
    "bucket=paused": {4},
    "category=business": {2},
    "channel=online": {5},
    "outcome=granted": {2},
    "received_from=2025-03-03&received_to=2025-03-04": {2, 3},
    "due_to=2025-03-30": {1},
    "q=2025-0003": {3},
    "q=泵站": {4},
    "q=云台建设有限公司": {2},
    "q=积水点&in_text=on": {1, 2, 3, 4, 5},
    "q=积水点": set(),
    "state=closed&category=natural_person": set(),
}


def test_each_filter_of_the_address(db: Engine) -> None:
    """A filter leaves what it says, the page counts it in words, and the file holds exactly the same rows."""
    desk = filled()
    for query, found in FILTERS.items():
        answer = get(desk.sits(), f"/desk/cases?{query}")
        assert {int(number[-4:]) for number in numbers(answer)} == found, query
        assert f"共{len(found)}件" in re.sub(r"</?b>", "", text_of(answer)), query
        file = download(desk.sits(), f"/desk/cases/export.csv?{query}").decode("utf-8-sig")
        assert {int(row[0][-4:]) for row in list(csv.reader(io.StringIO(file)))[1:]} == found, query


def test_the_order_holds_over_all_pages(db: Engine) -> None:
    """What is sorted is the whole list; the pager leads on and keeps the filters."""
    desk = Desk("2025-03-31")
    now = noon(desk.today()).replace(hour=0)
    for number in range(60):
        desk.office.register(f"2025-03-{1 + number % 20:02}", at=now)
    first, last = (get(desk.sits(), f"/desk/cases?sort=received&state=open&page={page}") for page in (1, 2))
    assert (len(numbers(first)), len(numbers(last))) == (50, 10)
    days = re.findall(r'<td class="kept">(2025-03-\d\d)', (first.content + last.content).decode())
    assert len(days) == 60
    assert days == sorted(days, reverse=True)
    assert "?state=open&sort=received&page=2" in text_of(first)
    with CaptureQueriesContext(connection) as asked:
        get(desk.sits(), "/desk/cases")
    assert len(asked) <= MOST_QUERIES


def test_five_hundred_filters_cost_little_more_than_one(db: Engine) -> None:
    """Not one question more to the database, and of work less than as much again (TRUST 4, row 48)."""
    client = filled().sits()

    def cost(query: str) -> tuple[int, int]:
        get(client, f"/desk/cases?{query}")
        with CaptureQueriesContext(connection) as asked:
            work = calls(lambda: get(client, f"/desk/cases?{query}"))
        return len(asked), work

    (few, little), (many, much) = cost("state=s0&x0=1"), cost(MANY_FILTERS)
    assert many == few
    assert much < 2 * little


def test_nonsense_in_the_address_filters_nothing(db: Engine) -> None:
    """Unknown values are named and ignored; five hundred filters, a page beyond all pages, a sort by a password too."""
    desk = filled()
    nonsense = ("state=password&received_from=2025-02-30", "page=1e18", f"page={10**30}", "sort=password", MANY_FILTERS)
    for query in nonsense:
        answer = get(desk.sits(), f"/desk/cases?{query}")
        assert answer.status_code == 200, query
        assert len(numbers(answer)) == 5, query
    page = text_of(get(desk.sits(), "/desk/cases?state=password&received_from=2025-02-30&q=%00&assignee='--"))
    for label in ("状态", "收到，从", "承办人", "关键词"):
        assert f"“{label}”" in page


def test_columns_and_density_are_remembered(db: Engine) -> None:
    """The columns chosen stay chosen on the next visit, whatever the filters."""
    desk = filled()
    get(desk.sits(), "/desk/cases?show=subject&show=outcome&dense=1")
    page = text_of(get(desk.sits(), "/desk/cases?state=closed"))
    assert re.findall(r'<th scope="col">([^<]+)</th>', page) == ["编号", "事项", "答复类型"]
    assert "is-dense" in page
    assert "王" not in page.partition("<tbody")[2]


def test_several_are_given_away_together_or_not_at_all(db: Engine) -> None:
    """The page says how many; all go or none; what somebody else changed meanwhile is told; the audit has each."""
    desk = filled()
    address = "/desk/cases/pass?n=2025-0001&n=2025-0003&n=2025-0004"
    page = text_of(get(desk.sits(), address))
    assert "转办3件" in page
    hidden = dict(re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)"', page))
    chosen = {**hidden, "assignee": str(desk.office.officer.pk)}
    assert post(desk.sits(), address, hidden).status_code == 422
    desk.office.take(
        Application.objects.get(number="2025-0003"),
        "extend",
        "2025-03-28",
        days=20,
        note="数量大",
        at=noon(desk.today()).replace(hour=0),
    )
    answer = post(desk.sits(), address, chosen)
    assert answer.status_code == 409
    assert "他人已经作了修改" in errors(answer)
    assert Application.objects.filter(assignee=desk.office.officer).count() == 1
    chosen["seen"] = re.findall(r'name="seen" value="([^"]*)"', text_of(answer))[0]
    chosen["form_id"] = re.findall(r'name="form_id" value="([^"]*)"', text_of(get(desk.sits(), address)))[0]
    before = Entry.objects.filter(kind="case_assign").count()
    answer = post(desk.sits(), address, chosen)
    assert answer.status_code == 303
    assert "已转办3件" in text_of(get(desk.sits(), answer["Location"]))
    assert Application.objects.filter(assignee=desk.office.officer).count() == 3
    assert Entry.objects.filter(kind="case_assign").count() == before + 3
    closed = f"{address}&n=2025-0002"
    page = text_of(get(desk.sits(), closed))
    hidden = dict(re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)"', page))
    answer = post(desk.sits(), closed, {**hidden, "assignee": str(desk.office.officer.pk)})
    assert "不能" in errors(answer)
    assert Entry.objects.filter(kind="case_assign").count() == before + 3


def test_a_list_taken_along_is_masked_harmless_and_told(db: Engine) -> None:
    """CSV begins with its mark; no cell is a formula; no name is whole; the audit keeps that it was taken out."""
    desk = Desk("2025-03-31")
    now = noon(desk.today()).replace(hour=0)
    desk.office.register("2025-03-03", subjects=("=cmd|'/c calc'!A1",), at=now)
    desk.office.register("2025-03-04", subjects=("＋八六",), at=now)
    answer = get(desk.sits(), "/desk/cases/export.csv?received_from=2025-03-01")
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Content-Length"] == str(len(body))
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert {row[rows[0].index("事项")] for row in rows[1:]} == {"'=cmd|'/c calc'!A1", "'＋八六"}
    assert {row[rows[0].index("申请人")] for row in rows[1:]} == {"王**"}
    book = load_workbook(io.BytesIO(download(desk.sits(), "/desk/cases/export.xlsx?received_from=2025-03-01")))
    assert [[str(cell or "") for cell in row] for row in book.active.values] == rows
    told = Entry.objects.filter(kind="cases_exported").order_by("seq")
    assert [entry.actor for entry in told] == [f"member:{desk.office.officer.pk}"] * 2
    assert "2025-03" not in told[0].body
    assert get(desk.sits(), "/desk/cases/export.pdf").status_code == 404


def test_nothing_of_another_agency_in_any_channel(db: Engine) -> None:
    """Desk, boxes, list, search, filters, pages, CSV, XLSX, giving away: the rows of another agency are in none of them."""
    desk = Desk("2025-03-31")
    other = Office(bureau(code="青金", name="青岚市城管局"))
    Member.objects.update(must_change=False)
    filled(desk)
    now = noon(desk.today()).replace(hour=0)
    for _ in range(7):
        other.register("2025-02-20", subjects=(CANARY,), persons=(STRANGER,), text=CANARY, at=now)
    ours, theirs = desk.sits(), browser(other.officer)
    for path in LISTS:
        mine = text_of(get(ours, f"/desk/{path}"))
        assert "金丝雀" not in re.sub(r'value="[^"]*"|含“金丝雀\w*”|<title>.*?</title>', "", mine), path
        assert "2025-0007" not in mine, path
        assert other.officer.account not in mine, path
    assert CANARY in text_of(get(theirs, "/desk/"))
    assert "共<b>7</b>件" in text_of(get(theirs, "/desk/cases"))
    assert "共<b>5</b>件" in text_of(get(ours, "/desk/cases"))
    assert sum(map(int, re.findall(r"<b>(\d+)</b>", text_of(get(ours, "/desk/"))))) < 7
    for form in ("csv", "xlsx"):
        body = download(ours, f"/desk/cases/export.{form}")
        rows = _rows(form, body)
        assert len(rows) == 5
        assert CANARY not in str(rows)
    _cannot_take(ours, desk.office.officer)
    assert get(ours, "/desk/cases/2025-0007").status_code == 404


def _rows(form: str, body: bytes) -> list[Any]:
    if form == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]
    return list(load_workbook(io.BytesIO(body)).active.values)[1:]


def _cannot_take(client: Client, officer: Member) -> None:
    """A number that only the other agency has is not on the page of giving away, and is not given."""
    assert get(client, "/desk/cases/pass?n=2025-0006&n=2025-0007").status_code == 303
    page = text_of(get(client, "/desk/cases/pass?n=2025-0001&n=2025-0007"))
    assert "转办1件" in page
    hidden = dict(re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)"', page))
    post(client, "/desk/cases/pass?n=2025-0001&n=2025-0007", {**hidden, "assignee": str(officer.pk)})
    assert not Application.objects.filter(number="2025-0007").exclude(assignee=None).exists()


def test_who_sees_no_cases_has_no_list(db: Engine) -> None:
    """An administrator arrives at the desk of settings; the list, the files and giving away are refused."""
    desk = Desk("2025-03-31")
    boss = member(desk.office.agency, "guanli", "administrator", name="张伟")
    Member.objects.update(must_change=False)
    filled(desk)
    client = browser(boss)
    page = text_of(get(client, "/desk/"))
    assert "堤防" not in page
    assert "系统管理员" in page
    for path in ("cases", "cases/export.csv", "cases/pass?n=2025-0001"):
        assert get(client, f"/desk/{path}").status_code == 403, path
