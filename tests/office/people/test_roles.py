"""Who may do what where: the table enumerated over role and action, own and other agency."""

from __future__ import annotations

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import Conflict, UsageError
from gongkai.office.people.actions import disable, grant, revoke
from gongkai.office.people.models import Agency, Grant, Member
from gongkai.office.people.queries import may, roles_of
from gongkai.office.people.roles import APART, PERMISSIONS, ROLES, allows
from tests.databases.engines import Engine
from tests.office.people.people import AT, bureau, city, person


def test_the_table_names_roles_that_exist() -> None:
    """No permission and no separation speaks of a role that nobody can hold."""
    assert frozenset().union(*PERMISSIONS.values(), *APART) <= ROLES.keys()
    assert all(PERMISSIONS.values())


def test_an_action_that_is_not_in_the_table_is_a_mistake() -> None:
    """It is not silently refused nor allowed."""
    with pytest.raises(KeyError):
        allows(frozenset(ROLES), "fly")


def test_every_role_may_what_the_table_says_and_only_there(db: Engine) -> None:
    """Role by role and action by action: in the agency of the grant as written, in the other never."""
    own, other = bureau(), city()
    member = person(own)
    for role in ROLES:
        grant(member, role=role, agency=own, by="", at=AT)
        for action, roles in PERMISSIONS.items():
            assert may(member, action, own) is (role in roles), (role, action)
            assert not may(member, action, other)
        revoke(member, role=role, agency=own, by="", at=AT)
    assert roles_of(member, own) == frozenset()


def test_a_role_ends_with_the_account(db: Engine) -> None:
    """A disabled member may do nothing, though the grant still stands; disabling twice is a conflict."""
    own = bureau()
    member = person(own)
    grant(member, role="administrator", agency=own, by="", at=AT)
    disable(member, by="", at=AT)
    assert not may(member, "grant_role", own)
    assert Grant.objects.count() == 1
    with pytest.raises(Conflict):
        disable(member, by="", at=AT)


@pytest.mark.parametrize("order", [("administrator", "auditor"), ("auditor", "administrator")])
def test_nobody_both_administers_and_audits(db: Engine, order: tuple[str, str]) -> None:
    """Whichever comes second is refused in the same agency."""
    own = bureau()
    member = person(own)
    grant(member, role=order[0], agency=own, by="", at=AT)
    with pytest.raises(UsageError, match="不能由一人兼任"):
        grant(member, role=order[1], agency=own, by="", at=AT)


def test_a_role_is_granted_and_revoked_once(db: Engine) -> None:
    """The second time is a conflict, an unknown role a mistake, and each change is told once."""
    own = bureau()
    member = person(own)
    with pytest.raises(UsageError):
        grant(member, role="king", agency=own, by="", at=AT)
    grant(member, role="officer", agency=own, by="member:1", at=AT)
    with pytest.raises(Conflict):
        grant(member, role="officer", agency=own, by="member:1", at=AT)
    revoke(member, role="officer", agency=own, by="member:1", at=AT)
    with pytest.raises(Conflict):
        revoke(member, role="officer", agency=own, by="member:1", at=AT)
    told = [audit.told(entry, "en") for entry in audit.history(f"member:{member.pk}")]
    assert told == ["entered a member", "granted the role officer", "revoked the role officer"]


def test_lists_hold_what_one_may_see(db: Engine) -> None:
    """An officer sees their own agency and themself; a supervisor those under it; an administrator its members."""
    top = city()
    own, other = bureau(top), bureau(code="青文", name="青岚市文化和旅游局")
    officer, colleague, stranger = person(own, "a"), person(own, "b"), person(other, "c")
    chief = person(top, "d")
    grant(officer, role="officer", agency=own, by="", at=AT)
    grant(colleague, role="administrator", agency=own, by="", at=AT)
    grant(chief, role="supervisor", agency=top, by="", at=AT)
    assert set(Agency.objects.visible_to(officer)) == {own}
    assert set(Agency.objects.visible_to(chief)) == {top, own}
    assert set(Agency.objects.visible_to(stranger)) == set()
    assert set(Member.objects.visible_to(officer)) == {officer}
    assert set(Member.objects.visible_to(colleague)) == {officer, colleague}
