"""The files behind the names that a batch is given: folders, zips, zips in zips, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from gongkai.errors import GongkaiError, InputError, TooLarge, UnsafeFile, UsageError
from gongkai.readers import READERS
from gongkai.readers.document import MAX_BYTES

if TYPE_CHECKING:
    from gongkai.readers.package import Package

MOST_LEVELS = 2
"""How deep zips may stand in zips: a zip, and zips in it (TRUST 4.13)."""
STDIN = "-"
MEANT = frozenset({".ofd", ".ceb", ".rar", ".7z", ".tar", ".gz", ".tgz"})
"""Endings of documents and archives that no reader takes, but that somebody meant to have checked: each is a fault."""
_HEAD = 65536
_BEGINNINGS = (b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<!doctype html", b"<html", b"mime-version:")
_PACKED = (b"word/", b"xl/", b"opendocument.", b"OFD.xml")
"""How a file begins that is a report in all likelihood, and the members that a zip has which is a document."""
_NAMED = 3
_ALIKE = 0.6
"""How alike a name must be to be meant, with its ending and without."""


@dataclass
class LeftOut:
    """Files of a folder or zip that are not read, as nothing about them is a report's: how many, the first by name."""

    number: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """One more."""
        self.number += 1
        if len(self.first) < _NAMED:
            self.first.append(name)


@dataclass(frozen=True)
class Item:
    """A file to read: its name, its bytes when they are not on the disk by that name, or why it is not to be read.

    `key` is what its result is kept under, '' where results are not kept.
    """

    name: str
    data: bytes | None = None
    fault: GongkaiError | None = None
    key: str = ""

    @property
    def size(self) -> int:
        """The bytes that the item carries with it."""
        return len(self.data or b"")

    def content(self) -> bytes | str:
        """What a reader takes: the bytes, or the path; raises the fault when there is one."""
        if self.fault is not None:
            raise self.fault
        return self.name if self.data is None else self.data


def find(name: str) -> None:
    """InputError when there is no such file, naming the nearest one in its folder."""
    path = Path(name)
    if name != STDIN and not os.path.lexists(path):
        raise missing(path, name)


def missing(path: Path, name: str) -> InputError:
    """The error for a file that is not there, with the nearest name in the same folder."""
    import difflib

    parent = path.parent
    beside = sorted(one.name for one in parent.iterdir()) if parent.is_dir() and os.access(parent, os.R_OK) else []
    alike = difflib.get_close_matches(path.name, beside, 3, _ALIKE)
    near = [one for one in alike if difflib.SequenceMatcher(None, path.stem, Path(one).stem).ratio() >= _ALIKE]
    found = str(parent / near[0]) if near else ""
    return InputError(
        "没有这个文件",
        "there is no such file",
        file=name,
        fix=f"是不是 {found}？" if found else "",
        fix_en=f"Did you mean {found}?" if found else "",
    )


def items(names: Iterable[str], left_out: LeftOut | None = None) -> Iterator[Item]:
    """The files behind the names, in order, found as they are asked for; what is not read is told to `left_out`."""
    left_out = LeftOut() if left_out is None else left_out
    for name in names:
        if name == STDIN:
            yield from _of_bytes(STDIN, _bounded(sys.stdin.buffer), left_out)
        elif not os.path.lexists(name):
            yield Item(name, fault=missing(Path(name), name))
        elif Path(name).is_dir():
            yield from _folder(name, left_out)
        elif is_zip(name) and Path(name).is_file():
            yield from _zip_file(Path(name), name, left_out)
        else:
            yield Item(name)


def count(names: Iterable[str]) -> int:
    """About how many files stand behind the names, by names alone: what is in zips is not counted."""
    total = 0
    for name in names:
        total += sum(1 for _ in _walk(name, LeftOut())) if os.path.isdir(name) else 1  # noqa: PTH112 - a Path raises on a name too long
    return total


def _walk(name: str, left_out: LeftOut) -> Iterator[str]:
    """The paths below a folder that are to be read, in order."""
    for folder, folders, files in os.walk(name):
        folders[:] = sorted(one for one in folders if not _hidden(one))
        for file in sorted(files):
            path = os.path.join(folder, file)  # noqa: PTH118 - a Path for each of 100,000 files is slow
            if _hidden(file):
                continue
            if _named_so(file) or _is_one(_head_of(path)):
                yield path
            else:
                left_out.add(path)


