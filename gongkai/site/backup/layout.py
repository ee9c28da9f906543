"""What stands in a backup: its manifest, and the tables of a site as lines of JSON."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.conf import settings
from django.db import models
from django.db.migrations.recorder import MigrationRecorder

from gongkai.office.people.models import Visit

SCHEMA = "gongkai.backup/2"
OLDER = "gongkai.backup/1"
"""What a backup was called whose files were not sealed."""
MANIFEST = "manifest.json"
MAC = "manifest.mac"
LEFT_OUT = frozenset({Visit._meta.db_table, MigrationRecorder.Migration._meta.db_table})
"""Tables that no backup brings back: after a restore everybody signs in anew (no session outlives it, unsent text does), and migrations are run, not copied."""
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, how many rows, and the SHA-256 of its lines."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds and what it takes to restore it.

    `files` gives the SHA-256 of the sealed bytes by the name under which they lie, `missing` the SHA-256 of the files
    whose bytes were gone or changed already when it was made, `audit` the head of the audit chain (number and digest), `keys` a fingerprint by the number of each key.
    """

    made_at: str
    migrations: tuple[str, ...]
    tables: tuple[Table, ...]
    files: Mapping[str, str]
    missing: tuple[str, ...]
    audit: tuple[int, str]
    keys: Mapping[str, str]

    def to_bytes(self) -> bytes:
        """The manifest as it stands in the zip."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """The manifest of these bytes; ValueError, KeyError or TypeError when they are none of this schema."""
        found = json.loads(data)
        if found.pop("schema") != SCHEMA:
            raise ValueError(SCHEMA)
        found["tables"] = tuple(Table(**{**one, "columns": tuple(one["columns"])}) for one in found["tables"])
        seq, digest = found["audit"]
        listed = {name: tuple(found[name]) for name in ("migrations", "missing")}
        return cls(**{**found, **listed, "audit": (seq, digest)})

    @property
    def skipped(self) -> tuple[Table, ...]:
        """Its tables that are not brought back: an older program still wrote them."""
        return tuple(table for table in self.tables if table.name in LEFT_OUT)

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


def mac(manifest: bytes) -> str:
    """The keyed digest that only who has the key file can make (HMAC-SHA-256, 64 hexadecimal digits)."""
    return hmac.digest(settings.KEYS.derive("backup"), manifest, "sha256").hex()


def fingerprints() -> dict[str, str]:
    """Sixteen digits that tell a key from another and nothing about it, by the key's number."""
    keys = settings.KEYS
    return {str(number): keys.derive("fingerprint", number)[:8].hex() for number in keys.roots}


def member_of(table: str) -> str:
    """Where a table stands in the zip."""
    return f"tables/{table}.jsonl"


def tables_of(apps: Apps) -> list[type[models.Model]]:
    """The models whose rows a backup holds, those of many-to-many relations with them, by the name of their table."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    }
    return [found[name] for name in sorted(found)]


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """The attributes of a model that are columns."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Every row of a model's table as a line of JSON, by its primary key."""
    rows = model._base_manager.order_by("pk").values_list(*columns_of(model))
    for row in rows.iterator(chunk_size=BATCH):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def row_of(model: type[models.Model], columns: tuple[str, ...], line: bytes) -> models.Model:
    """The row that a line tells with these columns, not saved; ValueError when the line does not fit them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = zip(columns, json.loads(line), strict=True)
    return model(**{name: fields[name].to_python(value) for name, value in values})


def measured(model: type[models.Model], written: Iterable[bytes]) -> Table:
    """What the manifest says of a table with these lines; they are read once and not kept."""
    rows, digest = 0, hashlib.sha256()
    for line in written:
        rows += 1
        digest.update(line)
    return Table(model._meta.db_table, columns_of(model), rows, digest.hexdigest())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value) if isinstance(value, UUID | Decimal) else value
