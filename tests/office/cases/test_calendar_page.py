"""The working calendar, loading a notice after seeing what it moves, and the date of a demonstration."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from gongkai.audit.models import Entry
from gongkai.office.cases import holidays
from gongkai.office.cases.models import Application, HolidayNotice
from gongkai.office.people.models import Member
from gongkai.office.records.moment import now
from gongkai.site.modes import MODES
from tests.databases.engines import Engine
from tests.office.cases.desk import Desk, errors
from tests.office.cases.office import Office, day, does_passes, member, noon
from tests.office.people.browsers import browser, filled, get, post
from tests.office.people.people import bureau, city

pytestmark = pytest.mark.usefixtures("demonstration")
LOAD = "/desk/calendar/new"
NOTICE = {
    "document": "国办发明电〔2026〕9号",
    "year": "2027",
    "issued_on": "2026-11-05",
    "days_off": "元旦 2027-01-01 2027-01-03\n春节：2027年2月5日 至 2027年2月11日",
    "make_up": "2027-01-30，2027-02-14",
}


def text_of(answer: Any) -> str:
    """A page as it is read."""
    return html.unescape(answer.content.decode())


def sends(client: Client, **words: str) -> Any:
    """The answer to the form of a notice, its hidden fields as last shown."""
    hidden = re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)"', text_of(get(client, LOAD)))
    return post(client, LOAD, dict(hidden) | NOTICE | words)


def confirmed(client: Client, shown: Any) -> Any:
    """The answer to sending what a preview showed."""
    hidden = re.findall(r'<input type="hidden" name="(form_id|seen|previewed)" value="([^"]*)"', text_of(shown))
    return post(client, LOAD, NOTICE | dict(hidden))


def boss_of(desk: Desk) -> Client:
    """The browser of the administrator of the desk's agency."""
    made = member(desk.office.agency, "guanli", "administrator", name="张伟")
    Member.objects.update(must_change=False)
    return browser(made)


def test_the_year_by_its_notices(db: Engine) -> None:
    """Months count their working days; each holiday and make-up day bears its name; each notice its number."""
    client = Desk("2026-03-10").sits()
    page = text_of(get(client, "/desk/calendar"))
    assert "国办发明电〔2025〕7号" in page
    assert "2月 <span" in page
    assert "16个工作日" in page
    assert re.search(r'is-make_up"[^>]*><time datetime="2026-02-28">', page)
    assert re.search(r'is-holiday"[^>]*title="春节"><time datetime="2026-02-15">', page)
    assert "只按周末推算" in text_of(get(client, "/desk/calendar?year=2027"))
    for odd in ("9999", "1e9", "-1", "二〇二六"):
        assert get(client, f"/desk/calendar?year={odd}").status_code == 200


