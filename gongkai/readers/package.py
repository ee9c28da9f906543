"""Zip and OLE packages opened safely: names, members, sizes and ratio are looked at before anything is unpacked."""

from __future__ import annotations

import stat
import struct
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


def demand_container(data: bytes) -> None:
    """BrokenFile unless an OLE file's head gives sizes that its length allows and no chain of sectors comes round.

    Otherwise the libraries that open such a file would fill the memory ([MS-CFB] 2.2, 2.3, 2.5).
    """
    sizes = struct.unpack_from("<HH", data.ljust(76, b"\0"), 30)
    counts = (_at(data, place) for place in (44, 64, 72))
    if sizes not in ((9, 6), (12, 6)) or any(count << sizes[0] > len(data) for count in counts):
        raise _broken_container()
    shift = sizes[0]
    listed = struct.unpack_from("<109I", data.ljust(512, b"\0"), 76)
    following = _at(data, 68)
    for _ in range(_at(data, 72)):
        more = _sector(data, following, shift)
        listed += more[:-1]
        following = more[-1] if more else _LAST
    chains = [one for sector in listed if sector <= _LAST for one in _sector(data, sector, shift)]
    _demand_ends(chains)
    small: list[int] = []
    following = _at(data, 60)
    for _ in range(_at(data, 64)):
        small += _sector(data, following, shift)
        following = chains[following] if following < len(chains) else _LAST
    _demand_ends(small)


_LAST = 0xFFFFFFFA
"""The highest number that a sector can have."""


def _at(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "little")


def _sector(data: bytes, number: int, shift: int) -> tuple[int, ...]:
    """The numbers in a sector; none where the file does not reach that far."""
    start = (number + 1) << shift
    raw = data[start : start + (1 << shift)]
    return struct.unpack_from(f"<{len(raw) // 4}I", raw)


def _demand_ends(chains: list[int]) -> None:
    """BrokenFile when following the chains from one sector to the next comes back to a sector of the same chain."""
    walked = [0] * len(chains)
    for start in range(len(chains)):
        at = start
        while at < len(chains) and not walked[at]:
            walked[at] = start + 1
            at = chains[at]
        if at < len(chains) and walked[at] == start + 1:
            raise _broken_container()


def _broken_container() -> BrokenFile:
    return BrokenFile("OLE文件结构损坏", "the OLE container is damaged")


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
