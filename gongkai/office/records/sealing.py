"""Personal data at rest: sealed with AES-256-GCM to its place, found again by a blind index (TRUST 5.5).

A sealed value is `version (1) | key number (1) | nonce (12) | ciphertext and tag`. The version names the algorithm.
Table, column and row are bound in, so that a value copied into another row or column does not open.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from gongkai.errors import EnvironmentFault

AES_256_GCM = 1
NONCE = 12
HEAD = 2


class Tampered(EnvironmentFault):
    """A sealed value that does not open: changed, moved from its row or column, or of an unknown key or version."""

    kind = "tampered"


def seal(text: str, *, place: str, row: UUID) -> bytes:
    """Seal a text with the current key to `place` (`table.column`) and to its row."""
    head = bytes((AES_256_GCM, settings.KEYS.current))
    nonce = secrets.token_bytes(NONCE)
    return head + nonce + _cipher(head[1]).encrypt(nonce, text.encode(), _bound(place, row, head))


def unseal(value: bytes, *, place: str, row: UUID) -> str:
    """The text that was sealed to this place and row; Tampered when it was not, or not by one of our keys."""
    value = bytes(value)
    head, nonce, rest = value[:HEAD], value[HEAD : HEAD + NONCE], value[HEAD + NONCE :]
    if len(head) < HEAD or head[0] != AES_256_GCM:
        raise _tampered(place)
    try:
        return _cipher(head[1]).decrypt(nonce, rest, _bound(place, row, head)).decode()
    except (InvalidTag, KeyError, ValueError) as error:
        raise _tampered(place) from error


def key_number(value: bytes) -> int:
    """The number of the key that a value is sealed or indexed with."""
    return bytes(value)[1]


def blind(text: str, *, place: str) -> bytes:
    """What stands beside a sealed value so that it can be found by equality: key number and 128 bits of an HMAC."""
    return _blind(text, place, settings.KEYS.current)


def blinds(text: str, *, place: str) -> list[bytes]:
    """Every form in which the same text may be indexed: one for each key that is still in the file."""
    return [_blind(text, place, number) for number in settings.KEYS.roots]


def _blind(text: str, place: str, number: int) -> bytes:
    plain = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    key = settings.KEYS.derive("index", number)
    return bytes((AES_256_GCM, number)) + hmac.digest(key, f"{place}\0{plain}".encode(), "sha256")[:16]


def _tampered(place: str) -> Tampered:
    return Tampered(
        "加密内容打不开：被改动、挪动，或密钥不符",
        "a sealed value does not open: changed, moved, or of another key",
        place=place,
    )


def _cipher(number: int) -> AESGCM:
    return AESGCM(settings.KEYS.derive("seal", number))


def _bound(place: str, row: UUID, head: bytes) -> bytes:
    return place.encode() + b"|" + row.bytes + b"|" + head
