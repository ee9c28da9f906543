"""Whether the site may start on its database: there, reachable, and of exactly this version."""

from __future__ import annotations

from pathlib import Path

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from gongkai.errors import EnvironmentFault

HOW = "先运行：python -m django migrate --settings gongkai.site.settings"
HOW_EN = "first run: python -m django migrate --settings gongkai.site.settings"


def require_database() -> None:
    """Pass when the database has every table of this version and none of a newer one.

    Raises EnvironmentFault otherwise, and touches nothing: no file is made where there is none.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not Path(name).is_file():
        raise EnvironmentFault("还没有数据库", "there is no database yet", file=name, fix=HOW, fix_en=HOW_EN)
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        ahead = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    except OperationalError as error:
        cause = str(error).strip().splitlines()[0]
        raise EnvironmentFault(f"数据库打不开：{cause}", f"the database does not open: {cause}", file=name) from error
    if ahead:
        newest = "、".join(sorted(f"{app}.{step}" for app, step in ahead))
        raise EnvironmentFault(
            f"数据库版本比程序新（{newest}），请升级程序",
            f"the database is newer than the program ({newest}): upgrade the program",
            file=name,
        )
    if behind:
        raise EnvironmentFault(
            f"数据库版本比程序旧，差 {len(behind)} 步",
            f"the database is {len(behind)} steps older than the program",
            file=name,
            fix=HOW,
            fix_en=HOW_EN,
        )
