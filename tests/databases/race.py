"""Processes that do the same thing at the same moment."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from django.db import connections

WAIT = 120
_start: Any = None
_work: Callable[[int], Any] | None = None


def _enter(start: Any, work: Callable[[int], Any]) -> None:
    global _start, _work
    _start, _work = start, work


def _run(number: int) -> Any:
    assert _work
    _start.wait(WAIT)
    try:
        return _work(number)
    finally:
        connections.close_all()


def race(work: Callable[[int], Any], count: int) -> list[Any]:
    """What `work(0)` … `work(count - 1)` return, each run in a process forked from this one, all begun together."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(count, mp_context=fork, initializer=_enter, initargs=(fork.Barrier(count), work)) as pool:
        return list(pool.map(_run, range(count), timeout=WAIT))
