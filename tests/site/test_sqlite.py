"""SQLite as the site keeps it: version gate, settings of a connection, and writers that wait in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from gongkai.site.sqlite.gate import Gate
from gongkai.site.sqlite.version import Version, may_use_wal, opening
from tests.databases.engines import Engine
from tests.databases.race import race

ROUNDS = 40
TIMEOUT = 60
"""Seconds; a holder that waits for another leaves off then, and the test fails."""


def add_one(_number: int) -> int:
    """Read the tally and write it back one higher, forty times; how often it was done."""

    reading = "SELECT n FROM tally FOR UPDATE" if connection.vendor == "postgresql" else "SELECT n FROM tally"
    done = 0
    for _ in range(ROUNDS):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(reading)
            (n,) = cursor.fetchone()
            cursor.execute("UPDATE tally SET n = %s", [n + 1])
        done += 1
    return done


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 4), False),
        ((3, 50, 7), True),
        ((3, 51, 1), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_versions(version: Version, safe: bool) -> None:
    """WAL only where the race is mended; every other version keeps a rollback journal and syncs more."""
    assert may_use_wal(version) is safe
    assert ("PRAGMA journal_mode=WAL" in opening(version)) is safe
    assert ("PRAGMA synchronous=EXTRA" in opening(version)) is not safe


def test_a_connection_is_set_as_promised(committed: dict[str, str], engine: Engine) -> None:
    """What SQLite says of an open connection; PostgreSQL of our server says its version is one we know."""

    with connection.cursor() as cursor:
        if engine.name == "postgresql":
            cursor.execute("SHOW server_version_num")
            assert int(cursor.fetchone()[0]) >= 150000
            return
        found = {}
        for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size", "trusted_schema"):
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    wal = may_use_wal(connection.Database.sqlite_version_info)
    assert found == {
        "journal_mode": "wal" if wal else "persist",
        "synchronous": 2 if wal else 3,
        "foreign_keys": 1,
        "mmap_size": 0,
        "trusted_schema": 0,
    }


def test_writers_of_many_processes_wait_in_turn(committed: dict[str, str]) -> None:
    """Four processes read and write the same row at once: nobody waits until it gives up, and no count is lost."""

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tally (n bigint)")
        cursor.execute("INSERT INTO tally VALUES (0)")
    assert race(add_one, 4) == [ROUNDS] * 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM tally")
        assert cursor.fetchone() == (4 * ROUNDS,)


def test_the_gate_has_one_holder(tmp_path: Path) -> None:
    """A second holder waits its time and is refused; it gets in when the first leaves, while it waits or before."""
    one, two = Gate(str(tmp_path / "gate")), Gate(str(tmp_path / "gate"))
    assert one.take(0)
    assert not two.take(0.05)
    leaving = threading.Timer(0.05, one.leave)
    leaving.start()
    assert two.take(TIMEOUT)
    leaving.join()
    two.leave()
    one.leave()
    assert two.take(0)
    assert two.is_held
    assert not one.is_held


def test_the_gate_opens_when_its_holder_dies(tmp_path: Path) -> None:
    """A process killed with the lock does not keep it."""
    code = (
        "import sys, time; from gongkai.site.sqlite.gate import Gate; gate = Gate(sys.argv[1]); gate.take(0);"
        "print('in', flush=True); time.sleep(60)"
    )
    path = str(tmp_path / "gate")
    holder = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, env=os.environ)
    assert holder.stdout
    assert holder.stdout.readline() == b"in\n"
    assert not Gate(path).take(0)
    holder.kill()
    holder.communicate(timeout=30)
    assert Gate(path).take(1)
