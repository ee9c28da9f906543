"""Who may do what where: the table enumerated over role and action, own and other agency."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from gongkai.audit import queries as audit
from gongkai.audit.models import Entry
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.people.actions import (
    add_alias,
    add_unit,
    describe_agency,
    disable,
    grant,
    place_agency,
    rename_agency,
    reset_password,
    revoke,
)
from gongkai.office.people.models import Grant, Member
from gongkai.office.people.queries import may, roles_of
from gongkai.office.people.roles import APART, PERMISSIONS, ROLES, TITLES, allows
from tests.databases.engines import Engine
from tests.office.people.browsers import browser, filled, member_with, post
from tests.office.people.people import AT, PASSWORD, administrator, bureau, city, person

OTHER = "shui-li-zhan-2025"


def test_the_table_names_roles_that_exist() -> None:
    """No permission and no separation speaks of a role that nobody can hold."""
    assert frozenset().union(*PERMISSIONS.values(), *APART) <= ROLES.keys()
    assert all(PERMISSIONS.values())
    assert PERMISSIONS.keys() <= TITLES.keys()


def test_an_action_that_is_not_in_the_table_is_a_mistake() -> None:
    """It is not silently refused nor allowed."""
    with pytest.raises(KeyError):
        allows(frozenset(ROLES), "fly")


def test_every_role_may_what_the_table_says_and_only_there(db: Engine) -> None:
    """Role by role and action by action: in the agency of the grant as written, in the other never."""
    top = city()
    own, other = bureau(top), bureau(top, code="青文", name="青岚市文化和旅游局")
    member, chief = person(own), administrator(top)
    for role in ROLES:
        grant(member, role=role, agency=own, by=chief, at=AT)
        for action, roles in PERMISSIONS.items():
            assert may(member, action, own) is (role in roles), (role, action)
            assert not may(member, action, other)
        revoke(member, role=role, agency=own, by=chief, at=AT)
    assert roles_of(member, own) == frozenset()


def test_a_role_ends_with_the_account(db: Engine) -> None:
    """A disabled member may do nothing, though the grant still stands; disabling twice is a conflict."""
    top = city()
    own = bureau(top)
    chief = administrator(top)
    member = person(own, by=chief)
    grant(member, role="administrator", agency=own, by=chief, at=AT)
    disable(member, by=chief, at=AT)
    assert not may(member, "grant_role", own)
    assert Grant.objects.filter(member=member).count() == 1
    with pytest.raises(Conflict):
        disable(member, by=chief, at=AT)


@pytest.mark.parametrize("order", [("administrator", "auditor"), ("auditor", "administrator")])
def test_nobody_both_administers_and_audits(db: Engine, order: tuple[str, str]) -> None:
    """Whichever comes second is refused in the same agency."""
    top = city()
    own = bureau(top)
    member, chief = person(own), administrator(top)
    grant(member, role=order[0], agency=own, by=chief, at=AT)
    with pytest.raises(UsageError, match="不能由一人兼任"):
        grant(member, role=order[1], agency=own, by=chief, at=AT)


def test_a_role_is_granted_and_revoked_once(db: Engine) -> None:
    """The second time is a conflict, an unknown role a mistake, and each change is told once."""
    own = bureau()
    member = person(own)
    with pytest.raises(UsageError):
        grant(member, role="king", agency=own, by=None, at=AT)
    grant(member, role="officer", agency=own, by=None, at=AT)
    with pytest.raises(Conflict):
        grant(member, role="officer", agency=own, by=None, at=AT)
    revoke(member, role="officer", agency=own, by=None, at=AT)
    with pytest.raises(Conflict):
        revoke(member, role="officer", agency=own, by=None, at=AT)
    told = [audit.told(entry, "en") for entry in audit.history(f"member:{member.pk}")]
    assert told == ["entered a member", "granted the role officer", "revoked the role officer"]


def test_the_site_itself_acts_until_there_is_an_administrator(db: Engine) -> None:
    """The first agency, member and role need nobody; afterwards nothing is done by nobody, until none is let in."""
    top = city()
    chief = administrator(top)
    for attempt in (
        lambda: bureau(top),
        lambda: person(top),
        lambda: grant(chief, role="officer", agency=top, by=None, at=AT),
        lambda: revoke(chief, role="administrator", agency=top, by=None, at=AT),
        lambda: disable(chief, by=None, at=AT),
    ):
        with pytest.raises(NotAllowed, match="已有系统管理员"):
            attempt()
    assert audit.verify().count == 3


def test_an_administrator_reaches_down_the_tree_and_no_further(db: Engine) -> None:
    """Every action upon agencies and people: the city's administrator may, those of a bureau and of beside may not."""
    top = city()
    chief = administrator(top)
    own, other = bureau(top, by=chief), bureau(top, code="青文", name="青岚市文化和旅游局", by=chief)
    local = person(other, "local", by=chief)
    member = person(own, by=chief)
    for somebody, where in ((local, other), (member, own)):
        role = "administrator" if somebody is local else "auditor"
        grant(somebody, role=role, agency=where, by=chief, at=AT)
    pattern = own.number_pattern
    attempts: dict[str, Callable[[Member], object]] = {
        "found": lambda by: bureau(own, code="青水站", name="青岚市水文站", by=by),
        "rename": lambda by: rename_agency(own, name="青岚市水务局", until=AT.date(), by=by, at=AT),
        "alias": lambda by: add_alias(own, name="水利局", by=by, at=AT),
        "place": lambda by: place_agency(own, parent=top, by=by, at=AT),
        "describe": lambda by: describe_agency(
            own, supervising=top, organs=[top], court="", number_pattern=pattern, by=by, at=AT
        ),
        "unit": lambda by: add_unit(own, name="办公室", by=by, at=AT),
        "add": lambda by: person(own, "new", by=by),
        "grant": lambda by: grant(member, role="officer", agency=own, by=by, at=AT),
        "revoke": lambda by: revoke(member, role="officer", agency=own, by=by, at=AT),
        "reset": lambda by: reset_password(member, password=PASSWORD, by=by, at=AT),
        "disable": lambda by: disable(member, by=by, at=AT),
    }
    before = audit.verify().count
    for name, attempt in attempts.items():
        for stranger in (local, member):
            with pytest.raises(NotAllowed, match="系统管理员"):
                attempt(stranger)
        attempt(chief)
        before += 1
        assert audit.verify().count == before, name
    with pytest.raises(NotAllowed):
        place_agency(other, parent=None, by=local, at=AT)
    with pytest.raises(NotAllowed):
        bureau(code="外", name="外", by=local)


