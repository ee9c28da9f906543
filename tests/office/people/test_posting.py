"""Forms over HTTP: done once, no text lost, nobody overwritten (TRUST 1.12; 4, rows 35, 36, 44)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed
from gongkai.office.people import actions, drafts
from gongkai.office.people.actions import grant
from gongkai.office.people.door import Asked, form_page
from gongkai.office.people.models import Agency, Draft, Member, Unit, Visit
from gongkai.office.people.posting import DeskForm, answer, typed
from gongkai.office.records.models import Post
from gongkai.site.urls import urlpatterns as site_urls
from tests.databases.engines import Engine
from tests.databases.race import race
from tests.office.people.browsers import browser, filled, get, member_with, post, sign_in, stranger
from tests.office.people.people import administrator, bureau, city

pytestmark = pytest.mark.usefixtures("demonstration")
TYPED = "青岚市人民政府办公室（打了二十分钟的字）"


def chiefs() -> tuple[Member, str]:
    """An administrator, and the address of their agency."""
    chief = administrator(city())
    return chief, f"/desk/settings/agencies/{chief.agency.pk}"


def test_a_form_that_is_sent_twice_is_done_once(db: Engine) -> None:
    """A second click and a second send get the first one's answer; another content under the same number is refused."""
    chief, home = chiefs()
    client = browser(chief)
    typed = filled(client, f"{home}/units", name="办公室")
    answers = [post(client, f"{home}/units", typed) for _ in range(3)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, home)] * 3
    assert Unit.objects.count() == 1
    answer = post(client, f"{home}/units", {**typed, "name": "法制科"})
    assert answer.status_code == 409
    assert "幂等键已用于不同内容" in answer.content.decode()
    assert 'value="法制科"' in answer.content.decode()
    assert Unit.objects.count() == 1


def send(number: int) -> int:
    """Send the form that is being raced for; the status of the answer."""
    return int(post(RACER["client"], RACER["path"], RACER["typed"]).status_code)


RACER: dict[str, Any] = {}


def test_of_many_at_once_one_is_done(committed: dict[str, str]) -> None:
    """Four posts of one form at the same moment: one unit, and four times the same answer."""
    chief, home = chiefs()
    client = browser(chief)
    path = f"{home}/units"
    RACER.update(client=client, path=path, typed=filled(client, path, name="办公室"))
    assert race(send, 4) == [303] * 4
    assert Unit.objects.count() == 1
    assert Post.objects.count() == 1


def test_a_failed_attempt_frees_the_form(db: Engine) -> None:
    """What was refused can be mended and sent again from the same page."""
    chief, home = chiefs()
    client = browser(chief)
    typed = filled(client, f"{home}/describe", number_pattern="{number}", court="")
    answer = post(client, f"{home}/describe", typed)
    assert answer.status_code == 422
    assert "<title>错误：" in answer.content.decode()
    assert "文号格式须含" in answer.content.decode()
    assert post(client, f"{home}/describe", {**typed, "number_pattern": "〔{year}〕{number}号"}).status_code == 303


def test_the_second_of_two_editors_sees_both_versions(db: Engine) -> None:
    """The page came before the other's change: 409, both versions, the typed text kept; sent again it counts."""
    chief, home = chiefs()
    path = f"{home}/describe"
    mine, theirs = browser(chief), browser(chief)
    pattern = chief.agency.number_pattern
    typed = filled(mine, path, number_pattern=pattern, court="青岚市中级人民法院")
    their = filled(theirs, path, number_pattern=pattern, court="云溪区人民法院")
    assert post(theirs, path, their).status_code == 303
    answer = post(mine, path, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>云溪区人民法院</td><td>青岚市中级人民法院</td>" in page
    assert 'value="青岚市中级人民法院"' in page
    assert Agency.objects.get().court == "云溪区人民法院"
    again = hidden(page) | {"number_pattern": pattern, "court": typed["court"]}
    assert post(mine, path, again).status_code == 303
    assert Agency.objects.get().court == "青岚市中级人民法院"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a form's page."""
    import re

    return dict(re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)"', page))


def run_out(client: Client) -> None:
    """Let every visit have been idle for too long."""
    Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=31))


