"""Bad documents (TRUST 4): one clear error of ours, never another exception, never an empty report."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from gongkai.errors import BrokenFile, EncryptedFile, GongkaiError, TooLarge, UnsafeFile
from gongkai.readers import docx, html, read, xlsx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def packed(**members: str) -> bytes:
    """A zip with these members; two underscores stand for a slash, one for a dot before the ending."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


def word(body: str, head: str = "") -> bytes:
    return packed(word__document_xml=f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (word("", "<!DOCTYPE w [<!ENTITY a 'b'>]>"), UnsafeFile),
        (word("<w:p>")[:60], BrokenFile),
        (word("<w:p></w:q>"), BrokenFile),
        (word("<w:p/>" * 200_001), TooLarge),
        (word("<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000), TooLarge),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, EncryptedFile),
    ],
    ids=["dtd", "cut", "crossed", "paragraphs", "nested", "encrypted"],
)
def test_docx_is_refused_with_its_cause(data: bytes, error: type[GongkaiError]) -> None:
    with pytest.raises(error):
        docx.read(data)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "C:\\x"])
def test_hostile_members_are_named(name: str) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<a/>")
        made.writestr(name, "x")
    with pytest.raises(UnsafeFile, match="x"):
        docx.read(out.getvalue())


def test_final_text_of_tracked_changes() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>丙</w:t></w:r></w:ins></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>丁</w:t></w:r></w:p>"
    )
    assert [block.text for block in docx.read(word(body)).blocks] == ["甲丙", "丁"]  # type: ignore[union-attr]


def test_html_nested_beyond_the_bound_is_refused_before_parsing() -> None:
    with pytest.raises(TooLarge):
        html.read(b"<html><body>" + b"<div>" * 200_000 + b"x")


def test_html_spans_are_bounded_and_a_table_in_a_layout_table_is_a_grid() -> None:
    page = "<table><tr><td><table><tr><td colspan='abc'>甲</td><td rowspan='-1'>乙</td></tr></table></td></tr></table>"
    (grid,) = html.read(page.encode()).blocks
    assert [slot.text for slot in grid.rows[0]] == ["甲", "乙"]  # type: ignore[union-attr]
    with pytest.raises(TooLarge):
        html.read(("<table>" + "<tr><td colspan=1000>x</td></tr>" * 1100 + "</table>").encode())


def test_a_formula_without_a_value_is_never_zero() -> None:
    sheet = f'<worksheet {S}><sheetData><row r="1"><c r="A1"><f>SUM(B1:C1)</f></c></row></sheetData></worksheet>'
    book = (
        f'<workbook {S} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("xl/workbook.xml", book)
        made.writestr("xl/_rels/workbook.xml.rels", links)
        made.writestr("xl/worksheets/sheet1.xml", sheet)
    document = xlsx.read(out.getvalue())
    assert document.blocks[0].rows[0][0].text == "=SUM(B1:C1)"  # type: ignore[union-attr]
    assert document.warnings


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02" * 50, b"{", b"PK\x05\x06" + b"\0" * 18, b"%PDF-1.4"],
    ids=["empty", "nul", "brace", "zip", "pdf"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.json", "a.csv", "a.xls"])
def test_junk_is_always_one_of_our_errors(data: bytes, name: str) -> None:
    with pytest.raises(GongkaiError):
        read(data, name=name)
