"""The site as a visitor meets it: a real server process on this machine, with a data and a temporary folder of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OPTIONS = [
    "--bind",
    "127.0.0.1:0",
    "--worker-class",
    "gthread",
    "--threads",
    "4",
    "--timeout",
    "120",
    "--no-control-socket",
]
BEGIN = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
settings.KEYS.create()
call_command("migrate", verbosity=0)
"""
"""A new site: its key file and its database."""


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, where its temporary files go, and its DATABASE_URL."""

    address: str
    process: subprocess.Popen[str]
    temporary: Path
    database: str


@contextlib.contextmanager
def serving(folder: Path, **environment: str) -> Iterator[Server]:
    """gunicorn with four threads on a free port of 127.0.0.1; ended, with all that it started, when the block is left."""
    temporary = folder / "temporary"
    temporary.mkdir(parents=True)
    settings = {
        "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        "GONGKAI_DATA": str(folder / "data"),
        "GONGKAI_KEY_FILE": str(folder / "keys"),
        "DATABASE_URL": "",
        "TMPDIR": str(temporary),
        "GONGKAI_MODE": "demonstration",
    }
    (folder / "data").mkdir()
    subprocess.run([sys.executable, "-c", BEGIN], env=os.environ | settings | environment, check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "gongkai.site.wsgi", *OPTIONS],
        env=os.environ | settings | environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    told: list[str] = []
    listener = threading.Thread(target=_listen, args=(process, told), daemon=True)
    try:
        address = _address(process, told)
        listener.start()
        yield Server(address, process, temporary, (settings | environment)["DATABASE_URL"])
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
        if listener.ident:
            listener.join(20)
        assert process.stderr is not None
        process.stderr.close()


def _address(process: subprocess.Popen[str], told: list[str]) -> str:
    """Where it says that it listens, once a worker is up; RuntimeError with what it said when it ends instead."""
    assert process.stderr is not None
    address = ""
    for line in process.stderr:
        told.append(line)
        if found := re.search(r"Listening at: (\S+)", line):
            address = found[1]
        if address and "Booting worker" in line:
            return address
    raise RuntimeError("".join(told))


def _listen(process: subprocess.Popen[str], told: list[str]) -> None:
    """Hear it out: a server whose stderr nobody reads stands still when the pipe is full."""
    assert process.stderr is not None
    told.extend(process.stderr)
