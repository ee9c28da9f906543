"""Telling members, queueing what goes out, planning what falls due; and doing both when it is time.

Notices, deliveries and jobs follow from acts that are in the audit already, so none of them is recorded a second time.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from gongkai.audit.actions import NoTransaction, record
from gongkai.errors import Conflict, GongkaiError, UsageError, trace_number
from gongkai.office.notices.channels import CHANNELS
from gongkai.office.notices.jobs import JOBS
from gongkai.office.notices.models import Attempted, Delivery, DueJob, MailAddress, Notice, waiting
from gongkai.office.people.models import Member

BATCH = 500
"""Jobs of one INSERT."""
LEASE = timedelta(minutes=10)
"""How long a worker may take for one delivery before another takes it."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST = 14
"""Tries before somebody has to look at it: about two days of them."""
ZONE = ZoneInfo("Asia/Shanghai")


def notify(member: Member, *, key: str, sentence: str, about: str, at: datetime, link: str = "") -> None:
    """Tell a member something inside the transaction of the act, once for each `key`; by mail too if they want that.

    Raises NoTransaction.
    """
    _inside(key)
    fresh = Notice(member=member, key=key, sentence=sentence, about=about, link=link, at=at)
    Notice.objects.bulk_create([fresh], ignore_conflicts=True)
    if settings.SENDS_MAIL and MailAddress.objects.filter(member=member).exists():
        notice = Notice.objects.get(member=member, key=key)
        queue("mail", key=f"notice:{notice.pk}", about=f"notice:{notice.pk}", at=at)


@transaction.atomic
def mark_read(member: Member, *, at: datetime, notice: Notice | None = None) -> int:
    """Mark one notice of a member as read, or all of them; gives how many were unread. Another's stays as it is."""
    unread = Notice.objects.filter(member=member, read_at=None)
    return (unread.filter(pk=notice.pk) if notice else unread).update(read_at=at)


@transaction.atomic
def set_mail_address(member: Member, *, address: str, by: str, at: datetime) -> None:
    """Send a member's notices by mail from now on, '' no more; UsageError for what is no address."""
    if address and (parseaddr(address)[1] != address or address.count("@") != 1 or not address.isprintable()):
        raise UsageError("电子邮箱地址不对", "this is no mail address")
    if address:
        row = MailAddress.objects.filter(member=member).first() or MailAddress(member=member)
        MailAddress._meta.get_field("address").write(row, address)
        row.save()
    else:
        MailAddress.objects.filter(member=member).delete()
    record("mail_address_set", about=f"member:{member.pk}", at=at, actor=by, address=address)


def queue(channel: str, *, key: str, about: str, at: datetime) -> None:
    """Let something go out after the commit of this transaction, once for each key; NoTransaction, KeyError."""
    _inside(key)
    if channel not in CHANNELS:
        raise KeyError(channel)
    row = Delivery(channel=channel, key=key, about=about, queued_at=at, next_at=at)
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def plan(kind: str, *, about: str, due_on: date, not_before: datetime | None = None) -> None:
    """Let a job be done from the beginning of a day, or from `not_before`, once for each kind, object and day.

    KeyError for no such kind.
    """
    plan_all([(kind, about, due_on)], not_before=not_before)


def plan_all(jobs: Iterable[tuple[str, str, date]], *, not_before: datetime | None = None) -> None:
    """Plan many jobs at once, each a kind, an object and a day, as `plan` does each of them."""
    rows = [
        DueJob(kind=kind, about=about, due_on=due_on, next_at=not_before or datetime.combine(due_on, time(), ZONE))
        for kind, about, due_on in jobs
    ]
    if strange := [row.kind for row in rows if row.kind not in JOBS]:
        raise KeyError(strange[0])
    DueJob.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def arrange(about: str, *, kinds: Collection[str], wanted: Collection[tuple[str, date]]) -> None:
    """Make the jobs of these kinds that wait about an object exactly those wanted, each a kind and a day.

    One that is done already is not done again, also when it was dropped from the plan and comes back.
    """
    rows = DueJob.objects.filter(kind__in=kinds, about=about, done_at=None)
    waiting_now = {(row.kind, row.due_on): row.pk for row in rows}
    if gone := [pk for job, pk in waiting_now.items() if job not in wanted]:
        DueJob.objects.filter(pk__in=gone, done_at=None).delete()
    for kind, due_on in sorted(job for job in wanted if job not in waiting_now):
        plan(kind, about=about, due_on=due_on)


