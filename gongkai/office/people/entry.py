"""Signing in: password, then the code of an authenticator, with a delay after failures that no stranger can turn
against the account's owner (TRUST 1.22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.timezone import localtime

from gongkai.audit.actions import record
from gongkai.errors import UsageError
from gongkai.office.people import totp
from gongkai.office.people.models import Attempt, Member

MOST_FAILURES = 5
WINDOW = timedelta(minutes=15)
"""Failures of one account from one address that are let pass, and how long they are remembered."""
MOST_FROM_ONE_ADDRESS = 60
"""Failures from one address, whatever the accounts: far more than an office behind one address makes by mistake."""
ALL = ""
"""The account under which the failures of an address are counted together; nobody has it."""


@cache
def _nobody() -> str:
    """What a password is checked against where there is no account, so that both take the same time."""
    return make_password("nobody signs in with this")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nobody was let in: one message for a wrong account, password or code; or the time to try again."""

    message: str
    message_en: str
    again_at: datetime | None = None


WRONG = Refused("账号、口令或动态码不对", "the account, the password or the code is wrong")


def sign_in(*, account: str, password: str, code: str, address: str, at: datetime, real: datetime) -> Member | Refused:
    """The member whose account, password and code these are, or why not.

    `at` is the office's time, which the audit goes by; `real` the machine's, which the delay and the codes go by (a
    demonstration's date moves neither). `address` is where the request came from. A failure counts for this account
    from this address only: a stranger elsewhere delays nobody. From an address with very many failures nothing is even
    hashed, and the audit tells it once; what names no account of ours is told nowhere else. A code works once. A member without a second factor is
    let in by password alone, and the site shows them nothing but the page that sets it up.
    """
    whole = Attempt.objects.filter(account=ALL, address=address, since__gte=real - WINDOW).first()
    if whole and whole.failures >= MOST_FROM_ONE_ADDRESS:
        return _later(whole)
    member = Member.objects.filter(account=account).first()
    is_right = check_password(password, member.password if member else _nobody())
    with transaction.atomic():
        Attempt.objects.bulk_create([Attempt(account=account[:40], address=address, since=real)], ignore_conflicts=True)
        attempt = Attempt.objects.select_for_update().get(account=account[:40], address=address)
        if attempt.since < real - WINDOW:
            attempt.failures, attempt.since = 0, real
        if attempt.failures >= MOST_FAILURES:
            return _later(attempt)
        if member and member.is_active and is_right and _takes(member, code, real):
            Attempt.objects.filter(pk=attempt.pk).update(failures=0, since=real)
            record("signed_in", about=f"member:{member.pk}", at=at, actor=f"member:{member.pk}", address=address)
            return member
        Attempt.objects.filter(pk=attempt.pk).update(failures=attempt.failures + 1, since=attempt.since)
        is_last = _counts(address, real) == MOST_FROM_ONE_ADDRESS
        if member or is_last:
            about = f"member:{member.pk}" if member else "member:"
            record("sign_in_failed", about=about, at=at, account=account, address=address)
    return WRONG


def _later(attempt: Attempt) -> Refused:
    again = attempt.since + WINDOW
    clock = f"{localtime(again):%H:%M}"
    return Refused(f"尝试过多，请于 {clock} 后再试", f"too many failures, try again after {clock}", again)


def _counts(address: str, real: datetime) -> int:
    """Count one more failure from an address, whatever the account; gives how many there are within the window."""
    Attempt.objects.bulk_create([Attempt(account=ALL, address=address, since=real)], ignore_conflicts=True)
    whole = Attempt.objects.select_for_update().get(account=ALL, address=address)
    if whole.since < real - WINDOW:
        whole.failures, whole.since = 0, real
    whole.failures += 1
    whole.save(update_fields=["failures", "since"])
    return whole.failures


def _takes(member: Member, code: str, real: datetime) -> bool:
    """Whether the code is the member's, and was not used: compare and set, so of two posts with one code one wins."""
    field = Member._meta.get_field("second_factor")
    secret = field.read(member)
    if not secret:
        return True
    step = totp.matching_step(secret, code, at=real, after=member.last_step)
    return bool(step and Member.objects.filter(pk=member.pk, last_step__lt=step).update(last_step=step))


def prove(member: Member, *, password: str) -> None:
    """Pass when it is the member's password: asked again before what guards the account is changed (ASVS 7.5.1)."""
    if not check_password(password, member.password):
        raise UsageError("现在的口令不对", "the present password is wrong")


@transaction.atomic
def set_second_factor(member: Member, *, secret: str, code: str, at: datetime, real: datetime) -> None:
    """Keep the secret of an authenticator once the member has proved it by a code; UsageError when the code is wrong."""
    step = totp.matching_step(secret, code, at=real, after=0)
    if not step:
        raise UsageError("动态码不对，请核对手机时间", "the code is wrong: check the time of the phone")
    field = Member._meta.get_field("second_factor")
    field.write(member, secret)
    member.last_step = step
    member.save(update_fields=["second_factor", "last_step"])
    record("second_factor_set", about=f"member:{member.pk}", at=at, actor=f"member:{member.pk}")
