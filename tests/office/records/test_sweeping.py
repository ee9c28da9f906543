"""Files that nobody refers to are swept; what somebody refers to, or hands in again, is never lost."""

from __future__ import annotations

import io
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.audit.models import Entry
from gongkai.audit.queries import told
from gongkai.office.cases.attaching import attach
from gongkai.office.records.actions import keep, store
from gongkai.office.records.models import StoredFile
from gongkai.office.records.queries import damaged, opened
from gongkai.office.records.sweeping import clear, forget
from tests.databases.engines import Engine
from tests.databases.race import race
from tests.office.cases.office import Office

AT = datetime(2025, 3, 4, 4, tzinfo=UTC)
LATER = AT + timedelta(hours=25)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files of the test's own."""
    monkeypatch.setattr(settings, "FILES", tmp_path)
    return tmp_path


def stored(data: bytes, at: datetime = AT) -> StoredFile:
    """Bytes that were handed in at a time."""
    return store(io.BytesIO(data), name="a.pdf", by="member:1", at=at)


def content(file: StoredFile) -> bytes:
    """The bytes as they were handed in."""
    with opened(file) as plain:
        return plain.read()


def age(file: StoredFile) -> None:
    """Let its bytes have lain there for two days."""
    os.utime(file.path, (time.time() - 2 * 86400,) * 2)


def test_what_nobody_refers_to_goes_after_a_day(db: Engine) -> None:
    """The record, then the bytes; an attachment and what was handed in again stay, and the audit tells how many."""
    office = Office()
    case = office.register("2025-03-03")
    used, left, again, young = (stored(name) for name in (b"used", b"left", b"again", b"young"))
    attach(case, file=used, name="a.pdf", by=office.officer, at=AT)
    for one in (used, left, again):
        age(one)
    stored(b"again", LATER)
    assert keep(young.pk, at=LATER) == young
    assert forget(at=LATER) == 1
    assert forget(at=LATER) == 0
    assert clear() == 1
    assert not left.path.exists()
    assert keep(left.pk, at=LATER) is None
    assert set(StoredFile.objects.all()) == {used, again, young}
    assert not list(damaged())
    assert told(Entry.objects.get(kind="files_forgotten")) == "清理没有用上的文件 1 个"


def test_bytes_that_come_again_are_not_lost(db: Engine) -> None:
    """Between the two sweeps the same file is handed in: its bytes are young again and have a record."""
    age(stored(b"same"))
    assert forget(at=LATER) == 1
    file = stored(b"same", LATER)
    assert clear() == 1
    assert content(file) == b"same"


def test_posts_and_sweeps_at_once(committed: dict[str, str]) -> None:
    """Two hand the same old bytes in while two sweep, over and over: whoever got a record has its bytes."""

    def work(number: int) -> None:
        for turn in range(8):
            if number % 2:
                forget(at=LATER)
                clear()
            else:
                file = stored(b"old%d" % turn, LATER)
                assert content(file) == b"old%d" % turn

    for turn in range(8):
        age(stored(b"old%d" % turn))
    race(work, 4)
    assert StoredFile.objects.count() == 8
    assert not list(damaged())
