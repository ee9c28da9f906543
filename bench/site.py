"""A site to be measured: its processes, what they use of the processor and of memory, and how it is asked."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
OPENING = 120.0
"""Seconds that a server has to answer its first request."""
TICK = os.sysconf("SC_CLK_TCK")
ANSWERED = (200, 303)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass(slots=True)
class Server:
    """A server that answers at `port`: its process, that of its database where it has one, seconds until it answered."""

    port: int
    pid: int
    database: int
    started: float
    answered: float = 0.0
    before: float = field(default=0.0, init=False)

    def begin(self) -> None:
        """Count what its processes use from here on."""
        self.before = self._used()

    def used(self) -> float:
        """Milliseconds of processor since `begin`, of the site's processes and of the database's."""
        return (self._used() - self.before) * 1000

    def _used(self) -> float:
        whole = below(self.pid) + (below(self.database) if self.database else [])
        return sum(map(_processor, whole))

    def memory(self) -> list[tuple[str, int, int, int]]:
        """Each process of the site: what runs in it, and in MB what is its own part, what it holds, the most it held."""
        found = []
        for pid in below(self.pid):
            words = dict(re.findall(r"^(\w+):\s+(\d+) kB", _text(pid, "status"), re.MULTILINE))
            shared = dict(re.findall(r"^(\w+):\s+(\d+) kB", _text(pid, "smaps_rollup"), re.MULTILINE))
            if words and shared:
                parts = (shared["Pss"], words["VmRSS"], words["VmHWM"])
                found.append((str(pid), *(int(one) // 1024 for one in parts)))
        return found  # type: ignore[return-value]


def below(pid: int) -> list[int]:
    """A process and all below it that live now."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [one for child in task.read_text().split() for one in below(int(child))]
        except OSError:
            continue
    return found


def _text(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""


def _processor(pid: int) -> float:
    """Seconds of processor of a process and of those below it that have ended."""
    words = _text(pid, "stat").rpartition(") ")[2].split()
    return sum(map(int, words[11:15])) / TICK if words else 0.0


@contextmanager
def serving(
    command: Sequence[str], environment: dict[str, str], log: Path, port: int, database: int = 0
) -> Iterator[Server]:
    """Run a server until the end of the block; TimeoutError when it does not answer."""
    begun = time.perf_counter()
    with log.open("ab") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stderr=file, stdout=file)
        try:
            yield Server(port, process.pid, database, _until_it_answers(process, port) - begun)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _until_it_answers(process: subprocess.Popen[bytes], port: int) -> float:
    until = time.perf_counter() + OPENING
    while time.perf_counter() < until and process.poll() is None:
        try:
            if Caller(port).get("/").status:
                return time.perf_counter()
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"nothing answers at {port}")


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, where it leads, the cookies, the text, and how many milliseconds it took."""

    status: int
    location: str
    cookies: str
    text: str
    took: float

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of its form."""
        return dict(HIDDEN.findall(self.text))


@dataclass(slots=True)
class Caller:
    """Somebody who asks, with the cookie of their session; each request has a connection of its own."""

    port: int
    cookie: str = ""

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None, self.cookie, {})

    def post(self, path: str, form: Answer, **words: str) -> Answer:
        """Send the form that was shown there, with these words in its fields."""
        csrf = form.cookies.partition(";")[0]
        body = urlencode({**form.hidden, **words}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, f"{self.cookie}; {csrf}", kind)

    def send(self, path: str, name: str, data: bytes) -> Answer:
        """Send a file by the form at a path, as a browser does."""
        form, edge = self.get(path), "----bench"
        fields = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in form.hidden.items()
        )
        file = f'--{edge}\r\nContent-Disposition: form-data; name="report"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        body = f"{fields}{file}".encode() + data + f"\r\n--{edge}--\r\n".encode()
        csrf = form.cookies.partition(";")[0]
        return self._ask("POST", path, body, csrf, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def _ask(self, method: str, path: str, body: bytes | None, cookie: str, more: dict[str, str]) -> Answer:
        to = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        begun = time.perf_counter()
        to.request(method, path, body, {"Host": "localhost", "Cookie": cookie, "Connection": "close", **more})
        answer = to.getresponse()
        text = answer.read().decode("utf-8", "replace")
        took = (time.perf_counter() - begun) * 1000
        to.close()
        heads = answer.headers
        return Answer(answer.status, heads.get("Location", ""), heads.get("Set-Cookie", ""), text, took)


def today() -> date:
    """The office's date."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def python(*words: str) -> list[str]:
    """The command that runs Python as here."""
    return [sys.executable, *words]
