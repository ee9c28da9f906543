"""Codes as RFC 6238 prints them, a clock that is a little off, and no code twice."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from gongkai.office.people import totp

RFC = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, SHA-1; its eight digits end in our six."""
    assert totp.code(RFC, totp.step_of(datetime.fromtimestamp(seconds, UTC))) == code


def test_a_clock_may_be_one_step_off() -> None:
    """The step before and after are taken, the next ones are not, a used one is not."""
    at = datetime(2024, 3, 1, 8, tzinfo=UTC)
    now = totp.step_of(at)
    taken = {off: totp.matching_step(RFC, totp.code(RFC, now + off), at=at, after=0) - now for off in (-1, 0, 1)}
    assert taken == {-1: -1, 0: 0, 1: 1}
    for off in (-2, 2):
        assert totp.matching_step(RFC, totp.code(RFC, now + off), at=at, after=0) == 0
    assert totp.matching_step(RFC, totp.code(RFC, now), at=at, after=now) == 0


@pytest.mark.parametrize("given", ["", "12345", "1234567", "abcdef", "１２３４５６", "\udcff" * 6])
def test_what_is_no_code_is_not_taken(given: str) -> None:
    """Nothing, too few, too many, letters, full-width digits, broken text."""
    assert totp.matching_step(RFC, given, at=datetime(2024, 3, 1, 8, tzinfo=UTC), after=0) == 0


def test_a_new_secret_is_long_and_new() -> None:
    """160 bits; an app finds secret and account in the address."""
    one, two = totp.new_secret(), totp.new_secret()
    assert one != two
    assert len(base64.b32decode(one)) == 20
    assert f"secret={one}" in totp.address(one, "li ming")
    assert "li%20ming" in totp.address(one, "li ming")
