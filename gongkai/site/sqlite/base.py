"""Django's SQLite back end with our library, our settings of every connection, and the write gate."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError

from gongkai.site.sqlite import library  # noqa: F401 before Django's back end, which imports sqlite3
from gongkai.site.sqlite.gate import Gate
from gongkai.site.sqlite.version import opening

from django.db.backends.sqlite3 import base  # isort: skip

TIMEOUT = 20
"""Seconds that a writer waits for its turn."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin IMMEDIATE, hold the gate, and are on the disk when they end."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self._gate = Gate(f"{settings_dict['NAME']}.gate")

    def get_connection_params(self) -> dict[str, Any]:
        """What the connection is opened with: these settings are not the administrator's to loosen."""
        settings = opening(self.Database.sqlite_version_info)
        options = {"timeout": TIMEOUT, "transaction_mode": "IMMEDIATE", "init_command": ";".join(settings)}
        self.settings_dict["OPTIONS"] = {**self.settings_dict.get("OPTIONS", {}), **options}
        return super().get_connection_params()

    def _start_transaction_under_autocommit(self) -> None:
        if not self._gate.take(TIMEOUT):
            raise OperationalError(f"database is locked: {self.settings_dict['NAME']}")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._gate.leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._gate.leave()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._gate.leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._gate.leave()
