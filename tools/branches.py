"""Hold the branch coverage of the pure rooms: law and report, at least 95 of 100 branches each.

In a room without a branch its statements are counted instead; a room that was not measured is below the bar.

Reads `.coverage` as the test run left it; prints one line a room; exit status 1 when a room falls below the bar.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOMS = ("gongkai/report", "gongkai/statute")
BAR = 95.0


def taken(measured: dict[str, dict[str, dict[str, int]]], room: str) -> tuple[int, int, str]:
    """How many branches of a room's files the tests took, of how many; of statements where there is no branch."""
    summaries = [one["summary"] for name, one in measured.items() if Path(name).is_relative_to(room)]
    total = sum(one["num_branches"] for one in summaries)
    if total:
        return sum(one["covered_branches"] for one in summaries), total, "branches"
    return (
        sum(one["covered_lines"] for one in summaries),
        sum(one["num_statements"] for one in summaries),
        "statements",
    )


def main() -> int:
    """Print the share of branches of each room; 1 when one is below the bar or was not measured at all."""
    coverage = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", "coverage.json"]
    subprocess.run(coverage, check=True)
    measured = json.loads(Path("coverage.json").read_text("utf-8"))["files"]
    short = 0
    for room in ROOMS:
        some, total, what = taken(measured, room)
        share = 100 * some / total if total else 0.0
        short += share < BAR
        print(f"{'√' if share >= BAR else '×'} {room}: {share:.1f} % of {total} {what} (bar {BAR:g} %)")
    return int(short > 0)


if __name__ == "__main__":
    sys.exit(main())
