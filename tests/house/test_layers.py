"""Rooms import only rooms to their right: the contracts of pyproject.toml, and proof that they can fail."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import named

CONTRACTS = "pyproject.toml"


def lint_imports(folder: Path, config: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the package in a folder by a configuration."""
    lint = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [lint, "--config", config, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_contract_is_kept(root: Path) -> None:
    """No room imports a room to its left, no rule imports a rule, law and report need no library."""
    result = lint_imports(root, root / CONTRACTS)
    assert result.returncode == 0, result.stdout + result.stderr
    contracts = tomllib.loads((root / CONTRACTS).read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert f"Contracts: {len(contracts)} kept, 0 broken." in result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("report/rules/astray.py", "import gongkai.report.rules.balance", "Rules never import rules"),
        ("report/astray.py", "import gongkai.readers.document", "Rooms import only rooms to their right"),
        ("statute/astray.py", "import lxml", "Law and report use the standard library only"),
        ("report/astray.py", "import socket", "Law and report use the standard library only"),
        (
            "readers/document.py",
            "import gongkai.readers.html",
            "Inside the readers: from the file to the report",
        ),
        (
            "writers/astray.py",
            "import django",
            "Everything but the site, the office and the audit works without Django",
        ),
        (
            "stray/__init__.py",
            "'''A room that no contract knows.'''",
            "Rooms import only rooms to their right",
        ),
    ],
)
def test_a_wrong_import_is_caught(root: Path, tmp_path: Path, module: str, line: str, contract: str) -> None:
    """Each contract breaks when one line is added that it forbids."""
    for source in sorted((root / "gongkai").rglob("*.py")):
        copy = tmp_path / source.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(source.read_text("utf-8"), "utf-8")
    target = tmp_path / "gongkai" / module
    target.parent.mkdir(exist_ok=True)
    old = target.read_text("utf-8") if target.exists() else ""
    target.write_text(f"{old}\n{line}\n", "utf-8")
    result = lint_imports(tmp_path, root / CONTRACTS)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract} BROKEN" in result.stdout


NAMED = re.compile(r"gongkai\.(\w+)(?:\.\w+)*")


def rooms(root: Path) -> list[str]:
    """The rooms from left to right, those of one layer as one word."""
    contracts = tomllib.loads((root / CONTRACTS).read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return list(contracts[0]["layers"])


def leftward(source: str, room: str, layers: list[str]) -> list[str]:
    """The modules of rooms to the left of (or beside) a room that its source names in strings."""
    at = {one.strip(): number for number, layer in enumerate(layers) for one in layer.split("|")}
    named_ = [
        (found[0], found[1])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := NAMED.fullmatch(node.value))
    ]
    return [name for name, other in named_ if other in at and other != room and at[other] <= at[room]]


def test_no_string_names_a_module_to_the_left(root: Path) -> None:
    """What is loaded by name obeys the direction of the rooms too."""
    layers = rooms(root)
    found = {
        named(path): leftward(path.read_text("utf-8"), path.relative_to(root / "gongkai").parts[0], layers)
        for path in sorted((root / "gongkai").glob("*/**/*.py"))
    }
    assert len(found) > 100
    assert {name: names for name, names in found.items() if names} == {}
    assert leftward('WARM = ["gongkai.cli.batch", "gongkai.readers.docx"]', "corpus", layers) == ["gongkai.cli.batch"]
    assert leftward('WARM = ["gongkai.writers.pdf"]', "readers", layers) == ["gongkai.writers.pdf"]
