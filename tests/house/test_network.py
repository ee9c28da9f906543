"""Tests never leave the machine: proof that the block of tests/offline holds, in this process and in children."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ELSEWHERE = "192.0.2.1"


def test_another_machine_is_refused() -> None:
    """Connecting, sending and looking up a name raise; 192.0.2.0/24 belongs to nobody (RFC 5737)."""
    with socket.socket() as stream, pytest.raises(RuntimeError, match="never leave"):
        stream.connect((ELSEWHERE, 80))
    with socket.socket(type=socket.SOCK_DGRAM) as datagram, pytest.raises(RuntimeError, match="never leave"):
        datagram.sendto(b"", (ELSEWHERE, 80))
    with pytest.raises(RuntimeError, match="never leave"):
        socket.getaddrinfo("example.org", 80)


def test_this_machine_is_reached(tmp_path: Path) -> None:
    """Loopback and unix sockets work."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))


def test_a_child_process_is_refused_too() -> None:
    """A Python that a test starts cannot reach another machine either."""
    code = f"import socket; socket.create_connection(({ELSEWHERE!r}, 80))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30)
    assert result.returncode == 1
    assert "NetworkRefused" in result.stderr
