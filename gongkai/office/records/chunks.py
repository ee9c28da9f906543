"""A file at rest: sealed in chunks with a key of its own, written and read in bounded memory (DECISIONS 25).

`version (1)`, then every CHUNK bytes of the plain file as AES-256-GCM ciphertext with its tag. The nonce is the number of
the chunk (11 bytes) and whether it is the last (1): a key seals one file once, so no nonce comes twice, and a chunk that
was changed, moved, left out or cut off does not open. The name under which the file lies is bound in.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gongkai.errors import TooLarge
from gongkai.office.records.sealing import AES_256_GCM, Tampered

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 1 << 16
"""Plain bytes of a chunk."""
KEY, TAG = 32, 16
"""Bytes of a key, and of what proves a chunk."""
HEAD = bytes((AES_256_GCM,))


class Sealed:
    """The sealed pieces of what can be read from `source`, once; then `sha256` and `size` tell of the plain bytes.

    `key` has KEY bytes and is used for nothing else. Raises TooLarge when more than `most` bytes come.
    """

    def __init__(self, source: BinaryIO, *, key: bytes, name: UUID, most: int) -> None:
        self.source, self.name, self.most = source, name, most
        self.cipher = AESGCM(key)
        self.size = 0
        self.digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the plain bytes that came so far, as 64 hexadecimal digits."""
        return self.digest.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        yield HEAD
        chunk, number = self._chunk(), 0
        while True:
            following = self._chunk() if len(chunk) == CHUNK else b""
            yield self.cipher.encrypt(_nonce(number, is_last=not following), chunk, _bound(self.name))
            if not following:
                return
            chunk, number = following, number + 1

    def _chunk(self) -> bytes:
        """The next bytes: CHUNK of them, fewer at the end only."""
        found = bytearray()
        while len(found) < CHUNK and (piece := self.source.read(CHUNK - len(found))):
            found += piece
        self.size += len(found)
        if self.size > self.most:
            raise TooLarge(f"文件超过 {self.most} 字节", f"the file has more than {self.most} bytes")
        self.digest.update(found)
        return bytes(found)


class _Plain(io.RawIOBase):
    """The plain bytes of a sealed file, a chunk in memory at a time."""

    def __init__(self, file: BinaryIO, *, key: bytes, name: UUID, size: int) -> None:
        super().__init__()
        self.file, self.name_of, self.size = file, name, size
        self.cipher = AESGCM(key)
        self.last = max(0, size - 1) // CHUNK
        self.at = 0
        self.held: tuple[int, bytes] | None = None

    def readable(self) -> bool:
        """It is read."""
        return True

    def seekable(self) -> bool:
        """And sought in, so that its length is known before it is sent."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place among the plain bytes."""
        self.at = max(0, {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.size}[whence] + offset)
        return self.at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """The bytes from where we are, to the end of a chunk at most; raises Tampered."""
        target = memoryview(buffer).cast("B")
        number, start = divmod(self.at, CHUNK)
        if number > self.last:
            return 0
        found = self._chunk(number)[start : start + len(target)]
        target[: len(found)] = found
        self.at += len(found)
        return len(found)

    def close(self) -> None:
        """Close the file below too."""
        self.file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self.held is None or self.held[0] != number:
            self.file.seek(len(HEAD) + number * (CHUNK + TAG))
            sealed = self.file.read(CHUNK + TAG)
            try:
                plain = self.cipher.decrypt(_nonce(number, is_last=number == self.last), sealed, _bound(self.name_of))
            except InvalidTag as error:
                raise _tampered(
                    self.name_of, f"第 {number + 1} 块被改动或者挪动过", f"chunk {number + 1} was changed or moved"
                ) from error
            self.held = number, plain
        return self.held[1]


def opened(file: BinaryIO, *, key: bytes, name: UUID, size: int) -> BinaryIO:
    """The plain bytes of a sealed file that lies under `name` and had `size` bytes, to be read and sought in.

    Raises Tampered, here for a file that is cut off, too long or of another version, and when it is read for each chunk
    that is not what was sealed; closing it closes `file`.
    """
    there, wanted = file.seek(0, os.SEEK_END), sealed_size(size)
    file.seek(0)
    if file.read(len(HEAD)) != HEAD:
        raise _tampered(name, "不是本版本加密的文件", "it is not sealed by this version")
    if there != wanted:
        short = there < wanted
        raise _tampered(
            name,
            f"{'被截断' if short else '末尾多了内容'}：应有 {wanted} 字节，现有 {there} 字节",
            f"it {'is cut off' if short else 'was added to'}: {there} bytes where {wanted} were stored",
        )
    return cast(BinaryIO, io.BufferedReader(_Plain(file, key=key, name=name, size=size), CHUNK))


def sealed_size(size: int) -> int:
    """The bytes that a file of `size` bytes has at rest."""
    return len(HEAD) + size + TAG * (max(0, size - 1) // CHUNK + 1)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes((is_last,))


def _bound(name: UUID) -> bytes:
    return name.bytes + HEAD


def _tampered(name: UUID, said: str, said_en: str) -> Tampered:
    return Tampered(f"存储的文件{said}", f"a stored file: {said_en}", file=name.hex)
