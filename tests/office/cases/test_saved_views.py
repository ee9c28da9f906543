"""Views of the list under a name: one's own, those that are shared, and what is kept of them."""

from __future__ import annotations

import html

import pytest

from gongkai.office.cases.models import SavedView
from tests.databases.engines import Engine
from tests.office.cases.desk import Desk, errors
from tests.office.cases.office import Office
from tests.office.people.browsers import browser, filled, get, post
from tests.office.people.people import bureau

PATH = "/desk/cases/views/new?q=%E7%8E%8B%E5%B0%8F%E7%A6%BE&state=open"
pytestmark = pytest.mark.usefixtures("demonstration")


def page_of(desk: Desk, who: str = "officer", query: str = "") -> str:
    """The list as a page."""
    return html.unescape(get(desk.sits(who), f"/desk/cases?{query}").content.decode())


def test_a_view_is_saved_shared_and_dropped(db: Engine) -> None:
    """Its link asks for the same again; a colleague is offered it when it is shared, and cannot drop it."""
    desk = Desk()
    client = desk.sits()
    assert post(client, PATH, filled(client, PATH, name="我的王案")).status_code == 303
    link = "?q=%E7%8E%8B%E5%B0%8F%E7%A6%BE&state=open"
    assert f'<a href="{link}">我的王案</a>' in page_of(desk)
    assert "我的王案" not in page_of(desk, "registrar")
    assert post(client, PATH, filled(client, PATH, name="共用的", is_shared="on")).status_code == 303
    assert f'<a href="{link}">共用的</a>' in page_of(desk, "registrar")
    key = SavedView.objects.get(name="共用的").pk
    assert post(desk.sits("registrar"), f"/desk/cases/views/{key}/drop").status_code == 404
    assert post(client, f"/desk/cases/views/{key}/drop").status_code == 303
    assert "共用的" not in page_of(desk)


def test_what_is_not_saved(db: Engine) -> None:
    """The same name twice, no name, no filter; a filter that is none is left out."""
    desk = Desk()
    client = desk.sits()
    assert post(client, PATH, filled(client, PATH, name="甲")).status_code == 303
    again = post(client, PATH, filled(client, PATH, name="甲"))
    assert again.status_code == 409
    assert "已有名为“甲”的视图" in errors(again)
    assert post(client, PATH, filled(client, PATH, name=" ")).status_code == 422
    bare = "/desk/cases/views/new?state=flying"
    assert "没有查询条件" in errors(post(client, bare, filled(client, bare, name="乙")))
    assert SavedView.objects.count() == 1


def test_it_stays_in_its_agency_and_sealed(db: Engine) -> None:
    """The keyword may be somebody's name: it stands nowhere in the row; another agency is not offered the view."""
    other = Office(bureau(code="青文", name="青岚市文化和旅游局"))
    desk = Desk()
    client = desk.sits()
    post(client, PATH, filled(client, PATH, name="甲", is_shared="on"))
    row = SavedView.objects.get()
    assert b"%E7%8E%8B" not in bytes(row.query)
    assert "甲</a>" not in get(browser(other.officer), "/desk/cases").content.decode()
