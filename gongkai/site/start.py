"""Whether the site may start on its database: there, reachable, and of exactly this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from gongkai.errors import EnvironmentFault
from gongkai.office.records.models import Today

HOW = "先备份，再运行：gongkai serve --migrate"
HOW_EN = "back it up, then run: gongkai serve --migrate"
FIRST = "先运行：gongkai serve"
FIRST_EN = "first run: gongkai serve"


def is_on_server() -> bool:
    """Whether the database is one of a server, and not a file in the data folder."""
    return connection.vendor != "sqlite"


def is_fresh() -> bool:
    """Whether there is no database yet, or one without a table; makes none. Raises EnvironmentFault like the next."""
    if not is_on_server() and not _file().is_file():
        return True
    with _told():
        return not connection.introspection.table_names()


def require_database(*, may_be_older: bool = False) -> None:
    """Pass when the database has every table of this version and none of a newer one, or when told so of an older one.

    Raises EnvironmentFault otherwise, and touches nothing: no file is made where there is none.
    """
    if not is_on_server() and not _file().is_file() and not may_be_older:
        raise EnvironmentFault(
            "还没有数据库", "there is no database yet", file=str(_file()), fix=FIRST, fix_en=FIRST_EN
        )
    with _told():
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        ahead = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if ahead:
        newest = "、".join(sorted(f"{app}.{step}" for app, step in ahead))
        raise EnvironmentFault(
            f"数据库版本比程序新（{newest}），请升级程序",
            f"the database is newer than the program ({newest}): upgrade the program",
            file=str(_file()),
        )
    if behind and not may_be_older:
        raise EnvironmentFault(
            f"数据库版本比程序旧，差 {len(behind)} 步",
            f"the database is {len(behind)} steps older than the program",
            file=str(_file()),
            fix=HOW,
            fix_en=HOW_EN,
        )


def is_demonstration() -> bool:
    """Whether the data was made for a demonstration: a site whose date was ever set stays one, in whichever mode."""
    return Today.objects.exists()


def require_mode() -> None:
    """Pass unless the data is a demonstration's and the mode a real one's; raises EnvironmentFault.

    The accounts of a demonstration have a password that everybody can read, and its date was moved.
    """
    if not settings.MODE.sets_today and is_demonstration():
        raise EnvironmentFault(
            "这里的数据是演示用的，口令是公开的，不能正式运行",
            "what is here is a demonstration with published passwords: it cannot run for real",
            file=str(settings.DATA),
            fix="换一个 GONGKAI_DATA；只看演示请设 GONGKAI_MODE=demonstration",
            fix_en="choose another GONGKAI_DATA; to look at the demonstration set GONGKAI_MODE=demonstration",
        )


def _file() -> Path:
    """The database's file, or its name where it is one of a server."""
    return Path(str(connection.settings_dict["NAME"]))


@contextmanager
def _told() -> Iterator[None]:
    """What the database says about itself when it does not open, as our error."""
    try:
        yield
    except DatabaseError as error:
        cause = str(error).strip().splitlines()[0]
        raise EnvironmentFault(
            f"数据库打不开：{cause}", f"the database does not open: {cause}", file=str(_file())
        ) from error
