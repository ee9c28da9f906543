"""The program in a process of its own, as a person or another program starts it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parents[2] / "demo"
BAD = DEMO / "青岚市文化和旅游局2024.html"
CLEAN = DEMO / "青岚市水利局2024.txt"
COMMAND = [sys.executable, "-m", "gongkai"]


def surroundings(**more: str) -> dict[str, str]:
    """The environment of this test run, Chinese unless it is told otherwise."""
    return {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "", "PYTHONUTF8": "1", **more}


def gongkai(
    *words: str, data: bytes = b"", folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program to its end."""
    return subprocess.run(
        [*COMMAND, *words], input=data, capture_output=True, cwd=folder, env=surroundings(**environment), timeout=60
    )


def on_terminal(*words: str, **environment: str) -> tuple[int, str]:
    """Run the program on a terminal of 80 columns: its exit status and all that the terminal was sent."""
    master, slave = pty.openpty()
    more: dict[str, Any] = {"COLUMNS": "80", "TERM": "xterm", **environment}
    running = subprocess.Popen(
        [*COMMAND, *words], stdin=slave, stdout=slave, stderr=slave, env=surroundings(**more), close_fds=True
    )
    os.close(slave)
    sent, begun = b"", time.monotonic()
    while time.monotonic() - begun < 60:
        ready, _, _ = select.select([master], [], [], 0.1)
        try:
            more_sent = os.read(master, 65536) if ready else b""
        except OSError:
            break
        if ready and not more_sent:
            break
        sent += more_sent
    os.close(master)
    return running.wait(10), sent.decode("utf-8").replace("\r\n", "\n")
