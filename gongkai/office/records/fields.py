"""A sealed column of a model, and how all its rows are sealed anew with a new key."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from gongkai.audit.actions import record
from gongkai.office.records import sealing

BATCH = 500
"""Rows of one transaction of a rotation."""


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A column that holds a sealed text, bound to a column of its row that holds a UUID before the row is written.

    `bound_to` names that column, `id` unless it is said. `index` names the column beside it with the blind index, ''
    where nobody searches. Text goes in and out by `write` and `read` only: what a list or a log shows of such a column
    by itself is bytes.
    """

    def __init__(self, *args: Any, index: str = "", bound_to: str = "id", **options: Any) -> None:
        self.index, self.bound_to = index, bound_to
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """The column as a migration writes it down."""
        name, path, args, options = super().deconstruct()
        said = {"index": self.index} if self.index else {}
        return name, path, args, {**options, **said, **({"bound_to": self.bound_to} if self.bound_to != "id" else {})}

    @property
    def place(self) -> str:
        """What the values are bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def write(self, row: models.Model, text: str) -> None:
        """Seal a text into a row that is then saved; '' leaves the column empty."""
        for name, value in self.sealed(row, text).items():
            setattr(row, name, value)

    def sealed(self, row: models.Model, text: str) -> dict[str, bytes]:
        """The values of this column, and of its index, for a text in a row."""
        values = {self.attname: sealing.seal(text, place=self.place, row=self._row(row)) if text else b""}
        if self.index:
            values[self.index] = sealing.blind(text, place=self.place) if text else b""
        return values

    def read(self, row: models.Model) -> str:
        """The text of a row's column, '' when it is empty; raises Tampered."""
        value = bytes(getattr(row, self.attname))
        return sealing.unseal(value, place=self.place, row=self._row(row)) if value else ""

    def _row(self, row: models.Model) -> UUID:
        found: UUID = getattr(row, self.bound_to)
        return found

    def equals(self, text: str) -> models.Q:
        """The condition of rows that hold this text, under whichever key; white space, width and case do not count."""
        return models.Q(**{f"{self.index}__in": sealing.blinds(text, place=self.place)})


def reseal(model: type[models.Model], name: str, *, by: str, at: datetime) -> int:
    """Seal every value of a column that is under another key anew with the current one; gives how many were.

    Each batch is a transaction with its audit entry: what was done before a crash stays done, and the next run goes on
    from there. A value that somebody changes at the same moment is left to them; the next run finds it if need be.
    """
    field = model._meta.get_field(name)
    if not isinstance(field, SealedField):
        raise TypeError(name)
    total, last = 0, None
    while True:
        rows = model._default_manager.order_by("pk").only("pk", name, field.bound_to)
        batch = list((rows.filter(pk__gt=last) if last else rows)[:BATCH])
        if not batch:
            return total
        last = batch[-1].pk
        with transaction.atomic():
            count = sum(_renew(model, field, row) for row in batch)
            if count:
                words: dict[str, str | int] = {"key": settings.KEYS.current, "field": field.place, "count": count}
                record("values_resealed", about=f"key:{settings.KEYS.current}", at=at, actor=by, **words)
        total += count


def _renew(model: type[models.Model], field: SealedField, row: models.Model) -> int:
    old = bytes(getattr(row, field.attname))
    if not old or sealing.key_number(old) == settings.KEYS.current:
        return 0
    unchanged = model._default_manager.filter(pk=row.pk, **{field.attname: old})
    return unchanged.update(**field.sealed(row, field.read(row)))