@pytest.mark.usefixtures("demonstration")
def test_nobody_takes_over_a_role_above(db: Engine) -> None:
    """An administrator of a bureau neither resets nor disables a member of it who holds a role in the city; whoever
    audits an agency is reset from above only, and by nobody at the top."""
    top = city()
    chief = administrator(top)
    own = bureau(top, by=chief)
    local, victim = member_with("administrator", own, "local", by=chief), member_with("", own, "victim", by=chief)
    auditor = member_with("auditor", own, "auditor", by=chief)
    grant(victim, role="officer", agency=top, by=chief, at=AT)
    client, account = browser(local), f"/desk/settings/members/{victim.pk}"
    sent = filled(client, f"{account}/password", password=OTHER, again=OTHER)
    assert post(client, f"{account}/password", sent).status_code == 403
    assert post(client, f"{account}/disable").status_code == 403
    victim.refresh_from_db()
    assert victim.check_password(PASSWORD)
    assert victim.is_active
    assert Entry.objects.filter(kind="access_refused", actor=f"member:{local.pk}").count() == 2
    later = timezone.now()
    reset_password(victim, password=OTHER, by=chief, at=later)
    with pytest.raises(NotAllowed):
        reset_password(auditor, password=OTHER, by=local, at=later)
    reset_password(auditor, password=OTHER, by=chief, at=later)
    grant(auditor, role="auditor", agency=top, by=chief, at=later)
    with pytest.raises(NotAllowed):
        reset_password(auditor, password=OTHER, by=chief, at=later)
    disable(auditor, by=chief, at=later)


def test_nobody_locks_themself_out(db: Engine) -> None:
    """One's own account is neither disabled nor reset by oneself; the first administrator chose their password."""
    chief = administrator(city())
    for attempt in (disable, reset_password):
        words = {"password": PASSWORD} if attempt is reset_password else {}
        with pytest.raises(UsageError):
            attempt(chief, by=chief, at=AT, **words)
    assert not chief.must_change
    assert person(chief.agency, by=chief).must_change
