"""Measure the desk with many applications as `gongkai serve` runs it, on SQLite and PostgreSQL: docs/bench-cases.md.

    python bench/cases.py [--cases N] [--databases sqlite,postgresql] [--seconds S] [--officers-seconds S]

Beside each stands a bare Django page of the same run. Nothing here fails on a slow machine: the page says what was
measured, on what, how busy the machine was, and what each request used of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.officers import THINKS, Steps, Times, alone, pages, storm, together, working_day  # noqa: E402
from bench.site import Caller, Server, free_port, python, serving, today  # noqa: E402
from tests.databases import server  # noqa: E402

CASES, SECONDS, OFFICERS_SECONDS = 100_000, 3.0, 60.0
CLIENTS = 8
WORKERS, THREADS = 2, 4
ON_DISK = "-c listen_addresses=''"
"""A server that keeps what is committed, unlike that of the tests."""
COMPUTING = "正在重算"
LONGEST_PASS = 300.0
"""Seconds that the deadlines may take to be computed anew."""
HEAD = (
    f"| page | alone: p50 ms | p95 ms | processor ms | {CLIENTS} at once: p50 ms | p95 ms | requests/s | processor ms | wrong |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
)


def say(what: str) -> None:
    """Tell on the error stream how far it is."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what} (load {os.getloadavg()[0]:.1f})\n")


def load() -> str:
    """The load of the machine in words."""
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())


def row(name: str, at: Server, cookies: list[str], path: str, seconds: float) -> str:
    """A line of the table of pages."""
    say(name)
    one, used = alone(at, cookies[0], path, seconds)
    all_, rate, used_by_all = together(at, cookies[:CLIENTS], path, seconds)
    return (
        f"| {name} | {one.middle:.0f} | {one.late:.0f} | {used:.1f} | {all_.middle:.0f} | {all_.late:.0f} "
        f"| {rate:.0f} | {used_by_all:.1f} | {len(one.bad) + len(all_.bad)} |"
    )


def bare(folder: Path, seconds: float) -> list[str]:
    """The table of a page with nothing in it, through the same web server."""
    port = free_port()
    options = f"-w {WORKERS} --threads {THREADS} -k gthread --preload".split()
    command = python("-m", "gunicorn", "-b", f"127.0.0.1:{port}", *options, "bench.bare")
    with serving(command, {}, folder / "bare.log", port) as at:
        return ["## A bare Django page", "", *HEAD, row("bare Django page", at, [""] * CLIENTS, "/", seconds), ""]


def at_work(at: Server, found: dict[str, Any], steps: Steps, seconds: float) -> list[str]:
    """The table of thirty officers who think, and of the same thirty who take steps without a pause."""
    say("officers at work")
    named, rate, share = working_day(at, found, steps, seconds)
    lines = [
        (
            f"{len(found['officers'])} officers, each opening a page every {THINKS[0]:.0f} to {THINKS[1]:.0f} s, for {seconds:.0f} s: {rate:.1f} requests/s, "
            f"which used {share * 100:.0f} % of one processor. Load then: {load()}."
        ),
        "",
        "| of them | requests | p50 ms | p95 ms | wrong |",
        "|---|---:|---:|---:|---:|",
    ]
    whole = Times([one for times in named.values() for one in times.taken])
    for name, times in [*named.items(), ("all", whole)]:
        lines.append(f"| {name} | {len(times.taken)} | {times.middle:.0f} | {times.late:.0f} | {len(times.bad)} |")
    say("steps without a pause")
    times, rate, used = storm(at, found["officers"], steps, min(seconds, 8))
    lines += [
        "",
        f"The same officers, each opening the form of a step and posting it, without a pause: {rate:.0f} steps/s, each post p50 {times.middle:.0f} ms,",
    ]
    lines += [
        f"p95 {times.late:.0f} ms; form and post use {used:.0f} ms of processor; {len(times.bad)} of {len(times.taken)} went wrong."
    ]
    wrong = [said for times in [*named.values(), times] for said in times.bad]
    if wrong:
        say(wrong[0])
    return [*lines, ""]


def notice(at: Server, found: dict[str, Any], steps: Steps) -> list[str]:
    """What it takes to load a notice on holidays that moves every open deadline, and how long others wait meanwhile."""
    say("a notice on holidays")
    admin, path, day = Caller(at.port, found["admin"]), "/desk/calendar/new", today()
    first, last = day + timedelta(days=1), day + timedelta(days=9)
    words = {
        "document": "青岚市测量用〔1〕号", "year": str(first.year), "issued_on": str(day),
        "days_off": f"测量日 {first} {last}", "make_up": "",
    }  # fmt: skip
    preview = admin.post(path, admin.get(path), **words)
    begun = time.perf_counter()
    loaded = admin.post(path, preview, **words)
    if loaded.status != 303:
        return [f"The notice was not loaded: {loaded.status}", ""]
    times, officer = Times(), Caller(at.port, found["officers"][0])
    while COMPUTING in admin.get(loaded.location).text and time.perf_counter() - begun < LONGEST_PASS:
        place, form, typed = steps.form(officer)
        times.add(officer.post(place, form, **typed))
    spent = time.perf_counter() - begun
    memory = max(most for _, _, _, most in at.memory())
    return [
        f"A notice that moves the deadlines of the {len(found['live'])} open applications: shown before in {preview.took / 1000:.1f} s, loaded in",
        f"{loaded.took:.0f} ms, all computed anew {spent:.0f} s later by a job that looks every 10 s and ends its transaction with every batch.",
        f"Meanwhile an officer took {len(times.taken)} steps: p50 {times.middle:.0f} ms, the slowest {max(times.taken, default=0):.0f} ms, {len(times.bad)} went wrong.",
        f"No process of the site held more than {memory} MB.", "",
    ]  # fmt: skip


