"""Bringing a backup back: everything is checked before anything is written, and it goes into an empty place only."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from gongkai.audit import queries as audit
from gongkai.errors import BrokenFile, EnvironmentFault, UnsafeFile, UsageError, reason
from gongkai.office.records import disk
from gongkai.site.backup import layout
from gongkai.site.backup.layout import BATCH, Manifest, Table
from gongkai.site.backup.make import sha256_of_member

LARGEST_MANIFEST = 256 * 1024 * 1024
"""Bytes of a manifest: about a million stored files."""


class Foreign(EnvironmentFault):
    """A backup that the keys at hand did not make."""

    kind = "wrong_key"


def examine(path: Path) -> Manifest:
    """The manifest of a backup whose every member is what the manifest says; nothing is written.

    Raises UsageError when there is no such file, BrokenFile when it is cut off, damaged or no backup, Foreign when it
    was made with another key, UnsafeFile when somebody changed it, and EnvironmentFault when it is of a newer program.
    """
    try:
        with zipfile.ZipFile(path) as pack:
            manifest = _manifest(pack, path)
            _require_members(pack, manifest, path)
    except OSError as error:
        said, said_en = reason(error)
        raise UsageError(f"备份读不出：{said}", f"the backup cannot be read: {said_en}", file=str(path)) from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise BrokenFile("备份不完整或不是备份", "the backup is cut off, damaged or none", file=str(path)) from error
    return manifest


def _manifest(pack: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        if pack.getinfo(layout.MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError(layout.MANIFEST)
        data, mac = pack.read(layout.MANIFEST), pack.read(layout.MAC).decode("ascii")
        _require_sealed(data, path)
        manifest = Manifest.from_bytes(data)
    except (KeyError, TypeError) as error:
        raise BrokenFile("不是本系统的备份", "this is no backup of this program", file=str(path)) from error
    first = next(iter(settings.KEYS.roots))
    wanted, here = manifest.keys.get(str(first), "?"), layout.fingerprints()
    if manifest.keys.items() - here.items():
        raise Foreign(
            f"密钥不符：备份要指纹为 {wanted} 的第 {first} 号密钥及其后的密钥，{settings.KEYS.path} 中第 {first} 号是 {here[str(first)]}",
            f"wrong key: the backup wants key {first} with fingerprint {wanted}, {settings.KEYS.path} has {here[str(first)]}",
            file=str(path),
        )
    if layout.mac(data) != mac.strip():
        raise UnsafeFile("备份清单被改动过", "the manifest of the backup was changed", file=str(path))
    return manifest


def _require_sealed(manifest: bytes, path: Path) -> None:
    """A backup of a program that did not seal its files is brought back by that program."""
    if json.loads(manifest)["schema"] == layout.OLDER:
        raise EnvironmentFault(
            "这份备份是旧版程序做的，其中的文件没有加密",
            "the backup was made by an older program, its files are not sealed",
            file=str(path),
            fix="用做它的程序恢复，再升级、备份",
            fix_en="restore it with the program that made it, then upgrade",
        )


def _require_members(pack: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    wanted = {layout.member_of(table.name): table.sha256 for table in manifest.tables}
    wanted |= {f"files/{name}": sha256 for name, sha256 in manifest.files.items()}
    there = set(pack.namelist()) - {layout.MANIFEST, layout.MAC}
    if len(pack.namelist()) != len(wanted) + 2 or there != wanted.keys():
        odd = sorted(there ^ wanted.keys()) or ["?"]
        raise UnsafeFile(
            f"备份与清单不符：{odd[0]}", f"the backup does not match its manifest: {odd[0]}", file=str(path)
        )
    for name, sha256 in wanted.items():
        if sha256_of_member(pack, name) != sha256:
            raise UnsafeFile(f"备份中的 {name} 被改动过", f"{name} in the backup was changed", file=str(path))


def restore(path: Path) -> Manifest:
    """Bring a backup back into an empty place, verified row by row, and return its manifest.

    The database and the files get their names only when every table has the same lines again and the audit chain is
    whole. Raises what `examine` raises, EnvironmentFault when the place is not empty or the backup is newer than the
    program; nothing remains then.
    """
    manifest = examine(path)
    _require_known(manifest, path)
    _require_empty()
    waiting = settings.FILES.with_name("files.restoring")
    shutil.rmtree(waiting, ignore_errors=True)
    try:
        with zipfile.ZipFile(path) as pack, _place() as finish:
            _bring_files(pack, manifest, waiting)
            _bring_rows(pack, manifest)
            _require_same(manifest)
            if waiting.is_dir():
                waiting.replace(settings.FILES)
            finish()
    except OSError as error:
        said, said_en = reason(error)
        raise EnvironmentFault(f"恢复没有完成：{said}", f"not restored: {said_en}", file=str(path)) from error
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return manifest


def _require_known(manifest: Manifest, path: Path) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise EnvironmentFault(
            f"备份的数据库版本比程序新（{newer[-1]}），请升级程序",
            f"the backup is newer than the program ({newer[-1]}): upgrade the program",
            file=str(path),
        )


def _require_empty() -> None:
    name = str(connection.settings_dict["NAME"])
    full = Path(name).exists() if connection.vendor == "sqlite" else bool(connection.introspection.table_names())
    if full or (settings.FILES.is_dir() and any(settings.FILES.iterdir())):
        raise EnvironmentFault(
            "这里已有数据，恢复只进空的数据目录和空的数据库",
            "there is data here: a backup is restored into an empty folder and an empty database only",
            file=name if full else str(settings.FILES),
            fix="换一个 GONGKAI_DATA 或 DATABASE_URL，或先把原来的移走",
            fix_en="choose another GONGKAI_DATA or DATABASE_URL, or move what is there away",
        )


@contextmanager
def _place() -> Iterator[Any]:
    """A database to fill; what is given makes it the site's own, and nothing of it remains without that."""
    with {"sqlite": _beside, "postgresql": _in_one_transaction}[connection.vendor]() as finish:
        yield finish