def cancel(kind: str, *, about: str) -> int:
    """Drop the jobs of a kind about an object that are not done yet; gives how many."""
    return DueJob.objects.filter(kind=kind, about=about, done_at=None).delete()[0]


@transaction.atomic
def try_again(row: Attempted, *, by: str, at: datetime) -> None:
    """Let a delivery or a job that was given up be tried again; Conflict when it was not."""
    given_up = type(row)._default_manager.filter(pk=row.pk, done_at=None, given_up_at__isnull=False)
    if not given_up.update(given_up_at=None, attempts=0, next_at=at):
        raise Conflict("没有停下，不必重试", "it was not given up")
    record("tried_again", about=f"{row._meta.model_name}:{row.pk}", at=at, actor=by, what=str(row))


def deliver_one(*, at: datetime) -> bool:
    """Make the delivery that has waited longest; False when none is due.

    It is taken by compare-and-set, so of two workers one has it; then sent outside of any transaction; then marked.
    """
    row = Delivery.objects.filter(waiting(at)).order_by("next_at", "pk").first()
    if row is None:
        return False
    taken = Delivery.objects.filter(waiting(at), pk=row.pk, attempts=row.attempts)
    if taken.update(attempts=F("attempts") + 1, next_at=at + LEASE):
        row.attempts += 1
        error = _tried(lambda: CHANNELS[row.channel](row.about, row.key))
        _settle(row, error, at)
    return True


def do_one(*, at: datetime) -> bool:
    """Do the job that has been due longest, in one transaction with the mark that it is done; False when none is."""
    row = DueJob.objects.filter(waiting(at)).order_by("next_at", "pk").first()
    if row is None:
        return False

    def work() -> None:
        with transaction.atomic():
            if DueJob.objects.filter(waiting(at), pk=row.pk).update(done_at=at, error="", attempts=F("attempts") + 1):
                JOBS[row.kind].work(row.about, at)

    error = _tried(work)
    if error:
        row.attempts += 1
        _settle(row, error, at)
    return True


def plan_standing(*, today: date) -> None:
    """Plan the jobs that come by themselves: each kind for today unless it was done within its days."""
    for job in JOBS.values():
        since = today - timedelta(days=job.every - 1)
        if job.every and not DueJob.objects.filter(kind=job.name, about="", due_on__range=(since, today)).exists():
            plan(job.name, about="", due_on=today)


def _tried(work: Callable[[], None]) -> str:
    """What went wrong, '' for nothing; a fault of ours is told too, with its number, and stops no other job.

    Of an error of the machine or of a mail server only its class and the system's own words: the rest names addresses.
    """
    try:
        work()
    except GongkaiError as error:
        return str(error)
    except OSError as error:
        return f"{type(error).__name__}: {error.strerror}" if error.strerror else type(error).__name__
    except Exception as error:  # noqa: BLE001 it stays visible in the row, and its trace in the log
        traceback.print_exc()
        return f"程序错误 {trace_number(error)} ({type(error).__name__})"
    return ""


def _settle(row: Delivery | DueJob, error: str, at: datetime) -> None:
    """Write down how a try ended, unless somebody else took the row meanwhile."""
    mine = type(row)._default_manager.filter(pk=row.pk, done_at=None)
    if not error:
        mine.update(done_at=at, error="")
        return
    pause = min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
    last = {"given_up_at": at} if row.attempts >= MOST else {}
    mine.update(attempts=row.attempts, error=error[:300], next_at=at + pause, **last)


def _inside(key: str) -> None:
    if not connection.in_atomic_block:
        raise NoTransaction(key)
