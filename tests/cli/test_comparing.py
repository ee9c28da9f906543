"""`compare`, and `check` as a notice of return: tables on the terminal, documents in files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai import read
from gongkai.cli.commands import run
from gongkai.report.compare import compare
from tests.cli.process import BAD, CLEAN, on_terminal


def test_changed_cells_are_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Names, both values, the difference, how alike the texts are; status 1 unless it is not wanted."""
    pair = [str(CLEAN), str(BAD)]
    assert run(["compare", *pair]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[0].split() == ["位置", "青岚市水利局", "青岚市文化和旅游局", "增减", "百分比"]
    assert "（空白）" in out
    both = compare(read(CLEAN), read(BAD))
    assert f"{len(both.changed)} 格不同" in err
    assert "· 文字相似度：一、总体情况" in out
    assert run(["compare", "--exit-zero", *pair]) == 0
    assert run(["compare", str(CLEAN), str(CLEAN)]) == 0
    capsys.readouterr()
    assert run(["compare", "--format", "json", *pair]) == 1
    assert json.loads(capsys.readouterr().out)["schema"] == "gongkai.comparison/1"


def test_documents_go_to_files(tmp_path: Path) -> None:
    """A notice in Word, a comparison as a page; a Word file is never thrown at a terminal."""
    notice, page = tmp_path / "退回意见.docx", tmp_path / "比较.html"
    assert run(["check", str(BAD), "--format", "docx", "-o", str(notice)]) == 1
    assert notice.read_bytes().startswith(b"PK")
    paper = tmp_path / "退回意见.html"
    assert run(["check", str(BAD), "--format", "html", "--date", "2025-02-10", "-o", str(paper)]) == 1
    assert "2025年2月10日" in paper.read_text("utf-8")
    assert f"文件：{BAD.name}）" in paper.read_text("utf-8")
    assert run(["check", str(BAD), "--format", "html", "--date", "2025-02-30"]) == 2
    assert run(["check", str(BAD), "--date", "2025-02-10"]) == 2
    assert run(["compare", str(CLEAN), str(BAD), "--format", "html", "-o", str(page)]) == 1
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")
    status, text = on_terminal("check", str(BAD), "--format", "docx")
    assert status == 2
    assert "--output-file" in text
