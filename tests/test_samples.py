"""The five real reports beside the repository: every cell, the heads, the sections, the added rows."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.readers import read

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
TRUTHS = sorted(SAMPLES.glob("*.truth.json"))
NUMBERS = [path.name[:3] for path in TRUTHS] or ["none"]
FORMATS = ("docx", "doc", "html", "xlsx", "pdf")

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not TRUTHS, reason="the real reports (../shared/samples) are not beside the repository"),
]


def truth(number: str) -> dict:
    return json.loads(next(path for path in TRUTHS if path.name.startswith(number)).read_text("utf-8"))


def same(value: object, wanted: object) -> bool:
    if value is None or wanted is None:
        return value is wanted
    return Decimal(str(value)) == Decimal(str(wanted))


def wrong_cells(path: Path, known: dict) -> dict[str, object]:
    report = read(path)
    either = set(known["either_blank_or_zero"])
    kinds = dict(known["kinds"])
    told = {}
    for address, wanted in known["cells"].items():
        cell = report.cells.get(address)
        if cell is None:
            told[address] = "no such cell"
        elif address in either:
            if not (cell.kind == "blank" or cell.value == 0):
                told[address] = cell
        elif not same(cell.value, wanted) or cell.kind != kinds.get(address, "number"):
            told[address] = (wanted, kinds.get(address, "number"), cell)
    return told


def files() -> list[Path]:
    texts = sorted(SAMPLES.glob("*.txt"))
    return texts + sorted(
        path for end in FORMATS for path in (SAMPLES / "files").glob(f"*.{end}") if ".scan" not in path.name
    )


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name[:3] + path.suffix)
def test_every_cell(path: Path) -> None:
    assert wrong_cells(path, truth(path.name[:3])) == {}


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name[:3] + path.suffix)
def test_head(path: Path) -> None:
    known, report = truth(path.name[:3]), read(path)
    assert (report.edition, report.year, report.agency) == (
        known["edition"],
        known["year"],
        known["agency_as_written"],
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_six_sections_and_added_rows(number: str) -> None:
    known, report = truth(number), read(next(SAMPLES.glob(f"{number}*.txt")))
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
    assert len(report.extra_rows) == len(known["extra_rows"])
