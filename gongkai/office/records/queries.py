"""Questions to the records: are the files whole, are the numbers without a gap, which are void."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import BinaryIO, cast

from django.db.models import Count, Max, Min, QuerySet

from gongkai.office.records import chunks
from gongkai.office.records.fields import SealedField
from gongkai.office.records.models import Counter, Number, Remark, StoredFile
from gongkai.office.records.sealing import Tampered


def remarks(seqs: Iterable[int]) -> dict[int, str]:
    """What was written with the acts of these entries of the audit, by their numbers; most have none."""
    field = Remark._meta.get_field("text")
    return {row.seq: field.read(row) for row in Remark.objects.filter(seq__in=list(seqs))}


def data_key() -> SealedField:
    """The column with the key of a stored file."""
    return StoredFile._meta.get_field("data_key")


def opened(file: StoredFile) -> BinaryIO:
    """The plain bytes of a stored file, to be read and sought in, once all of them were found to be those stored.

    Raises FileNotFoundError, and Tampered before a byte of a damaged file is given.
    """
    key = bytes.fromhex(data_key().read(file))
    lying = file.path.open("rb")
    try:
        plain = chunks.opened(lying, key=key, name=file.lies_at, size=file.size)
        if hashlib.file_digest(cast("BufferedReader", plain), "sha256").hexdigest() != file.sha256:
            raise Tampered("存储的文件内容已变", "a stored file was changed", file=file.lies_at.hex)
    except Tampered:
        lying.close()
        raise
    plain.seek(0)
    return plain


def flaw(file: StoredFile) -> tuple[str, str] | None:
    """What is wrong with the bytes of a stored file, in two languages; None when they are those that were stored."""
    try:
        opened(file).close()
    except FileNotFoundError:
        return "文件不见了", "the file is missing"
    except Tampered as error:
        return error.message, error.message_en
    return None


def damaged() -> Iterator[tuple[StoredFile, str, str]]:
    """Every stored file whose bytes are missing or not those that were stored, with what is wrong in two languages."""
    for file in StoredFile.objects.order_by("pk").iterator():
        if found := flaw(file):
            yield file, *found


def broken_series() -> list[str]:
    """Every series whose numbers are not exactly those from where it began here to its counter's value.

    An empty list is what it must be.
    """
    counted = {
        row["series"]: (row["least"], row["most"], row["count"])
        for row in Number.objects.values("series").annotate(least=Min("value"), most=Max("value"), count=Count("pk"))
    }
    expected = {
        series: (before + 1, value, value - before)
        for series, value, before in Counter.objects.values_list("series", "value", "before")
    }
    nothing = {series: (least, most, 0) for series, (least, most, count) in expected.items() if not count}
    return sorted(
        series
        for series in expected.keys() | counted.keys()
        if counted.get(series, nothing.get(series)) != expected.get(series)
    )


def last_of(series: str) -> int:
    """The last number of a series, 0 when none was given out or taken over."""
    return Counter.objects.filter(pk=series).values_list("value", flat=True).first() or 0


def void_numbers(series: str) -> QuerySet[Number]:
    """The numbers of a series that were voided, in order: what the list of void numbers shows."""
    return Number.objects.filter(series=series, voided_at__isnull=False).order_by("value")
