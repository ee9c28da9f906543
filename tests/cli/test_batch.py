"""Batches: rows in order, duplicates told, last year's reports matched, broken off and gone on with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

import schema
from gongkai.corpus.files import count
from tests.cli.process import BAD, CLEAN, COMMAND, DEMO, gongkai, surroundings

CHECKED = Draft202012Validator(schema.check_schema())


def rows(*words: str, data: bytes = b"") -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in gongkai("check", "--format", "json-lines", *words, data=data).stdout.splitlines()
    ]


def many(folder: Path, number: int) -> Path:
    """A folder of so many reports, all different."""
    folder.mkdir()
    text = CLEAN.read_text("utf-8")
    for at in range(number):
        (folder / f"{at:03}.txt").write_text(text + f"\n第{at}号附记。\n", "utf-8")
    return folder


def test_json_lines_say_what_json_says() -> None:
    """One object a line, the same objects, in the order of the names."""
    lines = rows("--jobs", "1", str(DEMO))
    assert lines == json.loads(gongkai("check", "--format", "json", str(DEMO)).stdout)
    assert [line["file"] for line in lines] == sorted(str(path) for path in DEMO.iterdir())
    assert all(len(line["sha256"]) == 64 for line in lines)


def test_the_same_content_is_told(tmp_path: Path) -> None:
    """A row for each file, and which file it is the same as."""
    for name in ("a.txt", "b.txt"):
        shutil.copy(CLEAN, tmp_path / name)
    first, second = rows(str(tmp_path))
    assert "same_as" not in first
    assert second["same_as"] == first["file"]
    assert "内容相同" in gongkai("check", str(tmp_path)).stdout.decode()


def test_last_years_reports_are_found_by_agency_and_year(tmp_path: Path) -> None:
    """A folder of them; one that cannot be read is told and stops nothing."""
    last = tmp_path / "上年"
    last.mkdir()
    text = CLEAN.read_text("utf-8").replace("2024年", "2023年").replace("2025年", "2024年")
    (last / "a.txt").write_text(text, "utf-8")
    (last / "b.docx").write_bytes(b"PK\x03\x04")
    done = gongkai("check", "--format", "json", "--last-year", str(last), str(CLEAN), str(BAD))
    own, other = json.loads(done.stdout)
    judged = [{*entry["passed"], *(finding["code"] for finding in entry["findings"])} for entry in (own, other)]
    assert {code for code in judged[0] if code.startswith("YE")} > {code for code in judged[1] if code.startswith("YE")}
    assert "b.docx" in done.stderr.decode()
    assert gongkai("check", "--last-year", str(tmp_path / "无"), str(CLEAN)).returncode == 2


def test_one_broken_file_and_one_fifo_cost_two_rows(tmp_path: Path) -> None:
    """What cannot be read is a row with its cause; the worst status counts."""
    shutil.copy(CLEAN, tmp_path / "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "d.txt").symlink_to(tmp_path / "gone.txt")
    done = gongkai("check", "--format", "json", str(tmp_path))
    entries = json.loads(done.stdout)
    assert [error.message for error in CHECKED.iter_errors(entries)] == []
    assert done.returncode == 2
    assert ["error" in entry for entry in entries] == [False, True, True, True]
    assert "读不了 3 份" in done.stderr.decode()


def test_devices_are_not_opened() -> None:
    """Named, not read, status 2."""
    done = gongkai("check", "/dev/zero")
    assert done.returncode == 2
    assert "不是普通文件" in done.stdout.decode()


def test_a_file_that_the_machine_keeps_from_us_is_status_3() -> None:
    """The kernel refuses to read this one."""
    done = gongkai("read", "/proc/self/mem")
    assert done.returncode == 3
    assert "读不了文件" in done.stderr.decode()


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """Killed in the middle and run again: the same output and the same file of results as never killed."""
    folder = many(tmp_path / "年报", 120)
    whole, broken = tmp_path / "全.jsonl", tmp_path / "断.jsonl"
    command = ["check", "--format", "json-lines", str(folder), "--resume"]
    uninterrupted = gongkai(*command, str(whole)).stdout
    running = subprocess.Popen([*COMMAND, *command, str(broken)], stdout=subprocess.DEVNULL, env=surroundings())
    begun = time.monotonic()
    while not (broken.exists() and broken.read_bytes().count(b"\n") >= 10) and time.monotonic() - begun < 20:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    kept = broken.read_bytes()
    assert 10 <= kept.count(b"\n") < 120
    done = gongkai(*command, str(broken))
    assert done.stdout == uninterrupted
    assert broken.read_bytes() == whole.read_bytes()
    assert broken.read_bytes().startswith(kept[: kept.rfind(b"\n") + 1])
    assert "接着核对" in done.stderr.decode()
    assert gongkai(*command, str(broken), "--select", "SU").stdout != uninterrupted
    assert whole.read_bytes() != broken.read_bytes()


def test_what_is_in_the_results_is_not_read_again(tmp_path: Path) -> None:
    """A changed word in the kept result comes out again: it was taken from there."""
    kept = tmp_path / "结果.jsonl"
    assert gongkai("check", "--resume", str(kept), str(BAD)).returncode == 1
    kept.write_bytes(kept.read_bytes().replace(b'"CE01"', b'"XX01"'))
    assert "XX01" in gongkai("check", "--resume", str(kept), str(BAD), str(CLEAN)).stdout.decode()
    assert gongkai("check", "--resume", str(BAD), str(CLEAN)).returncode == 2
    assert BAD.read_bytes().startswith(b"<")


def test_names_are_counted_before_they_are_read(tmp_path: Path) -> None:
    """The progress bar knows how many there will be."""
    assert count([str(many(tmp_path / "年报", 7)), "a.txt"]) == 8
