"""Files at rest on both databases: sealed in chunks, opened by their own key only, and refused by name when touched."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import tracemalloc
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cli.commands import run
from gongkai.office.records import chunks
from gongkai.office.records.actions import store
from gongkai.office.records.chunks import CHUNK, TAG
from gongkai.office.records.models import StoredFile
from gongkai.office.records.queries import damaged, opened
from gongkai.office.records.sealing import Tampered
from gongkai.office.records.sweeping import clear
from gongkai.site.keys import KeyFile
from tests.databases.engines import Engine

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
WHOLE = CHUNK + TAG
KILLED = """
import io, os, signal
import django
django.setup()
from datetime import UTC, datetime
from gongkai.office.records import disk
from gongkai.office.records.actions import store
settle, seen = disk.settle, []
def killed(folder):
    settle(folder)
    seen.append(folder)
    if len(seen) == WHEN:
        os.kill(os.getpid(), signal.SIGKILL)
disk.settle = killed
store(io.BytesIO(b"a scan" * 50_000), name="a", by="", at=datetime(2024, 3, 1, 8, tzinfo=UTC))
"""
"""A file is stored by a process that dies of kill -9 when a folder has just got a name."""


@pytest.fixture
def files(tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files of the test's own."""
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")
    return tmp_path / "files"


def kept(data: bytes) -> StoredFile:
    """Bytes, stored."""
    return store(io.BytesIO(data), name="a.pdf", by="", at=AT)


def content(file: StoredFile) -> bytes:
    """The bytes as they were handed in."""
    with opened(file) as plain:
        return plain.read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_every_length_comes_back(db: Engine, files: Path, size: int) -> None:
    """At the edges of the chunks too; what lies there has the length that its record foretells."""
    data = os.urandom(size)
    file = kept(data)
    assert content(file) == data
    assert file.path.stat().st_size == chunks.sealed_size(size)


