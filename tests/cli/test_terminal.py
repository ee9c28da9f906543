"""On a terminal: colours, columns, pages and progress; in a pipe none of them."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from gongkai.cli import words
from gongkai.cli.completion import script
from gongkai.cli.manual import COMMANDS, SHELLS
from gongkai.cli.progress import Bar
from tests.cli.process import BAD, gongkai, on_terminal


def test_colour_on_a_terminal_only_and_as_the_reader_wants() -> None:
    """NO_COLOR takes it away, CLICOLOR_FORCE brings it into a pipe."""
    status, text = on_terminal("check", str(BAD))
    assert status == 1
    assert "\x1b[31m× 必须改 CE01" in text
    assert "\x1b[" not in on_terminal("check", str(BAD), NO_COLOR="1")[1]
    assert b"\x1b[" not in gongkai("check", str(BAD)).stdout
    assert b"\x1b[31m" in gongkai("check", str(BAD), CLICOLOR_FORCE="1").stdout
    assert b"\x1b[" not in gongkai("check", str(BAD), CLICOLOR_FORCE="1", NO_COLOR="1").stdout


@pytest.mark.parametrize("columns", [80, 120])
def test_findings_and_tables_fit_the_terminal(columns: int) -> None:
    """No line is wider than the screen; figures of a column end under one another."""
    for command in (["check", str(BAD)], ["read", str(BAD)], ["read", str(BAD), "--where"]):
        _, text = on_terminal(*command, COLUMNS=str(columns), NO_COLOR="1")
        assert max(map(words.width, text.splitlines())) <= columns
    _, text = on_terminal("read", str(BAD), COLUMNS=str(columns))
    rows = [line for line in text.partition("表三")[2].partition("表四")[0].splitlines() if line[-1:].isdigit()]
    assert len(rows) >= 20
    assert len(set(map(words.width, rows))) == 1


def test_rules_are_a_table_on_a_terminal_and_tsv_in_a_pipe() -> None:
    """Both list the same rules."""
    _, table = on_terminal("rules", NO_COLOR="1")
    lines = gongkai("rules").stdout.decode().splitlines()
    assert "\t" not in table
    assert all(len(line.split("\t")) == 3 for line in lines)
    assert [line[:4] for line in lines] == [
        line[:4] for line in table.splitlines() if line[:1].isalpha() and line[2:4].isdigit()
    ]
    assert gongkai("rules", "--csv").stdout.decode().splitlines()[0].count(",") == 2
    assert gongkai("rules", "--json").stdout.decode().splitlines()[0] == "code"


def test_a_pager_is_used_on_a_terminal_only() -> None:
    """PAGER sees what `read` prints; leaving it early or its absence is no fault."""
    status, text = on_terminal("read", str(BAD), PAGER="sed s/^/>/")
    assert status == 0
    assert ">表四" in text
    assert b">" not in gongkai("read", str(BAD), PAGER="sed s/^/>/").stdout
    assert on_terminal("read", str(BAD), PAGER="head -1")[0] == 0
    assert "表四" in on_terminal("read", str(BAD), PAGER="no-such-pager")[1]


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("lang", "says"), [("zh", "40/100 份  每秒4.0份  还需15秒"), ("en", "40/100 files  4.0 a second  15 s left")]
)
def test_progress_comes_after_two_seconds_and_goes(lang: str, says: str) -> None:
    """Count, rate and time left; wiped at the end; nothing for work that is quick."""
    stream, clock = io.StringIO(), Clock()
    bar = Bar(stream, 100, lang, clock)
    for _ in range(7):
        clock.now += 0.25
        bar.step()
    assert not stream.getvalue()
    for _ in range(33):
        clock.now += 0.25
        bar.step()
    assert says in stream.getvalue()
    bar.hide()
    assert stream.getvalue().endswith("\r" + " " * words.width(says) + "\r")


def test_widths_count_columns_not_characters() -> None:
    """Two for a Chinese character, one for a letter, none for a combining mark; no line begins with a stop."""
    assert [words.width(text) for text in ("公开", "ab", "é", "√", "，")] == [4, 2, 1, 1, 2]
    assert words.wrapped("政府信息，公开年报。", 8) == ["政府信", "息，公开", "年报。"]
    assert words.wrapped("one two three", 7) == ["one two", "three"]
    assert words.clipped("政府信息公开", 7) == "政府…"
    assert words.shown("a\nb\u202ec") == "a\\u000ab\\u202ec"


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_knows_every_command_and_option(shell: str) -> None:
    """One script for each shell, made from the manual."""
    text = script(shell)
    assert all(name in text for name in COMMANDS)
    assert all(
        flag.removeprefix("--") in text for one in COMMANDS["check"].options for flag in one.flags if "--" in flag
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_of_its_shell(shell: str, tmp_path: Path) -> None:
    """The shell reads it without an error; bash, which is everywhere, also completes with it."""
    program = shutil.which(shell)
    (tmp_path / "gongkai").write_text(script(shell), "utf-8")
    if program is not None:
        assert subprocess.run([program, "-n", tmp_path / "gongkai"], capture_output=True).returncode == 0
    if shell == "bash":
        asked = (
            f'source {tmp_path / "gongkai"}; for line in "gongkai ch" "gongkai check --fo" "gongkai check --format js" '
            '"gongkai help exit"; do COMP_WORDS=($line); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _gongkai; '
            'echo "${COMPREPLY[@]}"; done'
        )
        done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, cwd=tmp_path)
        assert done.stdout.splitlines() == ["check", "--format --force", "json json-lines", "exit-codes"]
        assert not done.stderr
