"""What is written reads back to the same report, the same bytes each time, and never half a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.errors import EnvironmentFault, UsageError
from gongkai.readers import read
from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.writers import render, write
from gongkai.writers.formula import harmless


@pytest.mark.parametrize("edition", [("2019", 2020), ("2021", 2023)])
@pytest.mark.parametrize("ending", [".json", ".xlsx", ".csv"])
def test_reads_back(edition: tuple[str, int], ending: str) -> None:
    report = build(Example(edition=edition[0], year=edition[1]))
    data = render(report, ending)
    back = read(data, name=f"x{ending}")
    assert {a: (c.value, c.kind) for a, c in back.cells.items()} == {
        a: (c.value, c.kind) for a, c in report.cells.items()
    }
    assert (back.agency, back.year, back.edition) == (report.agency, report.year, report.edition)
    assert data == render(report, ending)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", " =1", "＝1"])
def test_formulas_are_made_text(text: str) -> None:
    assert harmless(text) == "'" + text


def test_a_file_is_complete_or_not_there(tmp_path: Path) -> None:
    report = build(Example())
    write(report, tmp_path / "a.json")
    with pytest.raises(UsageError):
        write(report, tmp_path / "a.json")
    with pytest.raises(UsageError):
        write(report, tmp_path / "a.docm")
    with pytest.raises(UsageError):
        write(report, tmp_path / "a.csv", encoding="nope")
    with pytest.raises(EnvironmentFault):
        write(report, tmp_path / "no" / "a.json")
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]
