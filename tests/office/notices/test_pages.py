"""One's own notices as pages: unread first, opened by a button, counted in the head; failures for the administrator."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.audit.models import Entry
from gongkai.office.notices.actions import mark_read, notify
from gongkai.office.notices.models import DueJob, Notice
from gongkai.office.people.models import Member
from tests.databases.engines import Engine
from tests.office.people.browsers import browser, get, member_with, post
from tests.office.people.people import AT, bureau, city

PATH = "/desk/notices"


def tell(member: Member, number: int, link: str = "/desk/account") -> Notice:
    """A notice, later than the one with a smaller number."""
    with transaction.atomic():
        notify(
            member,
            key=f"k{number}",
            sentence=f"第{number}件",
            about="case:1",
            at=AT + timedelta(hours=number),
            link=link,
        )
    return Notice.objects.get(member=member, key=f"k{number}")


def shown(text: str) -> list[str]:
    """The sentences of a page in order."""
    return re.findall(r"<td[^>]*>(第\d+件)</td>", text)


def test_unread_come_first_and_one_is_opened(db: Engine, demonstration: None) -> None:
    """The head counts, opening leads to the thing and marks it, another's is not there, all are marked at once."""
    top = city()
    mine, other = member_with("officer", top, "liming"), member_with("officer", top, "zhaolan")
    told = [tell(mine, number) for number in range(1, 5)]
    foreign = tell(other, 9)
    mark_read(mine, at=AT, notice=told[3])
    client = browser(mine)
    page = get(client, PATH).content.decode()
    assert shown(page) == ["第3件", "第2件", "第1件", "第4件"]
    assert '3<span class="unseen">条未读' in page
    answer = post(client, f"{PATH}/{told[0].pk}/open")
    assert (answer.status_code, answer["Location"]) == (303, "/desk/account")
    assert post(client, f"{PATH}/{foreign.pk}/open").status_code == 404
    assert '2<span class="unseen">条未读' in get(client, "/desk/").content.decode()
    assert post(client, f"{PATH}/read")["Location"] == PATH
    assert "条未读" not in get(client, PATH).content.decode()
    assert Notice.objects.filter(read_at=None).get() == foreign


def test_a_notice_leads_to_a_page_of_ours_or_nowhere(db: Engine, demonstration: None) -> None:
    """One without a page comes back to the list; a foreign address is not followed."""
    mine = member_with("officer", city(), "liming")
    client = browser(mine)
    for number, (link, where) in enumerate((("", PATH), ("//evil.example/", "/desk/"))):
        assert post(client, f"{PATH}/{tell(mine, number, link).pk}/open")["Location"] == where


def test_the_head_asks_one_question(db: Engine, demonstration: None) -> None:
    """However many notices there are; and none where nobody is signed in."""
    mine = member_with("officer", city(), "liming")
    client = browser(mine)
    for number in range(70):
        tell(mine, number)
    with CaptureQueriesContext(
        connection,
    ) as found:
        get(client, "/desk/account")
    assert sum("notices_notice" in one["sql"] for one in found.captured_queries) == 1
    page = get(client, PATH).content.decode()
    assert (len(shown(page)), "第 1 页，共 2 页" in page) == (50, True)
    assert len(shown(get(client, f"{PATH}?page=2").content.decode())) == 20


def test_what_was_given_up_is_tried_again_by_the_administrator_at_the_top(db: Engine, demonstration: None) -> None:
    """Nobody else sees it or may; the audit tells who; a second press is a conflict."""
    top = city()
    below = bureau(top)
    chief = member_with("administrator", top, "zhangwei")
    keeper = member_with("administrator", below, "keeper", by=chief)
    officer = member_with("officer", top, "liming", by=chief)
    row = DueJob.objects.create(
        kind="sweep_done", due_on=AT.date(), next_at=AT, attempts=14, error="磁盘已满", given_up_at=AT
    )
    path = f"{PATH}/retry/duejob/{row.pk}"
    for member, status in ((officer, 403), (keeper, 403)):
        client = browser(member)
        assert "磁盘已满" not in get(client, PATH).content.decode()
        assert post(client, path).status_code == status
    client = browser(chief)
    page = get(client, PATH).content.decode()
    assert "清理已完成的事项" in page
    assert "再试一次" in page
    assert post(client, path).status_code == 303
    assert Entry.objects.filter(kind="tried_again", actor=f"member:{chief.pk}").count() == 1
    assert "自动重试" in get(client, PATH).content.decode()
    assert post(client, path).status_code == 409
    assert post(client, f"{PATH}/retry/nothing/1").status_code == 404
