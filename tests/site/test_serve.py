"""`gongkai serve`: a first start, an ordinary one, every reason not to start, and that nothing outlives it."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
from http.client import HTTPConnection
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from gongkai.site import folder
from gongkai.site.keys import KeyFile
from tests.site.running import WAIT, family, lives, refused, running


def ask(address: str, path: str = "/rules/") -> int:
    """The status of a page."""
    asking = HTTPConnection(address, timeout=WAIT)
    asking.request("GET", path)
    status = asking.getresponse().status
    asking.close()
    return status


def until_gone(pids: list[int]) -> None:
    """Wait for processes to end; the test hangs no longer than its wait."""
    until = time.monotonic() + WAIT
    while any(map(lives, pids)):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_first_start_makes_everything(site: Path, tmp_path: Path) -> None:
    """Folder, keys and tables for the owner only, told in a line each; the second start finds them and says less."""
    data = tmp_path / "data"
    home = {"GONGKAI_DATA": str(data), "GONGKAI_KEY_FILE": "", "DATABASE_URL": ""}
    with running(home) as first:
        assert ask(first.address) == 200
        assert ask(first.address, "/static/style.css") == 200
        assert (data / "tmp").is_dir()
    said = "".join(first.said)
    assert f"√ 已建立密钥文件 {data}/keys；请另存一份" in said
    assert "！演示：不加密" in said
    assert first.process.returncode == 0
    assert said.endswith("√ 网站已停止\n")
    assert not list(data.glob("*-wal"))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (data, *data.iterdir())}
    assert {mode & 0o077 for mode in modes.values()} == {0}
    (data / "tmp" / "left").write_text("half an upload", "utf-8")
    with running(home) as second:
        assert ask(second.address) == 200
        assert list((data / "tmp").iterdir()) == []
        status, told = refused(home)
        assert (status, "已有一个网站在用这个数据目录" in told) == (3, True)
    assert "密钥" not in "".join(second.said)


def test_nothing_outlives_it(committed: dict[str, str]) -> None:
    """Killed outright it takes its processes with it; when the web server dies the rest ends, and 3 says so."""
    with running(committed) as site:
        assert ask(site.address) == 200
        pids = family(site.process.pid)
        assert len(pids) >= 2
        assert site.end(signal.SIGKILL) == -signal.SIGKILL
        until_gone(pids)
    with running(committed) as site:
        assert ask(site.address) == 200
        pids = family(site.process.pid)
        os.kill(pids[0], signal.SIGKILL)
        assert site.process.wait(WAIT) == 3
        until_gone(pids)
    assert "web 进程意外结束（-9）" in "".join(site.said)


def test_an_address_that_is_taken(site: Path) -> None:
    """By whomever; and one that is none."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        bind = f"127.0.0.1:{other.getsockname()[1]}"
        status, told = refused({}, "--bind", bind)
    assert (status, told) == (3, f"× {bind}：不能在这个地址应答：地址已被占用\n")
    status, told = refused({}, "--bind", "127.0.0.1")
    assert (status, told) == (2, "× 127.0.0.1：应为 主机:端口，如 127.0.0.1:8000\n")


def test_keys_that_are_missing_or_open(committed: dict[str, str], tmp_path: Path) -> None:
    """A database without its keys is not given new ones, and keys that others may read are none (TRUST 4, row 57)."""
    keys = tmp_path / "keys"
    status, told = refused(committed | {"GONGKAI_KEY_FILE": str(keys)})
    assert (status, f"× {keys}：没有可用的密钥文件" in told, keys.exists()) == (3, True, False)
    KeyFile(keys).create()
    keys.chmod(0o644)
    status, told = refused(committed | {"GONGKAI_KEY_FILE": str(keys)})
    assert (status, "权限是 0644，应为 0600" in told) == (3, True)


def test_a_database_of_another_version(committed: dict[str, str]) -> None:
    """A newer one is left alone whatever is asked; an older one is brought up when that is asked (TRUST 4, row 58)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999_later', '2026-01-01')"
        )
    status, told = refused(committed, "--migrate")
    assert (status, "数据库版本比程序新（audit.9999_later）" in told) == (3, True)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    call_command("migrate", "records", "0001", verbosity=0)
    connection.close()
    status, told = refused(committed)
    assert (status, "比程序旧" in told, "先备份，再运行：gongkai serve --migrate" in told) == (3, True, True)
    with running(committed, "--migrate") as site:
        assert ask(site.address) == 200


def test_a_folder_that_is_none(site: Path, tmp_path: Path) -> None:
    """A file where the folder should be; and settings that are wrong are named first."""
    (tmp_path / "data").write_bytes(b"")
    home = {"GONGKAI_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}
    assert refused(home)[0] == 3
    assert "数据目录不能写入" in refused(home)[1]
    status, told = refused(home | {"GONGKAI_HOST": "x"})
    assert (status, "没有这个设置：GONGKAI_HOST" in told) == (2, True)
    status, told = refused(home, "--workers", "0")
    assert (status, "--workers 应为 1 至 64" in told) == (2, True)


def test_network_file_systems_are_known(tmp_path: Path) -> None:
    """The innermost mount counts, names with spaces too."""
    share = tmp_path / "a b"
    (share / "data").mkdir(parents=True)
    mounts = tmp_path / "mountinfo"
    point = str(share).replace(" ", "\\040")
    mounts.write_text(
        f"1 0 8:1 / / rw - ext4 /dev/sda rw\n2 1 0:1 / {point} rw shared:1 - nfs4 host:/x rw\n",
        "utf-8",
    )
    assert folder.system_of(share / "data", mounts) == "nfs4"
    assert folder.is_network(share / "data", mounts)
    assert not folder.is_network(tmp_path, mounts)
    assert folder.system_of(tmp_path, tmp_path / "none") == ""
    assert folder.system_of(tmp_path)
