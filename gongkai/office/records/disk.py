"""Bytes onto the disk so that they are there after a power cut: written aside, synced, then given their name."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.errors import EnvironmentFault

CHUNK = 1 << 20
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFull(EnvironmentFault):
    """No room for a file: the message names the folder and the bytes that are left; nothing was stored."""

    kind = "disk_full"


def put(pieces: Iterable[bytes], folder: Path, name: str) -> None:
    """Store the pieces, one after the other, as the file `name` below `folder`.

    Raises DiskFull, EnvironmentFault for what else the disk says, and what the pieces raise; nothing is left behind.
    """
    try:
        _put(pieces, folder, name)
    except OSError as error:
        if error.errno not in FULL:
            cause = error.strerror or str(error)
            raise EnvironmentFault(f"文件存不下来：{cause}", f"cannot be stored: {cause}", file=str(folder)) from error
        free = shutil.disk_usage(folder).free
        raise DiskFull(
            f"磁盘已满，剩余 {free} 字节", f"the disk is full, {free} bytes left", file=str(folder)
        ) from error


def place(folder: Path, name: str) -> Path:
    """Where a file of this name lies: in one of 256 folders below the folder of files."""
    return folder / name[:2] / name


def _put(pieces: Iterable[bytes], folder: Path, name: str) -> None:
    waiting = folder / "waiting"
    waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _aside(waiting) as (number, path):
        for piece in pieces:
            _write(number, piece)
        os.fsync(number)
        target = place(folder, name)
        if not target.parent.is_dir():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            settle(folder)
        path.replace(target)
        settle(target.parent)


def settle(folder: Path) -> None:
    """Make the names in a folder outlast a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _write(number: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(number, rest) :]


@contextmanager
def _aside(waiting: Path) -> Iterator[tuple[int, Path]]:
    """A new file for the owner only, gone at the end unless it was given another name."""
    number, name = tempfile.mkstemp(dir=waiting)
    try:
        yield number, Path(name)
    finally:
        os.close(number)
        Path(name).unlink(missing_ok=True)
