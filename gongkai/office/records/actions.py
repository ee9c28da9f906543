"""What is done with records: store a file, issue and void a number, do a post once, set a demonstration's date."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.timezone import localtime

from gongkai.audit.actions import NoTransaction, record
from gongkai.audit.models import Entry
from gongkai.audit.queries import head_at
from gongkai.errors import Conflict, UsageError
from gongkai.office.records import chunks, disk
from gongkai.office.records.models import Counter, Number, Post, Remark, StoredFile, Today
from gongkai.office.records.queries import data_key, flaw

LARGEST = 50 * 1024 * 1024
"""Bytes of one stored file (TRUST 1.24)."""

KEY = re.compile(r"[0-9A-Za-z_-]{16,80}")


def store(source: BinaryIO, *, name: str, by: str, at: datetime) -> StoredFile:
    """Keep the bytes that `source` gives, sealed, and return their record: the one that is there for bytes we have.

    `name` is what the file was called; only its digest is kept here. The bytes are on the disk before the record is
    committed, so no record is without its file; bytes that were lost or damaged are there again when they come again.
    Raises TooLarge and DiskFull.
    """
    key, lies_at = secrets.token_bytes(chunks.KEY), uuid.uuid4()
    sealed = chunks.Sealed(source, key=key, name=lies_at, most=LARGEST)
    disk.put(sealed, settings.FILES, lies_at.hex)
    held = StoredFile.objects.filter(sha256=sealed.sha256).first()
    broken = [held.lies_at] if held is not None and flaw(held) else []
    own = StoredFile(lies_at=lies_at)
    data_key().write(own, key.hex())
    lying = {"lies_at": lies_at, "data_key": own.data_key}
    with transaction.atomic():
        same = StoredFile.objects.filter(sha256=sealed.sha256)
        same.update(stored_at=at)  # waits for a sweep that has it in hand
        same.filter(lies_at__in=broken).update(**lying)
        found = {"size": sealed.size, "stored_at": at, **lying}
        file, _ = StoredFile.objects.get_or_create(sha256=sealed.sha256, defaults=found)
        words: dict[str, str | int] = {"sha256": sealed.sha256, "size": sealed.size, "name": name}
        record("file_stored", about=f"file:{file.pk}", at=at, actor=by, **words)
    if file.lies_at != lies_at:
        own.path.unlink()
    return file


def keep(key: int, *, at: datetime) -> StoredFile | None:
    """The file that an earlier showing of a form had stored, kept for another day; None when it was swept."""
    StoredFile.objects.filter(pk=key).update(stored_at=at)
    return StoredFile.objects.filter(pk=key).first()


def remark(entry: Entry, text: str) -> None:
    """Keep what somebody wrote with the act that an entry tells, sealed, in the same transaction."""
    row = Remark(seq=entry.seq)
    Remark._meta.get_field("text").write(row, text)
    row.save(force_insert=True)


def issue(series: str, *, about: str, at: datetime) -> Number:
    """The next number of a series, from 1 without a gap, inside the transaction of the act that it numbers.

    A transaction that is rolled back gives its number back, because the next one waits for it. Lock in this order:
    the case, the counter, the audit. Raises NoTransaction.
    """
    return issue_all(series, abouts=[about], at=at)[0]


def issue_all(series: str, *, abouts: Sequence[str], at: datetime) -> list[Number]:
    """The next numbers of a series, one for each object in turn, as `issue` gives them."""
    if not connection.in_atomic_block:
        raise NoTransaction(series)
    Counter.objects.bulk_create([Counter(series=series)], ignore_conflicts=True)
    Counter.objects.filter(series=series).update(value=F("value") + len(abouts))
    last = Counter.objects.values_list("value", flat=True).get(series=series)
    first = last - len(abouts) + 1
    made = [
        Number(series=series, value=first + offset, about=about, issued_at=at) for offset, about in enumerate(abouts)
    ]
    return Number.objects.bulk_create(made, batch_size=500)


def continue_series(series: str, *, last: int, about: str, by: str, at: datetime) -> None:
    """Let a series of this system go on after the `last` number that another one gave out, in the caller's transaction.

    Raises NoTransaction, and Conflict when a number of the series was given out here already.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(series)
    Counter.objects.bulk_create([Counter(series=series)], ignore_conflicts=True)
    if not Counter.objects.filter(series=series, value=0, before=0).update(value=last, before=last):
        raise Conflict(f"{series} 已经开始编号，不能接续", f"the series {series} has begun already")
    record("series_continued", about=about, at=at, actor=by, series=series, last=last)


@transaction.atomic
def void(number: Number, *, reason: str, by: str, at: datetime) -> None:
    """Declare a number void: it stays with its reason and is never given out again.

    Raises UsageError without a reason, and Conflict when it is void already.
    """
    if not reason.strip():
        raise UsageError("作废号码须写明原因", "a number is voided with a reason")
    if not Number.objects.filter(pk=number.pk, voided_at=None).update(voided_at=at, void_reason=reason.strip()):
        raise Conflict(f"{number} 已经作废", f"{number} is void already")
    words: dict[str, str | int] = {"series": number.series, "number": number.value, "reason": reason.strip()}
    record("number_voided", about=f"number:{number.pk}", at=at, actor=by, **words)
    number.refresh_from_db()


def once(scope: str, key: str, *, fingerprint: str, at: datetime, work: Callable[[], str]) -> tuple[str, bool]:
    """Do a post once: what `work` gives, and False; or what it gave the first time, and True.

    `scope` is who posts to what, `key` the post's own key, `fingerprint` the hash of what it says. The key, the work
    and its result are one transaction: a crash frees the key. Raises UsageError for a key that is none, and Conflict
    when the key was used for another content.
    """
    if not KEY.fullmatch(key):
        raise UsageError("幂等键应为 16 至 80 个字母、数字、- 或 _", "a key is 16 to 80 letters, digits, - or _")
    with transaction.atomic():
        try:
            with transaction.atomic():
                post = Post.objects.create(scope=scope, key=key, fingerprint=fingerprint, at=at)
        except IntegrityError:
            done = Post.objects.get(scope=scope, key=key)
            if done.fingerprint != fingerprint:
                raise Conflict("幂等键已用于不同内容", "the key was used for another content") from None
            return done.result, True
        result = work()
        Post.objects.filter(pk=post.pk).update(result=result)
    return result, False


@transaction.atomic
def set_today(day: date, *, by: str, real: datetime) -> datetime:
    """Let it be another day in a demonstration, and return the time that it now is; `real` is the machine's time.

    Raises UsageError outside demonstration mode and where `GONGKAI_TODAY` sets the date, and Conflict for a time before
    the last entry of the audit: what was recorded stays in the past.
    """
    if not settings.MODE.sets_today:
        raise UsageError("只有演示方式可以设定日期", "the date can be set in demonstration mode only")
    if settings.TODAY is not None:
        raise UsageError("日期已由 GONGKAI_TODAY 设定", "GONGKAI_TODAY sets the date")
    real = localtime(real)
    at = real + (day - real.date())
    Today.objects.update_or_create(pk=1, defaults={"days": (day - real.date()).days})
    last = head_at()
    if last is not None and at < last:
        last = localtime(last)
        raise Conflict(
            f"日期只能向后设定；最后一条记录在 {last:%Y-%m-%d %H:%M}",
            f"the date moves forward only; the last entry is of {last:%Y-%m-%d %H:%M}",
        )
    record("today_set", about="today:1", at=at, actor=by, day=day.isoformat())
    return at
