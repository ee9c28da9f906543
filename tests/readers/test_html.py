"""Web pages as sites and Word make them: what the screen shows is read, what it hides or runs is not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from gongkai.errors import EmptyFile, GongkaiError, NotAReport, TooLarge, UnsafeFile
from gongkai.readers import html
from gongkai.readers.document import Document, Grid, Paragraph
from tests.effort import calls


def read(body: str, head: str = "") -> Document:
    return html.read(f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode())


def grids(document: Document) -> list[list[list[str]]]:
    return [[[s.text for s in row] for row in g.rows] for g in document.blocks if isinstance(g, Grid)]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def said(document: Document) -> str:
    return "\n".join(message for message, _ in document.warnings)


@pytest.mark.parametrize(
    ("span", "columns", "rows", "told"),
    [
        ("colspan='2'", 2, 1, ""),
        ("colspan='1000000000'", 1000, 1, "colspan=1000000000不合规，按1000读取"),
        ("colspan='abc'", 1, 1, "colspan=abc不合规，按1读取"),
        ("colspan='-3'", 1, 1, "colspan=-3不合规"),
        ("colspan='0'", 1, 1, "colspan=0不合规"),
        ("rowspan='0'", 1, 2, ""),
        ("rowspan='2'", 1, 2, ""),
        ("rowspan='9'", 1, 2, "rowspan=9不合规，按2读取"),
        ("rowspan='99999'", 1, 2, "rowspan=99999不合规，按65534读取"),
    ],
)
def test_spans_as_browsers_take_them(span: str, columns: int, rows: int, told: str) -> None:
    document = read(f"<table><tr><td {span}>甲</td></tr><tr><td>乙</td></tr></table>")
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert (grid.rows[0][0].columns, grid.rows[0][0].rows) == (columns, rows)
    assert told in said(document)
    assert bool(told) == ("不合规" in said(document))


def test_a_span_ends_with_its_group_of_rows_and_the_foot_comes_last() -> None:
    body = "<tbody><tr><td rowspan=3>甲</td><td>1</td></tr></tbody><tbody><tr><td>乙</td><td>2</td></tr></tbody>"
    document = read(f"<table><tfoot><tr><th>合计</th><td>3</td></tr></tfoot>{body}</table>")
    assert grids(document) == [[["甲", "1"], ["乙", "2"], ["合计", "3"]]]
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert grid.rows[1][0].column == 0


@pytest.mark.parametrize(
    ("style", "mark"),
    [
        ("", "style='DISPLAY : none'"),
        ("", "hidden"),
        ("", "style='mso-hide:all'"),
        (".x{color:red;display:none}", "class='x'"),
        ("@media screen{#y{visibility:hidden}}", "id=y"),
        ("body > .z, .q{display:none !important}", "class='z'"),
    ],
)
def test_hidden_text_is_not_read(style: str, mark: str) -> None:
    document = read(f"<p>甲</p><div {mark}>乙<table><tr><td>9</td></tr></table></div>", f"<style>{style}</style>")
    assert texts(document) == ["甲"]
    assert "隐藏的表格1个" in said(document)


@pytest.mark.parametrize(
    ("style", "mark"),
    [
        ("@media print{.x{display:none}}", "class=x"),
        (".x{display:none} .x{display:block}", "class=x"),
        (".x{display:none}", "class=x style='display:block'"),
        (".x:hover{display:none} a b c d{display:none} > .x{display:none} body{display:none}", "class=x"),
    ],
)
def test_what_the_screen_shows_is_read(style: str, mark: str) -> None:
    assert texts(read(f"<p {mark}>甲</p>", f"<style>{style}</style>")) == ["甲"]


def test_note_marks_and_struck_figures_stay_out_of_cells() -> None:
    cells = (
        "<td>其他</td><td>12<sup>1</sup></td><td>5<span style='vertical-align:super'>[2]</span></td><td><s>8</s>9</td>"
    )
    document = read(f"<p>受理12<sup>①</sup>件，5m<sup>2</sup></p><table><tr>{cells}<td><sup>7</sup></td></tr></table>")
    assert texts(document) == ["受理12[①]件，5m2"]
    assert grids(document) == [[["其他", "12", "5", "9", "7"]]]
    assert "上标注号2处" in said(document)
    assert "删除线文字1处" in said(document)


def test_pages_pasted_from_word_lose_their_scripts_and_nothing_else() -> None:
    body = (
        "<!--[if gte mso 9]><xml><w:View>Normal</w:View><table><tr><td>9</td></tr></table></xml><![endif]-->"
        "<xml><w:Zoom>0</w:Zoom></xml><![if !supportEmptyParas]><p class=MsoNormal>甲<o:p></o:p></p><![endif]>"
        "<table><tr><td onclick='x()'><p class=MsoNormal><a href='javascript:y()'>乙</a></p></td>"
        "<td style='width:expression(alert(1))'>&nbsp;</td><td><span><span lang=EN-US>3</span></span><o:p></o:p></td></tr>"
        "</table><v:shape><v:imagedata src='x'></v:shape><script>document.write('<p>4</p>')</script>"
    )
    document = read(body)
    assert texts(document) == ["甲"]
    assert grids(document) == [[["乙", "", "3"]]]
    assert "有脚本、事件或嵌入对象6处，已去除" in said(document)


def test_layout_tables_open_and_data_tables_with_tables_inside_stay_whole() -> None:
    data = "".join(f"<tr><td>行{n}</td><td>1</td><td>2</td></tr>" for n in range(3))
    one = "<td><table><tr><td>5</td></tr></table></td>"
    many = "<td><table><tr><td>子</td><td>6</td></tr></table></td>"
    page = f"<table><tr><td>栏目</td><td><table>{data}<tr><td>末</td>{one}{many}</tr></table></td></tr></table>"
    document = read(page)
    assert texts(document) == ["栏目"]
    outer, inner = grids(document)
    assert outer[-1] == ["末", "5", ""]
    assert inner == [["子", "6"]]


def test_tables_of_other_tags() -> None:
    styled = ".t{display:table}.r{display:table-row}.c{display:table-cell}"
    body = "<div class=t><div class=r><div class=c>甲</div><div class=c>1</div></div></div>"
    aria = "<div role=table><div role=rowgroup><div role=row><span role=rowheader>乙</span><span role=cell>2</span></div></div></div>"
    assert grids(read(body + aria, f"<style>{styled}</style>")) == [[["甲", "1"]], [["乙", "2"]]]


def test_broken_tables_keep_their_cells_apart() -> None:
    assert grids(read("<table><td>甲<td>1<tr><td>乙<td>2")) == [[["甲", "1"], ["乙", "2"]]]
    document = read("<p>首</p><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>")
    assert grids(document) == [[["甲", "1"], ["乙", "2"]]]
    assert "缺少表格标签" in said(document)


def test_lines_ruby_and_forms() -> None:
    assert texts(read("<pre>甲 1\n乙 2</pre><p>丙\n丁</p>")) == ["甲 1\n乙 2", "丙 丁"]
    cells = (
        "<td>甲<br>乙</td><td><ruby>岚<rp>(</rp><rt>lan</rt></ruby></td><td><input value='7'></td><td title='8'></td>"
    )
    assert grids(read(f"<table><tr>{cells}</tr></table>")) == [[["甲\n乙", "岚", "7", ""]]]
    assert texts(read("<details><summary>一</summary>二</details>")) == ["一", "二"]


def test_tables_in_pictures_and_frames_are_refused_by_name() -> None:
    with pytest.raises(NotAReport, match="图片（1幅）"):
        read("<p>二、主动公开情况</p><img src=a.png>")
    with pytest.raises(NotAReport, match=r"内嵌框架（b\.html）"):
        read("<p>二、主动公开情况</p><iframe src=b.html></iframe>")
    assert "有图片1幅" in said(read("<img src=a.png><table><tr><td>甲</td></tr></table>"))


@pytest.mark.parametrize(
    ("page", "error"),
    [
        (lambda size: "<div>" * 4 * size + "甲", TooLarge),
        (lambda size: "<ul><li>" * 2 * size + "甲", TooLarge),
        (lambda size: "<table><tr><td>" * size + "甲", TooLarge),
        (lambda size: "<!DOCTYPE x [<!ENTITY a 'b'>]>" + "<p>&a;</p>" * size, UnsafeFile),
        (lambda size: "<p>甲</p><plaintext hidden>" + "乙" * size, None),
        (lambda size: "<script>" * 4 * size, EmptyFile),
        (lambda size: "<p hidden>甲</p>" * size, EmptyFile),
        (lambda size: "<span>" * size + "甲", None),
        (lambda size: "<p>甲" * size, None),
    ],
    ids=["divs", "lists", "tables", "entity", "plaintext", "scripts", "hidden", "spans", "paragraphs"],
)
def test_hostile_pages_end_by_name_and_cost_as_much_as_they_are_long(
    page: Callable[[int], str], error: type[GongkaiError] | None
) -> None:
    """A page of four times the size takes about four times the calls of functions, not sixteen times."""

    def work(size: int) -> Callable[[], object]:
        return lambda: html.read(page(size).encode())

    if error is None:
        assert html.read(page(40_000).encode()).characters
    else:
        with pytest.raises(error):
            html.read(page(40_000).encode())
    with suppress(GongkaiError):
        work(100)()
    assert calls(work(8000), GongkaiError) < 5 * calls(work(2000), GongkaiError) + 1000
