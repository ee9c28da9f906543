"""Changing the key that seals personal data: a new one is added, and every sealed value of every table is sealed anew.

A rotation that broke off is finished by the next one, which adds no key while a value is still under an older one. Old
keys stay in the file until they are dropped on purpose: a backup of before opens with them alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import models

from gongkai.errors import UsageError
from gongkai.office.records.fields import SealedField, reseal
from gongkai.office.records.sealing import key_number

Told = Callable[[str, int], None]
"""Takes a column as `table.column` once it is done, and how many of its values were sealed anew."""

PASSES = 3
"""Times that every column is gone through: what a running site wrote meanwhile is found by the next pass."""
BATCH = 2000


def columns() -> Iterator[tuple[type[models.Model], SealedField]]:
    """Every sealed column of the installation, in the order of the names of their tables."""
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda one: one._meta.db_table):
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                yield model, field


def counts() -> Counter[int]:
    """How many sealed values there are under each key, by its number; Counter gives 0 for any other."""
    found: Counter[int] = Counter()
    for model, field in columns():
        for value in model._default_manager.values_list(field.attname, flat=True).iterator(chunk_size=BATCH):
            if value:
                found[key_number(bytes(value))] += 1
    return found


def rotate(*, at: datetime, told: Told) -> int:
    """Seal every value with a new key, or go on with a rotation that broke off; gives how many were sealed anew.

    Raises what the key file and a value that does not open raise; what was done until then stays done.
    """
    current = settings.KEYS.current
    if not any(count for number, count in counts().items() if number != current):
        settings.KEYS.add()
    total = 0
    for _ in range(PASSES):
        done = 0
        for model, field in columns():
            count = reseal(model, field.name, by="", at=at)
            told(field.place, count)
            done += count
        total += done
        if not done:
            break
    return total


def drop_unused() -> list[int]:
    """Take out of the key file the keys under which nothing is sealed; gives their numbers.

    The first key stays, as the audit's digests and the backups are made with it, and so does the current one.
    UsageError while a value is still under a key that is not the current one: the rotation comes first.
    """
    used, keys = counts(), settings.KEYS
    numbers = list(keys.roots)
    if older := [number for number, count in used.items() if count and number != keys.current]:
        shown = "、".join(f"第 {number} 号 {used[number]} 条" for number in sorted(older))
        raise UsageError(
            f"还有内容用旧密钥加密（{shown}），先运行 gongkai keys rotate",
            f"values are still under older keys ({', '.join(map(str, sorted(older)))}): run gongkai keys rotate first",
        )
    gone = [number for number in numbers[1:] if number != keys.current]
    keys.drop(gone)
    return gone
