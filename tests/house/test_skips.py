"""With CI=true a skipped test fails the run; elsewhere it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPED = "import pytest\n\n\n@pytest.mark.skip(reason='the machine lacks it')\ndef test_it():\n    pass\n"


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_skip_counts_only_in_ci(root: Path, tmp_path: Path, ci: str, status: int) -> None:
    """The same single skipped test ends with 1 when CI=true and with 0 when not; pytest's closing line is there."""
    (tmp_path / "conftest.py").write_text((root / "tests" / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_skipped.py").write_text(SKIPPED, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path]
    code = (root / "tests" / "offline" / "sitecustomize.py").read_text("utf-8")
    (tmp_path.parent / "tests" / "offline").mkdir(parents=True, exist_ok=True)
    (tmp_path.parent / "tests" / "offline" / "sitecustomize.py").write_text(code, "utf-8")
    result = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"CI": ci}, capture_output=True, text=True, check=False
    )
    assert result.returncode == status, result.stdout + result.stderr
    assert "1 skipped in" in result.stdout
    assert ("counts as failed" in result.stdout) is bool(ci)
