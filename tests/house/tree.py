"""The repository's own files and modules, as the house tests walk them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("gongkai", "tests", "tools", "bench", "fuzz", "soak")
LIBRARY = (
    "gongkai/errors.py",
    "gongkai/statute",
    "gongkai/report",
    "gongkai/readers",
    "gongkai/writers",
    "gongkai/corpus",
    "gongkai/audit",
    "gongkai/office",
    "gongkai/portal",
    "gongkai/site",
)


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or about to be, without what `.gitignore` names."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    return tuple(path for name in sorted(set(listed.split("\0"))) if name and (path := ROOT / name).is_file())


def modules(*places: str) -> list[Path]:
    """The Python files in folders (or single files) named from the top of the repository."""
    roots = [ROOT / place for place in places]
    return [path for path in files() if path.suffix == ".py" and any(path.is_relative_to(root) for root in roots)]


@cache
def parsed(path: Path) -> ast.Module:
    """A Python file as a syntax tree."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a Python file, nested ones included."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def named(path: Path) -> str:
    """A file as people say it: its path from the top of the repository."""
    return path.relative_to(ROOT).as_posix()
