"""Stored files on both databases: once by content, never half, and damage is found."""

from __future__ import annotations

import io
import os
import resource
import signal
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.audit.queries import history, verify
from gongkai.errors import EnvironmentFault, TooLarge
from gongkai.office.records import disk
from gongkai.office.records.actions import LARGEST, store
from gongkai.office.records.models import StoredFile
from gongkai.office.records.queries import damaged, opened
from tests.databases.engines import Engine
from tests.databases.race import race

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
TEXT = "青岚市公开申请材料".encode()


@pytest.fixture
def files(tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files of the test's own."""

    monkeypatch.setattr(settings, "FILES", tmp_path / "files")
    return tmp_path / "files"


def lying(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def plain(file: StoredFile) -> bytes:
    """The bytes of a stored file as they were handed in."""
    with opened(file) as found:
        return found.read()


def store_text(number: int) -> str:
    """Store the same bytes; each has its own name for them."""

    return store(io.BytesIO(TEXT), name=f"{number}.txt", by="member:1", at=AT).sha256


def test_the_same_bytes_lie_there_once(db: Engine, files: Path) -> None:
    """Two names for the same bytes: one file for the owner only, one record, two entries in the audit."""

    one = store(io.BytesIO(TEXT), name="材料.txt", by="member:1", at=AT)
    two = store(io.BytesIO(TEXT), name="../../etc/passwd", by="member:2", at=AT)
    assert one == two
    assert lying(files) == [one.path]
    assert TEXT not in one.path.read_bytes()
    assert one.sha256 not in str(one.path)
    assert plain(one) == TEXT
    assert one.size == len(TEXT)
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    assert [entry.actor for entry in history(f"file:{one.pk}")] == ["member:1", "member:2"]


def test_too_large_leaves_nothing(db: Engine, files: Path) -> None:
    """One byte too many: refused, and not a byte stays."""
    with pytest.raises(TooLarge):
        store(io.BytesIO(bytes(LARGEST + 1)), name="a", by="member:1", at=AT)
    assert lying(files) == []
    assert not StoredFile.objects.exists()


def test_bytes_that_were_damaged_are_there_again_when_they_come_again(db: Engine, files: Path) -> None:
    """Whoever refers to the record has them back; what is left of the old ones is swept."""
    one = store(io.BytesIO(TEXT), name="a", by="member:1", at=AT)
    one.path.write_bytes(b"damaged")
    again = store(io.BytesIO(TEXT), name="a", by="member:1", at=AT)
    assert again == one
    assert again.lies_at != one.lies_at
    assert plain(again) == TEXT
    again.path.unlink()
    assert plain(store(io.BytesIO(TEXT), name="a", by="member:1", at=AT)) == TEXT


def put_with_little_room(folder: Path) -> int:
    """In a process of its own: store more bytes than it may write; 0 when it is told so and nothing stays."""

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        disk.put([bytes(5_000)] * 2, folder, "abc")
    except disk.DiskFull as error:
        return int(bool(lying(folder)) or error.file != str(folder) or "剩余" not in error.message)
    return 2


def test_a_full_disk_is_named_and_leaves_nothing(files: Path) -> None:
    """The message names the folder and what is left; the half file is gone."""
    files.mkdir()
    child = os.fork()
    if child == 0:
        status = 3
        try:
            status = put_with_little_room(files)
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    """Any other word of the disk is one line with the folder."""

    (tmp_path / "files").write_bytes(b"")
    with pytest.raises(EnvironmentFault, match="文件存不下来") as caught:
        disk.put([TEXT], tmp_path / "files", "abc")
    assert not isinstance(caught.value, disk.DiskFull)


def test_damage_is_found(db: Engine, files: Path) -> None:
    """A changed file of the same size and a missing one are named, a sound one is not."""

    sound, changed, missing = (store(io.BytesIO(bytes([n]) * 9), name="a", by="", at=AT) for n in (1, 2, 3))
    assert list(damaged()) == []
    changed.path.write_bytes(changed.path.read_bytes()[:-1] + b"x")
    missing.path.unlink()
    assert [(file.pk, said) for file, _, said in damaged()] == [
        (changed.pk, "a stored file: chunk 1 was changed or moved"),
        (missing.pk, "the file is missing"),
    ]
    assert sound.path.is_file()


def test_processes_store_the_same_bytes(committed: dict[str, str], files: Path) -> None:
    """Six at once: one record, one file, six entries."""

    assert len(set(race(store_text, 6))) == 1
    assert StoredFile.objects.count() == 1
    assert len(lying(files)) == 1
    assert verify().count == 6
