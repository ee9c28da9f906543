"""One function over many items, each apart: a crash, a hang or a memory bomb costs one item (STACK 7)."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from gongkai.corpus.limits import USUAL, Limits, bounded, settle
from gongkai.errors import EnvironmentFault, GongkaiError, OutOfMemory, TimedOut, trace_number

if TYPE_CHECKING:
    from concurrent.futures import Future

Item = TypeVar("Item")
Answer = TypeVar("Answer")

WINDOW = 256
"""The most items under way or waiting to be handed on; one slow file holds up no other of them."""
CARRIED = 64 * 2**20
"""The most bytes that the items under way may hold together."""
TASKS = 500
"""After so many items a process is replaced, so that nothing piles up in it."""
GRACE = 30.0
"""Seconds beyond the longest of an item until this process stops waiting for it, whatever became of its answer."""
_OVERTIME = {-getattr(signal, name) for name in ("SIGALRM", "SIGXCPU") if hasattr(signal, name)}


def _usual(_item: object) -> Limits:
    return USUAL


def _usual_time(_item: object) -> float:
    return USUAL.wall + 10


def _nothing(_item: object) -> int:
    return 0


def _nothing_known(_item: object) -> None:
    return None


class Crashed(GongkaiError):
    """The work on an item failed in a way that is our fault, or its process died; the others went on."""

    exit_code = 70
    kind = "crash"


class Executor(Protocol):
    """Where work on many items is done: on this machine, or in time on several."""

    def map(
        self, function: Callable[[Item], Answer], items: Iterable[Item], known: Callable[[Item], Answer | None]
    ) -> Iterator[tuple[Item, Answer | GongkaiError]]:
        """Each item with the function's answer or the error that it met, in the order of the items.

        What `known` answers is taken as it is; None asks for the work to be done.
        """


@dataclass(frozen=True)
class Processes:
    """An executor of processes on this machine; a single item is done in this process.

    `workers` is how many work at a time (None: one for each processor that we may use). Of an item, `limits` gives
    the bounds, asked in the process that works on it, `longest` the seconds after which this process gives it up,
    `size` the bytes that it carries; `warm` are the modules that every process has loaded before it begins. Items are taken as they are needed: memory does not grow with their number.
    """

    workers: int | None = None
    limits: Callable[[Any], Limits] = _usual
    longest: Callable[[Any], float] = _usual_time
    size: Callable[[Any], int] = _nothing
    warm: tuple[str, ...] = ()

    def map(
        self,
        function: Callable[[Item], Answer],
        items: Iterable[Item],
        known: Callable[[Item], Answer | None] = _nothing_known,
    ) -> Iterator[tuple[Item, Answer | GongkaiError]]:
        """Each item with its answer or error, in the order of the items."""
        waiting = iter(items)
        first = list(islice(waiting, 2))
        if len(first) < 2:
            for item in first:
                answer = known(item)
                yield item, guarded(function, item) if answer is None else answer
            return
        with _pool(self.workers, self.warm, (function, self.limits)) as pool:
            yield from self._apart(pool, chain(first, waiting), known)

    def _apart(self, pool: Any, items: Iterator[Item], known: Callable[[Item], Any]) -> Iterator[tuple[Item, Any]]:
        under_way: deque[tuple[Item, Future[Any]]] = deque()
        carried = 0
        for item in items:
            size = self.size(item)
            while under_way and (len(under_way) >= WINDOW or carried + size > CARRIED or under_way[0][1].done()):
                earlier, future = under_way.popleft()
                carried -= self.size(earlier)
                yield earlier, self._awaited(earlier, future)
            under_way.append((item, self._begun(pool, item, known(item))))
            carried += size
        while under_way:
            earlier, future = under_way.popleft()
            yield earlier, self._awaited(earlier, future)

    def _awaited(self, item: Item, future: Future[Any]) -> Any:
        """What came of the oldest item under way: all before it are done, so from now on it has a process to itself."""
        return _answer(future, self.longest(item) + GRACE)

    def _begun(self, pool: Any, item: Any, answer: Any) -> Future[Any]:
        if answer is None:
            begun: Future[Any] = pool.schedule(_work, args=[item], timeout=self.longest(item))
            return begun
        from concurrent.futures import Future

        done: Future[Any] = Future()
        done.set_result(answer)
        return done


class Busy(EnvironmentFault):
    """As much work is under way as there may be; nothing was begun, and the same call may be made again."""

    kind = "busy"


class Standing:
    """Processes that stand ready in a server: each item is worked on in one of them, never in this process.

    `function` is the work, `workers` how many items may be under way at once; `limits`, `longest` and `warm` are those
    of Processes. The processes start with the first item and end with this process.
    """

    def __init__(
        self,
        function: Callable[[Item], Answer],
        *,
        workers: int,
        limits: Callable[[Any], Limits] = _usual,
        longest: Callable[[Any], float] = _usual_time,
        warm: tuple[str, ...] = (),
    ) -> None:
        self._bonds, self._workers, self._longest, self._warm = (function, limits), workers, longest, warm
        self._places = threading.BoundedSemaphore(workers)
        self._starting = threading.Lock()
        self._open: ExitStack | None = None
        self._pool: Any = None

    def begin(self, item: Item) -> Begun:
        """Hand an item to a process; Busy when all of them are at work."""
        if not self._places.acquire(blocking=False):
            raise Busy("正在核对的文件已到上限", "as many files as may be are being checked")
        try:
            longest = self._longest(item)
            future = self._ready().schedule(_work, args=[item], timeout=longest)
        except BaseException:
            self._places.release()
            raise
        future.add_done_callback(lambda _: self._places.release())
        return Begun(future, time.monotonic() + longest + GRACE)

    def _ready(self) -> Any:
        with self._starting:
            if self._pool is None or not self._pool.active:
                self.close()
                self._open = ExitStack()
                self._pool = self._open.enter_context(_pool(self._workers, self._warm, self._bonds))
                atexit.register(self.close)
            return self._pool

    def close(self) -> None:
        """End the processes, whatever they are at; the next item starts new ones."""
        if self._open is not None:
            self._open.close()
            self._open = self._pool = None
            atexit.unregister(self.close)


@dataclass(frozen=True)
class Begun:
    """An item that a process of a Standing works on, and the moment (monotonic) after which none waits for it."""

    future: Future[Any]
    until: float

    def answer(self, seconds: float) -> Any:
        """The function's answer or a GongkaiError; None when after so many seconds there is none yet."""
        from concurrent.futures import wait

        left = self.until - time.monotonic()
        if wait([self.future], max(0.0, min(seconds, left))).done or left <= seconds:
            return _answer(self.future, 0.0)
        return None

    def give_up(self) -> None:
        """End the process that works on it: nobody waits for the answer."""
        self.future.cancel()