@contextmanager
def _beside() -> Iterator[Any]:
    """A SQLite file beside the site's, renamed at the end."""
    final = Path(connection.settings_dict["NAME"])
    waiting = final.with_name(f"{final.name}.restoring")
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove(waiting)
    connection.close()
    connection.settings_dict["NAME"] = str(waiting)

    def finish() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        waiting.replace(final)
        disk.settle(final.parent)

    try:
        yield finish
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(final)
        _remove(waiting)


@contextmanager
def _in_one_transaction() -> Iterator[Any]:
    """PostgreSQL takes tables and rows in one transaction, rolled back unless it was finished."""
    done: list[bool] = []
    with transaction.atomic():
        yield lambda: done.append(True)
        transaction.set_rollback(not done)


def _remove(database: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _bring_files(pack: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    for name in manifest.files:
        with pack.open(f"files/{name}") as source:
            disk.put(iter(lambda: source.read(disk.CHUNK), b""), folder, name)


def _bring_rows(pack: zipfile.ZipFile, manifest: Manifest) -> None:
    """Make the tables as they were when the backup was made, fill them, and bring them up to this version."""
    executor = MigrationExecutor(connection)
    then = [(app, name) for app, _, name in (one.partition(".") for one in manifest.migrations)]
    executor.migrate(_last_steps(executor, then))
    state = executor.loader.project_state(then)
    known = {model._meta.db_table: model for model in layout.tables_of(state.apps)}
    connection.check_constraints()  # a step that fills a column leaves PostgreSQL checking every row at once
    with transaction.atomic():
        for table in manifest.tables:
            if table not in manifest.skipped:
                _fill(known[table.name], pack, table)
    connection.check_constraints()
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), list(known.values())):
            cursor.execute(line)
    now = MigrationExecutor(connection)
    now.migrate(now.loader.graph.leaf_nodes())


def _last_steps(executor: MigrationExecutor, steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The steps that none of the same app follows: to name an earlier one beside them would be to go back to it."""
    graph, taken = executor.loader.graph, set(steps)
    return [
        one
        for one in steps
        if one in graph.nodes
        and not any(next_.key[0] == one[0] and next_.key in taken for next_ in graph.node_map[one].children)
    ]


def _fill(model: type[models.Model], pack: zipfile.ZipFile, table: Table) -> None:
    rows = model._base_manager.all()
    rows._raw_delete(rows.db)
    with pack.open(layout.member_of(table.name)) as source:
        while batch := [layout.row_of(model, table.columns, line) for line in islice(source, BATCH)]:
            model._base_manager.bulk_create(batch)


def _require_same(manifest: Manifest) -> None:
    """Every table that did not change its shape since has the lines of the backup again, and the chain is whole."""
    from django.apps import apps

    written = {table.name: table for table in manifest.tables}
    for model in layout.tables_of(apps):
        table = written.get(model._meta.db_table)
        if table and table.columns == layout.columns_of(model) and layout.measured(model, layout.lines(model)) != table:
            raise EnvironmentFault(f"表 {table.name} 恢复后不一样", f"table {table.name} came back changed")
    verdict, head = audit.verify(), audit.head()
    if not verdict.is_whole or (head and (head.seq, head.digest) != manifest.audit):
        raise EnvironmentFault("恢复后的审计记录不完整", "the audit is not whole after the restore")