@given(st.integers(0, 3 * CHUNK), st.integers(0, 2 * CHUNK))
def test_a_part_is_read_where_it_is_sought(start: int, length: int) -> None:
    """From any place and over the edge of any chunk, as whoever sends a file needs."""
    data = bytes(range(256)) * (5 * CHUNK // 512)
    key, name = bytes(32), uuid4()
    sealed = b"".join(chunks.Sealed(io.BytesIO(data), key=key, name=name, most=len(data)))
    plain = chunks.opened(io.BytesIO(sealed), key=key, name=name, size=len(data))
    plain.seek(start)
    assert plain.read(length) == data[start : start + length]
    assert plain.seek(0, os.SEEK_END) == len(data)


@pytest.mark.parametrize(
    ("touch", "said"),
    [
        (lambda sealed: sealed[:-1], "被截断"),
        (lambda sealed: sealed[: 1 + 2 * WHOLE], "被截断"),
        (lambda sealed: sealed + b"x", "末尾多了内容"),
        (lambda sealed: b"\0" + sealed[1:], "不是本版本加密的文件"),
        (lambda sealed: sealed[:5] + bytes((sealed[5] ^ 1,)) + sealed[6:], "第 1 块被改动或者挪动过"),
        (
            lambda sealed: (
                sealed[:1] + sealed[1 + WHOLE : 1 + 2 * WHOLE] + sealed[1 : 1 + WHOLE] + sealed[1 + 2 * WHOLE :]
            ),
            "第 1 块",
        ),
        (lambda sealed: sealed[: 1 + WHOLE] + sealed[1 : 1 + WHOLE] + sealed[1 + 2 * WHOLE :], "第 2 块"),
        (lambda sealed: sealed[:-1] + bytes((sealed[-1] ^ 1,)), "第 3 块"),
    ],
)
def test_what_was_touched_is_refused_by_name(db: Engine, files: Path, touch: object, said: str) -> None:
    """Cut, added to, changed, exchanged, doubled: not a byte is given, and the message says which chunk of which file."""
    file = kept(os.urandom(2 * CHUNK + 100))
    file.path.write_bytes(touch(file.path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(Tampered, match=said) as caught:
        opened(file)
    assert caught.value.file == file.lies_at.hex
    assert [one for one, _, _ in damaged()] == [file]


def test_a_file_opens_in_its_own_place_only(db: Engine, files: Path) -> None:
    """The bytes of another record, or its key: neither opens, of the same length or not."""
    one, two = kept(b"1" * 99), kept(b"2" * 99)
    one.path.write_bytes(two.path.read_bytes())
    with pytest.raises(Tampered):
        opened(one)
    StoredFile.objects.filter(pk=two.pk).update(data_key=one.data_key)
    two.refresh_from_db()
    with pytest.raises(Tampered):
        opened(two)


def test_a_rotation_writes_the_keys_and_no_file(
    committed: dict[str, str], files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After it the old key may go; every file reads as before and none was written."""
    monkeypatch.setattr(settings, "KEYS", KeyFile(tmp_path / "keys"))
    settings.KEYS.create()
    settings.KEYS.add()
    found = [kept(b"%d" % n * 70_000) for n in range(3)]
    before = {one.path: one.path.read_bytes() for one in found}
    assert run(["keys", "rotate"]) == 0
    assert content(found[0]) == b"0" * 70_000
    assert run(["keys", "rotate", "--drop-unused"]) == 0
    assert list(settings.KEYS.roots) == [1, 4]
    for number, one in enumerate(StoredFile.objects.order_by("pk")):
        assert content(one) == b"%d" % number * 70_000
    assert {path: path.read_bytes() for path in before} == before


def test_a_large_file_is_held_a_chunk_at_a_time(files: Path) -> None:
    """Forty megabytes go in and out through less than one."""
    size = 40 * 1024 * 1024
    source = files.parent / "large"
    with source.open("wb") as file:
        file.truncate(size)
    key, name = bytes(32), uuid4()
    tracemalloc.start()
    try:
        with source.open("rb") as plain, (files.parent / "sealed").open("wb") as out:
            out.writelines(chunks.Sealed(plain, key=key, name=name, most=size))
        with chunks.opened((files.parent / "sealed").open("rb"), key=key, name=name, size=size) as again:
            whole = sum(map(len, iter(lambda: again.read(CHUNK), b"")))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert whole == size
    assert most < 1 << 20


@pytest.mark.parametrize("when", [1, 2])
def test_who_is_killed_leaves_no_record_and_no_plain_byte(
    committed: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    """kill -9 before the record is written: the site knows nothing of it, and the sealed bytes are swept."""
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")
    surroundings = {**os.environ, **committed, "DJANGO_SETTINGS_MODULE": "gongkai.site.settings"}
    surroundings |= {"GONGKAI_DATA": str(tmp_path)} if committed.get("DATABASE_URL") else {}
    program = KILLED.replace("WHEN", str(when))
    result = subprocess.run([sys.executable, "-c", program], env=surroundings, capture_output=True, text=True)
    assert result.returncode == -signal.SIGKILL, result.stderr
    assert not StoredFile.objects.exists()
    lying = [path for path in Path(surroundings["GONGKAI_DATA"], "files").rglob("*") if path.is_file()]
    assert not any(b"a scan" in path.read_bytes() for path in lying)
    monkeypatch.setattr(settings, "FILES", Path(surroundings["GONGKAI_DATA"], "files"))
    for path in lying:
        os.utime(path, (0, 0))
    swept = clear()
    assert swept == len([path for path in lying if path.parent.name != "waiting"])


def test_the_files_of_an_older_version_are_sealed(committed: dict[str, str], files: Path) -> None:
    """The step that brings an older database up seals each, and removes the plain bytes once that is committed."""
    file, lost = kept(b"a scan"), kept(b"lost")
    for one in (file, lost):
        one.path.unlink()
    old = files / file.sha256[:2] / file.sha256
    old.parent.mkdir(exist_ok=True)
    old.write_bytes(b"a scan")
    step = import_module("gongkai.office.records.migrations.0004_sealed_files")
    with transaction.atomic():
        step.seal(apps, None)
        assert old.is_file()
    assert not old.exists()
    file.refresh_from_db()
    assert content(file) == b"a scan"
    assert [(one.pk, said) for one, _, said in damaged()] == [(lost.pk, "the file is missing")]
