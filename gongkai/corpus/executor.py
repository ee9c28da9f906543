"""One function over many items, each apart: a crash or a hang costs one item (STACK 7)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from typing import TypeVar

from gongkai.errors import GongkaiError

Item = TypeVar("Item")
Answer = TypeVar("Answer")
FEW = 8
"""Below so many items the work is done in this process: starting others would take longer."""


class Crashed(GongkaiError):
    """The work on an item failed in a way that is our fault, or its process died; the others went on."""

    exit_code = 70
    kind = "crash"


class TimedOut(GongkaiError):
    """An item took longer than it may; its process was ended, the others went on."""

    exit_code = 2
    kind = "timeout"


def run(
    function: Callable[[Item], Answer], items: Sequence[Item], *, workers: int | None = None, timeout: float = 60.0
) -> Iterator[tuple[Item, Answer | GongkaiError]]:
    """Each item with the function's answer or the GongkaiError that it raised, in the order of the items.

    From `FEW` items on as many processes as there are cores work; `timeout` is in seconds an item.
    """
    if len(items) < FEW:
        for item in items:
            yield item, _guarded(function, item)
        return
    from pebble import ProcessExpired, ProcessPool

    with ProcessPool(max_workers=workers or os.cpu_count() or 1, max_tasks=500) as pool:
        futures = [pool.schedule(_guarded, args=[function, item], timeout=timeout) for item in items]
        for item, future in zip(items, futures, strict=True):
            try:
                answer: Answer | GongkaiError = future.result()
            except Late:
                answer = TimedOut(f"超过{timeout:.0f}秒没有读完", f"not read within {timeout:.0f} s")
            except ProcessExpired:
                answer = Crashed("读取进程异常终止", "the reading process died")
            yield item, answer


def _guarded(function: Callable[[Item], Answer], item: Item) -> Answer | GongkaiError:
    try:
        return function(item)
    except GongkaiError as error:
        return error
    except Exception as error:  # noqa: BLE001 - one bad file never stops a batch
        cause = type(error).__name__
        return Crashed(f"程序错误（{cause}），其余文件照常", f"internal error ({cause}); the other files went on")
