"""Codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, 6 digits), as every such app can make them."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

STEP = 30
DIGITS = 6
DRIFT = 1
"""Steps that a clock may be off either way."""


def new_secret() -> str:
    """160 random bits, in the base 32 that the apps take."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_of(at: datetime) -> int:
    """The number of the 30-second step that a time is in."""
    return int(at.timestamp()) // STEP


def code(secret: str, step: int) -> str:
    """The six digits of a step."""
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    place = mac[-1] & 15
    return f"{(int.from_bytes(mac[place : place + 4], 'big') & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, given: str, *, at: datetime, after: int) -> int:
    """The step whose code was given, of those around `at` and later than `after`; 0 when there is none."""
    now, found = step_of(at), 0
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code(secret, step).encode(), given.encode("utf-8", "replace")) and step > after:
            found = step
    return found


def address(secret: str, account: str) -> str:
    """The `otpauth://` address that an app takes, as text or in a picture."""
    return f"otpauth://totp/{quote('公开')}:{quote(account)}?secret={secret}&issuer={quote('公开')}"
