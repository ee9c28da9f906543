"""Refuse every way out of this machine: loopback and unix sockets pass, anything else raises.

`tests/conftest.py` runs this file in the test process and puts its folder on PYTHONPATH, so that every Python that
a test starts runs it as well.
"""

from __future__ import annotations

import ipaddress
import sys

LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex"})
SENDINGS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class NetworkRefused(RuntimeError):
    """A test, or the code under test, tried to reach another machine."""


def is_local(host: object) -> bool:
    """Whether a host is this machine: no name at all, localhost, or a loopback address."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in {"", "localhost"}:
        return True
    try:
        return isinstance(name, str) and ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Raise NetworkRefused when an audit event names another machine; a unix socket's address is no tuple."""
    if event in LOOK_UPS:
        host = arguments[0]
    elif event in SENDINGS and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not is_local(host):
        raise NetworkRefused(f"{event} to {host!r}: tests never leave this machine")


sys.addaudithook(refuse_network)
