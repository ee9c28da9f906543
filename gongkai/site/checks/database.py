"""The database: of this version, and kept so that a power cut loses nothing that was acknowledged."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from gongkai.site import start
from gongkai.site.doctor import Result, bad, check, good, warning
from gongkai.site.sqlite.version import may_use_wal

SYNCHRONOUS = {"wal": 2, "persist": 3}
"""What `synchronous` must be at least with each journal: FULL, EXTRA (TRUST 1.3)."""
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


@check("数据库版本", "database version")
def migrations(_at: datetime) -> Result:
    """There, reachable, and of exactly this version; raises EnvironmentFault otherwise."""
    start.require_database()
    return good(connection.display_name, connection.display_name)


@check("演示数据", "demonstration data", needs_database=True)
def demonstration(_at: datetime) -> Result:
    """In no other mode than a demonstration's own: its passwords are published."""
    if not start.is_demonstration():
        return good("没有", "none")
    start.require_mode()
    return warning("有，只在演示方式下运行", "there, and run as a demonstration")


@check("持久性", "durability", needs_database=True)
def durability(_at: datetime) -> Result:
    """What the database engine itself says about how it keeps what it was given."""
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _sqlite() -> Result:
    with connection.cursor() as cursor:
        journal, synchronous = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        )
    version = connection.Database.sqlite_version_info  # type: ignore[attr-defined]
    told = f"SQLite {'.'.join(map(str, version))}，{journal}，synchronous={synchronous}"
    if synchronous < SYNCHRONOUS.get(journal, 99):
        return bad(f"{told}：断电会丢数据", f"{told}: a power cut loses data")
    if journal == "wal" and not may_use_wal(version):
        return bad(f"{told}：这个版本的 WAL 可能损坏数据库", f"{told}: WAL of this version can corrupt a database")
    if not may_use_wal(version):
        return warning(f"{told}：版本旧，较慢；安装 pysqlite3", f"{told}: old and slower; install pysqlite3")
    return good(told, told)


def _postgresql() -> Result:
    with connection.cursor() as cursor:
        values = {}
        for name in (*DURABLE, "data_checksums", "server_version"):
            cursor.execute(f"SHOW {name}")
            values[name] = cursor.fetchone()[0]
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        is_superuser = cursor.fetchone()[0]
    told = f"PostgreSQL {values['server_version']}"
    if loose := [name for name in DURABLE if values[name] != "on"]:
        named = "、".join(f"{name}={values[name]}" for name in loose)
        return bad(f"{told}：{named}，断电会丢数据", f"{told}: {named}: a power cut loses data")
    if is_superuser:
        return bad(
            f"{told}：网站的账号是超级用户，能改审计记录",
            f"{told}: the site's role is a superuser: it can change the audit",
        )
    if values["data_checksums"] != "on":
        return warning(f"{told}：没有开启数据页校验", f"{told}: data checksums are off")
    return good(told, told)
