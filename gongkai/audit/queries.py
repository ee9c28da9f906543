"""Questions to the audit: is it whole, what happened to an object, how is an entry told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import starmap

from django.db.models import QuerySet

from gongkai.audit import chain
from gongkai.audit.kinds import KINDS
from gongkai.audit.models import Entry, Head

BATCH = 5000


def links() -> Iterator[chain.Link]:
    """Every entry in the order of the chain, without holding all of them."""
    rows = Entry.objects.order_by("seq").values_list(*chain.Link._fields)
    return starmap(chain.Link, rows.iterator(chunk_size=BATCH))


def head() -> chain.Anchor | None:
    """The head of the chain as an anchor to be kept elsewhere; None before the first entry."""
    row = Head.objects.get(pk=1)
    return chain.Anchor(row.seq, row.digest, chain.SHA256, chain.stamp(row.at)) if row.at else None


def head_at() -> datetime | None:
    """The time of the last entry, before which nothing is recorded any more; None before the first."""
    return Head.objects.values_list("at", flat=True).get(pk=1)


def verify(anchors: Iterable[chain.Anchor] = ()) -> chain.Verdict:
    """Check the whole chain of this database, its head, and that it holds every anchor."""
    last = Head.objects.filter(pk=1).values_list("seq", "digest").first()
    return chain.verify(links(), last, anchors)


def history(about: str) -> QuerySet[Entry]:
    """What happened to one object, named as `table:id`, in order."""
    return Entry.objects.filter(about=about).order_by("seq")


def told(entry: Entry, language: str = "zh", labels: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """An entry as its sentence, in `zh` or `en`; personal words are never in it.

    `labels` says, by the name of a word, what its values are called where people read them.
    """
    kind, words = KINDS[entry.kind], json.loads(entry.body)
    words |= {name: known.get(words[name], words[name]) for name, known in (labels or {}).items() if name in words}
    return (kind.sentence_en if language == "en" else kind.sentence).format(**words)
