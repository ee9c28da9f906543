"""`gongkai serve`: everything that must hold before the site answers, then its processes until they are told to end."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections

from gongkai.errors import EnvironmentFault, UsageError, reason
from gongkai.site import folder, start, web, work
from gongkai.site.group import Part, hold

Say = Callable[[str, str], None]
"""Takes a line for the person at the terminal, in Chinese and in English."""

BACKLOG = 512


def serve(*, bind: str, workers: int, threads: int, migrate: bool, say: Say) -> None:
    """Run the site at `bind`, written HOST:PORT, until SIGTERM, SIGINT or SIGHUP.

    The first start makes the data folder, the key file and the tables; later ones only with `migrate` bring an older
    database up to this version. Raises UsageError for a wrong address, EnvironmentFault for whatever the machine does
    not give: folder, keys, database, address, or another site on the same folder; and when the web server dies.
    """
    os.umask(0o077)
    folder.require(settings.DATA)
    with _alone(), _listening(bind) as listener:
        _make_ready(migrate, say)
        _use_own_temporary_folder()
        if not settings.MODE.encrypted:
            say(f"！{settings.MODE.label}", f"! {settings.MODE.label_en}")
        connections.close_all()
        host, port = listener.getsockname()[:2]
        answers = partial(_told_ready, host, port, say)
        parts = [
            Part("web", partial(web.run, listener.fileno(), workers=workers, threads=threads, ready=answers), True),
            Part("worker", work.deliver),
            Part("timer", work.keep_time),
        ]

        def died(part: Part, status: int) -> None:
            say(f"！{part.name} 进程意外结束（{status}）", f"! the process {part.name} ended ({status})")

        is_asked = hold(parts, died=died)
        _settle()
        if not is_asked:
            raise EnvironmentFault("网站已停止", "the site has stopped")
    say("√ 网站已停止", "√ the site has stopped")


def _make_ready(migrate: bool, say: Say) -> None:
    """The key file and the tables, made on the first start; the lines that say so."""
    is_fresh = start.is_fresh()
    if is_fresh:
        with suppress(FileExistsError):
            settings.KEYS.create()
            say(
                f"√ 已建立密钥文件 {settings.KEYS.path}；请另存一份，丢失后个人信息无法读出",
                f"√ made the key file {settings.KEYS.path}: keep a copy elsewhere, personal data cannot be read without it",
            )
    _ = settings.KEYS.roots
    if is_fresh or migrate:
        start.require_database(may_be_older=True)
        call_command("migrate", verbosity=0, interactive=False)
        say("√ 数据库已是本版本", "√ the database is of this version")
    start.require_database()
    start.require_mode()
    if folder.is_network(settings.DATA) and not start.is_on_server():
        raise EnvironmentFault(
            f"数据目录在网络文件系统（{folder.system_of(settings.DATA)}）上，SQLite 在那里会损坏",
            f"the data folder lies on a network file system ({folder.system_of(settings.DATA)}): SQLite breaks there",
            file=str(settings.DATA),
        )


def _settle() -> None:
    """Leave SQLite's database whole in its one file: the processes kept their connections to the end, and only the last
    one that closes takes the log in. Where that fails the log stays, and is taken in at the next start."""
    if not start.is_on_server():
        with suppress(DatabaseError):
            start.is_demonstration()
        connections.close_all()


def _told_ready(host: str, port: int, say: Say) -> None:
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if settings.MODE.encrypted:
        say(
            f"√ 网站在 {place} 等待反向代理转来的 HTTPS 请求；试用请设 GONGKAI_MODE=demonstration",
            f"√ the site waits at {place} for HTTPS requests through a proxy; to try it, set GONGKAI_MODE=demonstration",
        )
    else:
        say(f"√ 网站已启动：http://{place}/", f"√ the site runs: http://{place}/")


def _use_own_temporary_folder() -> None:
    """Uploads and conversions lie below the data from now on; what an earlier run left there is removed."""
    place = folder.temporary(settings.DATA)
    place.mkdir(mode=0o700, exist_ok=True)
    for path in folder.stray(place, timedelta()):
        folder.remove(path)
    os.environ["TMPDIR"] = tempfile.tempdir = str(place)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the data folder; EnvironmentFault when another site has it."""
    with (settings.DATA / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentFault(
                "已有一个网站在用这个数据目录", "another site runs on this data folder", file=str(settings.DATA)
            ) from None
        yield


@contextmanager
def _listening(bind: str) -> Iterator[socket.socket]:
    """A socket that listens at HOST:PORT; port 0 is any that is free."""
    host, _, port = bind.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not (port.isascii() and port.isdecimal() and int(port) < 65536):
        raise UsageError("应为 主机:端口，如 127.0.0.1:8000", "write HOST:PORT, such as 127.0.0.1:8000", file=bind)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise UsageError("没有这个地址", "there is no such address", file=bind) from error
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(BACKLOG)
        except OSError as error:
            told, told_en = reason(error)
            raise EnvironmentFault(
                f"不能在这个地址应答：{told}", f"cannot answer at this address: {told_en}", file=bind
            ) from error
        yield listener
