"""The mail server as the setting names it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from gongkai.errors import UsageError

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
"""The kinds of addresses, and the port of each where none is given."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in: in the clear, encrypted from the start (`smtps`) or after a word (`smtp+starttls`)."""

    scheme: str
    host: str
    port: int
    user: str
    password: str


def server(address: str) -> MailServer:
    """The mail server of an address, '' for none; UsageError when it is no such address."""
    if not address:
        return MailServer("", "", 0, "", "")
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise _wrong() from None
    if not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise _wrong()
    return MailServer(parts.scheme, parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""))


def _wrong() -> UsageError:
    return UsageError(
        "GONGKAI_SMTP 应为 smtps://用户:口令@主机:端口，或 smtp+starttls://、smtp://",
        "GONGKAI_SMTP must read smtps://user:password@host:port, or smtp+starttls://, or smtp://",
    )
