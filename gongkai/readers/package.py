"""Zip packages opened safely: names, members, sizes and ratio are looked at before anything is unpacked."""

from __future__ import annotations

import stat
import zipfile
import zlib
from io import BytesIO

from gongkai.errors import BrokenFile, EncryptedFile, TooLarge, UnsafeFile
from gongkai.readers.document import too_many

MAX_UNPACKED = 512 * 2**20
"""The most bytes that all members may unpack to."""
MAX_MEMBERS = 10_000
"""The most members of a package."""
MAX_RATIO = 200
"""The most that a member over one megabyte may unpack to, as a multiple of its packed size."""

OLE = b"\xd0\xcf\x11\xe0"


class Package:
    """A zip package whose directory was found harmless; members are read within the bounds."""

    def __init__(self, data: bytes) -> None:
        """Look through the directory; UnsafeFile, TooLarge, EncryptedFile or BrokenFile when it will not do."""
        if data.startswith(OLE):
            raise EncryptedFile("文件已加密，需要口令", "the file is encrypted and asks for a password")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._members = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise BrokenFile("压缩包不完整", "the package is incomplete") from error
        _look_through(self._members)
        self.names = frozenset(member.filename for member in self._members)
        self._left = MAX_UNPACKED

    def read(self, name: str) -> bytes:
        """The bytes of a member, counted as they unpack; BrokenFile when it is not there or damaged."""
        try:
            with self._zip.open(name) as member:
                data = member.read(self._left + 1)
        except KeyError as error:
            raise BrokenFile(f"压缩包里缺少{name}", f"the package lacks {name}") from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
            raise BrokenFile("压缩包不完整", "the package is incomplete", place=name) from error
        self._left -= len(data)
        if self._left < 0:
            raise _unpacked(MAX_UNPACKED + 1)
        return data


def _look_through(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise too_many("压缩包内文件数", "members of the package", len(members), MAX_MEMBERS)
    seen: set[str] = set()
    total = 0
    for member in members:
        name = member.filename
        if member.flag_bits & 1:
            raise EncryptedFile("文件已加密，需要口令", "the file is encrypted and asks for a password")
        hostile = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or name[1:2] == ":"
        if hostile or "\0" in member.orig_filename or stat.S_ISLNK(member.external_attr >> 16) or name in seen:
            raise UnsafeFile(f"压缩包内有危险的文件名：{name!r}", f"the package holds a hostile name: {name!r}")
        seen.add(name)
        total += member.file_size
        if member.file_size > 2**20 and member.file_size > MAX_RATIO * max(1, member.compress_size):
            ratio = member.file_size // max(1, member.compress_size)
            raise too_many(f"{name}的压缩比", f"compression ratio of {name}", ratio, MAX_RATIO)
    if total > MAX_UNPACKED:
        raise _unpacked(total)


def _unpacked(size: int) -> TooLarge:
    return TooLarge(
        f"解压后{size // 2**20}MB，上限{MAX_UNPACKED // 2**20}MB",
        f"unpacks to {size // 2**20} MB, limit {MAX_UNPACKED // 2**20} MB",
    )
