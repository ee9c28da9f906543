"""The data folder as the machine gives it: may we write there, is it on a local disk, how much room is left."""

from __future__ import annotations

import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from gongkai.errors import EnvironmentFault, reason

NETWORK = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4"}
    | {"smb3", "smbfs"}
)
"""File systems on which the locks of SQLite do not hold (TRUST 5.7)."""

MOUNTS = Path("/proc/self/mountinfo")


def require(folder: Path) -> None:
    """Make the folder if need be, for the owner only, and pass when a file can be written there.

    Raises EnvironmentFault with the folder and what the system says.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        told, told_en = reason(error)
        raise EnvironmentFault(
            f"数据目录不能写入：{told}",
            f"the data folder cannot be written to: {told_en}",
            file=str(folder),
            fix="用 GONGKAI_DATA 指定可以写入的目录",
            fix_en="name a folder that can be written to in GONGKAI_DATA",
        ) from error


def system_of(folder: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system that a folder lies on, such as `ext4` or `nfs4`; '' where the system does not tell."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    real, best, kind = folder.resolve(), -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].replace("\\040", " "))
        if len(point.parts) >= best and real.is_relative_to(point):
            best, kind = len(point.parts), after.split()[0]
    return kind


def is_network(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether a folder lies on another machine."""
    return system_of(folder, mounts) in NETWORK


def free(folder: Path) -> int:
    """The bytes that are left for us where the folder lies, or will lie."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free


def temporary(folder: Path) -> Path:
    """The folder of temporary files: below the data, so that nothing personal lies elsewhere on the machine."""
    return folder / "tmp"


def passing(data: Path, files: Path) -> tuple[Path, Path]:
    """The folders of what lies there only while somebody works on it."""
    return temporary(data), files / "waiting"


def stray(folder: Path, older: timedelta) -> list[Path]:
    """What has lain longer than this in a folder of passing files, by the machine's clock: nobody works on it."""
    before = time.time() - older.total_seconds()
    return sorted(path for path in folder.iterdir() if path.lstat().st_mtime < before) if folder.is_dir() else []


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
