"""The entries of a batch: what is kept as a result and what is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from gongkai.corpus.batch import Checking, Entry, check_all
from gongkai.corpus.executor import Crashed
from gongkai.corpus.files import Item
from gongkai.corpus.ledger import opened
from gongkai.errors import (
    BrokenFile,
    EnvironmentFault,
    GongkaiError,
    MissingExtra,
    NotAReport,
    OutOfMemory,
    TimedOut,
    TooLarge,
)


@dataclass(frozen=True)
class Failing(Checking):
    """Work that meets the same error with every file."""

    error: type[GongkaiError] = GongkaiError

    def __call__(self, item: Item) -> Entry:
        raise self.error("不行", "no", file=item.name)


@pytest.mark.parametrize("error", [BrokenFile, NotAReport, TooLarge])
def test_what_is_wrong_with_the_file_is_kept(error: type[GongkaiError], tmp_path: Path) -> None:
    """The same file would meet it again."""
    assert kept(error, tmp_path) == 1


@pytest.mark.parametrize("error", [TimedOut, OutOfMemory, EnvironmentFault, MissingExtra, Crashed])
def test_what_is_wrong_with_the_machine_is_tried_again(error: type[GongkaiError], tmp_path: Path) -> None:
    """With more time, memory or packages the file may be read: no result is kept."""
    assert kept(error, tmp_path) == 0


def kept(error: type[GongkaiError], folder: Path) -> int:
    """How many results are kept of a file that meets this error."""
    file = folder / "a.txt"
    file.write_bytes(b"x")
    with opened(folder / "r.jsonl") as ledger:
        (entry,) = check_all(Failing(error=error), [Item(str(file))], ledger=ledger)
        assert entry["error"]["kind"] == error.kind
        return len(ledger)
