"""Nothing that is sent to the public page is kept: not after an answer, not after a crash, looked at from outside."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gongkai.readers.office import installed
from tests.server import serving

CANARY = secrets.token_hex(12)
REPORT = (Path(__file__).parents[2] / "demo" / "青岚市市场监督管理局2024.txt").read_text("utf-8")
RTF = "{\\rtf1\\ansi " + "".join(f"\\u{ord(one)}?" if ord(one) > 127 else one for one in REPORT) + CANARY + "}"
PATIENCE = 30.0


def post(address: str, name: str, data: bytes) -> tuple[int, bytes]:
    """Send a file as a browser does; the status and the page."""
    line = secrets.token_hex(16)
    head = f'--{line}\r\nContent-Disposition: form-data; name="report"; filename="{name}"\r\n\r\n'.encode()
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    try:
        body = head + data + f"\r\n--{line}--\r\n".encode()
        connection.request("POST", "/", body, {"Content-Type": f"multipart/form-data; boundary={line}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def files(folder: Path) -> list[Path]:
    """Every file below a folder; a folder that is removed meanwhile holds none."""
    there = (Path(root) / name for root, _, names in os.walk(folder) for name in names)
    return [path for path in there if path.is_file()]


def holding(folder: Path) -> list[str]:
    """The files below a folder that hold the canary; one that is removed meanwhile does not."""
    found = []
    for path in files(folder):
        with suppress(FileNotFoundError):
            if CANARY.encode() in path.read_bytes():
                found.append(str(path))
    return found


def waited(done: object) -> bool:
    """Whether something comes true in time."""
    assert callable(done)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.05)
    return False


def test_no_file_is_left(tmp_path: Path) -> None:
    """After an answer, a fault, and the death of everything while LibreOffice had the file on the disk."""
    with serving(tmp_path) as server:
        status, page = post(server.address, "年报.txt", (REPORT + CANARY).encode())
        assert status == 200
        assert "年报体检结果".encode() in page
        assert post(server.address, "坏.docx", b"PK\x03\x04" + CANARY.encode())[0] == 422
        assert files(server.temporary) == []
        assert holding(tmp_path) == []
        if not installed():
            pytest.skip("no LibreOffice on this machine: what is on the disk while it converts was not looked at")
        sending = threading.Thread(target=_post_in_vain, args=(server.address,))
        sending.start()
        assert waited(lambda: holding(server.temporary))
        os.killpg(server.process.pid, signal.SIGKILL)
        sending.join()
        assert waited(lambda: not holding(tmp_path))


def _post_in_vain(address: str) -> None:
    """Send the file that is converted; the connection breaks."""
    with pytest.raises((OSError, http.client.HTTPException)):
        post(address, "年报.rtf", RTF.encode())
