"""Measure reading, checking, writing and batches, and write docs/bench.md.

Nothing here fails on a slow machine: the page only says what was measured, on what, and how busy the machine was.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.others import bare, by_office, converters  # noqa: E402
from gongkai import check, compare, read  # noqa: E402
from gongkai.errors import GongkaiError  # noqa: E402
from gongkai.report.check import Example, rules  # noqa: E402
from gongkai.report.example import build  # noqa: E402
from gongkai.writers import WRITERS, comparison, render  # noqa: E402
from gongkai.writers.notice import notice  # noqa: E402
from gongkai.writers.paper.word import pack  # noqa: E402
from tests.render import RENDERERS, Page, lay_out, make_report  # noqa: E402

SAMPLES = ROOT.parent / "shared" / "samples"
ROUNDS = int(os.environ.get("GONGKAI_BENCH_ROUNDS", "15"))
BATCH = int(os.environ.get("GONGKAI_BENCH_BATCH", "1000"))
MIXED = (".txt", ".html", ".docx", ".xlsx")


def p50(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of a call in milliseconds, after one call to warm up."""
    return timed(work, rounds)[0]


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """The medians of a call on the clock and of the processor, in milliseconds, after one call to warm up."""
    work()
    clock, processor = [], []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        work()
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return statistics.median(clock), statistics.median(processor)


def page_of(number: int, edition: str = "2021") -> Page:
    """A page with the three tables and six sections, its words and some figures by number."""
    texts = tuple(f"本节第{number}份有文字第{part}段，主动公开信息{number + part}条，仅供测量。" for part in range(6))
    year = 2024 if edition == "2021" else 2020
    return lay_out(make_report(edition, "青岚市水利局", year, {"t3.granted.natural_person": number % 9}, texts))


def inputs() -> Iterator[tuple[str, str, bytes]]:
    """What is measured: (where it comes from, file name, bytes). DOC and ODT are made only where LibreOffice is."""
    real = [*SAMPLES.glob("*.txt"), *(SAMPLES / "files").glob("*.*")] if SAMPLES.is_dir() else []
    known = (".txt", ".docx", ".html", ".xlsx", ".pdf", ".doc")
    for path in sorted(real):
        if path.suffix in known and ".scan" not in path.suffixes:
            yield "sample", path.name, path.read_bytes()
    page = page_of(5)
    for name, write in RENDERERS.items():
        yield "generated", name, write(page)
    from tests.render.press import pdf_file

    yield "generated", "ruled.pdf", pdf_file(page)
    if shutil.which("soffice"):
        word = RENDERERS["plain.docx"](page)
        yield "generated", "saved.doc", by_office(word, ".docx", "doc")
        yield "generated", "saved.odt", by_office(word, ".docx", "odt")


def scans() -> Iterator[tuple[str, bytes]]:
    """Scans to recognise: the sample's, and one made of a printed page."""
    if SAMPLES.is_dir():
        for path in sorted((SAMPLES / "files").glob("*.scan.pdf")):
            yield f"sample {path.name[:3]}.scan.pdf", path.read_bytes()
    from tests.render.press import pdf_file
    from tests.render.scan import scanned

    yield "generated scan.pdf, 200 dpi", scanned(pdf_file(page_of(5)), 200, skew=0.4, noise=6)


