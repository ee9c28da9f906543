"""What goes on behind the pages of a running site: deliveries are made, and what falls due is done."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Event

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from gongkai.audit import anchoring
from gongkai.errors import EnvironmentFault
from gongkai.office.notices.actions import deliver_one, do_one, plan_standing
from gongkai.office.records.moment import now

DELIVERY_PAUSE, JOB_PAUSE = 2.0, 10.0
"""Seconds between two looks when there was nothing to do."""
ANCHOR_EVERY = timedelta(hours=1)
DATABASE_GONE = 3


def deliver() -> None:
    """Make deliveries until SIGTERM or SIGINT; the one in hand is finished."""
    _work(lambda at: deliver_one(at=at), DELIVERY_PAUSE)


def keep_time() -> None:
    """Do what falls due until SIGTERM or SIGINT, plan the jobs of each day when it comes, anchor the audit every hour."""
    planned: date | None = None
    anchored: datetime | None = None

    def step(at: datetime) -> bool:
        nonlocal planned, anchored
        if anchored is None or not timedelta() <= at - anchored < ANCHOR_EVERY:
            _anchor(at)
            anchored = at
        if planned != at.date():
            plan_standing(today=at.date())
            planned = at.date()
        return do_one(at=at)

    _work(step, JOB_PAUSE)


def _anchor(at: datetime) -> None:
    """Keep the head of the audit; where that fails it is told here and in the doctor's table, and the rest goes on."""
    try:
        anchoring.append(settings.ANCHORS, at=at)
    except EnvironmentFault as error:
        sys.stderr.write(f"× {error}\n")


def _work(step: Callable[[datetime], bool], pause: float) -> None:
    """Take steps while there is something to do, then rest; without a database the process ends, and begins anew."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        try:
            while not stop.is_set() and step(now(timezone.now())):
                pass
        except DatabaseError as error:
            sys.stderr.write(f"× 数据库：{str(error).strip().splitlines()[0]}\n")
            sys.exit(DATABASE_GONE)
        connections.close_all()
        stop.wait(pause)
