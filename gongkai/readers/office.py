"""Conversion to DOCX by LibreOffice: one private, bounded, offline process for each file (TRUST 5.6).

A warden, a shell that only waits, ends LibreOffice and removes its folder as soon as this process is no more, however
it came to its end: a process that is killed runs no `finally`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from gongkai.errors import BrokenFile, EnvironmentFault, TimedOut

_SECONDS = 60.0
_SHARE = 0.8
"""What LibreOffice may have of the time that this process has left: the rest is for reading what it made."""
_LIMITS = "ulimit -c 0; ulimit -t 40; ulimit -f 409600; ulimit -n 256; ulimit -v 3145728"
"""No core file, 40 s of processor time, files of 200 MB, 256 open files, 3 GB of addresses."""
_WARDEN = 'read -r group; read -r _; test -z "$group" || kill -s KILL -- "-$group" 2>/dev/null; rm -rf -- "$1"'
"""Waits for the other end of its input to close, then ends the group of processes named to it, and the folder."""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Calc/Content/Update", "Link", "2"),
)
"""The profile: no macro runs, no link to elsewhere is followed, no field is worked out anew."""


def installed() -> str:
    """The path of LibreOffice's program, or "" where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def convert(data: bytes, ending: str) -> bytes:
    """The file in `data`, of the format that `ending` (without dot) names, as DOCX.

    EnvironmentFault when LibreOffice is not installed, BrokenFile when it makes nothing of the file, TimedOut when it
    is not ready in a minute or before the time of this process is up.
    """
    if not installed():
        raise EnvironmentFault(
            "需要 LibreOffice 才能读这种文件",
            "LibreOffice is needed to read such a file",
            fix="安装LibreOffice（Debian：apt-get install libreoffice-writer-nogui），或另存为DOCX后再试",
            fix_en="install LibreOffice (Debian: apt-get install libreoffice-writer-nogui), or save as DOCX",
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as name, _guarded(name) as warden:
        folder = Path(name)
        source = folder / f"in.{ending}"
        source.write_bytes(data)
        _profile(folder / "profile" / "user")
        _run(folder, source, warden)
        made = folder / "out" / "in.docx"
        if not made.is_file():
            raise BrokenFile(
                "LibreOffice没有转换出结果，文件可能损坏", "LibreOffice made nothing of the file; it may be damaged"
            )
        return made.read_bytes()


def _profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    head = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    (folder / "registrymodifications.xcu").write_text(f"{head}{items}</oor:items>", "utf-8")


@contextmanager
def _guarded(folder: str) -> Iterator[subprocess.Popen[bytes] | None]:
    """A warden of the folder, to be told what it has to end; None on Windows, where there is none."""
    if sys.platform == "win32":
        yield None
        return
    command = ["/bin/sh", "-c", _WARDEN, "sh", folder]
    with subprocess.Popen(  # noqa: S603 - a fixed command; the folder's name is ours
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as warden:
        yield warden


def _tell(warden: subprocess.Popen[bytes] | None, process: subprocess.Popen[bytes]) -> None:
    if warden is not None and warden.stdin is not None:
        warden.stdin.write(f"{process.pid}\n".encode("ascii"))
        warden.stdin.flush()


def budget() -> float:
    """The seconds that LibreOffice may take: fewer than an alarm leaves to this process, where one is set."""
    if sys.platform == "win32":
        return _SECONDS
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    return min(_SECONDS, left * _SHARE) if left else _SECONDS


def _run(folder: Path, source: Path, warden: subprocess.Popen[bytes] | None) -> None:
    """Convert `source` into the folder's `out`; whatever was started is ended when its time is up."""
    command = [
        *_prefix(),
        installed(),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx", "--outdir", str(folder / "out"), str(source)),
    ]
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    environment = kept | {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603 - a fixed command; the file's name is ours
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    seconds = budget()
    try:
        _tell(warden, process)
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise TimedOut(
            f"LibreOffice在{seconds:.0f}秒内没有转换完", f"LibreOffice did not finish within {seconds:.0f} s"
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    process.wait()


@cache
def _prefix() -> tuple[str, ...]:
    """What to start the program with: limits by the shell, and no network where the system lets us cut it off."""
    if sys.platform == "win32":
        return ()
    limits = ("/bin/sh", "-c", f'{_LIMITS}; exec "$@"', "sh")
    apart = ("unshare", "--user", "--map-root-user", "--net")
    if not shutil.which("unshare"):
        return limits
    tried = subprocess.run([*apart, "true"], capture_output=True, timeout=10)  # noqa: S603
    return (*limits, *apart) if tried.returncode == 0 else limits
