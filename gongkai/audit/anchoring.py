"""Anchors: the head of the chain, signed and appended to a file that may lie where the database's master cannot reach.

The signing key is derived from the first key of the key file for this purpose alone (Ed25519); whoever checks needs the
public key only. What is signed is the line itself without its signature, behind a word that no other signature of ours
begins with.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from gongkai.audit import chain, queries
from gongkai.errors import EnvironmentFault, reason

WORD = b"gongkai anchor\0"


def public_key() -> str:
    """The key that anchors are checked with, as 64 hexadecimal digits."""
    return _private().public_key().public_bytes_raw().hex()


def signed(anchor: chain.Anchor) -> chain.Anchor:
    """The same anchor with its signature."""
    signature = _private().sign(_message(anchor))
    return replace(anchor, signature=urlsafe_b64encode(signature).rstrip(b"=").decode())


def is_signed(anchor: chain.Anchor, key: str) -> bool:
    """Whether an anchor was signed by whoever has the private key to this public one; ValueError for no such key."""
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    try:
        public.verify(urlsafe_b64decode(anchor.signature + "=="), _message(anchor))
    except InvalidSignature:
        return False
    return True


def append(place: Path, *, at: datetime) -> chain.Anchor | None:
    """Append the head of the chain, signed at this time, and return it; None before the first entry.

    What a power cut left of a line is taken away first. Raises EnvironmentFault where the file cannot be written.
    """
    head = queries.head()
    if head is None:
        return None
    anchor = signed(replace(head, at=chain.stamp(at)))
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = os.open(place, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(number, "r+b") as file:
            whole = file.read()
            if not whole.endswith(b"\n") and whole:
                file.truncate(whole.rfind(b"\n") + 1)
            file.write(anchor.line().encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        said, said_en = reason(error)
        raise EnvironmentFault(
            f"链头写不出：{said}", f"the anchor cannot be written: {said_en}", file=str(place)
        ) from error
    return anchor


def kept(place: Path) -> list[chain.Anchor]:
    """The anchors in a file, none where there is no file; chain.BadAnchor for a line that is none."""
    return chain.anchors_of(place.read_text("utf-8")) if place.is_file() else []


def _message(anchor: chain.Anchor) -> bytes:
    return WORD + replace(anchor, signature="").line().encode()


def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(settings.KEYS.derive("anchor"))
