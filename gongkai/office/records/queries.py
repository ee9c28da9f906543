"""Questions to the records: are the files whole, are the numbers without a gap, which are void."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Max, Min, QuerySet

from gongkai.office.records.disk import sha256_of
from gongkai.office.records.models import Counter, Number, StoredFile


def damaged() -> Iterator[tuple[StoredFile, str, str]]:
    """Every stored file whose bytes are missing or not those that were stored, with what is wrong in two languages."""
    for file in StoredFile.objects.order_by("pk").iterator():
        try:
            sound = file.path.stat().st_size == file.size and sha256_of(file.path) == file.sha256
        except FileNotFoundError:
            yield file, "文件不见了", "the file is missing"
            continue
        if not sound:
            yield file, "文件内容已变", "the file was changed"


def broken_series() -> list[str]:
    """Every series whose numbers are not exactly 1 to its counter's value; an empty list is what it must be."""
    counted = {
        row["series"]: (row["least"], row["most"], row["count"])
        for row in Number.objects.values("series").annotate(least=Min("value"), most=Max("value"), count=Count("pk"))
    }
    values = dict(Counter.objects.values_list("series", "value"))
    return sorted(
        series
        for series in values.keys() | counted.keys()
        if counted.get(series, (1, 0, 0)) != (1, values.get(series), values.get(series))
    )


def void_numbers(series: str) -> QuerySet[Number]:
    """The numbers of a series that were voided, in order: what the list of void numbers shows."""
    return Number.objects.filter(series=series, voided_at__isnull=False).order_by("value")