def peak(data: bytes, name: str) -> str:
    """The peak memory in MB of a process that reads and checks this file and nothing else."""
    code = (
        "import resource, sys; from gongkai import check, read; "
        f"check(read(sys.stdin.buffer.read(), name={name!r})); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=False, cwd=ROOT)
    return done.stdout.decode().strip() or "–"


def formats() -> list[str]:
    """The table of reading and checking by format."""
    lines = [
        "| report | bytes | read ms | check ms | both, processor ms | peak MB | bare parse ms | generic converters ms |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    for kind, name, data in inputs():
        ending = Path(name).suffix
        label = f"{kind} {name[:3] + ending if kind == 'sample' else name}"
        try:
            report = read(data, name=name)
        except GongkaiError as error:
            lines.append(f"| {label} | {len(data)} | not read: {type(error).__name__} | | | | | |")
            continue
        reading = timed(lambda d=data, n=name: read(d, name=n))
        checking = timed(lambda r=report: check(r))
        parsing = p50(lambda d=data, e=ending: bare(d, e))
        told = "; ".join(f"{tool} {p50(work, 3):.0f}" for tool, work in converters(data, ending)) or "–"
        lines.append(
            f"| {label} | {len(data)} | {reading[0]:.1f} | {checking[0]:.1f} | {reading[1] + checking[1]:.1f} "
            f"| {peak(data, name)} | {parsing:.2f} | {told} |"
        )
    return lines


def recognition() -> list[str]:
    """The table of scans: the recognition of text takes seconds, so that each is read once."""
    import pypdfium2

    lines = ["| scan | pages | seconds a page | peak MB |", "|---|---:|---:|---:|"]
    for label, data in scans():
        with pypdfium2.PdfDocument(data) as document:
            pages = len(document)
        start = time.perf_counter()
        try:
            read(data, name="scan.pdf")
        except GongkaiError as error:
            lines.append(f"| {label} | {pages} | not read: {type(error).__name__} | |")
            continue
        seconds = (time.perf_counter() - start) / pages
        lines.append(f"| {label} | {pages} | {seconds:.1f} | {peak(data, 'scan.pdf')} |")
    return lines


def writing() -> list[str]:
    """The table of writing one report, by format, and of comparing it with another year's."""
    lines = ["| write one report as | bytes | p50 ms |", "|---|---:|---:|"]
    years = [build(Example(year=year)) for year in (2022, 2023)]
    for ending in WRITERS:
        data = render(years[1], ending)
        lines.append(f"| {ending} | {len(data)} | {p50(lambda e=ending: render(years[1], e)):.2f} |")
    entry = {"file": "x", **check(build(rules()["SU01"].bad)).to_dict(), "doubts": []}
    page = comparison.page(compare(*years))
    lines.append(
        f"| notice of return (.docx) | {len(pack(notice([entry])))} | {p50(lambda: pack(notice([entry]))):.2f} |"
    )
    lines.append(f"| comparison (.html) | {len(page)} | {p50(lambda: comparison.page(compare(*years))):.2f} |")
    return lines


def process(*words: str, rounds: int = 5, warm: bool = True) -> str:
    """The median whole-process time of a command in milliseconds; says so when it ends badly."""
    command = Path(sys.executable).with_name("gongkai")
    times = []
    for at in range(rounds + warm):
        start = time.perf_counter()
        done = subprocess.run([command, *words], capture_output=True, check=False, cwd=ROOT)
        if done.returncode not in (0, 1):
            return f"exit {done.returncode}"
        if at or not warm:
            times.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(times):.0f}"


def commands() -> list[str]:
    """The table of whole processes."""
    demo = next(iter(sorted((ROOT / "demo").glob("*.txt"))))
    rows = [("--version", process("--version")), ("--help", process("--help"))]
    rows.append(("check, one report", process("check", str(demo))))
    return ["| command | p50 ms |", "|---|---:|", *(f"| `{name}` | {taken} |" for name, taken in rows)]


def batches() -> list[str]:
    """The table of batches: as many different reports as BATCH says, text, HTML, DOCX and XLSX in turn."""
    by_ending = [[name for name in RENDERERS if name.endswith(ending)] for ending in MIXED]
    lines = ["| batch | seconds | files a second |", "|---|---:|---:|"]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(BATCH):
            several = by_ending[number % len(MIXED)]
            name = several[number // len(MIXED) % len(several)]
            page = page_of(number, "2021" if number % 3 else "2019")
            Path(folder, f"{number:04}{Path(name).suffix}").write_bytes(RENDERERS[name](page))
        for workers in (1, 2):
            words = ("check", folder, "--jobs", str(workers), "--format", "json-lines", "--no-progress")
            taken = float(process(*words, rounds=1, warm=False)) / 1000
            label = f"{BATCH} mixed files, {workers} worker{'s' * (workers > 1)}"
            lines.append(f"| {label} | {taken:.1f} | {BATCH / taken:.0f} |")
    return lines


def main() -> None:
    """Measure all and write the page."""
    before = os.getloadavg()
    parts = [part() for part in (commands, batches, formats, recognition, writing)]
    after = os.getloadavg()
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs"
    page = [
        "# Measurements",
        "",
        f"Written by `make bench` ({machine}; median of {ROUNDS} warm calls). Machines differ; no test asserts a time.",
        f"Load of the machine (1, 5, 15 minutes) when it began: {_load(before)}; when it ended: {_load(after)}. Where it is",
        "over the number of processors others were at work too, and the clock's figures are too high; “processor ms” is",
        "what the calls themselves used.",
        "",
        *(line for part in parts for line in (*part, "")),
        "Peak memory is of a fresh process that reads and checks the one file. Generic converters give tables as they",
        "stand, not cells of the form: their times are no like-for-like match; “process” includes the program's start.",
        "",
    ]
    (ROOT / "docs" / "bench.md").write_text("\n".join(page), "utf-8")
    print("\n".join(page))


def _load(load: tuple[float, float, float]) -> str:
    return ", ".join(f"{one:.1f}" for one in load)


if __name__ == "__main__":
    main()
