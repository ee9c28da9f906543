"""What is written reads back to the same report, the same bytes each time, and never half a file."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from gongkai.errors import AlreadyThere, EnvironmentFault, UsageError
from gongkai.readers import read
from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.writers import render, save, write
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


def test_what_is_there_is_replaced_only_when_told_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"{}")
    target.chmod(0o600)
    with pytest.raises(AlreadyThere) as refused:
        save(b"new", target)
    assert "force=True" in refused.value.fix
    assert "force=True" in refused.value.fix_en
    save(b"new", target, force=True)
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o600)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.json", tmp_path / "b.json"
    link.symlink_to(target)
    for data in (b"first", b"second"):
        save(data, link, force=data == b"second")
        assert link.is_symlink()
        assert target.read_bytes() == data
    assert [one.name for one in target.parent.iterdir()] == ["a.json"]
    with pytest.raises(AlreadyThere):
        save(b"third", link)


def test_what_is_no_plain_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    save(b"data", pipe)
    reader.join(10)
    assert got == [b"data"]
    assert pipe.is_fifo()
    save(b"data", Path("/dev/null"))
    assert Path("/dev/null").is_char_device()
    with pytest.raises(EnvironmentFault, match="这是文件夹"):
        save(b"data", tmp_path, force=True)