def upload(at: Server) -> list[str]:
    """The check of a report that is dropped on the first page."""
    say("the check of a report")
    sample = next(iter(sorted((ROOT.parent / "shared" / "samples" / "files").glob("*.docx"))), None)
    path = sample or next(iter(sorted((ROOT / "demo").glob("*.docx"))))
    times, caller = Times(), Caller(at.port)
    for _ in range(2 * WORKERS):
        caller.send("/", path.name, path.read_bytes())
    at.begin()
    for _ in range(10):
        times.add(caller.send("/", path.name, path.read_bytes()))
    kind = "the sample report" if sample else "the demonstration's report"
    return [
        (
            f"A report dropped on the first page ({kind} in DOCX, {path.stat().st_size} bytes): p50 {times.middle:.0f} ms, "
            f"p95 {times.late:.0f} ms, processor {at.used() / 10:.0f} ms with its form; {len(times.bad)} of 10 went wrong."
        ),
        "",
    ]


def measured(
    of: str, environment: dict[str, str], found: dict[str, Any], folder: Path, asked: argparse.Namespace
) -> list[str]:
    """The part of the page about one database."""
    port = free_port()
    command = python(
        "-m", "gongkai", "serve", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", str(THREADS)
    )
    with serving(command, environment, folder / f"{of}.log", port, postmaster(environment)) as at:
        say(f"{of}: the site answers")
        steps = Steps(found)
        lines = [
            f"## {of}", "", f"Filled in {found['filled']:.0f} s. The site answered {at.started:.1f} s after its command.",
            "", *HEAD, *(row(name, at, found["officers"], path, asked.seconds) for name, (path, _) in pages(found).items()), "",
            *at_work(at, found, steps, asked.officers_seconds), *notice(at, found, steps), *upload(at),
        ]  # fmt: skip
        told = "; ".join(f"{own} ({all_}, {most})" for _, own, all_, most in at.memory())
        lines += [f"Memory of its processes at the end, own part (whole, the most it was) in MB: {told}.", ""]
    return lines


def filling(environment: dict[str, str], cases: int) -> subprocess.Popen[str]:
    """A process that fills a database."""
    return subprocess.Popen(
        python(str(ROOT / "bench" / "office.py"), str(cases)),
        env=os.environ | environment, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


@contextmanager
def databases(names: list[str], folder: Path) -> Iterator[dict[str, dict[str, str]]]:
    """The environments of the databases that were asked for and are there."""
    common = {
        "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        "GONGKAI_MODE": "demonstration",
        "GONGKAI_HOSTS": "localhost",
    }
    found = {}
    for name in names:
        (folder / name).mkdir()
        found[name] = {**common, "GONGKAI_DATA": str(folder / name), "DATABASE_URL": ""}
    programs = server.programs() if "postgresql" in names else None
    if programs is None:
        found.pop("postgresql", None)
        yield found
        return
    with server.running(programs, ON_DISK) as address:
        found["postgresql"]["DATABASE_URL"] = address.format(name="postgres")
        yield found


def postmaster(environment: dict[str, str]) -> int:
    """The process of the database's server, 0 where it has none."""
    _, _, folder = environment["DATABASE_URL"].partition("host=")
    return int((Path(unquote(folder)) / "data" / "postmaster.pid").read_text().split()[0]) if folder else 0


def filled(environments: dict[str, dict[str, str]], cases: int) -> dict[str, dict[str, Any]]:
    """Fill all at once, and give what to ask for in each, the seconds that it took, its server's process."""
    begun, found = time.perf_counter(), {}
    for name, process in [(name, filling(of, cases)) for name, of in environments.items()]:
        said, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"{name} was not filled")
        found[name] = {**json.loads(said.splitlines()[-1]), "filled": time.perf_counter() - begun}
    return found


def main() -> None:
    """Measure all and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=int(os.environ.get("BENCH_CASES", CASES)))
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each measurement of a page")
    parser.add_argument(
        "--officers-seconds", type=float, default=OFFICERS_SECONDS, help="that the officers are at work"
    )
    parser.add_argument("--write", default=str(ROOT / "docs" / "bench-cases.md"), help="where the page goes")
    asked = parser.parse_args()
    before, begun = load(), time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        folder = Path(name)
        parts = bare(folder, asked.seconds)
        with databases(asked.databases.split(","), folder) as environments:
            found = filled(environments, asked.cases)
            for of, environment in environments.items():
                parts += measured(of, environment, found[of], folder, asked)
    page = [
        "# Measurements: many applications", "",
        f"Written by `make bench-cases` (Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs): {asked.cases} applications, {WORKERS} workers",
        f"with {THREADS} threads as `gongkai serve` starts them; one client alone, then {CLIENTS} who wait for nothing, in one process on the same machine,",
        f"{asked.seconds:.0f} s each. “Processor ms” is what all processes of the site and of its database used for a request. Machines differ; no test asserts",
        f"a time. Load of the machine (1, 5, 15 minutes) when it began: {before}; when it ended: {load()}: where it is over the number of processors others",
        f"were at work too, and the clock's figures are too high. It took {time.perf_counter() - begun:.0f} s.", "",
        *parts,
    ]  # fmt: skip
    Path(asked.write).write_text("\n".join(page), "utf-8")
    print("\n".join(page))


if __name__ == "__main__":
    main()
