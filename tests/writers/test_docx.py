"""The Word file as another library sees it: real styles, official fonts, A4, tables merged as the form prints them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.report.model import Report
from gongkai.writers import render


def opened(report: Report) -> Any:
    """The written file, opened."""
    return docx.Document(io.BytesIO(render(report, ".docx")))


@pytest.mark.parametrize(("edition", "year"), [("2019", 2020), ("2021", 2023)])
def test_tables_are_merged_as_the_form_prints_them(edition: str, year: int) -> None:
    report = build(Example(edition=edition, year=year))
    found = opened(report).tables
    for table, form in zip(found, report.form.tables, strict=True):
        grid = [list(row.cells) for row in table.rows]
        for place in form.printed():
            cell = grid[place.row][place.column]
            reached = [grid[place.row + r][place.column + c] for r in range(place.rows) for c in range(place.columns)]
            assert all(one._tc is cell._tc for one in reached)
            assert cell.text == (report[place.address].raw if place.address else place.text)


def test_styles_fonts_and_page() -> None:
    document = opened(build(Example()))
    used = {paragraph.style.name: paragraph.style for paragraph in document.paragraphs}
    assert set(used) == {"公文标题", "Heading 1", "公文正文", "落款"}
    fonts = {name: style.element.rPr.rFonts.get(qn("w:eastAsia")) for name, style in used.items()}
    assert fonts == {"公文标题": "方正小标宋简体", "Heading 1": "黑体", "公文正文": "仿宋", "落款": "仿宋"}
    assert used["公文正文"].font.size.pt == 16
    page = document.sections[0]
    sizes = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    for found, wanted in zip(sizes, (210, 297, 37, 35, 28, 26), strict=True):
        assert abs(found - Mm(wanted)) < Mm(0.1)
    assert "PAGE" in page.footer.paragraphs[0]._p.xml
    assert document.core_properties.title == build(Example()).title


def test_heads_are_repeated_and_rows_stay_whole() -> None:
    applications = opened(build(Example())).tables[1]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in applications.rows]
    assert repeated == [True] * 3 + [False] * (len(repeated) - 3)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in applications.rows)


def test_nothing_but_the_paper_is_in_the_package() -> None:
    with zipfile.ZipFile(io.BytesIO(render(build(Example()), ".docx"))) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "macro" in name.lower() or "vba" in name.lower()]
