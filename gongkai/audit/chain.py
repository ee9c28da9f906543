"""The arithmetic of the chain: what an entry's digest is taken over, and whether entries and anchors hold together.

Nothing here knows a database: entries are values, so that a copy in any other hand can be checked the same way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

SHA256 = "sha-256"
START = "0" * 64
"""What the first entry is chained to."""

ANCHOR_LINE = re.compile(r"([1-9]\d{0,17}) ([0-9a-f]{64}) (\S{1,16}) (\S{1,40})(?: ([\w-]{86}))?", re.ASCII)


class Link(NamedTuple):
    """An entry as it stands in the chain, in the order of its columns."""

    seq: int
    at: datetime
    actor: str
    kind: str
    about: str
    body: str
    algorithm: str
    previous: str
    digest: str


class UnknownAlgorithm(ValueError):
    """An entry names an algorithm that this version does not know."""


class BadAnchor(ValueError):
    """A line of an anchor file that is no anchor."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the chain at some time, kept where whoever rules the database cannot reach it.

    `signature` is that of `anchoring`, '' for an anchor taken by hand.
    """

    seq: int
    digest: str
    algorithm: str
    at: str
    signature: str = ""

    def line(self) -> str:
        """The anchor as a line of an anchor file."""
        signature = f" {self.signature}" if self.signature else ""
        return f"{self.seq} {self.digest} {self.algorithm} {self.at}{signature}\n"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found: how many entries, and the first bad one with the reason ('' when all hold)."""

    count: int
    seq: int = 0
    reason: str = ""
    reason_en: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.reason


def stamp(at: datetime) -> str:
    """A time as it enters the digest: UTC, to the microsecond, the same on every database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def digest(link: Link) -> str:
    """The digest of an entry, as 64 hexadecimal digits, over its place, its content and the digest before it.

    A zero byte stands first (a leaf, as RFC 6962 marks one) and each part after its length in characters, so that no two
    entries read alike. Raises UnknownAlgorithm.
    """
    if link.algorithm != SHA256:
        raise UnknownAlgorithm(link.algorithm)
    parts = (link.previous, str(link.seq), stamp(link.at), link.actor, link.kind, link.about, link.body)
    message = "".join([f"\0{len(part)}:{part}" for part in parts]).encode()
    return hashlib.sha256(message).hexdigest()


def anchors_of(text: str) -> list[Anchor]:
    """The anchors of a file's text; BadAnchor names the first line that is none."""
    found = []
    for count, line in enumerate(text.splitlines(), 1):
        match = ANCHOR_LINE.fullmatch(line)
        if not match:
            raise BadAnchor(f"{count}")
        found.append(Anchor(int(match[1]), match[2], match[3], match[4], match[5] or ""))
    return found


def verify(links: Iterable[Link], head: tuple[int, str] | None, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Check entries in the order of their numbers against each other, against the head and against every anchor.

    `head` is the number and digest of the head row, None when the row is gone. Without an anchor, whoever may write
    every row can cut off the end or write the whole chain anew and stay unseen: the anchors are the evidence.
    """
    wanted: dict[int, list[str]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.seq, []).append(anchor.digest)
    last, count = START, 0
    for link in links:
        count += 1
        if link.seq != count:
            return Verdict(count - 1, count, "缺少这一条", "this entry is missing")
        if link.previous != last:
            return Verdict(count - 1, count, "与前一条接不上", "it does not follow the entry before it")
        if not _is_true(link):
            return Verdict(count - 1, count, "内容与摘要不符", "its content does not have its digest")
        if any(one != link.digest for one in wanted.pop(count, ())):
            return Verdict(count - 1, count, "与留存的链头不符", "it is not the entry that an anchor names")
        last = link.digest
    if wanted:
        return Verdict(count, count + 1, "缺少留存的链头所指的记录", "entries that an anchor names are missing")
    if head != (count, last):
        return Verdict(count, count + 1, "链头与最后一条不符", "the head does not name the last entry")
    return Verdict(count)


def _is_true(link: Link) -> bool:
    try:
        return digest(link) == link.digest
    except (UnknownAlgorithm, UnicodeEncodeError):
        return False