def test_a_notice_is_seen_before_it_is_loaded(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The preview changes nothing; what was previewed is loaded, moves the deadlines and is told in the audit.

    However many applications there are: here each is a batch of its own.
    """
    monkeypatch.setattr(holidays, "BATCH", 1)
    desk = Desk("2026-12-31")
    midnight = noon(desk.today()).replace(hour=0)
    other = Office(bureau(city(), code="青金", name="青岚市城管局"))
    client = boss_of(desk)
    case = desk.office.register("2026-12-21", subjects=("堤防检查记录",), at=midnight)
    other.register("2026-12-21", subjects=("金丝雀",), at=midnight)
    before = case.due
    assert case.is_provisional
    shown = sends(client)
    page = text_of(shown)
    assert shown.status_code == 200
    assert "2件申请的期限会变" in page
    assert case.number in page
    assert "另有1件属于其他机关" in page
    assert "堤防" not in page
    assert "青岚市城管局" not in page
    case.refresh_from_db()
    assert (case.due, HolidayNotice.objects.count()) == (before, 0)
    assert "2件申请的期限会变" in text_of(sends(client, previewed="0" * 64))
    hidden = dict(re.findall(r'<input type="hidden" name="(form_id|seen|previewed)" value="([^"]*)"', page))
    assert post(client, LOAD, NOTICE | hidden | {"again": "1"}).status_code == 200
    assert not HolidayNotice.objects.exists()
    answer = confirmed(client, shown)
    assert answer.status_code == 303
    assert "正在重算" in text_of(get(client, answer["Location"]))
    does_passes(now(timezone.now()))
    case.refresh_from_db()
    assert case.due == day("2027-01-19") != before
    assert not case.is_provisional
    assert Entry.objects.filter(kind="case_recomputed").count() == 2
    page = text_of(get(client, answer["Location"]))
    assert "2件申请的期限变了" in page
    assert "2027-01-19" in page
    assert "金丝雀" not in page
    page = text_of(get(desk.sits(), answer["Location"]))
    assert "堤防检查记录" in page
    assert "另有1件属于其他机关" in page
    assert "张伟" in text_of(get(desk.sits(), "/desk/calendar?year=2027"))
    assert "已经载入" in errors(confirmed(client, sends(client)))
    page = f"{answer['Location']}/withdraw"
    assert get(desk.sits(), page).status_code == 403
    assert post(client, page, filled(client, page, reason="春节录错")).status_code == 303
    does_passes(now(timezone.now()))
    case.refresh_from_db()
    assert (case.due, case.is_provisional) == (before, True)


WRONG = (
    ("days_off", "春节", "读不懂"),
    ("days_off", "春节 2027-02-30 2027-03-01", "没有2027-02-30这一天"),
    ("days_off", "春节 2027-02-11 2027-02-05", "假日安排不对"),
    ("make_up", "2027-02-15", "不是周末"),
    ("make_up", "二月十四", "读不懂"),
    ("issued_on", "2027-11-05", "不能晚于今天"),
)


def test_what_no_notice_says_is_refused(db: Engine) -> None:
    """The form comes back with the reason and everything that was typed."""
    client = boss_of(Desk("2026-12-31"))
    for field, typed, said in WRONG:
        answer = sends(client, **{field: typed})
        assert answer.status_code == 422, typed
        assert said in errors(answer)
        assert NOTICE["document"] in text_of(answer)
    assert not HolidayNotice.objects.exists()


def test_only_the_top_of_the_tree_loads(db: Engine) -> None:
    """The administrator of a bureau is refused before anything is typed, and the audit tells of it."""
    desk = Desk("2026-12-31", bureau(city()))
    client = boss_of(desk)
    assert get(client, LOAD).status_code == 403
    assert post(client, LOAD, NOTICE).status_code == 403
    assert Entry.objects.filter(kind="access_refused").count() == 2


def test_only_an_administrator_loads(db: Engine) -> None:
    """An officer sees the calendar, without the button, and is refused the form."""
    desk = Desk("2026-12-31")
    assert LOAD not in text_of(get(desk.sits(), "/desk/calendar"))
    assert get(desk.sits(), LOAD).status_code == 403


def test_the_date_of_a_demonstration_moves_on(db: Engine) -> None:
    """By a working day, a week, or to a day; running consultations move along; the audit tells of it."""
    desk = Desk("2026-02-13")
    client = desk.sits()
    page = text_of(get(client, "/desk/cases?state=open"))
    assert "演示日期 <b>2026-02-13</b>" in page
    back = {"back": "/desk/cases?state=open"}
    answer = post(client, "/desk/today", {"step": "workday", **back})
    assert (answer.status_code, answer["Location"]) == (303, back["back"])
    assert desk.today() == day("2026-02-14")
    post(client, "/desk/today", {"step": "workday", **back})
    assert desk.today() == day("2026-02-24")
    case = desk.office.register("2026-02-24", at=now(timezone.now()))
    desk.office.take(case, "consult", "2026-02-24", party="甲公司", joint=False, at=now(timezone.now()))
    post(client, "/desk/today", {"step": "week", **back})
    assert desk.today() == day("2026-03-03")
    assert Application.objects.get(pk=case.pk).computed_on == day("2026-03-03")
    answer = post(client, "/desk/today", {"step": "day", "day": "2026-03-10", "back": "https://example.org/"})
    assert answer["Location"] == "/desk/"
    assert desk.today() == day("2026-03-10")
    assert Entry.objects.filter(kind="today_set").count() == 4
    assert post(client, "/desk/today", {"step": "day", "day": "2026-02-30"}).status_code == 422
    assert post(client, "/desk/today", {"step": "day", "day": "2020-01-01"}).status_code == 409
    assert get(client, "/desk/today").status_code == 405
    assert desk.today() == day("2026-03-10")


def test_no_other_mode_has_a_date_to_set(db: Engine) -> None:
    """In normal operation there is neither the strip nor its address."""
    desk = Desk()
    client = desk.sits()
    Member.objects.update(second_factor=b"set")
    with override_settings(MODE=MODES["normal"]):
        assert "演示日期" not in text_of(get(client, "/desk/calendar"))
        assert post(client, "/desk/today", {"step": "week"}).status_code == 404
