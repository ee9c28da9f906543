"""Tables as they are found outside the form: turned, listed, reordered, ragged, with words for figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from gongkai.readers import read
from gongkai.report.form import form
from gongkai.report.model import Report
from gongkai.report.number import Kind
from tests.render import RENDERERS, lay_out, make_report

TEXTS = tuple(f"第{n}部分的工作都按要求做了。" for n in "一二三四五六")
FIGURES = {
    "t3.granted.natural_person": 7, "t3.partial.business": 12, "t3.carried_in.research": 3,
    "t4.reconsideration.upheld": 3, "t4.reconsideration.corrected": 1, "t4.litigation_direct.other": 2,
    "t4.litigation_after_reconsideration.pending": 5, "t2.penalties.decisions": 88,
}  # fmt: skip
T4 = form("2021").table("t4")
(BLOCK,) = T4.blocks


def report() -> Report:
    return make_report("2021", "青岚市气象局", 2023, FIGURES, TEXTS)


def page(one: Report) -> str:
    return RENDERERS["clean.html"](lay_out(one)).decode()


def with_table_four(one: Report, rows: list[list[str]]) -> str:
    """The page with other rows in the place of its table 4."""
    tables = list(re.finditer(r"<table.*?</table>", page(one), re.DOTALL))
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return page(one)[: tables[-1].start()] + f"<table>{body}</table>" + page(one)[tables[-1].end() :]


def figure(one: Report, row: str, column: str) -> str:
    return str(one[f"t4.{row}.{column}"].value)


def assert_cells(text: str, one: Report) -> Report:
    found = read(text.encode(), name="年报.html")
    assert found.essence()["cells"] == one.essence()["cells"]
    return found


def test_table_four_turned() -> None:
    """A row a kind, the results as columns, the heads in any order."""
    one = report()
    columns = [BLOCK.columns[n] for n in (4, 1, 0, 3, 2)]
    rows = [["类别", *(column.text for column in columns)]]
    for name, row in (("行政复议", 0), ("行政诉讼（未经复议直接起诉）", 1), ("行政诉讼（复议后起诉）", 2)):
        rows.append([name, *(figure(one, BLOCK.rows[row].key, column.key) for column in columns)])
    assert_cells(with_table_four(one, rows), one)


def test_table_four_listed() -> None:
    """A line a result, the kind in front of its first."""
    one = report()
    rows = [
        [*([row.text] if not n else []), column.text, figure(one, row.key, column.key)]
        for row in BLOCK.rows
        for n, column in enumerate(BLOCK.columns)
    ]
    assert_cells(with_table_four(one, rows), one)


@pytest.mark.parametrize("order", [(4, 0, 1, 2, 3), (1, 0, 2, 3, 4)], ids=["total first", "corrected first"])
@pytest.mark.parametrize("mark", ["html", "txt"])
def test_table_four_by_its_own_heads(order: tuple[int, ...], mark: str) -> None:
    """Figures follow the heads of the file, not the form's order."""
    one = report()
    heads = [BLOCK.columns[n].text for _ in BLOCK.rows for n in order]
    values = [figure(one, row.key, BLOCK.columns[n].key) for row in BLOCK.rows for n in order]
    top = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        ["", *[""] * 4, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
    ]
    rows = [*top, heads, values]
    if mark == "html":
        assert_cells(with_table_four(one, rows), one)
        return
    lines = RENDERERS["tabs.txt"](lay_out(one)).decode().split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("行政复议"))
    end = next(n for n, line in enumerate(lines) if line.startswith("五、"))
    text = "\n".join([*lines[:start], *("\t".join(row) for row in rows), *lines[end:]])
    found = read(text.encode(), name="年报.txt")
    assert found.essence()["cells"] == one.essence()["cells"]


