"""Word files as offices make them: what is printed is read, what is hidden, deleted or replaced is not."""

from __future__ import annotations

import pytest

from gongkai.errors import GongkaiError, NotAReport, UnknownFormat
from gongkai.readers import docx
from gongkai.readers.document import Document, Grid, Paragraph
from tests.render.word import NAMESPACES, cell, links, para, run, table, with_members, word

RELATIONS = "word/_rels/document.xml.rels"
HIDDEN = "<w:vanish/>"
RAISED = '<w:vertAlign w:val="superscript"/>'


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def cells(document: Document) -> list[list[str]]:
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return [[slot.text for slot in row] for row in grid.rows]


def said(document: Document) -> str:
    return "\n".join(message for message, _ in document.warnings)


def style(name: str, kind: str, inside: str, based: str = "", default: str = "") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}" {default}>{on}{inside}</w:style>'


STYLES = (
    style("Note", "paragraph", f"<w:rPr>{HIDDEN}</w:rPr>")
    + style("Sub", "paragraph", "", based="Note")
    + style("Shown", "paragraph", '<w:rPr><w:vanish w:val="0"/></w:rPr>', based="Note")
    + style("Secret", "character", f"<w:rPr>{HIDDEN}</w:rPr>")
    + style("Loop", "paragraph", "", based="Pool")
    + style("Pool", "paragraph", "", based="Loop")
)


@pytest.mark.parametrize(
    ("paragraph", "character", "direct", "shown"),
    [
        ("Note", "", "", False),
        ("Sub", "", "", False),
        ("Shown", "", "", True),
        ("", "Secret", "", False),
        ("Note", "Secret", "", True),
        ("Note", "", '<w:vanish w:val="false"/>', True),
        ("", "Secret", '<w:vanish w:val="0"/>', True),
        ("", "", HIDDEN, False),
        ("Loop", "", "", True),
        ("Nobody", "", "", True),
    ],
)
def test_hidden_by_style_and_by_hand(paragraph: str, character: str, direct: str, shown: bool) -> None:
    properties = f'<w:pStyle w:val="{paragraph}"/>' if paragraph else ""
    mark = f'<w:rStyle w:val="{character}"/>' if character else ""
    document = docx.read(word(para("甲") + para(run("乙", mark + direct), properties), styles=STYLES))
    assert texts(document) == (["甲", "乙"] if shown else ["甲"])


def test_hidden_by_the_default_style_and_by_the_defaults_of_the_file() -> None:
    standard = style("Standard", "paragraph", f"<w:rPr>{HIDDEN}</w:rPr>", default='w:default="1"')
    shown = run("甲", '<w:vanish w:val="0"/>')
    assert texts(docx.read(word(para(shown + run("乙")), styles=standard))) == ["甲"]
    everywhere = f"<w:docDefaults><w:rPrDefault><w:rPr>{HIDDEN}</w:rPr></w:rPrDefault></w:docDefaults>"
    assert texts(docx.read(word(para(shown + run("乙")), styles=everywhere))) == ["甲"]


def test_a_hidden_or_deleted_mark_joins_paragraphs_and_a_hidden_row_is_gone() -> None:
    body = para("甲", f"<w:rPr>{HIDDEN}</w:rPr>") + para("乙") + para("丙", "<w:rPr><w:moveFrom/></w:rPr>") + para("丁")
    rows = "<w:tbl><w:tr>" + cell("一") + "</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>" + cell("二") + "</w:tr></w:tbl>"
    document = docx.read(word(body + rows))
    assert texts(document) == ["甲乙", "丙丁"]
    assert cells(document) == [["一"]]


def test_tracked_changes_show_the_final_text() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("8") + "</w:tr>"
    added = "<w:tr><w:trPr><w:ins/></w:trPr>" + cell("新") + cell(para(f"<w:ins>{run('9')}</w:ins>")) + "</w:tr>"
    moved = para(f"<w:moveFrom>{run('1')}</w:moveFrom><w:moveTo>{run('2')}</w:moveTo>")
    dropped = "<w:tr>" + cell("旧") + cell("7") + cell("6", "<w:cellDel/>") + "</w:tr>"
    joined = cell(para("3", "<w:rPr><w:del/></w:rPr>") + para("4"))
    body = (
        f"<w:tbl>{gone}{added}{dropped}<w:tr>{cell('项')}{cell(moved)}</w:tr><w:tr>{cell('并')}{joined}</w:tr></w:tbl>"
    )
    assert cells(docx.read(word(body))) == [["新", "9"], ["旧", "7"], ["项", "2"], ["并", "34"]]


