"""The key file: numbered root keys, from which every key that the site uses is derived.

A line is `number key`, the key as 64 hexadecimal digits. The last line is the current key: what is written is sealed
with it. The others still open what was sealed with them, until a rotation has sealed everything anew.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Collection, Mapping
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gongkai.errors import EnvironmentFault

LINE = re.compile(r"([1-9]\d{0,2}) ([0-9a-f]{64})")
MOST = 255
"""A key's number is one byte of every sealed value."""


class KeyFile:
    """The keys of one file, read when first asked for, and written by `create`, `add` and `drop` only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[tuple[int, ...], dict[int, bytes]] | None = None
        self._derived: dict[tuple[str, bytes], bytes] = {}

    @property
    def roots(self) -> dict[int, bytes]:
        """Every root key by its number, the current one last; a file that was replaced meanwhile is read again.

        Raises EnvironmentFault when the file is missing, readable by others, or not a key file.
        """
        try:
            found = self.path.stat()
        except OSError as error:
            raise self._fault(
                f"没有可用的密钥文件：{error.strerror}", f"there is no key file: {error.strerror}"
            ) from error
        stamp = (found.st_ino, found.st_mtime_ns, found.st_mode)
        if self._seen is None or self._seen[0] != stamp:
            self._seen = stamp, self._read(stat.S_IMODE(found.st_mode))
            self._derived = {}
        return self._seen[1]

    def _read(self, mode: int) -> dict[int, bytes]:
        try:
            text = self.path.read_text("ascii")
        except UnicodeDecodeError:
            raise self._fault("不是密钥文件", "this is no key file") from None
        except OSError as error:
            raise self._fault(f"密钥文件读不出：{error.strerror}", f"cannot be read: {error.strerror}") from error
        if mode & 0o077:
            raise self._fault(f"密钥文件权限是 {mode:04o}，应为 0600", f"its mode is {mode:04o}, it must be 0600")
        found: dict[int, bytes] = {}
        for count, line in enumerate(text.splitlines(), 1):
            match = LINE.fullmatch(line)
            if not match or not 0 < int(match[1]) <= MOST or int(match[1]) in found:
                raise self._fault(f"密钥文件第 {count} 行不对", f"line {count} of the key file is wrong")
            found[int(match[1])] = bytes.fromhex(match[2])
        if not found:
            raise self._fault("密钥文件是空的", "the key file is empty")
        return found

    @property
    def current(self) -> int:
        """The number of the key that seals what is written now."""
        return next(reversed(self.roots))

    def derive(self, purpose: str, number: int = 0) -> bytes:
        """The 32 bytes for one purpose from the root key of this number (0: the first, which is never dropped).

        Each is derived once while the file stays the same: a page of a list opens fifty sealed names with one of them.
        Raises KeyError when the file holds no key of this number.
        """
        roots = self.roots
        made = purpose, roots[number or next(iter(roots))]
        if made not in self._derived:
            info = f"gongkai {purpose}".encode()
            self._derived[made] = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(made[1])
        return self._derived[made]

    def create(self) -> None:
        """Write a new file with one key; FileExistsError when there is a file already, which is never overwritten."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write(self.path, f"1 {secrets.token_hex(32)}\n", os.O_EXCL)

    def add(self) -> int:
        """Add a key, which becomes the current one, and return its number; the old file is replaced whole or not."""
        number = max(self.roots) + 1
        if number > MOST:
            raise self._fault("密钥已用完 255 个编号", "all 255 numbers of keys are used")
        self._replace({**self.roots, number: secrets.token_bytes(32)})
        return number

    def drop(self, numbers: Collection[int]) -> None:
        """Take keys out of the file for good; ValueError for the first, the current one, and one that is not there."""
        first = next(iter(self.roots))
        if wrong := [one for one in numbers if one not in self.roots or one in (first, self.current)]:
            raise ValueError(wrong)
        self._replace({number: key for number, key in self.roots.items() if number not in numbers})

    def _replace(self, roots: Mapping[int, bytes]) -> None:
        beside = self.path.with_name(self.path.name + ".new")
        self._write(beside, "".join(f"{number} {key.hex()}\n" for number, key in roots.items()), os.O_TRUNC)
        beside.replace(self.path)
        _settle(self.path.parent)

    def _write(self, path: Path, text: str, how: int) -> None:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)
        with os.fdopen(number, "w", encoding="ascii") as file:
            os.fchmod(number, 0o600)
            file.write(text)
            file.flush()
            os.fsync(number)
        _settle(path.parent)

    def _fault(self, message: str, message_en: str) -> EnvironmentFault:
        return EnvironmentFault(message, message_en, file=str(self.path))


def _settle(folder: Path) -> None:
    """Make the names in a folder outlast a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