def test_a_row_of_words_takes_no_figure_from_the_next_table() -> None:
    """The last row of a table holds words or nothing: the next table's figures stay where they are."""
    one = report()
    amount = "t2.fees.amount"
    for words, kind in (("不涉及", Kind.TEXT), ("3.5万元（代收）", Kind.TEXT), ("", Kind.BLANK)):
        cells = {**one.cells, amount: replace(one[amount], value=None, kind=kind, raw=words)}
        assert_cells(page(replace(one, cells=cells)), replace(one, cells=cells))
    gone = re.sub(r"(四、结转下年度继续办理</t[dh]>)(?:\s*<td[^>]*>\d+</td>){7}", r"\1", page(one))
    assert gone != page(one)
    found = read(gone.encode(), name="年报.html")
    assert {found[a].kind for a in found.cells if a.startswith("t3.carried_out.")} <= {Kind.ABSENT, Kind.BLANK}


@pytest.mark.parametrize("change", ["drop", "double"])
def test_a_row_with_a_cell_too_few_or_too_many_is_doubted(change: str) -> None:
    """Nobody can tell which cell is missing or too many: every cell of the row is doubted."""
    one = report()
    row = re.search(r"（二）部分公开.*?</tr>", page(one), re.DOTALL)
    assert row is not None
    cell = re.findall(r"<td[^>]*>\d+</td>", row.group())[2]
    other = row.group().replace(cell, "" if change == "drop" else cell * 2, 1)
    found = read(page(one).replace(row.group(), other).encode(), name="年报.html")
    doubted = {address for doubt in found.doubts for address in doubt.cells}
    assert {f"t3.partial.{column.key}" for column in one.form.table("t3").blocks[0].columns} <= doubted
    others = [a for a in one.cells if not a.startswith("t3.partial.")]
    assert [found[a].value for a in others] == [one[a].value for a in others]


def test_rows_in_another_order_are_read() -> None:
    """Carried in before received: each is known by its label."""
    one = report()
    received, carried = (
        re.search(rf"<tr>(?:(?!<tr>).)*{label}.*?</tr>", page(one), re.DOTALL)
        for label in ("一、本年新收", "二、上年结转")
    )
    assert received is not None
    assert carried is not None
    turned = (
        page(one)
        .replace(received.group(), "@")
        .replace(carried.group(), received.group())
        .replace("@", carried.group())
    )
    assert_cells(turned, one)


def test_text_behind_a_head_is_text_of_its_section() -> None:
    """`六、…：无。` in one paragraph is a title and a text."""
    one = report()
    head = one.sections[5].title
    text = page(one).replace(head, f"{head}：未收取信息处理费。").replace(TEXTS[5], "")
    found = assert_cells(text, one)
    last = found.section(6)
    assert last is not None
    assert (last.title, last.text) == (head, "未收取信息处理费。")


def test_tables_set_with_tabs_are_read() -> None:
    """A page whose tables are lines with tabs, in `pre`, is read as a text is."""
    one = report()
    text = RENDERERS["tabs.txt"](lay_out(one)).decode()
    assert_cells(f"<html><body><pre>{text}</pre></body></html>", one)


def test_fields_conditional_comments_and_tiny_letters() -> None:
    """Figures in fields are shown; comments around every cell are no text; letters without size are not shown."""
    one = report()
    plain = re.sub(r"(<td[^>]*>)(\d+)(</td>)", r'\1<input value="\2">\3', page(one))
    assert_cells(plain, one)
    commented = re.sub(r"(<td[^>]*>)([^<]+)(</td>)", r"\1<!--[if !supportX]-->\2<!--[endif]-->\3", page(one))
    assert_cells(commented, one)
    tiny = re.sub(r"(<td[^>]*>)(\d+)(</td>)", r'\1<span style="font-size:0">9</span>\2\3', page(one))
    assert_cells(tiny, one)


def test_an_archive_of_another_browser() -> None:
    """The lines of the head stand in any order; `MIME-Version` need not be the first."""
    one = report()
    archive = (
        "From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b--"\r\n\r\n\r\n'
        "----b--\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{page(one)}\r\n----b----\r\n"
    )
    found = read(archive.encode(), name="年报.mht")
    assert found.source.format == "mhtml"
    assert found.essence()["cells"] == one.essence()["cells"]
