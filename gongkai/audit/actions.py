"""The one way into the audit: `record`, called by every action inside its own transaction."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.timezone import localtime

from gongkai.audit.chain import SHA256, Link, digest
from gongkai.audit.kinds import KINDS
from gongkai.audit.models import Entry, Head
from gongkai.errors import EnvironmentFault

Word = str | int
BATCH = 500
"""Entries of one INSERT."""
SLACK = timedelta(minutes=5)
"""How far the clock may step back before nothing is recorded any more (TRUST 4, row 60)."""


class ClockWentBack(EnvironmentFault):
    """The time of an action lies before that of the last one: the machine's clock is wrong, and nothing is done."""

    kind = "clock"


class NoTransaction(RuntimeError):
    """A mistake of ours: something is recorded outside the transaction of what it tells."""


def record(kind: str, *, about: str, at: datetime, actor: str = "", **words: Word) -> Entry:
    """Append the entry that tells what is being done in this transaction, and return it.

    `kind` is a name of KINDS and `words` exactly the words of that kind; `about` names the object as `table:id`, `actor`
    who did it in the same way, '' for the site itself; `at` is the time, with a zone. Personal words become digests.
    Raises NoTransaction, ClockWentBack, and ValueError when the words are not those of the kind.
    """
    return record_all(kind, [(about, words)], at=at, actor=actor)[0]


def record_all(
    kind: str, told: Iterable[tuple[str, Mapping[str, Word]]], *, at: datetime, actor: str = ""
) -> list[Entry]:
    """Append one entry of a kind after the other, each about an object with its words, as `record` does each of them.

    The head is locked and written once, so that ten thousand take seconds.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(kind)
    bodies = [(about, _body(kind, words)) for about, words in told]
    head = Head.objects.select_for_update().get(pk=1)
    if head.at is not None and at < head.at - SLACK:
        now, last = (f"{localtime(time):%Y-%m-%d %H:%M}" for time in (at, head.at))
        raise ClockWentBack(
            f"系统时间 {now} 早于上一条记录的时间 {last}，请校准时钟",
            f"the time {now} lies before that of the last entry, {last}: set the clock",
        )
    entries: list[Entry] = []
    previous = head.digest
    for seq, (about, body) in enumerate(bodies, head.seq + 1):
        bare = Link(seq, at, actor, kind, about, body, SHA256, previous, "")
        previous = digest(bare)
        entries.append(Entry(**bare._replace(digest=previous)._asdict()))
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    if entries:
        Head.objects.filter(pk=1).update(seq=entries[-1].seq, digest=previous, at=max(at, head.at or at))
    return entries


def _body(kind: str, words: Mapping[str, Word]) -> str:
    known = KINDS[kind]
    if words.keys() != {*known.words, *known.personal}:
        raise ValueError(f"{kind}: {sorted(words)}")
    kept = {name: words[name] for name in known.words} | {
        name: personal_digest(name, str(words[name])) for name in known.personal
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def personal_digest(name: str, value: str) -> str:
    """What stands in an entry for personal data: 128 bits of HMAC-SHA-256, with a key that is used for nothing else."""
    key: bytes = settings.KEYS.derive("audit")
    return hmac.digest(key, f"{name}\0{value}".encode(), "sha256")[:16].hex()