@contextmanager
def _pool(
    workers: int | None, warm: tuple[str, ...], work: tuple[Callable[[Any], Any], Callable[[Any], Limits]]
) -> Iterator[Any]:
    """Warm processes that stop when the block is left, however it is left."""
    import multiprocessing

    context: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(list(warm))
        _begin_deaf()  # it gets ready while we load what we need ourselves

    from pebble import ProcessPool

    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    pool: Any = ProcessPool(workers or usable, max_tasks=TASKS, initializer=_begin, initargs=work, context=context)
    try:
        yield pool
    finally:
        pool.stop()
        joining = threading.Thread(target=pool.join, daemon=True)
        joining.start()
        joining.join(GRACE)


def _begin_deaf() -> None:
    """Start the process that the others come from with SIGINT blocked, which they inherit: Ctrl-C is ours to hear."""
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # beforehand, as it unblocks the signal behind itself
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_WORK: dict[str, Any] = {}


def _begin(function: Callable[[Any], Any], limits: Callable[[Any], Limits]) -> None:
    """Make a new process ready: what it will do, and its bonds."""
    settle()
    _WORK.update(function=function, limits=limits)


def _work(item: Any) -> Any:
    with bounded(USUAL):
        limits = _WORK["limits"](item)
    with bounded(limits):
        return guarded(_WORK["function"], item)


def guarded(function: Callable[[Item], Answer], item: Item) -> Answer | GongkaiError:
    """The function's answer, or the error it met: an unknown one is ours and carries the number of its place."""
    try:
        return function(item)
    except GongkaiError as error:
        return error
    except MemoryError:
        return OutOfMemory("超过内存上限", "over the memory limit")
    except Exception as error:  # noqa: BLE001 - one bad file never stops a batch
        cause = f"{type(error).__name__} {trace_number(error)}"
        return Crashed(f"程序错误（{cause}），其余文件照常", f"internal error ({cause}); the other files went on")


def _answer(future: Future[Any], seconds: float) -> Any:
    """What came of an item: its answer, or the error that says how its process ended.

    An answer that is not there after so many seconds has been lost on its way, and the item is given up.
    """
    from concurrent.futures import TimeoutError as Late
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired

    try:
        return future.result(seconds)
    except Late:
        future.cancel()
        return _late()
    except ProcessExpired as ended:
        if ended.exitcode in _OVERTIME:
            return _late()
        return Crashed("读取进程异常终止，其余文件照常", "the reading process died; the other files went on")
    except BrokenProcessPool:
        return Crashed("读取进程无法启动", "the reading processes cannot be started")


def _late() -> TimedOut:
    return TimedOut(
        "超过时限没有读完（一份30秒；扫描件20秒加每页10秒）",
        "not read within its time (30 s a file; a scan 20 s and 10 s a page)",
    )
