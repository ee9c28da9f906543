"""What no file of this repository may hold, and what every module must."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import LIBRARY, files, modules, named, parsed

NOWHERE_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "manager",
    "service",
    "services",
    "misc",
}
UNFINISHED = re.compile("|".join(rf"\b{head}{tail}\b" for head, tail in (("TO", "DO"), ("FIX", "ME"), ("XX", "X"))))
REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("crates", "io"),
            ("anaconda", "org"),
            ("rubygems", "org"),
            ("maven", "org"),
        )
    )
    + "|artifactory|/simple/|find-links|index-url"
)
PARSERS = {
    "fromstring",
    "XML",
    "HTML",
    "parse",
    "iterparse",
    "XMLParser",
    "HTMLParser",
    "XMLPullParser",
    "parseString",
}
XML_HOME = "gongkai/readers/markup.py"

SLOPPY = """
import marshal
import pickle
import shelve
import yaml
# TO\x44O later
# x = 1
def load(path):
    print(pickle.load(path), marshal.load(path), yaml.load(path), shelve.open(path))
    try:
        return eval(path)
    except Exception:
        pass
"""


def texts() -> list[tuple[str, str]]:
    """Name and content of every text file of the repository."""
    found = []
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            found.append((named(path), content.decode("utf-8", "replace")))
    return found


def test_the_linter_refuses_what_the_house_forbids(root: Path) -> None:
    """Printing, unpickling, dead code, missing docstrings and swallowed errors are findings in a library room."""
    ruff = Path(sys.executable).with_name("ruff")
    command = [
        ruff,
        "check",
        "--no-cache",
        "--output-format",
        "concise",
        "--stdin-filename",
        "gongkai/report/new.py",
        "-",
    ]
    result = subprocess.run(command, cwd=root, input=SLOPPY, capture_output=True, text=True, check=False)
    codes = set(re.findall(r": ([A-Z]+\d+)", result.stdout))
    wanted = {
        "T201",
        "S301",
        "S302",
        "S506",
        "ERA001",
        "FIX002",
        "D100",
        "D103",
        "BLE001",
        "S110",
        "S307",
    }
    assert wanted <= codes, result.stdout + result.stderr


def test_nothing_is_left_unfinished() -> None:
    """No file carries a mark for later."""
    assert [name for name, text in texts() if UNFINISHED.search(text) and name != "LICENSE"] == []


def test_no_registry_is_named() -> None:
    """No file names the host or the address of a package registry."""
    assert [
        (name, hit.group())
        for name, text in texts()
        if (hit := REGISTRIES.search(text)) and name != named(Path(__file__))
    ] == []


def test_no_module_is_named_for_nowhere() -> None:
    """A module's name says what it is about; a drawer for everything has no place."""
    parts = {part.removesuffix(".py") for path in files() if path.suffix == ".py" for part in Path(named(path)).parts}
    assert parts & NOWHERE_NAMES == set()


def test_markup_is_parsed_in_one_place() -> None:
    """Only the factory that refuses DTDs and entities makes a parser or parses markup (TRUST 1.37)."""
    strays = [
        f"{named(path)}:{node.lineno}"
        for path in modules("gongkai")
        if named(path) != XML_HOME
        for node in ast.walk(parsed(path))
        if parses_markup(node)
    ]
    assert strays == []


def parses_markup(node: ast.AST) -> bool:
    """Whether a piece of code imports or calls a markup parser directly."""
    if isinstance(node, ast.ImportFrom):
        home = node.module or ""
        return home.startswith("xml.") or (home.startswith("lxml") and any(a.name in PARSERS for a in node.names))
    if isinstance(node, ast.Import):
        return any(alias.name == "xml" or alias.name.startswith("xml.") for alias in node.names)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"etree", "html", "lxml", "ElementTree", "ET"}
        and node.func.attr in PARSERS
    )


@pytest.mark.parametrize(
    ("code", "parses"),
    [
        ("etree.fromstring(data)", True),
        ("import xml.etree.ElementTree", True),
        ("from lxml.etree import XMLParser", True),
        ("from lxml import etree", False),
        ("json.loads(data)", False),
    ],
)
def test_a_stray_parser_is_seen(code: str, parses: bool) -> None:
    """The test above tells a parser from other code."""
    assert any(parses_markup(node) for node in ast.walk(ast.parse(code))) is parses


SPEAKING = [path for path in modules(*LIBRARY) if path.parent.name != "migrations"]
"""Modules that people write; a migration's class is always called the same and says what its module says."""


@pytest.mark.parametrize("path", SPEAKING, ids=named)
def test_public_docstrings_are_sentences(path: Path) -> None:
    """Each public module, class and function of the library opens with a sentence that ends in a full stop."""
    short = []
    for node in [parsed(path), *parsed(path).body]:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            name = getattr(node, "name", path.stem)
            first = (ast.get_docstring(node) or "").split("\n\n")[0].strip()
            if not name.startswith("_") and (len(first) < 15 or first[-1] not in ".。;；:：）)"):
                short.append(name)
    assert short == []