def _head_of(path: str) -> bytes:
    """How a plain file begins; nothing of any other, or where it cannot be read."""
    try:
        if not os.path.isfile(path):  # noqa: PTH113 - as above
            return b""
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            return file.read(_HEAD)
    except OSError:
        return b""


def _folder(name: str, left_out: LeftOut) -> Iterator[Item]:
    found = False
    for path in _walk(name, left_out):
        found = True
        yield from _zip_file(Path(path), path, left_out) if is_zip(path) else (Item(path),)
    if not found:
        raise UsageError("文件夹里没有可以读的文件", "the folder holds no file that can be read", file=name)


def _zip_file(path: Path, name: str, left_out: LeftOut) -> Iterator[Item]:
    from gongkai.readers.package import MAX_UNPACKED

    try:
        if path.stat().st_size > MAX_UNPACKED:
            raise TooLarge(
                f"压缩包超过上限{MAX_UNPACKED // 2**20}MB", f"the zip is over {MAX_UNPACKED // 2**20} MB", file=name
            )
        data = path.read_bytes() if path.is_file() else b""
    except GongkaiError as error:
        yield Item(name, fault=error)
        return
    except OSError:
        yield Item(name)  # its reader tells why it cannot be opened
        return
    yield from _members(name, data, 1, left_out)


def _of_bytes(name: str, data: bytes, left_out: LeftOut) -> Iterator[Item]:
    """Standard input: a batch when it is a zip of files, else one file."""
    if data.startswith(b"PK") and not any(mark in data for mark in (b"[Content_Types].xml", b"mimetype", b"OFD.xml")):
        yield from _members(name, data, 1, left_out)
    else:
        yield Item(name, data)


def _members(name: str, data: bytes, level: int, left_out: LeftOut) -> Iterator[Item]:
    from gongkai.readers.package import Package

    try:
        package = Package(data)
    except GongkaiError as error:
        error.file = name
        yield Item(name, fault=error)
        return
    inside = [one for one in sorted(package.names) if not any(map(_hidden, PurePosixPath(one).parts))]
    wanted = []
    for one in inside:
        if _named_so(one) or (not one.endswith("/") and _is_one(_member_head(package, one))):
            wanted.append(one)
        elif not one.endswith("/"):
            left_out.add(f"{name}!{one}")
    if not wanted:
        yield Item(
            name,
            fault=InputError("压缩包里没有可以读的文件", "the zip holds no file that can be read", file=name),
        )
    for member in wanted:
        label = f"{name}!{member}"
        if is_zip(member) and level >= MOST_LEVELS:
            yield Item(label, fault=_too_deep(label))
            continue
        try:
            content = package.read(member)
        except GongkaiError as error:
            error.file = label
            yield Item(label, fault=error)
            continue
        yield from _members(label, content, level + 1, left_out) if is_zip(member) else (Item(label, content),)


def _member_head(package: Package, member: str) -> bytes:
    """How a member begins; nothing where it cannot be read."""
    try:
        return package.read(member)[:_HEAD]
    except GongkaiError:
        return b""


def _too_deep(label: str) -> UnsafeFile:
    return UnsafeFile(
        f"压缩嵌套超过{MOST_LEVELS}层，没有打开", f"zips nested more than {MOST_LEVELS} deep; not opened", file=label
    )


def _bounded(stream: BinaryIO) -> bytes:
    """What a stream holds, one byte past the bound at most, so that a reader names the bound."""
    return stream.read(MAX_BYTES + 1)


def is_zip(name: str) -> bool:
    """Whether a name is one of a zip of files."""
    return name.lower().endswith(".zip")


def _named_so(name: str) -> bool:
    """Whether a file is to be looked at by its name: one that a reader takes, or that is meant to be a document."""
    ending = PurePosixPath(name).suffix.lower()
    return ending in READERS or ending in MEANT or is_zip(name)


def _is_one(head: bytes) -> bool:
    """Whether a file is a document by how it begins, whatever its name."""
    if head.startswith(b"PK"):
        return any(member in head for member in _PACKED)
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(tuple(one.lower() for one in _BEGINNINGS))


def _hidden(name: str) -> bool:
    """Whether a file or folder is hidden, or the lock file of an office program."""
    return name.startswith((".", "~$", "__MACOSX"))
