"""The chain of an agency and delegations through the browser."""

from __future__ import annotations

import html
from typing import Any

import pytest

from gongkai.office.people.actions import grant
from gongkai.office.review.models import Chain, Delegation
from gongkai.office.review.queries import steps_of
from tests.databases.engines import Engine
from tests.office.cases.desk import set_date
from tests.office.cases.office import member
from tests.office.people.browsers import browser, filled, get, post
from tests.office.people.people import AT, administrator, bureau

pytestmark = pytest.mark.usefixtures("demonstration")


def shown(answer: Any) -> str:
    """The page as text."""
    return html.unescape(answer.content.decode())


def test_a_chain_is_chosen(db: Engine) -> None:
    """The administrator chooses among the presets; what holds now stands above them; nobody else has the page."""
    set_date("2025-03-03")
    agency = bureau()
    signer = member(agency, "zhao", "signer")
    admin = administrator(agency)
    for one in (signer, admin):
        type(one).objects.filter(pk=one.pk).update(must_change=False)
    desk, path = browser(admin), f"/desk/settings/agencies/{agency.pk}/chain"
    page = shown(get(desk, path))
    assert "现在：审核—签发" in page
    assert "会商会议（疑难复杂、涉及多个科室、有复议、诉讼风险时）" in page
    assert post(desk, path, filled(desk, path, preset="five")).status_code == 303
    assert steps_of(agency)[0].title == "法制研判"
    assert Chain.objects.filter(agency=agency, is_current=True).count() == 1
    assert "签批流程" in shown(get(desk, f"/desk/settings/agencies/{agency.pk}"))
    assert get(browser(signer), path).status_code == 403


def test_a_delegation_and_its_end(db: Engine) -> None:
    """Given with its days and reason, listed on both sides, taken back by its giver alone."""
    set_date("2025-03-03")
    agency = bureau()
    signer, deputy = member(agency, "zhao", "signer", name="赵岚"), member(agency, "qian", "reviewer", name="钱文")
    grant(deputy, role="signer", agency=agency, by=None, at=AT)
    type(signer).objects.update(must_change=False)
    desk, other = browser(signer), browser(deputy)
    assert "还没有委托" in shown(get(desk, "/desk/delegations"))
    wrong = filled(
        desk, "/desk/delegations/new", taker=deputy.pk, first_on="2025-03-05", last_on="2025-03-04", reason="出差"
    )
    answer = post(desk, "/desk/delegations/new", wrong)
    assert answer.status_code == 422
    assert "委托期限不对" in shown(answer)
    right = filled(
        desk, "/desk/delegations/new", taker=deputy.pk, first_on="2025-03-04", last_on="2025-03-06", reason="出差"
    )
    assert post(desk, "/desk/delegations/new", right).status_code == 303
    assert "钱文" in shown(get(desk, "/desk/delegations"))
    assert "赵岚：2025-03-04至2025-03-06，出差" in shown(get(other, "/desk/delegations"))
    key = Delegation.objects.get().pk
    assert post(other, f"/desk/delegations/{key}/revoke").status_code == 404
    assert post(desk, f"/desk/delegations/{key}/revoke").status_code == 303
    assert "已收回" in shown(get(desk, "/desk/delegations"))
    assert "委托代签" in shown(get(desk, "/desk/account"))
