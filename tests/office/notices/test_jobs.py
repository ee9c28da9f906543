"""What falls due: on its day, once, whole or not at all, however many timers run."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.errors import EnvironmentFault
from gongkai.office.notices import queries
from gongkai.office.notices.actions import cancel, do_one, notify, plan, plan_standing
from gongkai.office.notices.jobs import JOBS, Job, register
from gongkai.office.notices.models import DueJob, Notice
from gongkai.office.people.models import Attempt, Member
from gongkai.office.records.models import Post
from tests.databases.engines import Engine
from tests.databases.race import race
from tests.office.people.people import bureau, person

DAY = date(2024, 3, 4)
MORNING = datetime(2024, 3, 3, 16, tzinfo=UTC)
"""The beginning of that day in Shanghai."""


def remind(about: str, at: datetime) -> None:
    """Tell everybody."""
    for member in Member.objects.all():
        notify(member, key=f"{about} {at:%d%H%M%S%f}", sentence="到期", about=about, at=at)


@pytest.fixture
def reminder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of job that a room above registers."""
    monkeypatch.setitem(JOBS, "remind", Job("remind", "提醒", remind))


def do_all(at: datetime) -> int:
    """Do what is due; how many tries there were."""
    count = 0
    while do_one(at=at):
        count += 1
    return count


def test_a_job_is_done_on_its_day_and_once(db: Engine, reminder: None) -> None:
    """Planned twice it is one; the evening before nothing happens; what was cancelled never does."""
    person(bureau())
    for about in ("case:1", "case:1", "case:2"):
        plan("remind", about=about, due_on=DAY)
    assert cancel("remind", about="case:2") == 1
    assert do_all(MORNING - timedelta(seconds=1)) == 0
    assert do_all(MORNING) == 1
    assert do_all(MORNING + timedelta(days=9)) == 0
    assert Notice.objects.get().about == "case:1"
    plan("remind", about="case:1", due_on=DAY)
    assert do_all(MORNING) == 0
    with pytest.raises(KeyError):
        plan("dance", about="", due_on=DAY)


def test_a_job_that_fails_leaves_nothing_and_comes_again(
    db: Engine, reminder: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had done is undone with it, the reason is seen, and the next try does it."""

    def halfway(about: str, at: datetime) -> None:
        remind(about, at)
        raise EnvironmentFault("磁盘已满", "the disk is full")

    person(bureau())
    plan("remind", about="case:1", due_on=DAY)
    monkeypatch.setitem(JOBS, "remind", Job("remind", "提醒", halfway))
    assert do_all(MORNING) == 1
    row = queries.troubled_jobs().get()
    assert (row.error, row.attempts, Notice.objects.count()) == ("磁盘已满", 1, 0)
    monkeypatch.setitem(JOBS, "remind", Job("remind", "提醒", remind))
    assert do_all(row.next_at) == 1
    assert Notice.objects.count() == 1
    assert not queries.troubled_jobs().exists()


def test_timers_at_once_do_each_job_once(committed: dict[str, str], reminder: None) -> None:
    """Four of them: a second try of the same job would tell a second time."""
    person(bureau())
    for number in range(12):
        plan("remind", about=f"case:{number}", due_on=DAY)
    race(lambda number: do_all(MORNING + timedelta(microseconds=number)), 4)
    assert Notice.objects.count() == 12
    assert set(DueJob.objects.values_list("attempts", flat=True)) == {1}


def test_standing_jobs_come_every_day(db: Engine) -> None:
    """Once a day, however often the timer starts; a day on which nothing ran is not made up for."""
    daily = {job.name for job in JOBS.values() if job.every == 1}
    assert {"sweep_posts", "sweep_attempts", "sweep_waiting", "sweep_done"} <= daily
    for _ in range(2):
        plan_standing(today=DAY)
    assert do_all(MORNING) == len(daily)
    plan_standing(today=DAY)
    assert do_all(MORNING) == 0
    plan_standing(today=DAY + timedelta(days=5))
    assert do_all(MORNING + timedelta(days=5)) == len(daily)


def test_what_is_old_is_swept(db: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of posts after 7 days, failures to sign in after one, half files after one; the younger ones stay."""
    monkeypatch.setattr(settings, "FILES", tmp_path)
    (tmp_path / "waiting").mkdir()
    for age in (0, 6, 8):
        Post.objects.create(scope="s", key=f"{age}", fingerprint="f", result="r", at=MORNING - timedelta(days=age))
        Attempt.objects.create(account=f"{age}", address="a", failures=1, since=MORNING - timedelta(days=age))
        file = tmp_path / "waiting" / f"{age}"
        file.touch()
        os.utime(file, (time.time() - age * 86400,) * 2)
    plan_standing(today=DAY)
    do_all(MORNING)
    assert set(Post.objects.values_list("key", flat=True)) == {"0", "6"}
    assert set(Attempt.objects.values_list("account", flat=True)) == {"0"}
    assert [path.name for path in (tmp_path / "waiting").iterdir()] == ["0"]
    do_all(MORNING + timedelta(days=1))
    plan_standing(today=DAY + timedelta(days=100))
    do_all(MORNING + timedelta(days=100))
    assert set(DueJob.objects.values_list("due_on", flat=True)) == {DAY + timedelta(days=100)}


def test_a_kind_has_one_meaning(site: Path) -> None:
    """The same registration again is harmless, as when an app is set up twice; another under its name is a mistake."""
    job = JOBS["sweep_posts"]
    register(job.name, job.label, job.work, every=job.every)
    with pytest.raises(ValueError, match="sweep_posts"):
        register(job.name, job.label, remind)
