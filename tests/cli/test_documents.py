"""One notice of return for every file of a batch, and comparisons over years and editions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gongkai import write
from gongkai.cli.commands import run
from gongkai.readers import document
from gongkai.report.check import Example
from gongkai.report.example import build
from tests.cli.process import BAD, CLEAN, gongkai


def test_one_document_for_all_files_and_those_that_cannot_be_read(tmp_path: Path) -> None:
    shutil.copy(BAD, tmp_path)
    shutil.copy(CLEAN, tmp_path)
    (tmp_path / "空.docx").write_bytes(b"")
    done = gongkai("check", str(tmp_path), "--format", "docx")
    text = "".join(getattr(block, "text", "") for block in document(done.stdout, "docx").blocks)
    assert done.returncode == 2
    assert [text.count(f"第{n}份，共3份") for n in (1, 2, 3)] == [1, 1, 1]
    assert "无法读取" in text


def test_other_editions_and_years(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for edition, year in (("2019", 2020), ("2021", 2021), ("2021", 2022)):
        write(build(Example(edition=edition, year=year)), tmp_path / f"{year}.json")
    files = [str(tmp_path / f"{year}.json") for year in (2020, 2021, 2022)]
    assert run(["compare", *files[:2], "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert "· 2020年：" in out
    assert "nothing that means the same" in out
    assert "15 rows" in err
    assert run(["compare", *files[1:]]) == 1
    out, _ = capsys.readouterr()
    assert "√ 两年的数相衔接。" in out
    assert "相同的段落" in out
