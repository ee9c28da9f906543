"""Processes that do the same thing at the same moment; whoever comes to no end is made to tell where it stands."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connections

WAIT = 120.0
"""Seconds from the start in which all of them are done."""
_fork = multiprocessing.get_context("fork")


def race(work: Callable[[int], Any], count: int) -> list[Any]:
    """What `work(0)` … `work(count - 1)` return, each run in a process forked from this one, all begun together.

    What one of them raises is raised here. AssertionError when one is not done in time; its stacks are on stderr.
    """
    connections.close_all()
    start = _fork.Barrier(count)
    racers = [_begun(start, work, number) for number in range(count)]
    until = time.monotonic() + WAIT
    try:
        told = [_heard(process, answer, until) for process, answer in racers]
    finally:
        for process, answer in racers:
            _end(process)
            answer.close()
    for _, error in told:
        if error is not None:
            raise error
    return [value for value, _ in told]


def _begun(start: Any, work: Callable[[int], Any], number: int) -> tuple[Any, Any]:
    answer, told = _fork.Pipe(duplex=False)
    process = _fork.Process(target=_run, args=(start, work, number, told), daemon=True)
    process.start()
    told.close()
    return process, answer


def _run(start: Any, work: Callable[[int], Any], number: int, told: Any) -> None:
    faulthandler.register(signal.SIGUSR1, file=sys.__stderr__)
    start.wait(WAIT)
    try:
        told.send((work(number), None))
    except Exception as error:  # noqa: BLE001 - whatever it was is raised again by who waits for it
        error.add_note("".join(traceback.format_exception(error)))
        told.send((None, error))
    finally:
        connections.close_all()


def _heard(process: Any, answer: Any, until: float) -> tuple[Any, BaseException | None]:
    """What a process came to; one that died says nothing, one that hangs shows its stacks."""
    if not answer.poll(max(0.0, until - time.monotonic())):
        return None, _late(process)
    try:
        value, error = answer.recv()
    except EOFError:
        process.join(1.0)
        return None, AssertionError(f"a racer died: {process.exitcode}")
    return value, error


def _late(process: Any) -> AssertionError:
    os.kill(process.pid, signal.SIGUSR1)
    return AssertionError(f"racer {process.pid} was not done in {WAIT:g} s")


def _end(process: Any) -> None:
    """Give it a moment to leave, in which a late one writes its stacks; then end it."""
    process.join(5.0)
    if process.is_alive():
        process.kill()
        process.join(10.0)
