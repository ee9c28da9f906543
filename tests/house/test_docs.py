"""Documents that cannot age: generated pages are current, the READMEs agree, their commands and code run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.report.check import rules
from tests.house.tree import files, named

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def fences(text: str, language: str) -> list[str]:
    """The fenced blocks of one language in a Markdown text."""
    return [body for name, body in FENCE.findall(text) if name == language]


@pytest.mark.parametrize("tool", ["make_docs.py", "make_picture.py"])
def test_generated_files_are_current(root: Path, tool: str) -> None:
    """What `make docs` would write is what is committed."""
    command = [sys.executable, root / "tools" / tool, "--check"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"run `make docs`\n{result.stdout}{result.stderr}"


def test_the_readmes_have_the_same_headings_commands_and_code(root: Path) -> None:
    """README.md and README.en.md differ in prose only."""
    chinese, english = ((root / name).read_text("utf-8") for name in ("README.md", "README.en.md"))
    for found in (
        lambda text: re.findall(r"^#+ .*", FENCE.sub("", text), re.MULTILINE),
        lambda text: [line for body in fences(text, "console") for line in body.splitlines() if line.startswith("$ ")],
        lambda text: fences(text, "python"),
    ):
        assert found(chinese)
        assert found(chinese) == found(english)


def test_the_code_of_the_readme_runs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python block of the README runs at the top of the repository."""
    monkeypatch.chdir(root)
    for code in fences((root / "README.md").read_text("utf-8"), "python"):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 our own words


def test_every_link_leads_somewhere(root: Path) -> None:
    """A link inside the repository names a file that is there."""
    pages = [path for path in files() if path.suffix == ".md"]
    broken = [
        f"{named(page)} → {target}"
        for page in pages
        for target in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert len(pages) >= 4
    assert broken == []


def test_every_rule_has_a_section(root: Path) -> None:
    """The page of rules explains each registered code under its own heading."""
    headings = re.findall(r"^## ([A-Z]{2}\d{2})$", (root / "docs/reference/rules.md").read_text("utf-8"), re.MULTILINE)
    assert headings == list(rules())


def test_every_command_has_a_section(root: Path) -> None:
    """The page of the command line explains each command under its own heading."""
    from gongkai.cli import COMMANDS

    headings = re.findall(r"^## gongkai (\S+)$", (root / "docs/reference/cli.md").read_text("utf-8"), re.MULTILINE)
    assert headings == list(COMMANDS)
    assert len(headings) >= 5


def test_every_make_target_that_is_named_exists(root: Path) -> None:
    """`make …` in a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    named_ones = {
        target
        for name in ("README.md", "README.en.md", "CONTRIBUTING.md")
        for target in re.findall(r"(?:`|\$ |^)make ([a-z]+)", (root / name).read_text("utf-8"), re.MULTILINE)
    }
    assert {"setup", "run", "test", "docs"} <= named_ones
    assert named_ones <= targets
