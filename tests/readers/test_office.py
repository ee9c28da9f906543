"""LibreOffice never outlives the process that asked for it, and leaves no folder behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongkai.readers import office

SLOW = '#!/bin/sh\nsleep 300 &\necho $$ >>"$0.begun"\nexec sleep 300\n'
"""A program that takes for ever and starts another."""


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Such a program in LibreOffice's place; the folder in which its temporary folders are made."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(SLOW, "ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    folder = Path(tempfile.mkdtemp(prefix="slow-"))  # a short path, as a socket stands in it
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    (folder / "bin").symlink_to(program.parent)
    yield folder
    shutil.rmtree(folder)
    office._prefix.cache_clear()


def soon(true: Callable[[], bool]) -> bool:
    """Whether it becomes true within a minute: a busy machine takes seconds to start a process."""
    begun = time.monotonic()
    while not true() and time.monotonic() - begun < 60:
        time.sleep(0.02)
    return true()


def begun(folder: Path) -> list[str]:
    """The numbers of the processes that were begun."""
    file = folder / "bin" / "soffice.begun"
    return file.read_text("ascii").split() if file.exists() else []


def ended(folder: Path) -> bool:
    """Whether no process of the groups that were begun is left, and no folder."""
    groups = {int(number) for number in begun(folder)}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = status.read_text("utf-8", "replace").rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) in groups and state != "Z":
            return False
    return not any(folder.glob("gongkai-*"))


def test_a_killed_process_takes_libreoffice_with_it(slow: Path) -> None:
    code = "from gongkai.readers.office import convert; convert(b'{}', 'rtf')"
    running = subprocess.Popen([sys.executable, "-c", code])
    assert soon(lambda: bool(begun(slow)))
    assert any(slow.glob("gongkai-*"))
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert soon(lambda: ended(slow))


BATCH = """
import sys
from gongkai.corpus.executor import Processes
from gongkai.corpus.limits import Limits
from gongkai.readers import read

def limits(item):
    return Limits(wall=4.0)

if __name__ == "__main__":
    warm = ("gongkai.readers.rtf", "gongkai.readers.recognise")
    for _, answer in Processes(2, limits=limits, warm=warm).map(read, sys.argv[1:]):
        print(type(answer).__name__, "LibreOffice" in str(answer))
"""


def test_a_batch_ends_it_before_the_time_of_a_file_is_up(slow: Path) -> None:
    """In a process of its own, as the processes of a batch keep the surroundings that the first of them had.

    They have loaded what they need before the clock begins, which a busy machine would else spend on that.
    """
    script = slow / "batch.py"
    script.write_text(BATCH, "utf-8")
    files = [slow / name for name in ("a.rtf", "b.rtf")]
    for file in files:
        file.write_bytes(b"{\\rtf1 }")
    done = subprocess.run([sys.executable, str(script), *map(str, files)], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["TimedOut True"] * 2, done.stderr
    assert len(begun(slow)) == 2
    assert soon(lambda: ended(slow))


def test_its_time_is_less_than_an_alarm_leaves() -> None:
    assert office.budget() == 60
    signal.setitimer(signal.ITIMER_REAL, 30)
    try:
        assert 20 < office.budget() <= 24
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
