"""Measure the desk with many applications through gunicorn, on SQLite and PostgreSQL, and write docs/bench-cases.md.

Beside each stands a bare Django page of the same run. Nothing here fails on a slow machine: the page says what was
measured, on what, and how busy the machine was. `BENCH_CASES` says how many applications.
"""

from __future__ import annotations

import http.client
import json
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.databases import server  # noqa: E402

CASES = int(os.environ.get("BENCH_CASES", "100000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
CLIENTS = 8
STEPS = 20
WORKERS = 2
HEAD = (
    "| page | alone: p50 ms | p95 ms | all: p50 ms | p95 ms | requests/s | answers that were none |",
    "|---|---:|---:|---:|---:|---:|---:|",
)
OPENING = 60
"""Seconds that a server has to answer its first request."""
Ask = Callable[[http.client.HTTPConnection, int], int]


@contextmanager
def serving(application: str, environment: dict[str, str], folder: Path) -> Iterator[int]:
    """The port of a gunicorn with two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", str(WORKERS), application]
    with (folder / "gunicorn.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stderr=log, stdout=log)
        try:
            _until_it_answers(port)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _until_it_answers(port: int) -> None:
    for _ in range(OPENING * 10):
        try:
            if asked(http.client.HTTPConnection("127.0.0.1", port), "GET", "/")[0]:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)


def asked(
    to: http.client.HTTPConnection, method: str, path: str, cookie: str = "", words: dict[str, str] | None = None
) -> tuple[int, str, str]:
    """The status, the cookies and the body of an answer."""
    headers = {"Host": "localhost", "Cookie": cookie}
    body = None
    if words is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(words)
    to.request(method, path, body, headers)
    answer = to.getresponse()
    text = answer.read().decode("utf-8", "replace")
    to.close()
    return answer.status, answer.headers.get("Set-Cookie", ""), text


def measured(port: int, ask: Ask, clients: int = CLIENTS) -> tuple[float, float, float, int]:
    """p50 and p95 in milliseconds, requests a second, and how many answers were none, with so many clients at work.

    A few requests go before that are not counted, so that every worker has loaded what the page needs.
    """
    for _ in range(2 * WORKERS):
        ask(http.client.HTTPConnection("127.0.0.1", port), 0)
    times: list[float] = []
    bad: list[int] = []
    until = time.perf_counter() + SECONDS

    def client(number: int) -> None:
        turn = number
        while time.perf_counter() < until:
            begun = time.perf_counter()
            status = ask(http.client.HTTPConnection("127.0.0.1", port), turn)
            times.append((time.perf_counter() - begun) * 1000)
            if status not in (200, 303):
                bad.append(status)
            turn += clients

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    begun = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    spent = time.perf_counter() - begun
    points = statistics.quantiles(times, n=20) if len(times) > 1 else times * 19
    return statistics.median(times), points[18], len(times) / spent, len(bad)


def pages(found: dict[str, Any]) -> dict[str, str]:
    """What is asked for, by its name."""
    return {
        "desk": "/desk/",
        "list, first page": "/desk/cases",
        "list, last page": "/desk/cases?page=999999",
        "list, three filters": "/desk/cases?state=closed&category=business&received_from=2024-01-01",
        "search by number": f"/desk/cases?q={found['number']}",
        "search by name (blind index)": f"/desk/cases?q={quote(found['name'])}",
        "search in subjects": f"/desk/cases?q={quote('泵站2023年')}",
        "case page": f"/desk/cases/{found['number']}",
    }


def move(port: int, found: dict[str, Any]) -> float:
    """How long one step takes, in milliseconds: an open application is given to an officer; the form is not counted."""
    path = f"/desk/cases/{found['live'].pop()}/assign"
    to = http.client.HTTPConnection("127.0.0.1", port)
    _, cookies, form = asked(to, "GET", path, found["cookie"])
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    csrf = cookies.partition(";")[0]
    begun = time.perf_counter()
    status, _, said = asked(
        to, "POST", path, f"{found['cookie']}; {csrf}", {**hidden, "assignee": found["officer"], "unit": ""}
    )
    if status != 303:
        raise RuntimeError(f"{path}: {status}\n{said[:2000]}")
    return (time.perf_counter() - begun) * 1000


def desk(environment: dict[str, str], folder: Path) -> list[str]:
    """The rows of one database."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "office.py", str(CASES)],
        env=os.environ | environment, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    lines = [f"Filled in {time.perf_counter() - begun:.0f} s.", ""]
    lines += HEAD
    with serving("gongkai.site.wsgi", environment, folder) as port:
        for name, path in pages(found).items():

            def ask(to: http.client.HTTPConnection, _turn: int, path: str = path) -> int:
                return asked(to, "GET", path, found["cookie"])[0]

            lines.append(row(name, port, ask))
        steps = [move(port, found) for _ in range(STEPS)]
        points = statistics.quantiles(steps, n=20)
        lines.append(
            f"| one step, {STEPS} after one another | {statistics.median(steps):.0f} | {points[18]:.0f} | – | – | – | 0 |"
        )
    return lines


def row(name: str, port: int, ask: Ask) -> str:
    """A row of the table: one client alone, then all at once."""
    alone, middle, _, none = measured(port, ask, 1)
    p50, p95, rate, bad = measured(port, ask)
    return f"| {name} | {alone:.0f} | {middle:.0f} | {p50:.0f} | {p95:.0f} | {rate:.0f} | {none + bad} |"


def bare(folder: Path) -> str:
    """The row of a page with nothing in it."""
    with serving("bench.bare", {}, folder) as port:
        return row("bare Django page", port, lambda to, _turn: asked(to, "GET", "/")[0])


def main() -> None:
    """Measure all and write the page."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        folder = Path(name)
        lines = [
            "# Measurements: many applications", "",
            f"Written by `make bench-cases` (Python {platform.python_version()}, {os.cpu_count()} CPUs): {CASES} applications,",
            f"gunicorn with {WORKERS} workers, one client alone, then {CLIENTS} at once, in one process on the same machine, {SECONDS:.0f} s each.",
            f"Load of the machine (1, 5, 15 minutes) when it began: {load}. No test asserts a time.", "",
            *HEAD, bare(folder), "",
        ]  # fmt: skip
        common = {
            "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
            "GONGKAI_MODE": "demonstration",
            "GONGKAI_HOSTS": "localhost",
        }
        (folder / "sqlite").mkdir()
        lines += [
            "## SQLite",
            "",
            *desk({**common, "GONGKAI_DATA": str(folder / "sqlite"), "DATABASE_URL": ""}, folder),
            "",
        ]
        if programs := server.programs():
            (folder / "postgresql").mkdir()
            with server.running(programs) as address:
                url = address.format(name="postgres")
                of = {**common, "GONGKAI_DATA": str(folder / "postgresql"), "DATABASE_URL": url}
                lines += ["## PostgreSQL", "", *desk(of, folder), ""]
    ended = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    lines.append(f"Load when it ended: {ended}.")
    (ROOT / "docs" / "bench-cases.md").write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
