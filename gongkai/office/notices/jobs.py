"""The kinds of due jobs: what each does, and how often those that come by themselves do.

A room above registers its own here from its app's `ready`; nothing here knows a case.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from gongkai.office.notices.models import Delivery, DueJob
from gongkai.office.people.models import Attempt
from gongkai.office.records.models import Post
from gongkai.office.records.sweeping import clear, forget

Work = Callable[[str, datetime], None]
"""Does the job about an object, named as `table:id` or '', at a time of the office; inside the job's transaction."""

POST_KEPT = timedelta(days=7)
"""How long the key of a post is known (TRUST 5.2)."""
ATTEMPT_KEPT = timedelta(days=1)
"""How long a failure to sign in is remembered: far longer than it counts."""
DONE_KEPT = timedelta(days=90)
WAITING_KEPT = 24 * 3600
"""Seconds after which a file that was never finished is nobody's: no upload takes a day."""


@dataclass(frozen=True, slots=True)
class Job:
    """One kind: its name, what it is called, what it does, every how many days by itself (0: only when planned)."""

    name: str
    label: str
    work: Work
    every: int = 0


JOBS: dict[str, Job] = {}
"""Every kind by its name."""


def register(name: str, label: str, work: Work, *, every: int = 0) -> None:
    """Add a kind; the same name again with other work is a mistake of ours and raises ValueError."""
    job = Job(name, label, work, every)
    if JOBS.setdefault(name, job) != job:
        raise ValueError(name)


def sweep_posts(_about: str, at: datetime) -> None:
    """Forget the posts that nobody will send again."""
    Post.objects.filter(at__lt=at - POST_KEPT).delete()


def sweep_attempts(_about: str, at: datetime) -> None:
    """Forget failures to sign in that count no more."""
    Attempt.objects.filter(since__lt=at - ATTEMPT_KEPT).delete()


def sweep_done(_about: str, at: datetime) -> None:
    """Forget jobs and deliveries that were done long ago; what they did is in the audit."""
    for model in (DueJob, Delivery):
        model._default_manager.filter(done_at__lt=at - DONE_KEPT).delete()


def sweep_waiting(_about: str, _at: datetime) -> None:
    """Remove files that were begun and never finished; their age is told by the machine's clock, as theirs was."""
    folder: Path = settings.FILES / "waiting"
    oldest = time.time() - WAITING_KEPT
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue


def sweep_files(_about: str, at: datetime) -> None:
    """Forget files that came with a post that led to nothing."""
    while forget(at=at):
        continue


def sweep_bytes(_about: str, _at: datetime) -> None:
    """Remove bytes whose record was forgotten; in a job of its own, when that is committed."""
    clear()


register("sweep_posts", "清理提交记录", sweep_posts, every=1)
register("sweep_attempts", "清理登录失败记录", sweep_attempts, every=1)
register("sweep_done", "清理已完成的事项", sweep_done, every=1)
register("sweep_waiting", "清理未完成的文件", sweep_waiting, every=1)
register("sweep_files", "清理没有用上的文件", sweep_files, every=1)
register("sweep_bytes", "清理没有记录的文件内容", sweep_bytes, every=1)
