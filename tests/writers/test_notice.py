"""The notice of return names every finding with code, place, both figures, why, how to mend and the basis."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.errors import EmptyFile
from gongkai.readers import document
from gongkai.readers.document import Grid, Paragraph
from gongkai.report.check import Example, check, rules
from gongkai.report.example import build
from gongkai.writers.notice import notice
from gongkai.writers.paper.web import page
from gongkai.writers.paper.word import pack

WRONG = (
    ("t3.concluded.total", "37"),
    ("t3.granted.business", ""),
    ("t2.rules.issued", "3"),
)
DOUBT = {"cells": ["t3.granted.total"] * 5, "message": "数字中间有空白，读作17", "place": "第2页"}


def entry(cells: tuple[tuple[str, str], ...] = (), **more: Any) -> dict[str, Any]:
    """An entry of `check --format json` for the example with these cells."""
    return {"file": "年报.docx", **check(build(Example(cells=cells))).to_dict(), "doubts": [], **more}


def written(data: bytes, kind: str) -> tuple[list[str], list[list[list[str]]]]:
    """The paragraphs and the tables of a document, white space gone."""
    blocks = document(data, kind).blocks
    lines = ["".join(block.text.split()) for block in blocks if isinstance(block, Paragraph)]
    grids = [block for block in blocks if isinstance(block, Grid)]
    return lines, [[["".join(slot.text.split()) for slot in row] for row in grid.rows] for grid in grids]


@pytest.mark.parametrize(("make", "kind"), [(pack, "docx"), (page, "html")])
def test_every_finding_is_told(make: Any, kind: str) -> None:
    one = entry(WRONG, doubts=[DOUBT])
    data = make(notice([one]))
    assert data == make(notice([one]))
    lines, tables = written(data, kind)
    assert "退回意见" in "".join(lines[:2])
    assert any("青岚市住房和城乡建设局" in line for line in lines)
    assert any("2023年" in line and "年报.docx" in line and "现予退回" in line for line in lines)
    assert [line[:5] for line in lines if line[1] == "、"] == ["一、必须改", "二、读数存"]
    assert "年月日" in lines
    findings, slip = tables[0], tables[-1]
    assert len(findings) == len(one["findings"]) + 1 == len(slip)
    for row, finding in zip(findings[1:], one["findings"], strict=True):
        told = "".join(row)
        assert finding["code"] in row[0]
        for part in ("message", "fix", "basis"):
            assert "".join(finding[part].split()) in told
        assert rules()[finding["code"]].why in told
        if finding["found"] is not None:
            assert str(finding["found"]) in told
    assert "等5格" in tables[1][1][1]


def test_several_files_are_several_notices_in_one_document() -> None:
    error = EmptyFile("文件为空", "the file is empty").to_dict()
    paper = notice([entry(WRONG), entry(), {"file": "空.docx", "error": error}], date="2024-02-05")
    titles = [block.text for block in paper.blocks if getattr(block, "style", "") == "title"]
    assert [title[-4:] for title in titles] == ["退回意见", "修改回执", "核对意见", "退回意见"]
    lines, _ = written(pack(paper), "docx")
    assert lines.count("2024年2月5日") == 3
    assert "第2份，共3份" in lines
    assert any("空.docx" in line and "文件为空" in line for line in lines)
    assert any("没有发现问题" in line for line in lines)


def test_an_agency_or_year_unknown_and_a_question_only() -> None:
    one = entry()
    finding = {
        **check(build(Example(cells=WRONG))).findings[0].to_dict(),
        "severity": "info",
        "cells": [],
        "section": 5,
    }
    finding |= {"sentence": "原句在此。", "found": None, "expected": None, "place": "第3页"}
    one |= {"findings": [finding], "report": {"agency": None, "year": None, "edition": "2021"}}
    lines, tables = written(pack(notice([one])), "docx")
    assert "报送单位：" in lines
    assert any("请逐条说明" in line for line in lines)
    assert tables[0][1][1] == "五、存在的主要问题及改进情况（文件中：第3页）"
    assert "原文：“原句在此。”" in tables[0][1][2]
