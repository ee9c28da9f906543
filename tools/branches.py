"""Hold the branch coverage of the pure rooms: law and report, at least 95 of 100 branches each.

Reads `.coverage` as the test run left it; prints one line a room; exit status 1 when a room falls below the bar.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOMS = ("gongkai/report", "gongkai/statute")
BAR = 95.0


def branches(measured: dict[str, dict[str, dict[str, int]]], room: str) -> tuple[int, int]:
    """How many branches of a room's files the tests took, and how many there are."""
    summaries = [one["summary"] for name, one in measured.items() if Path(name).is_relative_to(room)]
    return sum(one["covered_branches"] for one in summaries), sum(one["num_branches"] for one in summaries)


def main() -> int:
    """Print the share of branches of each room; 1 when one is below the bar or was not measured at all."""
    coverage = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", "coverage.json"]
    subprocess.run(coverage, check=True)
    measured = json.loads(Path("coverage.json").read_text("utf-8"))["files"]
    worst = 0
    for room in ROOMS:
        taken, total = branches(measured, room)
        share = 100 * taken / total if total else 0.0
        mark = "√" if share >= BAR else "×"
        print(f"{mark} {room}: {share:.1f} % of {total} branches (bar {BAR:g} %)")
        worst |= share < BAR
    return worst


if __name__ == "__main__":
    sys.exit(main())
