"""What every test stands on: no network, no language of the machine, and where the real samples lie."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OFFLINE = ROOT / "tests" / "offline"
SAMPLES = ROOT.parent / "shared" / "samples"
OF_THE_MACHINE = (
    "CLICOLOR_FORCE",
    "COLUMNS",
    "FORCE_COLOR",
    "GONGKAI_LANG",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    "NO_COLOR",
    "PAGER",
    "PYTHONIOENCODING",
)


def pytest_configure() -> None:
    """Make every machine alike before the first test is read: offline, UTF-8, no language, no colour wishes."""
    for name in OF_THE_MACHINE:
        os.environ.pop(name, None)
    os.environ["LC_ALL"] = "C.UTF-8"
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(OFFLINE), os.environ.get("PYTHONPATH"))))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true a skipped test fails the run: what was not looked at is not known to work."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", ())) if reporter else 0
    if skipped and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\nCI=true: {skipped} skipped, and a skipped test counts as failed", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the five real reports beside the repository; the test is skipped where it is not."""
    if not SAMPLES.is_dir():
        pytest.skip(f"the real sample reports are not on this machine ({SAMPLES})")
    return SAMPLES
