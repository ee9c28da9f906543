"""Measure reading and checking, and write docs/bench.md.

Nothing here fails on a slow machine: the page only says what was measured, and on what.
"""

from __future__ import annotations

import importlib.util
import io
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gongkai import check, compare, read  # noqa: E402
from gongkai.errors import GongkaiError  # noqa: E402
from gongkai.report.check import Example, rules  # noqa: E402
from gongkai.report.example import build  # noqa: E402
from gongkai.writers import WRITERS, comparison, render  # noqa: E402
from gongkai.writers.notice import notice  # noqa: E402
from gongkai.writers.paper.word import pack  # noqa: E402
from tests.render import RENDERERS, lay_out, make_report  # noqa: E402

SAMPLES = ROOT.parent / "shared" / "samples"
ROUNDS = int(os.environ.get("GONGKAI_BENCH_ROUNDS", "15"))
BATCH = 200


def p50(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of a call in milliseconds, after one call to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def bare(data: bytes, ending: str) -> object:
    """Parse the same bytes with the library alone: what any reader has to spend."""
    if ending == ".html":
        from selectolax.lexbor import LexborHTMLParser

        return LexborHTMLParser(data).body
    if ending in (".docx", ".xlsx"):
        from lxml import etree

        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [etree.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith(".xml")]
    if ending == ".xls":
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return data.decode("utf-8-sig").splitlines()


def others(data: bytes, ending: str) -> str:
    """The p50 of generic converters that happen to be installed; they give tables, not cells of the form."""
    told = []
    if ending == ".docx" and importlib.util.find_spec("docx"):
        import docx

        def cells() -> object:
            tables = docx.Document(io.BytesIO(data)).tables
            return [[cell.text for cell in row.cells] for table in tables for row in table.rows]

        told.append(f"python-docx {p50(cells, 3):.1f}")
    if ending == ".html" and importlib.util.find_spec("pandas"):
        import pandas as pd

        told.append(f"pandas.read_html {p50(lambda: pd.read_html(io.BytesIO(data)), 3):.1f}")
    if importlib.util.find_spec("markitdown"):
        from markitdown import MarkItDown

        tool = MarkItDown()
        work = lambda: tool.convert_stream(io.BytesIO(data), file_extension=ending)  # noqa: E731
        told.append(f"markitdown {p50(work, 3):.1f}")
    return "; ".join(told) or "–"


def inputs() -> list[tuple[str, str, bytes]]:
    """What is measured: (where it comes from, file name, bytes)."""
    texts = tuple(f"本节共有文字第{number}段，仅供测量。" for number in range(6))
    page = lay_out(make_report("2021", "青岚市水利局", 2024, {"t3.granted.natural_person": 5}, texts))
    made = [("generated", name, write(page)) for name, write in RENDERERS.items()]
    real = [*SAMPLES.glob("*.txt"), *(SAMPLES / "files").glob("*.*")] if SAMPLES.is_dir() else []
    known = (".txt", ".docx", ".html", ".xlsx")
    return [("sample", path.name, path.read_bytes()) for path in sorted(real) if path.suffix in known] + made


def formats() -> list[str]:
    """The table of reading and checking by format."""
    lines = [
        "| report | bytes | read ms | check ms | bare parse ms | generic converters ms |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for kind, name, data in inputs():
        ending = Path(name).suffix
        label = f"{kind} {name[:3] + ending if kind == 'sample' else name}"
        try:
            report = read(data, name=name)
        except GongkaiError as error:
            lines.append(f"| {label} | {len(data)} | not read: {type(error).__name__} | | | |")
            continue
        figures = (
            p50(lambda d=data, n=name: read(d, name=n)),
            p50(lambda r=report: check(r)),
            p50(lambda d=data, e=ending: bare(d, e)),
        )
        told = " | ".join(f"{figure:.2f}" for figure in figures)
        lines.append(f"| {label} | {len(data)} | {told} | {others(data, ending)} |")
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


def process(*words: str, rounds: int = 5, processors: int = 0) -> str:
    """The median whole-process time of a command in milliseconds; says so when it ends badly."""
    command = Path(sys.executable).with_name("gongkai")
    ends = []
    bound = ["taskset", "-c", f"0-{processors - 1}"] if processors else []

    def once() -> None:
        done = subprocess.run([*bound, command, *words], capture_output=True, check=False, cwd=ROOT)
        ends.append("not built yet" if b"Traceback" in done.stderr else done.returncode)

    taken = p50(once, rounds)
    return f"{taken:.0f}" if ends[-1] in (0, 1) else f"exit {ends[-1]}"


def commands() -> list[str]:
    """The table of whole processes."""
    demo = next(iter(sorted((ROOT / "demo").glob("*.txt"))))
    rows = [("--version", process("--version")), ("--help", process("--help"))]
    rows.append(("check, one report", process("check", str(demo))))
    data = demo.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(BATCH):
            Path(folder, f"{number:03}.txt").write_bytes(data)
        for workers in ("1", "2"):
            label = f"check, {BATCH} files, {workers} worker{'s' * (workers != '1')}"
            rows.append((label, process("check", folder, rounds=1, processors=int(workers))))
    return ["| command | p50 ms |", "|---|---:|", *(f"| `{name}` | {taken} |" for name, taken in rows)]


def main() -> None:
    """Measure all and write the page."""
    table = formats()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs"
    page = [
        "# Measurements",
        "",
        f"Written by `make bench` ({machine}; median of {ROUNDS} warm calls). Machines differ; no test asserts a time.",
        "",
        *table,
        "",
        f"Peak memory of the process that measured all of the above (generic converters included): {memory:.0f} MB.",
        "",
        "Generic converters give tables as they stand, not cells of the form: their times are no like-for-like match.",
        "",
        *writing(),
        "",
        *commands(),
        "",
    ]
    (ROOT / "docs" / "bench.md").write_text("\n".join(page), "utf-8")
    print("\n".join(page))


if __name__ == "__main__":
    main()
