"""What every test stands on: no network, no language of the machine, and where the real samples lie."""

from __future__ import annotations

import os
import runpy
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.databases.engines import Engine

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
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONIOENCODING",
)


def pytest_configure() -> None:
    """Make every machine alike before the first test is read: offline, UTF-8, no language, no colour wishes.

    Bytecode is kept: the hundreds of processes that tests start would each compile Django anew.
    """
    for name in OF_THE_MACHINE:
        os.environ.pop(name, None)
    sys.dont_write_bytecode = False
    os.environ["LC_ALL"] = "C.UTF-8"
    settings.register_profile("any machine", deadline=None)
    settings.load_profile("any machine")
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


@pytest.fixture(scope="session")
def site() -> Path:
    """Django, set up once with a data folder and a key file of its own; the data folder."""
    from tests.databases.ready import ready

    return ready()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, site: Path) -> Iterator[Engine]:
    """Each database engine in turn, with a migrated database."""
    from tests.databases import engines, server

    if request.param == "sqlite":
        yield engines.Sqlite(site)
        return
    programs = server.programs()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine")
    with server.running(programs) as address:
        yield engines.Postgresql(address)


@pytest.fixture
def db(engine: Engine) -> Iterator[Engine]:
    """A migrated database in which nothing remains of the test."""
    from django.db import connection, transaction

    engine.return_to_template()
    with transaction.atomic():
        yield engine
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture
def committed(engine: Engine) -> Iterator[dict[str, str]]:
    """A database of the test's own, in which things are really committed; the environment that leads to it."""
    with engine.copied(f"own_{secrets.token_hex(6)}") as environment:
        yield os.environ | environment


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a database carries the mark `db`."""
    for item in items:
        if "engine" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.db)


@pytest.fixture(autouse=True)
def anchors(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What one test anchored is not asked of the database of another: each has a file of anchors of its own."""
    if "engine" not in request.fixturenames:
        yield
        return
    from django.conf import settings as site_settings

    request.getfixturevalue("site")
    kept = site_settings.ANCHORS
    site_settings.ANCHORS = tmp_path_factory.mktemp("anchors") / "anchors"
    yield
    site_settings.ANCHORS = kept