def test_what_was_typed_into_a_session_that_ran_out_comes_back(db: Engine) -> None:
    """The post leads to the sign-in page and from there to the form, filled in; sent then, it is forgotten."""
    chief, home = chiefs()
    path, client = f"{home}/alias", browser(chief)
    typed = filled(client, path, name=TYPED)
    run_out(client)
    answer = post(client, path, typed)
    assert answer.status_code == 303
    page = get(client, answer["Location"]).content.decode()
    assert "您填写的内容已经保存" in page
    assert sign_in(client, chief.account, next=path)["Location"] == path
    page = get(client, path).content.decode()
    assert f'value="{TYPED}"' in page
    assert "填写而没有提交的内容" in page
    assert post(client, path, filled(client, path, name=TYPED)).status_code == 303
    assert not Draft.objects.exists()
    assert TYPED not in get(client, path).content.decode()


def test_what_is_typed_for_one_agency_is_not_shown_in_another(db: Engine) -> None:
    """A path means another case there: the same path of another agency shows nothing, and its draft stays."""
    chief, _ = chiefs()
    other = bureau(chief.agency, by=chief)
    grant(chief, role="administrator", agency=other, by=chief, at=timezone.now())
    client, path = browser(chief), f"/desk/settings/agencies/{other.pk}/alias"
    assert post(client, f"/desk/draft/keep?path={path}", {"name": TYPED}).status_code == 204
    assert TYPED in get(client, path).content.decode()
    assert post(client, "/desk/account/agency", {"agency": str(other.pk)}).status_code == 303
    assert TYPED not in get(client, path).content.decode()
    post(client, "/desk/account/agency", {"agency": str(chief.agency_id)})
    assert TYPED in get(client, path).content.decode()


@pytest.mark.parametrize("over", ["signed out", "long ago", "kept already"])
def test_a_cookie_that_is_over_plants_nothing(db: Engine, over: str) -> None:
    """Of a visit that somebody ended, or that ran out hours ago, nothing is kept; nor over what is kept already."""
    chief, home = chiefs()
    path, client = f"{home}/alias", browser(chief)
    typed = filled(client, path, name=TYPED)
    if over == "signed out":
        Visit.objects.update(ended_at=timezone.now())
    if over == "kept already":
        post(client, f"/desk/draft/keep?path={path}", {"name": "别名"})
    if over == "long ago":
        Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=91))
    else:
        run_out(client)
    assert "kept" not in post(client, path, typed)["Location"]
    assert Draft.objects.exists() == (over == "kept already")
    assert TYPED not in get(browser(chief), path).content.decode()


@form_page("change_agency")
def breaks_off(request: Asked) -> HttpResponseBase:
    """A form whose work begins, and then is refused or does not find what it is about."""

    def work() -> str:
        actions.add_alias(request.agency, name="别名", by=request.member, at=request.at)
        if "missing" in request.POST:
            Agency.objects.get(code="无")
        raise NotAllowed("无权", "no right")

    return answer(request, typed(request, DeskForm), work)


urlpatterns = [path("desk/breaks-off", breaks_off), *site_urls]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("words", "status"), [({}, 403), ({"missing": "1"}, 404)])
def test_a_refusal_is_told_though_its_post_is_rolled_back(db: Engine, words: dict[str, str], status: int) -> None:
    """Nothing of the work remains, and the audit tells who was refused; what is not there is 404 and told alike."""
    chief, _ = chiefs()
    assert post(browser(chief), "/desk/breaks-off", {"form_id": "a" * 20, **words}).status_code == status
    entry = Entry.objects.latest("seq")
    assert (entry.kind, entry.actor) == ("access_refused", f"member:{chief.pk}")
    assert '"permission":"change_agency"' in entry.body
    assert not Entry.objects.filter(kind="agency_alias").exists()


