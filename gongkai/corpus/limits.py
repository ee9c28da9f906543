"""What one file may take of the machine while it is read in a process of its own (DECISIONS 34)."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

_GB = 2**30
_DIE_WITH_PARENT = 1
_NO_NEW_PRIVILEGES = 38
_PAGES_COUNTED = 500
_MARGIN = 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file: seconds on the clock and of the processor, bytes of memory and of a file written."""

    wall: float = 30.0
    processor: int = 30
    memory: int = _GB
    written: int = 200 * 2**20
    open_files: int = 256


USUAL = Limits()
"""For every format that is not recognised from pictures."""


def of_scan(pages: int) -> Limits:
    """The bounds for text recognition: 4 GB, 20 s and 10 s a page, on the clock and on each of two processors."""
    wall = 20 + 10 * min(max(pages, 1), _PAGES_COUNTED)
    return Limits(wall=max(30.0, float(wall)), processor=2 * max(30, wall), memory=4 * _GB)


SCANS = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
"""Endings of pictures, which need text recognition."""


def limits_of(name: str, data: bytes | None = None) -> Limits:
    """The bounds for a file by its ending; a PDF may be a scan, so its pages are counted."""
    ending = PurePath(name).suffix.lower()
    if ending in SCANS:
        return of_scan(1)
    return of_scan(_pages(name if data is None else data)) if ending == ".pdf" else USUAL


def longest(name: str) -> float:
    """The seconds after which a file is given up whatever its process does, by its ending alone."""
    scanned = PurePath(name).suffix.lower() in {*SCANS, ".pdf"}
    return (of_scan(_PAGES_COUNTED) if scanned else USUAL).wall + _MARGIN


def _pages(source: str | bytes) -> int:
    """The pages of a PDF; one when it cannot be opened, which its reader will say."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(source) as document:
            return len(document)
    except (pypdfium2.PdfiumError, OSError):
        return 1


def settle() -> None:
    """Bind this process to its parent: it dies with it, gains no rights and leaves no core (Linux; elsewhere less)."""
    if sys.platform == "win32":
        return
    import ctypes
    import resource

    with suppress(OSError, AttributeError):
        prctl = ctypes.CDLL(None).prctl
        prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


@contextmanager
def bounded(limits: Limits) -> Iterator[None]:
    """Hold the work inside to its limits; on Windows only the parent's clock holds.

    Over the clock or the processor the system ends the process (SIGALRM, SIGXCPU); over memory the work meets
    MemoryError, over a file's size an OSError. Memory counts from what the process holds already.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    bounds = _bounds(limits)
    before = {kind: resource.getrlimit(kind) for kind in bounds}
    for kind, bound in bounds.items():
        most = before[kind][1]
        resource.setrlimit(kind, (bound if most == resource.RLIM_INFINITY else min(bound, most), most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for kind, pair in before.items():
            resource.setrlimit(kind, pair)


def _bounds(limits: Limits) -> dict[int, int]:
    """The soft bounds by the system's kinds; of memory only where the system says how much is held."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    bounds = {
        resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime) + 1 + limits.processor,
        resource.RLIMIT_FSIZE: limits.written,
        resource.RLIMIT_NOFILE: limits.open_files,
    }
    statm = Path("/proc/self/statm")
    if statm.exists():
        held = int(statm.read_text("ascii").split()[0]) * os.sysconf("SC_PAGESIZE")
        bounds[resource.RLIMIT_AS] = held + limits.memory
    return bounds
