"""Signing in: one message for every mistake, a delay that hits the guesser only, codes that work once (TRUST 1.22)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from gongkai.audit import queries as audit
from gongkai.audit.models import Entry
from gongkai.errors import Conflict, UsageError
from gongkai.office.people import totp
from gongkai.office.people.actions import add_member, change_password, disable
from gongkai.office.people.entry import MOST_FAILURES, MOST_FROM_ONE_ADDRESS, WRONG, Refused, set_second_factor, sign_in
from gongkai.office.people.models import Member
from tests.databases.engines import Engine
from tests.databases.race import race
from tests.office.people.people import AT, PASSWORD, bureau, person

OTHER = "another-long-word-7"
HOME, ELSEWHERE = "10.0.0.7", "10.9.9.9"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 the one of RFC 6238


def enter(
    password: str = PASSWORD, code: str = "", address: str = HOME, *, account: str = "liming", after: int = 0
) -> Member | Refused:
    """Try to sign in, so many seconds after eight."""
    at = AT + timedelta(seconds=after)
    return sign_in(account=account, password=password, code=code, address=address, at=at, real=at)


def code_after(seconds: int) -> str:
    """The code that the authenticator shows then."""
    return totp.code(SECRET, totp.step_of(AT + timedelta(seconds=seconds)))


def test_no_account_is_there_from_the_start(db: Engine) -> None:
    """A new database lets nobody in."""
    assert not Member.objects.exists()
    assert enter("admin", account="admin") == WRONG


def test_every_mistake_reads_the_same(db: Engine) -> None:
    """A wrong account, a wrong password, a disabled account and a wrong code are told alike."""
    member = person(bureau())
    assert enter() == member
    assert enter("wrong") == enter(account="nobody") == WRONG
    set_second_factor(member, secret=SECRET, code=code_after(0), at=AT, real=AT)
    assert enter(code="000000") == WRONG
    disable(member, by=None, at=AT)
    assert enter(code=code_after(60), after=60) == WRONG


def test_a_guesser_waits_and_the_owner_does_not(db: Engine) -> None:
    """After five failures even the right password waits, from that address only, and a quarter of an hour only."""
    member = person(bureau())
    for _ in range(MOST_FAILURES):
        assert enter("wrong", address=ELSEWHERE) == WRONG
    refused = enter(address=ELSEWHERE)
    assert isinstance(refused, Refused)
    assert refused.again_at == AT + timedelta(minutes=15)
    assert refused.message == "尝试过多，请于 16:15 后再试"
    assert enter() == member
    assert enter(address=ELSEWHERE, after=15 * 60 + 1) == member
    assert enter("wrong", address=ELSEWHERE, after=15 * 60 + 2) == WRONG
    assert enter(address=ELSEWHERE, after=15 * 60 + 3) == member


def test_a_missing_account_is_delayed_as_a_real_one(db: Engine) -> None:
    """Who guesses names learns nothing from the delay."""
    for _ in range(MOST_FAILURES):
        assert enter(account="nobody") == WRONG
    assert isinstance(enter(account="nobody"), Refused)
    assert enter(account="nobody") != WRONG


def test_an_address_that_tries_every_name_is_stopped_before_anything_is_hashed(db: Engine) -> None:
    """Sixty failures, whatever the names: then even the right password waits there; the audit tells it once."""
    member = person(bureau())
    for number in range(MOST_FROM_ONE_ADDRESS):
        assert enter(account=f"name{number}", address=ELSEWHERE) == WRONG
    assert Entry.objects.filter(kind="sign_in_failed").count() == 1
    assert isinstance(enter(address=ELSEWHERE), Refused)
    assert Entry.objects.filter(kind="sign_in_failed").count() == 1
    assert enter() == member
    assert enter(address=ELSEWHERE, after=15 * 60 + 1) == member


def test_a_code_works_once(db: Engine) -> None:
    """The code that proved the app, and one that signed somebody in, are used; the next step's works."""
    member = person(bureau())
    set_second_factor(member, secret=SECRET, code=code_after(0), at=AT, real=AT)
    assert enter(code=code_after(0)) == WRONG
    assert enter(code=code_after(30), after=30) == member
    assert enter(code=code_after(30), after=31) == WRONG
    assert enter(after=60) == WRONG


def test_the_secret_is_sealed_and_proved_first(db: Engine) -> None:
    """A wrong code sets nothing up; the secret is not in the table as it is."""
    member = person(bureau())
    with pytest.raises(UsageError, match="动态码不对"):
        set_second_factor(member, secret=SECRET, code="000000", at=AT, real=AT)
    assert enter() == member
    set_second_factor(member, secret=SECRET, code=code_after(0), at=AT, real=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT second_factor FROM people_member")
        (stored,) = cursor.fetchone()
    assert SECRET.encode() not in bytes(stored)


def enter_with_the_same_code(_number: int) -> bool:
    """Sign in half a minute after eight; whether one was let in."""
    return isinstance(enter(code=code_after(30), after=30), Member)


def test_of_many_posts_with_one_code_one_enters(committed: dict[str, str]) -> None:
    """Four at once with the right password and the same code: one is in."""
    set_second_factor(person(bureau()), secret=SECRET, code=code_after(0), at=AT, real=AT)
    assert race(enter_with_the_same_code, 4).count(True) == 1


def test_passwords_are_held_to_a_bar_and_hashed_slowly(db: Engine) -> None:
    """Short, common, all digits or like the account are refused; Argon2 keeps the rest."""
    agency = bureau()
    for weak in ("short1!", "password1234", "202403010800", "wangxiaoming"):
        with pytest.raises(UsageError):
            add_member(account="wangxiaoming", name="王小明", agency=agency, password=weak, by=None, at=AT)
    member = person(agency)
    assert member.password.startswith("argon2$")
    change_password(member, old=PASSWORD, password=OTHER, at=AT)
    assert enter() == WRONG
    assert enter(OTHER) == member
    with pytest.raises(Conflict):
        person(agency)


def test_the_audit_tells_without_naming(db: Engine) -> None:
    """Entries of signing in hold neither account nor address nor password as they are."""
    member = person(bureau())
    enter()
    enter("wrong-secret-word", account="liming")
    told = [audit.told(entry) for entry in audit.history(f"member:{member.pk}")]
    assert told == ["登记成员", "登录", "登录失败"]
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert not any(word in bodies for word in ("liming", "李明", HOME, "wrong-secret-word", PASSWORD))
