"""The web server of a site: gunicorn, told everything by us and nothing by a file or a variable of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

GRACE = 30
"""Seconds that an answer may still take after the signal to end."""
LONGEST = 60
"""Seconds after which a worker that does not answer is replaced."""
MEMORY = Path("/dev/shm")  # noqa: S108 # nosec B108 where gunicorn keeps its heartbeat, not a file of ours


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn on a socket that is open already."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take our options and no others."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """What answers the requests."""
        from gongkai.site.wsgi import application

        return application


def run(number: int, *, workers: int, threads: int, ready: Callable[[], None]) -> None:
    """Answer requests on the socket with this file number until SIGTERM; `ready` is called when it can be asked.

    A proxy that is not in `GONGKAI_PROXIES` is not believed about HTTPS.
    """
    os.environ.pop("GUNICORN_CMD_ARGS", None)
    Server(
        {
            "bind": f"fd://{number}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread" if threads > 1 else "sync",
            "preload_app": True,
            "timeout": LONGEST,
            "graceful_timeout": GRACE,
            "forwarded_allow_ips": ",".join(settings.PROXIES),
            "loglevel": "error",
            "umask": 0o077,
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
            "control_socket_disable": True,
            "proc_name": "gongkai",
            "when_ready": lambda _arbiter: ready(),
        }
    ).run()
