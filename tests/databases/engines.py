"""One database engine for the tests: makes a migrated database, and copies of it that a test may fill as it likes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections

from gongkai.site.databases import database

ALIAS = "default"


def point(entry: dict[str, Any]) -> None:
    """Let Django's default connection of this thread lead to another database from now on."""
    if ALIAS in connections:
        connections[ALIAS].close()
        del connections[ALIAS]
    connections.settings[ALIAS] = connections.configure_settings({ALIAS: entry})[ALIAS]


class Sqlite:
    """Database files in a folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite3"
        point({**database("", folder), "NAME": str(self.template)})
        call_command("migrate", verbosity=0)
        connections[ALIAS].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections[ALIAS].close()

    def return_to_template(self) -> None:
        """Use the migrated database itself; what is written there must be rolled back."""
        point({**database("", self.folder), "NAME": str(self.template)})

    @contextmanager
    def copied(self, name: str) -> Iterator[dict[str, str]]:
        """Use a database of one's own; gives the environment that leads another process to it."""
        home = self.folder / name
        home.mkdir()
        entry = database("", home)
        shutil.copy(self.template, entry["NAME"])
        point(entry)
        yield {"GONGKAI_DATA": str(home), "DATABASE_URL": ""}
        connections[ALIAS].close()


class Postgresql:
    """Databases of one server."""

    name = "postgresql"

    def __init__(self, address: str) -> None:
        self.address = address
        self._admin("CREATE DATABASE template_gongkai")
        self.return_to_template()
        call_command("migrate", verbosity=0)
        connections[ALIAS].close()

    def _admin(self, line: str) -> None:
        point(database(self.address.format(name="postgres"), Path()))
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(line)
        connections[ALIAS].close()

    def return_to_template(self) -> None:
        """Use the migrated database itself; what is written there must be rolled back."""
        point(database(self.address.format(name="template_gongkai"), Path()))

    @contextmanager
    def copied(self, name: str) -> Iterator[dict[str, str]]:
        """Use a database of one's own; gives the environment that leads another process to it."""
        if ALIAS in connections:
            connections[ALIAS].close()
        self._admin(f"CREATE DATABASE {name} TEMPLATE template_gongkai")
        address = self.address.format(name=name)
        point(database(address, Path()))
        yield {"DATABASE_URL": address}
        connections[ALIAS].close()
        self._admin(f"DROP DATABASE {name} WITH (FORCE)")


Engine = Sqlite | Postgresql
