"""The command line as its users meet it: exit codes, streams, formats, batches, bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gongkai.cli.commands import EXAMPLES

DEMO = Path(__file__).resolve().parents[2] / "demo"
BAD = DEMO / "青岚市文化和旅游局2024.html"
CLEAN = DEMO / "青岚市水利局2024.txt"


def gongkai(*words: str, data: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own, in Chinese unless the environment says otherwise."""
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *words],
        input=data,
        capture_output=True,
        check=False,
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "", "PYTHONUTF8": "1", **environment},
    )


def test_exit_status_says_clean_or_not() -> None:
    assert gongkai("check", str(CLEAN)).returncode == 0
    assert gongkai("check", str(BAD)).returncode == 1
    assert gongkai("check", "--exit-zero", str(BAD)).returncode == 0


def test_json_alone_stands_on_stdout() -> None:
    done = gongkai("check", "--format", "json", str(BAD))
    (entry,) = json.loads(done.stdout)
    assert entry["report"] == {"agency": "青岚市文化和旅游局", "year": 2024, "edition": "2021"}
    assert {"CE01", "LA01"} <= {finding["code"] for finding in entry["findings"]}
    assert "1 份" in done.stderr.decode()


def test_sarif_names_rules_cells_and_fingerprints() -> None:
    (run,) = json.loads(gongkai("check", "--format", "sarif", str(BAD)).stdout)["runs"]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert run["results"]
    for result in run["results"]:
        assert result["ruleId"] in known
        assert result["partialFingerprints"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.docx", b"", "文件为空"),
        ("断.docx", b"PK\x03\x04\x00\x00word/", "压缩包不完整"),
        ("照片.jpg", b"\xff\xd8\xff\xe0xxxx", "图片损坏"),
        ("闲话.txt", "今天天气很好。".encode(), "没有找到法定三张表"),
    ],
    ids=["empty", "cut", "picture", "chat"],
)
def test_a_bad_file_gets_one_line_and_exit_2(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    done = gongkai("read", str(tmp_path / name))
    line = done.stderr.decode()
    assert done.returncode == 2
    assert says in line
    assert name in line
    assert line.count("\n") == 1
    assert not done.stdout


def test_a_bad_file_in_a_zip_stops_no_other(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "年报.zip", "w") as made:
        for number in range(9):
            made.write(CLEAN, f"{number}.txt")
        made.writestr("坏.docx", b"nothing")
    done = gongkai("check", "--format", "json", str(tmp_path / "年报.zip"))
    entries = json.loads(done.stdout)
    assert done.returncode == 2
    assert [("error" in entry) for entry in entries].count(True) == 1
    assert len(entries) == 10


def test_stdin_is_read() -> None:
    done = gongkai("read", "-", "--format", "json", data=CLEAN.read_bytes())
    assert json.loads(done.stdout)["agency"] == "青岚市水利局"


def test_gbk_terminal_gets_its_answer() -> None:
    done = gongkai("check", str(BAD), PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "必须改" in done.stdout.decode("gbk")


def test_an_output_that_is_there_or_is_the_input_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "出.xlsx"
    assert gongkai("convert", str(CLEAN), str(out)).returncode == 0
    before = out.read_bytes()
    assert gongkai("convert", str(CLEAN), str(out)).returncode == 2
    assert gongkai("check", str(out), "--output-file", str(out), "--force").returncode == 2
    assert out.read_bytes() == before


def test_unknown_commands_and_rules_are_refused() -> None:
    done = gongkai("chek")
    assert done.returncode == 2
    assert "check" in done.stderr.decode()
    assert gongkai("check", "--select", "ZZ99", str(CLEAN)).returncode == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_prints_a_script(shell: str) -> None:
    assert b"convert" in gongkai("completion", shell).stdout


@pytest.mark.parametrize("command", EXAMPLES)
def test_help_in_both_languages_shows_examples(command: str) -> None:
    for lang in ("zh", "en"):
        text = gongkai(command, "--lang", lang, "--help").stdout.decode()
        assert all(example in text for example in EXAMPLES[command])


def test_a_folder_below_a_hidden_one_is_read_and_an_empty_one_is_never_clean(tmp_path: Path) -> None:
    folder = tmp_path / ".藏" / "年报"
    folder.mkdir(parents=True)
    assert gongkai("check", str(folder)).returncode == 2
    (folder / "a.txt").write_bytes(CLEAN.read_bytes())
    (folder / "~$a.docx").write_bytes(b"lock")
    done = gongkai("check", "--format", "json", str(folder))
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) == 1


def test_a_conversion_tells_what_it_does_not_carry(tmp_path: Path) -> None:
    done = gongkai("convert", str(BAD), str(tmp_path / "a.csv"))
    assert "原文件有 1 处不同" in done.stderr.decode()
    assert "处不同" not in gongkai("convert", str(BAD), str(tmp_path / "a.json")).stderr.decode()


def test_a_batch_tells_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(CLEAN.read_bytes())
    (tmp_path / "b.mp4").write_bytes(b"x")
    assert "另有 1 个文件不是可读的格式" in gongkai("check", str(tmp_path)).stderr.decode()
    assert "no readable format" in gongkai("check", "--lang", "en", str(tmp_path)).stderr.decode()
    assert not gongkai("check", "--quiet", str(tmp_path)).stderr
