"""`python -m fuzz run SECONDS [TARGET …]` tries every target; `again TARGET NUMBER|FILE` shows one finding again.

`first COUNT [TARGET …]` tries the first mutants of every target, for the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from fuzz.child import OUT, Score, save, settle, within
from fuzz.targets import TARGETS, try_number

_GRACE = 60.0
_UNGUIDED = frozenset({"twins", "prose", "any", "report", "picture", "pdf", "doc", "xls"})
"""Targets of which atheris would learn nothing: made by number, or read by libraries that it does not see into."""
_MOST_DEATHS = 5


def jobs(names: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of target and engine."""
    for name in names:
        yield name, "mutants"
        if name not in _UNGUIDED:
            yield name, "atheris"


def run_job(target: str, engine: str, seconds: float) -> int:
    """Run one target in a process of its own, again after each death, and print its line; the findings."""
    first = int(os.environ.get("FUZZ_FIRST", "0"))
    end, total, slowest, peak = time.monotonic() + seconds, Score(), 0.0, 0
    for _ in range(_MOST_DEATHS):
        left = end - time.monotonic()
        if left < 1:
            break
        command = [sys.executable, "-m", "fuzz.child", engine, target, str(left), str(first)]
        log = OUT / f"{target}.{engine}.log"
        with log.open("wb") as file:
            child = subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
            status, memory = _wait(child, left + _GRACE)
        score = Score.of(OUT / f"{target}.{engine}.score")
        total.runs, total.findings = total.runs + score.runs, total.findings + score.findings
        slowest, peak = max(slowest, score.slowest), max(peak, memory)
        if status == 0:
            break
        total.findings += 1
        data = TARGETS[target].made(score.number) if engine == "mutants" else b""
        save(
            target,
            score.number,
            engine,
            data,
            f"ended with status {status}\n{log.read_text('utf-8', 'replace')[-4000:]}",
        )
        first = score.number + 1
    rate = total.runs / max(1.0, seconds)
    print(
        f"{target:8} {engine:8} {total.runs:8,} runs {rate:7.1f}/s  findings {total.findings:4}  "
        f"slowest {slowest:5.2f} s  memory {peak // 1024:5} MB",
        flush=True,
    )
    return total.findings


def _wait(child: subprocess.Popen[bytes], seconds: float) -> tuple[int, int]:
    """The status of a child and its peak memory in kB; it is killed when the seconds have passed."""
    end = time.monotonic() + seconds
    while True:
        ended, status, usage = os.wait4(child.pid, os.WNOHANG)
        if ended:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, usage.ru_maxrss
        if time.monotonic() > end:
            child.kill()
        time.sleep(0.2)


def run(seconds: float, names: list[str]) -> int:
    """Run the targets two at a time so that all take about the seconds together.

    1 when anything was found, 2 when there is no such target.
    """
    if unknown := set(names) - set(TARGETS):
        print(f"no such target: {', '.join(sorted(unknown))}; there are: {', '.join(TARGETS)}")
        return 2
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    listed = list(jobs(names or list(TARGETS)))
    share = seconds * 2 / len(listed)
    with ThreadPoolExecutor(2) as pool:
        findings: Iterator[int] = pool.map(lambda job: run_job(job[0], job[1], share), listed)
        found = sum(findings)
    if found:
        print(f"{found} findings; see {OUT.relative_to(Path.cwd()) if OUT.is_relative_to(Path.cwd()) else OUT}")
    return 1 if found else 0


def again(target: str, given: str) -> int:
    """Show one finding again, by the number of its mutant or by its file."""
    settle()
    if given.isdigit():
        try_number(target, int(given))
    else:
        TARGETS[target].tried(Path(given).read_bytes())
    print("nothing found")
    return 0


def first(count: int, names: list[str]) -> int:
    """Try the first mutants of the targets; whatever is wrong with one is raised, with its target and number."""
    settle()
    for target in names or TARGETS:
        for number in range(count):
            try:
                within(partial(try_number, target, number))
            except BaseException as error:
                error.add_note(f"{sys.executable} -m fuzz again {target} {number}")
                raise
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "first":
        sys.exit(first(int(sys.argv[2]), sys.argv[3:]))
    if sys.argv[1] == "again":
        sys.exit(again(sys.argv[2], sys.argv[3]))
    sys.exit(run(float(sys.argv[2]), sys.argv[3:]))
