"""Who may take which step: role by role, action by action, in the own agency and in another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from gongkai.audit import queries as audit
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed
from gongkai.office.cases import actions, closing, correcting, intake
from gongkai.office.cases.holidays import load_notice
from gongkai.office.cases.models import Application
from gongkai.office.cases.persons import reveal
from gongkai.office.cases.step import BY_CHAIN
from gongkai.office.cases.timeline import lawful
from gongkai.office.people.actions import disable, grant, revoke
from gongkai.office.people.door import Door
from gongkai.office.people.models import Agency, Member
from gongkai.office.people.roles import PERMISSIONS, ROLES
from gongkai.statute.procedure import MOVES, STATES
from tests.databases.engines import Engine
from tests.office.cases.office import DOERS, Office, day, noon
from tests.office.people.people import administrator, bureau, person

ON = day("2025-03-10")
WORDS: dict[str, dict[str, Any]] = {
    "confirm": {"happened_on": ON, "note": "电话"},
    "discard": {"reason": "无人接听"},
    "assign": {"assignee": None},
    "ask_correction": {"until": ON, "note": "年份", "happened_on": ON},
    "receive_correction": {"happened_on": ON},
    "consult": {"party": "甲", "joint": False, "happened_on": ON},
    "record_letter_received": {"party": "甲", "happened_on": ON},
    "receive_opinion": {"party": "甲", "note": "同意", "happened_on": ON},
    "extend": {"days": 0, "note": "材料多", "happened_on": ON},
    "delay": {"until": ON, "note": "多", "happened_on": ON},
    "notice_fee": {"amount": 0, "happened_on": ON},
    "receive_payment": {"happened_on": ON},
    "decide": {"outcome": "", "document_number": "", "happened_on": ON},
    "take_back": {"reason": ""},
    "serve": {"way": "", "happened_on": ON},
    "lapse": {"happened_on": ON, "document_number": ""},
    "withdraw": {"happened_on": ON, "note": ""},
    "archive": {},
    "reopen": {"happened_on": ON, "note": ""},
    "correct_fact": {"fact": 0, "happened_on": ON, "reason": ""},
}
"""What each action is called with; it may well refuse the content, if it does not refuse the member."""


def attempts(case: Application, agency: Agency, office: Office) -> dict[str, Callable[[Member], object]]:
    """Every action of the cases as a call that only wants the member."""
    doers = DOERS | {"correct_fact": correcting.correct_fact}

    def step(name: str) -> Callable[[Member], object]:
        more = WORDS[name] | ({"consented_by": office.signer} if name == "extend" else {})
        return lambda member: doers[name](case, version=case.version, by=member, at=noon(ON), **more)

    party = case.submission.parties.get()
    empty = intake.Intake("", ON, "", (), (), "", "")  # type: ignore[arg-type]
    return {name: step(name) for name in WORDS} | {
        "register": lambda member: intake.register(empty, agency=agency, key="k" * 20, by=member, at=noon(ON)),
        "see_personal": lambda member: reveal(party, "phone", purpose=" ", by=member, at=noon(ON)),
    }


def is_refused(call: Callable[[Member], object], member: Member) -> str:
    """How a member was turned away: `role`, `stranger`, or '' when only the content was looked at."""
    try:
        call(member)
    except NotAllowed:
        return "role"
    except Application.DoesNotExist:
        return "stranger"
    except Exception:  # noqa: BLE001 what a permitted member meets here is the other tests' matter
        return ""
    return ""


def test_every_step_has_its_row(db: Engine) -> None:
    """No action of the cases without a permission, and none without a doer but what a document brings."""
    assert {move.name for move in MOVES} <= PERMISSIONS.keys()
    assert {move.name for move in MOVES} - DOERS.keys() == BY_CHAIN
    assert {*WORDS, "register", "see_personal"} <= PERMISSIONS.keys()
    assert actions.assign
    assert closing.decide


def test_role_by_role_and_action_by_action(db: Engine) -> None:
    """In the own agency as the table says; with every role of another agency as if nothing were there."""
    office = Office()
    elsewhere = bureau(office.agency, code="青文", name="青岚市文化和旅游局")
    member, stranger = person(office.agency, "somebody"), person(elsewhere, "stranger")
    chief = administrator(office.agency)
    case = office.register("2025-03-03")
    tried = attempts(case, office.agency, office)
    for role in ROLES:
        grant(member, role=role, agency=office.agency, by=chief, at=noon(ON))
        for name, call in tried.items():
            wanted = "" if role in PERMISSIONS[name] else "role"
            assert is_refused(call, member) == wanted, (role, name)
            case.refresh_from_db()
        revoke(member, role=role, agency=office.agency, by=chief, at=noon(ON))
    for role in ROLES.keys() - {"auditor"}:
        grant(stranger, role=role, agency=elsewhere, by=chief, at=noon(ON))
    for name, call in tried.items():
        assert is_refused(call, stranger) == "stranger", name
    assert not Application.objects.visible_to(stranger).exists()
    assert audit.verify().is_whole


def test_a_refusal_is_told(db: Engine) -> None:
    """Who tried what on which case stands in the audit, also when the account is disabled (TRUST 4, row 45)."""
    office = Office()
    case = office.register("2025-03-03")
    with pytest.raises(NotAllowed, match="你没有权限：延长答复期限"):
        office.take(case, "extend", "2025-03-10", days=5, note="材料多", by=office.registrar)
    disable(office.officer, by=None, at=noon(ON))
    with pytest.raises(NotAllowed):
        office.take(case, "extend", "2025-03-10", days=5, note="材料多")
    told = audit.history(f"case:{case.pk}").filter(kind="case_refused")
    assert [entry.actor for entry in told] == [f"member:{one.pk}" for one in (office.registrar, office.officer)]
    assert audit.told(told[0]) == "拒绝：无权延长答复期限"
    assert not Application.objects.visible_to(office.officer).exists()


def test_the_door_tells_a_refusal_that_nothing_else_tells(db: Engine) -> None:
    """The action's own entry is enough where it stands; where a post was rolled back with it, the door's takes its place."""
    office = Office()
    case = office.register("2025-03-03")
    request = cast("Any", RequestFactory().get("/"))
    request.member, request.agency, request.at, request.resolver_match = office.registrar, case.agency, noon(ON), None
    request.visit = None
    door = Door(lambda _: HttpResponse())

    def refused() -> NotAllowed:
        with pytest.raises(NotAllowed) as caught:
            office.take(case, "extend", "2025-03-10", days=5, note="材料多", by=office.registrar)
        return caught.value

    def kinds() -> list[str]:
        return list(Entry.objects.filter(kind__in=("case_refused", "access_refused")).values_list("kind", flat=True))

    assert door.process_exception(request, refused()).status_code == 403  # type: ignore[union-attr]
    assert kinds() == ["case_refused"]
    with transaction.atomic():
        error = refused()
        transaction.set_rollback(True)
    assert door.process_exception(request, error).status_code == 403  # type: ignore[union-attr]
    assert kinds() == ["case_refused", "access_refused"]


def test_what_may_be_done_now_is_in_the_table(db: Engine) -> None:
    """A page offers a role only the moves of the state that the role may take."""
    office = Office()
    case = office.register("2025-03-03")
    for state in STATES:
        Application.objects.filter(pk=case.pk).update(state=state)
        case.refresh_from_db()
        for member, role in ((office.registrar, "registrar"), (office.officer, "officer"), (office.signer, "signer")):
            for move in lawful(case, member, today=ON):
                assert state in move.sources
                assert role in PERMISSIONS[move.name]


def test_only_an_administrator_loads_a_notice(db: Engine) -> None:
    """An officer does not."""
    office = Office()
    with pytest.raises(NotAllowed):
        load_notice(
            document="青办〔2026〕1号", year=2027, issued_on=ON, days_off=(), make_up=(), by=office.officer, at=noon(ON)
        )