def test_nobody_else_gets_what_was_typed(db: Engine) -> None:
    """Another member at the same machine does not; nor does the table hold it as it is; nor anybody's cookie."""
    chief, home = chiefs()
    other = member_with("administrator", chief.agency, "wangfang", by=chief)
    path, client = f"{home}/alias", browser(chief)
    typed = filled(client, path, name=TYPED)
    run_out(client)
    post(client, path, typed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM people_draft")
        (body,) = cursor.fetchone()
    assert TYPED.encode() not in bytes(body)
    sign_in(client, other.account)
    assert TYPED not in get(client, path).content.decode()
    unknown = stranger()
    post(unknown, path, typed)
    assert Draft.objects.count() == 1


def test_a_draft_is_kept_while_one_types(db: Engine) -> None:
    """The page says where to; what is kept there fills the form of another browser, until one drops it."""
    chief, home = chiefs()
    path, client = f"{home}/rename", browser(chief)
    page = get(client, path).content.decode()
    keep = page.split('data-autosave="')[1].split('"')[0]
    typed = filled(client, path, name=TYPED)
    assert post(client, keep, typed).status_code == 204
    assert post(client, keep, {**typed, "until": "2024"}).status_code == 204
    page = get(browser(chief), path).content.decode()
    assert f'value="{TYPED}"' in page
    assert 'value="2024"' in page
    assert "错误：" not in page, "nobody is corrected before they send"
    assert post(client, keep.replace("/keep", "/drop")).status_code == 303
    assert TYPED not in get(client, path).content.decode()


def test_a_stale_draft_is_told_too(db: Engine) -> None:
    """What was kept remembers what it was typed over."""
    chief, home = chiefs()
    path, client = f"{home}/describe", browser(chief)
    pattern = chief.agency.number_pattern
    kept = filled(client, path, number_pattern=pattern, court="青岚市中级人民法院")
    post(client, f"/desk/draft/keep?path={path}", kept)
    Draft.objects.update(path="elsewhere")
    assert post(client, path, filled(client, path, number_pattern=pattern, court="云溪区人民法院")).status_code == 303
    Draft.objects.update(path=path)
    assert post(client, path, filled(client, path, number_pattern=pattern, court="甲")).status_code == 409


@pytest.mark.parametrize("path", ["/desk/account/password", "/desk/sign-in", "/desk/audit", "/nowhere", "//evil", ""])
def test_not_every_form_is_kept(db: Engine, path: str) -> None:
    """Nothing of a form that takes a password, of a page without a form, of a path that is none."""
    chief, _ = chiefs()
    assert post(browser(chief), f"/desk/draft/keep?path={path}", {"name": TYPED}).status_code == 404
    assert post(browser(chief), f"/desk/draft/drop?path={path}").status_code == 404
    assert not Draft.objects.exists()


def test_a_password_that_came_too_late_is_kept_nowhere(db: Engine) -> None:
    """The post of a password form after the session ran out leaves nothing behind."""
    chief, _ = chiefs()
    client = browser(chief)
    typed = filled(client, "/desk/account/password", **dict.fromkeys(("old", "password", "again"), TYPED))
    run_out(client)
    assert "kept" not in post(client, "/desk/account/password", typed)["Location"]
    assert not Draft.objects.exists()


def test_drafts_are_bounded(db: Engine) -> None:
    """Too much text is not kept, and the oldest of too many drafts makes room."""
    chief, home = chiefs()
    client = browser(chief)
    keep = f"/desk/draft/keep?path={home}/alias"
    assert post(client, keep, {"name": "字" * drafts.LARGEST}).status_code == 413
    for number in range(drafts.MOST):
        at = timezone.now() - timedelta(days=1, minutes=number)
        Draft.objects.create(member=chief, agency=chief.agency, path=f"/{number}", saved_at=at)
    assert post(client, keep, {"name": TYPED}).status_code == 204
    paths = set(Draft.objects.values_list("path", flat=True))
    assert len(paths) == drafts.MOST
    assert f"/{drafts.MOST - 1}" not in paths


def test_a_button_that_came_too_late_leads_back_to_its_page(db: Engine) -> None:
    """An action has no page of its own: after signing in one stands where the button was, if it was a page of ours."""
    chief, home = chiefs()
    client = browser(chief)
    run_out(client)
    path = f"/desk/settings/members/{chief.pk}/disable"
    for told, back in ((f"https://localhost{home}", home), ("https://evil.invalid/x", "/desk/"), ("", "/desk/")):
        answer = post(client, path, headers={"referer": told})
        assert get(client, answer["Location"]).content.decode().count(f'name="next" value="{back}"') == 1
