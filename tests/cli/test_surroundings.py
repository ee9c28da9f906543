"""Whatever the machine is like: signals, closed pipes, full disks, old terminals, strange names, no home."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongkai.cli.manual import COMMANDS
from tests.cli.process import BAD, CLEAN, COMMAND, DEMO, gongkai, surroundings

EVERY = {
    "read": ["read", str(BAD)],
    "check": ["check", str(BAD)],
    "convert": ["convert", "--force", str(BAD), "out.csv"],
    "compare": ["compare", str(BAD), str(CLEAN)],
    "rules": ["rules", "--format", "full"],
    "demo": ["demo", "--workers", "0"],
    "serve": ["serve", "--workers", "0"],
    "keys": ["keys", "list"],
    "import-register": ["import-register", "none.xlsx", "--dry-run", "--agency", "青公", "--by", "guanli"],
    "found": ["found"],
    "doctor": ["doctor"],
    "audit": ["audit", "verify"],
    "backup": ["backup", "out.zip"],
    "restore": ["restore", "none.zip"],
    "completion": ["completion", "zsh"],
    "help": ["help", "formatting"],
}
STATUS = {
    "check": 1,
    "compare": 1,
    "demo": 2,
    "serve": 2,
    "keys": 3,
    "import-register": 2,
    "found": 3,
    "doctor": 3,
    "audit": 3,
    "backup": 3,
    "restore": 2,
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_gbk_terminal_gets_every_answer(name: str, tmp_path: Path) -> None:
    """The status is as usual, and no character is lost: everything we say is in GBK."""
    done = gongkai(*EVERY[name], folder=tmp_path, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert done.returncode == STATUS.get(name, 0)
    assert "?" not in (done.stdout + done.stderr).decode("gbk").replace("'?'", "")


def test_the_same_bytes_whatever_the_surroundings(tmp_path: Path) -> None:
    """Language, home and time zone of the machine change no byte of what is said or written."""
    said, written = set(), set()
    for at, changed in enumerate(
        (
            {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "", "HOME": "/nonexistent", "TZ": "Asia/Shanghai"},
            {"LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8", "HOME": "/proc", "TZ": "America/New_York"},
        )
    ):
        said.add(gongkai("check", "--format", "json", str(BAD), **changed).stdout)
        gongkai("convert", str(CLEAN), str(tmp_path / f"{at}.xlsx"), **changed)
        written.add((tmp_path / f"{at}.xlsx").read_bytes())
    assert len(said) == len(written) == 1
    assert json.loads(said.pop())


STRANGE = {
    "a\nb.txt": "a\\u000ab.txt",
    "a\u202etxt.exe.txt": "a\\u202etxt.exe.txt",
    "-rf.txt": "-rf.txt",
    "年报😀.txt": "年报😀.txt",
    "长" * 80 + ".txt": "长" * 80 + ".txt",
    "a\x1b[31mb.txt": "a\\u001b[31mb.txt",
    os.fsdecode(b"\xff\xfe.txt"): "\\udcff\\udcfe.txt",
}
"""File names that do harm to a terminal or a program, and how they are shown."""


def test_strange_names_are_read_and_shown_escaped(tmp_path: Path) -> None:
    """Each report is read or its fault told; every name stands on one line and does nothing to the terminal."""
    for at, name in enumerate(STRANGE):
        (tmp_path / name).write_bytes(CLEAN.read_bytes() if at % 2 else b"")
    done = gongkai("check", "--", *STRANGE, folder=tmp_path)
    text = done.stdout.decode()
    assert done.returncode == 2
    assert text.count("没有发现问题") == 3
    assert text.count("文件为空") == 4
    assert all(shown in text for shown in STRANGE.values())
    assert "\x1b" not in text
    sarif = json.loads(gongkai("check", "--format", "sarif", str(tmp_path)).stdout)
    assert len(sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"]) == 4


def test_a_name_of_300_characters_is_refused_by_name() -> None:
    """No file can have it; nobody gets a traceback."""
    done = gongkai("check", "a" * 300)
    assert done.returncode in (2, 3)
    assert "a" * 300 in done.stdout.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "TERM"])
def test_a_signal_ends_a_batch_and_leaves_nothing(number: signal.Signals, status: int, tmp_path: Path) -> None:
    """Status 130 or 143, no output file, no half file, no traceback, no process left."""
    folder, out = tmp_path / "年报", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    for at in range(200):
        (folder / f"{at}.txt").write_bytes(CLEAN.read_bytes() + str(at).encode())
    running = subprocess.Popen(
        [*COMMAND, "check", str(folder), "--output-file", str(out / "结果.json"), "--format", "json"],
        stderr=subprocess.PIPE,
        env=surroundings(),
        start_new_session=True,
    )
    begun = time.monotonic()
    while not any(out.iterdir()) and time.monotonic() - begun < 20:
        time.sleep(0.01)
    os.killpg(running.pid, number) if number == signal.SIGINT else running.send_signal(number)
    _, told = running.communicate(timeout=20)
    assert running.returncode == status
    assert b"Traceback" not in told
    assert list(out.iterdir()) == []


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    """`| head -1` ends quietly with status 0."""
    line = f"set -o pipefail; {COMMAND[0]} -m gongkai check --exit-zero {DEMO} {DEMO} | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=surroundings(), timeout=60)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_a_full_disk_is_status_3(tmp_path: Path) -> None:
    """On standard output, and for a file where none can be written."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run([*COMMAND, "read", str(BAD)], stdout=full, stderr=subprocess.PIPE, env=surroundings())
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert gongkai("convert", str(CLEAN), "/proc/out.json").returncode == 3
    assert gongkai("check", str(CLEAN), "-o", "/proc/out.json").returncode == 3


def test_standard_input_may_be_a_report_or_a_zip(tmp_path: Path) -> None:
    """`-` is read as what it is."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.write(CLEAN, "a.txt")
        made.write(BAD, "b.html")
    entries = json.loads(gongkai("check", "-", "--format", "json", data=out.getvalue()).stdout)
    assert [entry["file"] for entry in entries] == ["-!a.txt", "-!b.html"]
    docx = next(DEMO.glob("*.docx")).read_bytes()
    assert json.loads(gongkai("check", "-", "--format", "json", data=docx).stdout)[0]["file"] == "-"


def test_an_internal_fault_has_a_steady_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 70, one line, the same number each time; --debug shows the trace."""
    from gongkai.cli import commands

    def fall(**_values: object) -> int:
        raise ZeroDivisionError(object())

    monkeypatch.setitem(commands.RUN, "rules", fall)
    told = []
    for _ in range(2):
        assert commands.run(["rules"]) == 70
        told.append(capsys.readouterr().err)
    assert told[0] == told[1]
    assert told[0].count("\n") == 1
    with pytest.raises(ZeroDivisionError):
        commands.run(["rules", "--debug"])


INTERRUPTED = """
import os, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
from gongkai.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("module", ["gongkai.cli.commands", "click", "gongkai.cli.topics", "gongkai.readers.recognise"])
def test_an_interrupt_while_modules_are_loaded_is_quiet(module: str, tmp_path: Path) -> None:
    """Ctrl-C before the work begins: status 130, nothing said, nothing written."""
    words = [sys.executable, "-c", INTERRUPTED, module, "convert", str(CLEAN), str(tmp_path / "a.csv")]
    done = subprocess.run(words, capture_output=True, env=surroundings(), timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
    assert list(tmp_path.iterdir()) == []
