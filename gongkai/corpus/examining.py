"""One uploaded report, read, checked and written up in a process of its own: what a public page asks for.

Nothing is stored: bytes go in, values and bytes come out. The web process itself parses nothing (TRUST 5.6).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai.corpus.batch import Entry
from gongkai.corpus.executor import Standing
from gongkai.corpus.limits import SCANS, Limits, limits_of, of_scan
from gongkai.errors import GongkaiError

if TYPE_CHECKING:
    from gongkai.report.check import Result

PAGES = 10
"""A scan on the public page has the time of so many pages at most; longer ones are for the command line."""
_MARGIN = 10.0
_WARM = (
    __name__,
    "gongkai.corpus.warm",
    "gongkai.writers.notice",
    "gongkai.writers.paper.word",
    "gongkai.writers.xlsx",
)


@dataclass(frozen=True)
class File:
    """A file as it came: its name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Pair:
    """A report to check and, where given, last year's."""

    report: File
    last_year: File | None = None


@dataclass(frozen=True)
class Examined:
    """What came of a report: the result, its entry (CONTRACT 3), and files to take away by their names."""

    result: Result
    entry: Entry
    files: dict[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class LastYearUnread:
    """Last year's report could not be read, and why; the report itself was not looked at."""

    error: GongkaiError


def examine(pair: Pair) -> Examined | LastYearUnread:
    """Read and check the report, write the notice and the figures; raises a GongkaiError when it cannot be read."""
    from gongkai.readers import read
    from gongkai.report.check import check

    before = None
    if pair.last_year is not None:
        try:
            before = read(pair.last_year.data, name=pair.last_year.name)
        except GongkaiError as error:
            return LastYearUnread(error)
    report = read(pair.report.data, name=pair.report.name)
    result = check(report, last_year=before)
    doubts = [doubt.to_dict() for doubt in report.doubts]
    entry = {"file": pair.report.name, "sha256": report.source.sha256, **result.to_dict(), "doubts": doubts}
    return Examined(result, entry, _files(result, entry))


def _files(result: Result, entry: Entry) -> dict[str, bytes]:
    from gongkai.writers import render
    from gongkai.writers.notice import notice
    from gongkai.writers.paper import web, word

    paper = notice([entry])
    return {
        "退回意见.docx": word.pack(paper),
        "退回意见.html": web.page(paper),
        "核对结果.json": json.dumps([entry], ensure_ascii=False, indent=1).encode(),
        "读出的表.xlsx": render(result.report, ".xlsx"),
    }


def standing(workers: int) -> Standing:
    """Processes that examine pairs, so many at once, each within the limits of its files."""
    return Standing(examine, workers=workers, limits=_limits, longest=_longest, warm=_WARM)


def _limits(pair: Pair) -> Limits:
    """The wider of the limits of both files, cut at those of a scan of PAGES pages."""
    files = [pair.report, *([pair.last_year] if pair.last_year else [])]
    wide = max((limits_of(file.name, file.data) for file in files), key=lambda limits: limits.wall)
    return min(wide, of_scan(PAGES), key=lambda limits: limits.wall)


def _longest(pair: Pair) -> float:
    """The seconds after which a pair is given up, by the endings of its names alone."""
    names = [pair.report.name, *([pair.last_year.name] if pair.last_year else [])]
    scanned = any(name.lower().endswith((*SCANS, ".pdf")) for name in names)
    return (of_scan(PAGES) if scanned else Limits()).wall + _MARGIN