def test_content_controls_wrap_anything_and_prompts_are_nothing() -> None:
    def control(inside: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    prompt = control(run("单击此处输入文字。"), "<w:showingPlcHdr/>")
    row = f"<w:tr>{cell('件数')}{control(cell(para(control(run('5')))))}{cell(para(prompt))}</w:tr>"
    body = control(para(f'<w:smartTag w:element="x">{run("甲")}</w:smartTag>')) + control(
        f"<w:tbl>{control(row)}</w:tbl>"
    )
    document = docx.read(word(body))
    assert texts(document) == ["甲"]
    assert cells(document) == [["件数", "5", ""]]


def test_text_boxes_are_read_once_of_their_two_branches() -> None:
    box = f"<w:txbxContent>{para('盒中')}</w:txbxContent>"
    drawing = f"<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    only = f"<mc:AlternateContent><mc:Fallback>{run('乙')}</mc:Fallback></mc:AlternateContent>"
    assert texts(docx.read(word(para(f"<w:r>{drawing}</w:r>{run('甲')}{only}")))) == ["甲乙", "盒中"]


def test_signs_ruby_mathematics_and_soft_hyphens() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('lán')}</w:rt><w:rubyBase>{run('岚')}</w:rubyBase></w:ruby></w:r>"
    signs = (
        '<w:r><w:t>1</w:t><w:softHyphen/><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t><w:sym w:font="宋体" w:char="2460"/>'
        '<w:sym w:font="Symbol" w:char="F034"/><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:char="D800"/></w:r>'
    )
    maths = "<m:oMath><m:r><m:t>56</m:t></m:r></m:oMath>"
    assert texts(docx.read(word(para(ruby + signs + maths)))) == ["岚12-3①4□□56"]


def test_note_marks_never_become_digits_of_a_figure() -> None:
    reference = '<w:r><w:rPr><w:rStyle w:val="Ref"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>3</w:t></w:r>'
    raised = style("Ref", "character", f"<w:rPr>{RAISED}</w:rPr>")
    rows = table(
        ("受理", para(run("12") + reference), para(run("12") + run("1", RAISED)), para(run("12") + own)),
        (
            "其他",
            para(run("7") + run("[2]", '<w:rStyle w:val="Ref"/>')),
            para(run("1", RAISED) + run("5", RAISED)),
            "8",
        ),
    )
    notes = '<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">' + para("含上年结转") + "</w:footnote>"
    body = para(run("受理12") + run("1", RAISED) + run("件，面积5m") + run("2", RAISED)) + rows
    document = docx.read(word(body, styles=raised, footnotes=notes))
    assert cells(document) == [["受理", "12", "12", "12"], ["其他", "7", "15", "8"]]
    assert texts(document) == ["受理12[1]件，面积5m2"]
    assert "上标注号2处" in said(document)
    assert "脚注或尾注1条" in said(document)


