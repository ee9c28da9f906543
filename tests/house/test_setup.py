"""One lock for everything: complete, with hashes, without an address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest


def pinned(lock: str) -> dict[str, str]:
    """The packages of a lock with all that stands under each."""
    return {block.split("==")[0]: block for block in re.split(r"\n(?=\S)", lock.strip()) if block}


@pytest.mark.parametrize("name", ["requirements.lock", "tools/uv.txt"])
def test_every_package_has_a_version_and_a_hash(root: Path, name: str) -> None:
    """Each package stands with one exact version and at least one checksum, and no address is in the file."""
    text = (root / name).read_text("utf-8")
    assert "//" not in text
    for package, block in pinned(text).items():
        assert re.match(r"[a-z0-9._-]+==\S+", block), package
        assert "--hash=sha256:" in block, package


def test_the_lock_holds_what_the_project_asks_for(root: Path) -> None:
    """Every dependency of pyproject.toml is in the lock."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [line for lines in project["optional-dependencies"].values() for line in lines] + project["dependencies"]
    names = {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in wanted} - {project["name"]}
    assert names - pinned((root / "requirements.lock").read_text("utf-8")).keys() == set()
