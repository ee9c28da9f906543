"""Files to result rows: each file checked apart, one bad file never stopping the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.corpus.executor import Processes
from gongkai.corpus.files import Item, find, items
from gongkai.corpus.limits import Limits, limits_of, longest
from gongkai.errors import GongkaiError
from gongkai.readers.document import MAX_BYTES
from gongkai.report.language import SEVERITIES

if TYPE_CHECKING:
    from gongkai.corpus.ledger import Ledger

Entry = dict[str, Any]
"""One file's result as CONTRACT 3 gives it: `report` and `findings`, or `error`."""

_WORST_FIRST = (70, 3, 2, 1, 0)
_WARM = (__name__, "gongkai.corpus.warm")


@dataclass(frozen=True)
class Earlier:
    """Last year's reports: the one file that is always used, or the files by agency and year."""

    single: str = ""
    by_agency: Mapping[tuple[str, int], str] = field(default_factory=dict)
    digest: str = ""

    def of(self, agency: str | None, year: int | None) -> str:
        """The file of the year before; '' when there is none."""
        return self.single or (self.by_agency.get((agency, year - 1), "") if agency and year else "")


@dataclass(frozen=True)
class Checking:
    """What is done to each file: read, check with the rules chosen and last year's report."""

    select: tuple[str, ...] = ()
    earlier: Earlier = Earlier()

    def __call__(self, item: Item) -> Entry:
        """The file's entry; raises a GongkaiError when it cannot be read."""
        from gongkai.report.check import check

        report = _read(item)
        before = self.earlier.of(report.agency, report.year)
        result = check(report, last_year=_before(before) if before else None, only=self.select)
        doubts = [doubt.to_dict() for doubt in report.doubts]
        return {"file": item.name, "sha256": report.source.sha256, **result.to_dict(), "doubts": doubts}


def _read(item: Item) -> Any:
    from gongkai.readers import read

    return read(item.content(), name=item.name)


@lru_cache(maxsize=16)
def _before(file: str) -> Any:
    return _read(Item(file))


def earlier_reports(place: str, jobs: int | None) -> tuple[Earlier, list[GongkaiError]]:
    """Last year's reports in a file or folder, and those that could not be read; a single file must be readable."""
    if not place:
        return Earlier(), []
    find(place)
    if not Path(place).is_dir():
        return Earlier(place, digest=_read(Item(place)).source.sha256), []
    found: dict[tuple[str, int], str] = {}
    hashes, faults = [], []
    for item, answer in _executor(jobs).map(_head, (one for one in items([place]) if one.data is None)):
        if isinstance(answer, GongkaiError):
            answer.file = answer.file or item.name
            faults.append(answer)
            continue
        agency, year, digest = answer
        hashes.append(digest)
        if agency and year:
            found.setdefault((agency, year), item.name)
    return Earlier(by_agency=found, digest="".join(hashes)), faults


def _head(item: Item) -> tuple[str | None, int | None, str]:
    report = _read(item)
    return report.agency, report.year, report.source.sha256


def check_all(
    work: Checking, files: Iterable[Item], *, jobs: int | None = None, ledger: Ledger | None = None
) -> Iterator[Entry]:
    """The entry of every file, in order; those that the ledger holds are taken from it, the others added to it."""
    told: dict[str, str] = {}
    keyed = files if ledger is None else _keyed(files, work)

    def known(item: Item) -> Entry | None:
        return ledger.get(item.key) if ledger is not None and item.key in ledger else None

    for item, answer in _executor(jobs).map(work, keyed, known):
        entry = _entry(item, answer)
        if ledger is not None and item.key and item.key not in ledger and _lasting(answer):
            ledger.add(item.key, entry)
        digest = entry.get("sha256", item.name)
        if told.setdefault(digest, item.name) != item.name:
            entry["same_as"] = told[digest]
        yield entry


def _executor(jobs: int | None) -> Processes:
    return Processes(jobs, limits=_limits, longest=_longest, size=_size, warm=_WARM)


def _limits(item: Item) -> Limits:
    return limits_of(item.name, item.data)


def _longest(item: Item) -> float:
    return longest(item.name)


def _size(item: Item) -> int:
    return item.size


def _keyed(files: Iterable[Item], work: Checking) -> Iterator[Item]:
    """The files, each with the key that its result is kept under."""
    from gongkai.corpus.ledger import run_digest

    run = run_digest([work.earlier.digest, *work.select])
    for item in files:
        yield replace(item, key=_key(item, run))


def _key(item: Item, run: str) -> str:
    """The key of a file's result; '' when it cannot be read now and so has no lasting result."""
    from gongkai.corpus.ledger import key_of

    if item.fault is not None:
        return ""
    if item.data is not None:
        return key_of(item.name, item.data, run)
    path = Path(item.name)
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return ""
        return key_of(item.name, path.read_bytes(), run)
    except OSError:
        return ""


def _entry(item: Item, answer: Entry | GongkaiError) -> Entry:
    if not isinstance(answer, GongkaiError):
        return {**answer, "file": item.name}
    return {"file": item.name, "error": answer.to_dict()}


def _lasting(answer: Entry | GongkaiError) -> bool:
    """Whether a result would come out alike again: not after a crash, a time-out or a fault of the machine."""
    return answer.lasting if isinstance(answer, GongkaiError) else True


class Tally:
    """Counts over a batch: files, severities, unreadable ones, and the exit status they come to (DECISIONS 31)."""

    def __init__(self, fail_on: str = "warning", *, exit_zero: bool = False) -> None:
        """Nothing counted yet."""
        self.files = self.unreadable = 0
        self.severities = dict.fromkeys(SEVERITIES, 0)
        self._codes = {0}
        self._failing = ("error",) if fail_on in ("error", SEVERITIES["error"][0]) else ("error", "warning")
        self._exit_zero = exit_zero

    def add(self, entry: Entry) -> None:
        """Count one file."""
        self.files += 1
        if "error" in entry:
            self.unreadable += 1
            self._codes.add(entry["error"]["exit_code"])
        for finding in entry.get("findings", ()):
            self.severities[finding["severity"]] += 1
            if finding["severity"] in self._failing and not self._exit_zero:
                self._codes.add(1)

    @property
    def status(self) -> int:
        """The worst exit status of the files."""
        return next(code for code in _WORST_FIRST if code in self._codes)
