"""The processes of a running site, held together: they begin with one command and end with one signal (DECISIONS 29)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

GRACE = 35.0
"""Seconds that a process has to end by itself."""
SHORTEST, LONGEST = 1.0, 60.0
"""Seconds before a process that died is begun again: doubled with every death."""
PDEATHSIG = 1
HEARD = (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(slots=True)
class Part:
    """One process: its name, what runs in it, and whether the site ends when it does."""

    name: str
    run: Callable[[], None]
    is_vital: bool = False
    pid: int = field(default=0, init=False)
    pause: float = field(default=SHORTEST, init=False)
    due: float = field(default=0.0, init=False)


def hold(parts: Iterable[Part], *, died: Callable[[Part, int], None]) -> bool:
    """Run every part in a process of its own until SIGTERM, SIGINT or SIGHUP: True; or until a vital one dies: False.

    No process is left at the end, and none outlives this one even when it is killed. A part that is not vital is begun
    again after a pause. `died` is told each part that ended unasked, and its exit status (negative: the signal).
    """
    parts = list(parts)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    try:
        for part in parts:
            _begin(part, before)
        while True:
            waiting = [part.due - time.monotonic() for part in parts if not part.pid]
            heard = signal.sigtimedwait(HEARD, max(0.0, min(waiting, default=LONGEST)))
            if heard and heard.si_signo != signal.SIGCHLD:
                return True
            for part in parts:
                status = _ended(part)
                if status is not None:
                    died(part, status)
                    if part.is_vital:
                        return False
                if not part.pid and part.due <= time.monotonic():
                    _begin(part, before)
    finally:
        _end(parts)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(part: Part, mask: Iterable[int]) -> None:
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    part.pid = os.fork()
    if not part.pid:
        os._exit(_live(part, parent, mask))


def _live(part: Part, parent: int, mask: Iterable[int]) -> int:
    """What happens in the new process; its exit status."""
    try:
        for number in HEARD:
            signal.signal(number, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if os.getppid() == parent:
            part.run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 70
    except BaseException:  # noqa: BLE001 the last resort of a process: tell what it was, and end with a status
        traceback.print_exc()
        return 70
    finally:
        sys.stderr.flush()
    return 0


def _ended(part: Part) -> int | None:
    """The exit status of a part whose process is gone; it is then due again after its pause."""
    if not part.pid:
        return None
    pid, status = os.waitpid(part.pid, os.WNOHANG)
    if not pid:
        return None
    part.pid, part.due = 0, time.monotonic() + part.pause
    part.pause = min(2 * part.pause, LONGEST)
    return os.waitstatus_to_exitcode(status)


def _end(parts: list[Part]) -> None:
    """Ask every process to end, and after the grace make it."""
    until = time.monotonic() + GRACE
    for part in parts:
        if part.pid:
            os.kill(part.pid, signal.SIGTERM)
    while any(part.pid for part in parts):
        left = until - time.monotonic()
        if left <= 0:
            for part in parts:
                if part.pid:
                    os.kill(part.pid, signal.SIGKILL)
                    os.waitpid(part.pid, 0)
            return
        for part in parts:
            _ended(part)
        if any(part.pid for part in parts):
            signal.sigtimedwait((signal.SIGCHLD,), left)
