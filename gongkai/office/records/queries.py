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