def test_fields_show_their_result_and_those_that_reach_outside_are_named() -> None:
    def part(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def code(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    inner = part("begin") + code(" MERGEFIELD x ") + part("separate") + run("99") + part("end")
    dde = part("begin") + code(" DDE") + code("AUTO excel a!b ") + inner + part("separate") + run("7") + part("end")
    simple = f'<w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>'
    document = docx.read(word(para(run("共") + dde + simple)))
    assert texts(document) == ["共73"]
    assert "含域代码DDEAUTO，未执行" in said(document)


def test_what_reaches_outside_is_listed_and_not_fetched() -> None:
    made = links(
        ("attachedTemplate", "http://198.51.100.9/a.dotm"),
        ("hyperlink", r"\\198.51.100.9\share"),
        ("hyperlink", "https://example.invalid/"),
        ("image", "file:///c:/a.png"),
    )
    data = with_members(word(para("甲")), {RELATIONS: made, "word/vbaProject.bin": b"x"})
    document = docx.read(data)
    assert texts(document) == ["甲"]
    assert "含宏" in said(document)
    assert "附加模板：http://198.51.100.9/a.dotm" in said(document)
    assert r"超链接：\\198.51.100.9\share" in said(document)
    assert "图片：file:" in said(document)
    assert "example.invalid" not in said(document)


def test_more_links_than_a_list_takes_are_counted() -> None:
    many = links(*(("image", f"http://198.51.100.9/{n}.png") for n in range(50)))
    document = docx.read(with_members(word(para("甲")), {RELATIONS: many}))
    assert "另有外部链接42个" in said(document)


def test_merged_cells_cover_and_release() -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        (cell("甲", start), "1", "2"),
        (cell("9", on), "3", "4"),
        (cell("乙", '<w:gridSpan w:val="2"/>'), "5"),
        (cell("丙", on), cell("丁", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")),
    )
    document = docx.read(word(body))
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [(s.text, s.row, s.column, s.rows, s.columns) for row in grid.rows for s in row] == [
        ("甲", 0, 0, 2, 1),
        ("1", 0, 1, 1, 1),
        ("2", 0, 2, 1, 1),
        ("3", 1, 1, 1, 1),
        ("4", 1, 2, 1, 1),
        ("乙", 2, 0, 1, 2),
        ("5", 2, 2, 1, 1),
        ("丙", 3, 0, 1, 1),
        ("丁", 3, 1, 1, 2),
    ]
    assert "合并单元格盖住了文字“9”" in said(document)


def test_a_table_in_a_data_cell_leaves_the_outer_table_whole() -> None:
    rows = [(f"行{n}", "1", "2", "3") for n in range(4)]
    one = table(("5",))
    many = table(("子", "6"), ("女", "7"))
    document = docx.read(word(table(*rows, ("末", one + para(""), "2", many + para("8")))))
    outer, inner = document.blocks
    assert isinstance(outer, Grid)
    assert isinstance(inner, Grid)
    assert [slot.text.strip() for slot in outer.rows[-1]] == ["末", "5", "2", "8"]
    assert [[slot.text for slot in row] for row in inner.rows] == [["子", "6"], ["女", "7"]]


def test_a_frame_around_the_page_is_opened() -> None:
    document = docx.read(word(table((para("标题") + table(("甲", "1"), ("乙", "2")) + para("末段"),))))
    assert texts(document) == ["标题", "末段"]
    assert cells(document) == [["甲", "1"], ["乙", "2"]]


def test_the_strict_variant_and_another_name_of_the_main_part() -> None:
    strict = word(para("甲"))
    spaces = NAMESPACES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    main = f"<w:document {spaces}><w:body>{para('乙')}</w:body></w:document>".encode()
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        b'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/other.xml"/></Relationships>'
    )
    assert texts(docx.read(with_members(strict, {"word/document.xml": main}))) == ["乙"]
    assert texts(docx.read(with_members(strict, {"word/other.xml": main, "_rels/.rels": rels}))) == ["乙"]
    assert texts(docx.read(with_members(strict, {"word/other.xml": main}))) == ["甲"]


def test_pictures_of_tables_are_refused_by_name() -> None:
    picture = '<w:r><w:drawing><a:blip r:embed="r1"/></w:drawing></w:r>'
    with pytest.raises(NotAReport, match="图片（2幅）"):
        docx.read(word(para("一、总体情况") + para(picture) + para(picture)))
    document = docx.read(word(para(picture) + table(("甲", "1"))))
    assert "有图片1幅" in said(document)


def test_a_file_that_is_nothing_but_an_embedded_chunk_is_refused_by_name() -> None:
    with pytest.raises(UnknownFormat, match="altChunk"):
        docx.read(word('<w:altChunk r:id="r1"/>'))
    assert "文档片段1个" in said(docx.read(word(para("甲") + '<w:altChunk r:id="r1"/>')))


def test_a_file_without_text_is_an_error() -> None:
    with pytest.raises(GongkaiError, match="没有文字"):
        docx.read(word(para(run("甲", HIDDEN))))
