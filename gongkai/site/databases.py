"""The database as Django is told about it: SQLite in the data folder, or PostgreSQL by an address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from gongkai.errors import UsageError

SQLITE_FILE = "gongkai.sqlite3"
CONNECTING = "10"
"""Seconds to wait for a PostgreSQL server that does not answer, unless the address says otherwise."""
KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
"""A thread that answers keeps its connection for ten minutes, and asks whether it still stands before each request: to
open one costs SQLite its settings and schema, and PostgreSQL a process."""
POSTGRESQL_OPTIONS = frozenset({"application_name", "connect_timeout", "host", "service", "sslmode", "sslrootcert"})


def database(address: str, data: Path) -> dict[str, Any]:
    """Django's entry for one database; `address` is a `postgresql://` address, or '' for SQLite in the folder `data`.

    Raises UsageError when the address is of another kind, names no database or holds an unknown option.
    """
    if not address:
        return {"ENGINE": "gongkai.site.sqlite", "NAME": str(data / SQLITE_FILE), **KEPT}
    parts = urlsplit(address)
    name = unquote(parts.path.removeprefix("/"))
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in {"postgres", "postgresql"} or not name or "/" in name or options.keys() - POSTGRESQL_OPTIONS:
        raise UsageError(
            "DATABASE_URL 应为 postgresql://用户:口令@主机/库，或留空使用 SQLite",
            "DATABASE_URL must read postgresql://user:password@host/name, or be empty for SQLite",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(_port(parts.netloc) or ""),
        "OPTIONS": {"connect_timeout": CONNECTING} | options,
        **KEPT,
    }


def _port(place: str) -> int | None:
    try:
        return urlsplit(f"//{place}").port
    except ValueError:
        raise UsageError("DATABASE_URL 的端口不是数字", "the port in DATABASE_URL is no number") from None
