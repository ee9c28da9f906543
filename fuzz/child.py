"""The process that tries one target: within limits, telling its parent after every file how far it is."""

from __future__ import annotations

import mmap
import os
import resource
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from types import FrameType

from fuzz.oracles import MOST_SECONDS, Slow

OUT = Path(__file__).resolve().parents[1] / "out" / "fuzz"
_MEMORY = 2**30
_LAYOUT = struct.Struct("<QQQd")
_KEPT_OF_A_KIND = 3


@dataclass
class Score:
    """How far a target is: files tried, the number in hand, findings, the most processor seconds of one file."""

    runs: int = 0
    number: int = 0
    findings: int = 0
    slowest: float = 0.0

    @classmethod
    def of(cls, path: Path) -> Score:
        """What the child of a target told last."""
        return cls(*_LAYOUT.unpack_from(path.read_bytes()))


class Trial:
    """Tries files of one target one after another and keeps what goes wrong under `out/fuzz`."""

    def __init__(self, target: str, engine: str) -> None:
        self.target, self.engine, self.score = target, engine, Score()
        self._kinds: dict[str, int] = {}
        OUT.mkdir(parents=True, exist_ok=True)
        path = OUT / f"{target}.{engine}.score"
        path.write_bytes(bytes(_LAYOUT.size))
        with path.open("r+b") as file:
            self._told = mmap.mmap(file.fileno(), _LAYOUT.size)

    def once(self, number: int, work: Callable[[], None], data: Callable[[], bytes]) -> None:
        """Try one file; `data` gives its bytes should it have to be kept."""
        self.score.number = number
        self._tell()
        before = time.process_time()
        try:
            within(work)
        except Slow as error:
            self._keep(error, data())
        except Exception as error:  # noqa: BLE001 - whatever escapes a reader is what is looked for
            self._keep(error, data())
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            self._keep(error, data())
        self.score.runs += 1
        self.score.slowest = max(self.score.slowest, time.process_time() - before)
        self._tell()

    def _tell(self) -> None:
        self._told[:] = _LAYOUT.pack(*astuple(self.score))

    def _keep(self, error: BaseException, data: bytes) -> None:
        """Save the file and the trace; of findings that end at the same line only the first few."""
        self.score.findings += 1
        last = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} {last.filename}:{last.lineno}"
        self._kinds[kind] = self._kinds.get(kind, 0) + 1
        if self._kinds[kind] <= _KEPT_OF_A_KIND:
            save(self.target, self.score.number, self.engine, data, "".join(traceback.format_exception(error)))


def within(work: Callable[[], None]) -> None:
    """Do the work; Slow when it takes too long of the processor."""
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def save(target: str, number: int, engine: str, data: bytes, trace: str) -> None:
    """Keep a finding: the file, and beside it the trace and the command that shows it again."""
    path = OUT / f"{target}-{engine}-{number}.bin"
    path.write_bytes(data)
    given = number if engine == "mutants" else path
    path.with_suffix(".txt").write_text(f"{sys.executable} -m fuzz again {target} {given}\n\n{trace}", "utf-8")


def settle() -> None:
    """Bind this process: no LibreOffice, no recognition, the memory of a document, a clock that ends a slow file."""
    import importlib.abc  # noqa: F401

    for room in ("readers", "report", "writers"):
        for module in walk_packages(import_module(f"gongkai.{room}").__path__, f"gongkai.{room}."):
            if ".ocr" not in module.name:
                import_module(module.name)
    os.environ["PATH"] = ""
    sys.modules["rapidocr"] = None  # type: ignore[assignment]
    signal.signal(signal.SIGPROF, _slow)
    held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGESIZE")
    resource.setrlimit(resource.RLIMIT_AS, (held + _MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _slow(_number: int, _frame: FrameType | None) -> None:
    raise Slow(f"more than {MOST_SECONDS:g} s of the processor")


def mutants(target: str, seconds: float, first: int) -> None:
    """Try the numbers from `first` on until the seconds have passed."""
    from fuzz.targets import TARGETS, try_number

    settle()
    trial = Trial(target, "mutants")
    end = time.monotonic() + seconds
    number = first
    while time.monotonic() < end:
        trial.once(number, partial(try_number, target, number), partial(TARGETS[target].made, number))
        number += 1


def guided(target: str, seconds: float, first: int) -> None:
    """Let atheris choose files by the lines they reach; never returns."""
    import atheris

    with atheris.instrument_imports(include=["gongkai"]):
        from fuzz.targets import TARGETS

        settle()
    from fuzz.seeds import corpus

    one, trial = TARGETS[target], Trial(target, "atheris")
    start = OUT / f"{target}.corpus"
    start.mkdir(exist_ok=True)
    for name in one.seeds:
        (start / name).write_bytes(corpus()[name])

    def changed(data: bytes, most: int, seed: int) -> bytes:
        from fuzz.mutants import mutated

        return mutated(Random(seed), data, one.ways)[:most]  # noqa: S311

    def tried(data: bytes) -> None:
        trial.once(first + trial.score.runs, lambda: one.tried(data), lambda: data)

    arguments = [
        f"-max_total_time={int(seconds)}",
        "-max_len=262144",
        "-timeout=60",
        "-rss_limit_mb=0",
        "-verbosity=0",
        f"-artifact_prefix={OUT}/",
    ]
    atheris.Setup([sys.argv[0], *arguments, f"-seed={first + 1}", str(start)], tried, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    {"mutants": mutants, "atheris": guided}[sys.argv[1]](sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
