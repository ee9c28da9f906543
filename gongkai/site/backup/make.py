"""Making a backup: one look at the database while others go on writing, verified before it gets its name."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from gongkai.audit.actions import record
from gongkai.audit.models import Head
from gongkai.errors import AlreadyThere, EnvironmentFault, reason
from gongkai.office.records import disk
from gongkai.office.records.models import StoredFile
from gongkai.office.records.queries import flaw
from gongkai.site.backup import layout
from gongkai.site.backup.layout import Manifest, Table

SNAPSHOT = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
"""How each database is asked for one unchanging look at all tables."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every member: a zip knows no other than local ones."""


def write(target: Path, *, at: datetime, force: bool = False) -> Manifest:
    """Write a backup of the whole site to `target`, made `at` this time, and return its manifest.

    What is there under that name stays until the new file is whole and on the disk. Raises AlreadyThere when there is a
    file and not `force`, and EnvironmentFault for what the disk says (no room, no permission).
    """
    if target.exists() and not force:
        raise AlreadyThere(
            "文件已存在", "the file is there", file=str(target), fix="换名或加 --force", fix_en="--force"
        )
    beside = target.with_name(f".{target.name}.part")
    try:
        with _private(beside) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as pack:
            with snapshot():
                manifest = _fill(pack, at)
            data = manifest.to_bytes()
            pack.writestr(_member(layout.MANIFEST), data)
            pack.writestr(_member(layout.MAC), layout.mac(data))
        beside.replace(target)
        disk.settle(target.parent)
    except OSError as error:
        said, said_en = reason(error)
        raise EnvironmentFault(f"备份写不出：{said}", f"cannot be written: {said_en}", file=str(target)) from error
    finally:
        beside.unlink(missing_ok=True)
    return manifest


def note(manifest: Manifest, *, at: datetime, kind: str = "backup_made") -> None:
    """Tell the audit that a backup was made, or with `backup_restored` that this site came out of one."""
    with transaction.atomic():
        record(kind, about="site:backup", at=at, made=manifest.made_at, rows=manifest.rows, files=len(manifest.files))


@contextmanager
def snapshot() -> Iterator[None]:
    """Let everything inside see the database as it is now, whatever is written meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "w+b") as stream:
        yield stream
        stream.flush()
        os.fsync(number)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EARLIEST)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _fill(pack: zipfile.ZipFile, at: datetime) -> Manifest:
    head = Head.objects.get(pk=1)
    tables = tuple(_table(pack, model) for model in layout.tables_of(apps))
    digests, missing = _files(pack)
    return Manifest(
        made_at=at.isoformat(),
        migrations=tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())),
        tables=tables,
        files=digests,
        missing=tuple(missing),
        audit=(head.seq, head.digest),
        keys=layout.fingerprints(),
    )


def _table(pack: zipfile.ZipFile, model: type[models.Model]) -> Table:
    with pack.open(_member(layout.member_of(model._meta.db_table)), "w", force_zip64=True) as out:

        def written() -> Iterator[bytes]:
            for line in layout.lines(model):
                out.write(line)
                yield line

        return layout.measured(model, written())


def _files(pack: zipfile.ZipFile) -> tuple[dict[str, str], list[str]]:
    """Copy every stored file, sealed as it lies; one whose bytes are gone or changed is named, the others are copied."""
    digests: dict[str, str] = {}
    missing: list[str] = []
    for file in StoredFile.objects.order_by("sha256").iterator():
        if flaw(file):
            missing.append(file.sha256)
            continue
        name, digest = file.lies_at.hex, hashlib.sha256()
        info = _member(f"files/{name}")
        info.compress_type = zipfile.ZIP_STORED
        with file.path.open("rb") as source, pack.open(info, "w", force_zip64=True) as out:
            while piece := source.read(disk.CHUNK):
                digest.update(piece)
                out.write(piece)
        digests[name] = digest.hexdigest()
    return digests, missing


def sha256_of_member(pack: zipfile.ZipFile, name: str) -> str:
    """The SHA-256 of one member of a zip; zipfile's own errors when it is damaged."""
    with pack.open(name) as source:
        return hashlib.file_digest(cast(io.BufferedReader, source), "sha256").hexdigest()
