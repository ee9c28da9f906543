"""A few mutants of every target of `make fuzz`, always the same ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.seeds import corpus

_MOST_BYTES = 2**20


@pytest.mark.parametrize(("count", "targets"), [(8, []), (24, ["twins"])], ids=["all", "twins"])
def test_the_first_mutants_end_as_promised(count: int, targets: list[str], root: Path) -> None:
    """In a process of its own with the limits of one document, as `make fuzz` runs them."""
    command = [sys.executable, "-m", "fuzz", "first", str(count), *targets]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=240)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_corpus_is_small() -> None:
    assert sum(map(len, corpus().values())) < _MOST_BYTES
