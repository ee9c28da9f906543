"""The SQLite library of this process: the newest that can be imported, under the name that Django imports.

`pysqlite3` carries its own SQLite, which is newer and safer than that of many a system (TRUST, finding 1). It takes
the place of the standard module before Django's back end is imported, and nowhere else is either one imported.
"""

from __future__ import annotations

import sys
from importlib import import_module


def choose() -> None:
    """Let `import sqlite3` mean pysqlite3 where it is installed; without it the standard module stays."""
    try:
        newer = import_module("pysqlite3")
    except ModuleNotFoundError:
        return
    sys.modules["sqlite3"] = newer
    sys.modules["sqlite3.dbapi2"] = newer.dbapi2


choose()
