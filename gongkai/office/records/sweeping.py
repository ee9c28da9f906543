"""Stored files that nobody refers to: first their records go, then the bytes that have no record."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ForeignKey, OuterRef, QuerySet

from gongkai.audit.actions import record
from gongkai.office.records.models import StoredFile

KEPT = timedelta(hours=24)
"""How long a file waits for somebody to refer to it: as long as a form that comes back may name it."""
BATCH = 500
PREFIX = re.compile(r"[0-9a-f]{2}")
"""The name of a folder of files: how the names of those in it begin."""


def unreferenced() -> QuerySet[StoredFile]:
    """The files that no row of any table refers to, by every foreign key that there is."""
    found = StoredFile.objects.all()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model is StoredFile:
                held = model._base_manager.filter(**{field.name: OuterRef("pk")})
                found = found.exclude(Exists(held))
    return found


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Delete the records of files that were handed in a day ago and that nobody refers to; how many.

    They are held while they are deleted: a post with the same bytes waits and then makes a record anew.
    """
    old = unreferenced().filter(stored_at__lt=at - KEPT).order_by("pk")[:BATCH]
    keys = list(old.select_for_update(of=("self",)).values_list("pk", flat=True))
    if keys:
        StoredFile.objects.filter(pk__in=keys).delete()
        record("files_forgotten", about="files:", at=at, count=len(keys))
    return len(keys)


def clear() -> int:
    """Remove the bytes that have no record and were written a day ago by the machine's clock; how many.

    The same bytes that are handed in again are written anew, under another name, and so are young.
    """
    oldest, removed = time.time() - KEPT.total_seconds(), 0
    for folder in _folders():
        least, most = (UUID(f"{folder.name}{digit * 30}") for digit in "0f")
        lying = StoredFile.objects.filter(lies_at__range=(least, most)).values_list("lies_at", flat=True)
        known = {one.hex for one in lying}
        for path in sorted(folder.iterdir()):
            if path.name not in known and path.stat().st_mtime < oldest:
                path.unlink()
                removed += 1
    return removed


def _folders() -> Iterator[Path]:
    whole: Path = settings.FILES
    for folder in sorted(whole.iterdir()) if whole.is_dir() else ():
        if folder.is_dir() and PREFIX.fullmatch(folder.name):
            yield folder
