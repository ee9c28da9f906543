"""Results of a batch kept line by line, so that a batch that was broken off goes on (STACK 7).

Each line is one JSON object with a `key`: the SHA-256 of the content, its ending, and a digest of everything else that
the result hangs on. A line is written at once; half a line at the end, left by a kill, is dropped.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from gongkai import __version__
from gongkai.errors import EnvironmentFault, UsageError, reason

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_OPENING = b'{"key": "'


_SOURCES = ("errors.py", "statute", "report", "readers", "corpus")
"""What in the program a result hangs on: what reads, what checks, and what makes the entry of both."""


@cache
def program_digest() -> str:
    """A digest of the version, the code, the forms, and the libraries that read: another program's result is not ours."""
    digest = hashlib.sha256("\0".join([__version__, *libraries()]).encode())
    for room in _SOURCES:
        for file in _sources(resources.files("gongkai").joinpath(room)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def libraries() -> list[str]:
    """Name and version of Python and of every library that the package asks for and that is there."""
    from importlib.metadata import PackageNotFoundError, requires, version

    found = [f"python {sys.version_info.major}.{sys.version_info.minor}"]
    asked = (line for line in requires("gongkai") or () if "extra == 'dev'" not in line)
    for name in sorted({match[0] for line in asked if (match := _NAME.match(line))}):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found


def _sources(place: Traversable) -> Iterator[Traversable]:
    if place.is_file():
        yield place
        return
    for one in sorted(place.iterdir(), key=lambda child: child.name):
        if one.is_dir() or one.name.endswith((".py", ".toml")):
            yield from _sources(one)


def run_digest(words: Iterable[str]) -> str:
    """A digest of the program and of the words that its results hang on, such as the rules chosen."""
    return hashlib.sha256("\0".join([program_digest(), *words]).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def key_of(name: str, data: bytes, run: str) -> str:
    """The key of a result: content, ending (which readers look at) and run."""
    return f"{hashlib.sha256(data).hexdigest()}{PurePath(name).suffix.lower()}:{run}"


class Ledger:
    """Results by key in an open file; only their places are held in memory."""

    def __init__(self, file: BinaryIO) -> None:
        """Find every whole line; half a line behind the last is cut off. ValueError or KeyError for another file."""
        self._file = file
        self._places: dict[str, int] = {}
        at = 0
        for line in file:
            if not line.endswith(b"\n"):
                if not line.startswith(_OPENING[: len(line)]):
                    raise ValueError("no result")
                break
            self._places[json.loads(line)["key"]] = at
            at += len(line)
        file.truncate(at)
        self._end = at

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._places)

    def get(self, key: str) -> dict[str, Any]:
        """The result with this key; KeyError when there is none."""
        self._file.seek(self._places[key])
        entry: dict[str, Any] = json.loads(self._file.readline())
        del entry["key"]
        return entry

    def add(self, key: str, entry: dict[str, Any]) -> None:
        """Write a result, whole and at once."""
        line = json.dumps({"key": key, **entry}, ensure_ascii=True).encode("ascii") + b"\n"
        self._file.seek(self._end)
        self._file.write(line)
        self._file.flush()
        self._places[key] = self._end
        self._end += len(line)


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """The ledger in a file, made if it is not there; UsageError when the file is something else."""
    try:
        file = path.open("a+b")
    except OSError as error:
        told, told_en = reason(error)
        raise EnvironmentFault(f"用不了结果文件：{told}", f"cannot be used: {told_en}", file=str(path)) from error
    with file:
        _lock(file, path)
        file.seek(0)
        try:
            ledger = Ledger(file)
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                "这不是核对结果文件，没有动它", "this is no file of results; it was left alone", file=str(path)
            ) from error
        yield ledger


def _lock(file: BinaryIO, path: Path) -> None:
    """Keep the file for this run; Windows keeps an open file from others by itself."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise EnvironmentFault(
            "另一次核对正在使用这个结果文件", "another run is using this file of results", file=str(path)
        ) from error
