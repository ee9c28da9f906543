"""Outputs of real commands in documents: the page of the command line, and the console blocks of the READMEs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pages
from gongkai.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = re.compile(r"^```console\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LOCALES = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}
YOURS = "你的年报"
OF_A_SITE = frozenset({"audit", "backup", "demo", "doctor", "found", "import-register", "restore", "serve"})
"""Commands that speak of a site, which every reader has another one of."""
MADE_BY_MACHINE = {
    "CLICOLOR_FORCE",
    "FORCE_COLOR",
    "GONGKAI_LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    "PYTHONIOENCODING",
}


def run(command: str, language: str, *, colour: bool = False) -> str:
    """What `gongkai …` prints to a reader of `language`, standard error included, in terminal colours if asked for.

    Runs the command of this very environment at the top of the repository; raises when it ends in an error
    (status 0 and 1 are answers).
    """
    program, *words = shlex.split(command)
    if not is_gongkai(program):
        raise ValueError(f"only gongkai is run for documents, not {program}")
    environment = {key: value for key, value in os.environ.items() if key not in MADE_BY_MACHINE}
    environment |= {"LANG": LOCALES[language], "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    environment["CLICOLOR_FORCE" if colour else "NO_COLOR"] = "1"
    result = subprocess.run(
        [str(Path(sys.executable).with_name("gongkai")), *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    if result.returncode not in {0, 1}:
        raise RuntimeError(f"`{command}` ended with {result.returncode}: {result.stderr}")
    return result.stdout.rstrip() + "\n" + result.stderr


def is_gongkai(program: str) -> bool:
    """Whether a word of a command line is our program, on the path or in the environment of `make setup`."""
    return program in {"gongkai", ".venv/bin/gongkai"}


def refreshed(document: Path, language: str) -> str:
    """A document whose console blocks hold what each `$ gongkai …` line prints now; other `$` lines keep no output."""

    def block(found: re.Match[str]) -> str:
        commands = [line for line in found["body"].splitlines() if line.startswith("$ ")]
        parts = [line + "\n" + answer(line.removeprefix("$ "), language) for line in commands]
        return "```console\n" + "".join(parts) + "```"

    return CONSOLE.sub(block, document.read_text("utf-8"))


def answer(command: str, language: str) -> str:
    """The output under a command line: of gongkai as it is now; none of another program, or of a site
    or a file of the reader."""
    program, *words = shlex.split(command)
    if not is_gongkai(program) or OF_A_SITE.intersection(words[:1]) or any(word.startswith(YOURS) for word in words):
        return ""
    return run(command, language).rstrip() + "\n"


def cli_page() -> str:
    """The help of every command, Chinese then English."""
    parts = [command_part(words) for words in ("gongkai", *commands())]
    return pages.page("命令 Commands", *parts)


def commands() -> list[str]:
    """Every command as it is typed, from the program itself."""
    return [f"gongkai {name}" for name in COMMANDS]


def command_part(words: str) -> str:
    """One command as a section with its help in both languages."""
    texts = [f"```text\n{run(f'{words} --help', language).rstrip()}\n```\n" for language in LOCALES]
    return "\n".join([f"## {words}\n", *texts])
