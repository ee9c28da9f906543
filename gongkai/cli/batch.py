"""Files to outcomes: single files, folders and zips, one bad file never stopping the others."""

from __future__ import annotations

import sys
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.cli import words
from gongkai.corpus.executor import run
from gongkai.errors import BrokenFile, GongkaiError, UsageError
from gongkai.readers import READERS, read
from gongkai.readers.package import Package
from gongkai.report.check import Result, check
from gongkai.report.model import Report

_SEVERITY = {"必须改": "error", "建议改": "warning"}
_ORDER = (70, 3, 2, 1, 0)


@dataclass(frozen=True)
class Item:
    """A file to check: its name, and its bytes when it is a member of a zip or stands on stdin."""

    name: str
    data: bytes | None = None
    earlier: tuple[Report, ...] = ()
    select: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    file: str
    result: Result | None = None
    error: GongkaiError | None = None

    def to_dict(self) -> dict[str, Any]:
        """The entry of CONTRACT 3."""
        if self.result is not None:
            return {"file": self.file, **self.result.to_dict()}
        return {"file": self.file, "error": self.error.to_dict() if self.error else {}}


def items(files: Iterable[str]) -> Iterator[Item]:
    """The files behind the names given: folders and zips are opened, `-` is stdin."""
    for name in files:
        path = Path(name)
        if name == "-":
            yield Item("-", sys.stdin.buffer.read())
        elif path.is_dir():
            found = [one for one in sorted(path.rglob("*")) if one.is_file() and _wanted(one.relative_to(path))]
            if not found:
                raise UsageError("文件夹里没有可以读的文件", "the folder holds no file that can be read", file=name)
            yield from (Item(str(one)) for one in found)
        elif path.is_file() and path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
            yield from _members(path)
        else:
            yield Item(name)


def _wanted(inside: Path) -> bool:
    """Whether a file, by its path inside the folder, is one to read: known ending, not hidden, no lock file."""
    return inside.suffix.lower() in READERS and not any(part.startswith((".", "~$")) for part in inside.parts)


def _members(path: Path) -> Iterator[Item]:
    try:
        package = Package(path.read_bytes())
    except GongkaiError:
        yield Item(str(path))
        return
    for name in sorted(package.names):
        if _wanted(Path(name)):
            try:
                data = package.read(name)
            except BrokenFile:
                data = b"PK\x03\x04"  # read again with its own name, it is refused as the incomplete file it is
            yield Item(f"{path}!{name}", data)


def earlier(place: str) -> tuple[Report, ...]:
    """Last year's reports in a file or folder; a file that cannot be read is an error, in a folder it is passed."""
    if not place:
        return ()
    if not Path(place).is_dir():
        return (read(place),)
    found = []
    for item in items([place]):
        try:
            found.append(read(item.name))
        except GongkaiError:
            continue
    return tuple(found)


def examine(item: Item) -> Result:
    """Read and check one file."""
    report = read(item.data if item.data is not None else item.name, name=item.name)
    return check(report, last_year=_match(report, item.earlier), only=item.select)


def _match(report: Report, candidates: Sequence[Report]) -> Report | None:
    """Last year's report of the same agency; a single one is handed on, and the rules say if it does not fit."""
    if len(candidates) == 1:
        return candidates[0]
    return next(
        (c for c in candidates if c.agency == report.agency and report.year and c.year == report.year - 1), None
    )


def check_all(
    files: Iterable[str], before: tuple[Report, ...], select: tuple[str, ...], *, progress: bool, lang: str
) -> Iterator[Outcome]:
    """Check every file in order."""
    todo = [Item(one.name, one.data, before, select) for one in items(files)]
    bar = Bar(len(todo), lang) if progress and len(todo) > 1 and sys.stderr.isatty() else None
    for item, answer in run(examine, todo):
        if bar:
            bar.step()
        if isinstance(answer, GongkaiError):
            yield Outcome(item.name, error=answer)
        else:
            yield Outcome(item.name, answer)
    if bar:
        bar.close()


def status(outcomes: Sequence[Outcome], fail_on: str, exit_zero: bool) -> int:
    """The worst exit status of the files (DECISIONS 31)."""
    worst = _SEVERITY.get(fail_on, fail_on)
    bad = ("error",) if worst == "error" else ("error", "warning")
    codes = {0}
    for one in outcomes:
        if one.error is not None:
            codes.add(one.error.exit_code)
        elif one.result and any(f.severity in bad for f in one.result.findings) and not exit_zero:
            codes.add(1)
    return next(code for code in _ORDER if code in codes)


class Bar:
    """Progress with count, rate and time left; shown from the second second on, gone at the end."""

    def __init__(self, total: int, lang: str) -> None:
        """A bar for so many files."""
        self.total, self.done, self.begun, self.lang = total, 0, time.monotonic(), lang

    def step(self) -> None:
        """One more file is done."""
        self.done += 1
        spent = time.monotonic() - self.begun
        if spent < 2:
            return
        rate = self.done / spent
        left = (self.total - self.done) / rate
        text = (
            f"{self.done}/{self.total}  每秒{rate:.1f}份  还需{left:.0f}秒"
            if self.lang == "zh"
            else f"{self.done}/{self.total}  {rate:.1f} files/s  {left:.0f} s left"
        )
        sys.stderr.write("\r" + words.padded(text, 60))
        sys.stderr.flush()

    def close(self) -> None:
        """Wipe the bar."""
        if time.monotonic() - self.begun >= 2:
            sys.stderr.write("\r" + " " * 60 + "\r")
