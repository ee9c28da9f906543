"""A whole site in processes of its own, as an administrator starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

COMMAND = [sys.executable, "-m", "gongkai", "serve", "--bind", "127.0.0.1:0", "--workers", "1"]
READY = re.compile(r"http://(127\.0\.0\.1:\d+)/")
WAIT = 60


class Site:
    """A site that answers at `address` (HOST:PORT); `said` is what it told so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.address = ""
        self.said: list[str] = []
        self._ready = threading.Event()
        assert process.stderr
        self._listener = threading.Thread(target=self._listen, args=(process.stderr,), daemon=True)
        self._listener.start()

    def _listen(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self.said.append(line)
                found = READY.search(line)
                if found:
                    self.address = found[1]
                    self._ready.set()
        self._ready.set()

    def wait_ready(self) -> None:
        """Until it answers, or has ended."""
        assert self._ready.wait(WAIT)
        assert self.address, "".join(self.said)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send it a signal and wait; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(WAIT)
        self._listener.join(WAIT)
        return status


def family(pid: int) -> list[int]:
    """The processes below a process, and below those."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text("ascii").split()):
            found += [child, *family(child)]
    return found


def lives(pid: int) -> bool:
    """Whether a process is there and no corpse."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def running(environment: Mapping[str, str], *words: str, command: str = "serve") -> Iterator[Site]:
    """A site in demonstration mode that answers, begun with a command; ended at the end."""
    surroundings = {**os.environ, **environment, "GONGKAI_MODE": "demonstration"}
    process = subprocess.Popen(
        [*COMMAND[:3], command, *COMMAND[4:], *words],
        env=surroundings,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    site = Site(process)
    try:
        site.wait_ready()
        yield site
    finally:
        site.end()


def refused(environment: Mapping[str, str], *words: str) -> tuple[int, str]:
    """A site that does not start: its exit status and what it says."""
    surroundings = {**os.environ, **environment}
    result = subprocess.run(
        [*COMMAND, *words], env=surroundings, capture_output=True, text=True, encoding="utf-8", timeout=WAIT
    )
    assert "Traceback" not in result.stderr
    return result.returncode, result.stderr
