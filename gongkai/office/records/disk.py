"""Bytes onto the disk so that they are there after a power cut: written aside, synced, then given their name."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from gongkai.errors import EnvironmentFault, TooLarge

CHUNK = 1 << 20
LONGEST, PAUSE = 30.0, 0.002
"""Seconds to wait for the names in a folder, and between two tries; whoever holds them renames one file."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFull(EnvironmentFault):
    """No room for a file: the message names the folder and the bytes that are left; nothing was stored."""

    kind = "disk_full"


def put(source: BinaryIO, folder: Path, most: int) -> tuple[str, int]:
    """Store what can be read from `source` under its SHA-256 in `folder`; gives the hash and the size in bytes.

    The same bytes twice lie there once. Raises TooLarge when more than `most` bytes come, DiskFull, and
    EnvironmentFault for what else the disk says; nothing is left behind.
    """
    try:
        return _put(source, folder, most)
    except OSError as error:
        if error.errno not in FULL:
            cause = error.strerror or str(error)
            raise EnvironmentFault(f"文件存不下来：{cause}", f"cannot be stored: {cause}", file=str(folder)) from error
        free = shutil.disk_usage(folder).free
        raise DiskFull(
            f"磁盘已满，剩余 {free} 字节", f"the disk is full, {free} bytes left", file=str(folder)
        ) from error


def _put(source: BinaryIO, folder: Path, most: int) -> tuple[str, int]:
    waiting = folder / "waiting"
    waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _aside(waiting) as (number, path):
        total, digest = 0, hashlib.sha256()
        while chunk := source.read(CHUNK):
            total += len(chunk)
            if total > most:
                raise TooLarge(f"文件超过 {most} 字节", f"the file has more than {most} bytes")
            digest.update(chunk)
            _write(number, chunk)
        os.fsync(number)
        home = folder / digest.hexdigest()[:2]
        if not home.is_dir():
            home.mkdir(mode=0o700, exist_ok=True)
            settle(folder)
        with alone(folder):
            path.replace(home / digest.hexdigest())
        settle(home)
    return digest.hexdigest(), total


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the names in a folder of files: whoever gives or takes one waits for whoever else does.

    Raises EnvironmentFault when after LONGEST another still holds them.
    """
    waiting = folder / "waiting"
    waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = os.open(waiting, os.O_RDONLY)
    try:
        _take(number, folder)
        yield
    finally:
        os.close(number)


def _take(number: int, folder: Path) -> None:
    until = time.monotonic() + LONGEST
    while True:
        try:
            return fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise EnvironmentFault(
                    "文件目录一直被别的进程占用，请稍后再试",
                    "another process holds the folder of files",
                    file=str(folder),
                ) from None
            time.sleep(PAUSE)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
