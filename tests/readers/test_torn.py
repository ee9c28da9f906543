"""Text dumps torn as they are in life: wrapped labels, strange bars, page numbers, ordinals, an order lost."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from gongkai.errors import NotAReport, SeveralReports
from gongkai.readers import read
from gongkai.report.form import form
from gongkai.report.model import Cell, ExtraRow, Report
from gongkai.report.number import Kind
from tests.render import RENDERERS, lay_out, make_report

TEXTS = (
    "本机关按期更新公开目录，群众查阅方便。",
    "全年公布办事指南16份。",
    "申请均按期答复。",
    "没有复议和诉讼。",
    "个别栏目更新不够及时，下一年改进。",
    "未收取信息处理费。",
)
FIGURES = {"t3.granted.natural_person": 7, "t3.denied_process.business": 12, "t3.carried_out.research": 3}


def report(edition: str) -> Report:
    return make_report(edition, "青岚市气象局", 2020 if edition == "2019" else 2023, FIGURES, TEXTS)


def dump(one: Report, join: object, heads: tuple[str, ...] = ()) -> str:
    """The report as text: `join` makes lines of a row of (text, is a figure)."""
    page = lay_out(one)
    lines = [page.title]
    for n, (head, prose, sheet) in enumerate(page.parts):
        lines += [heads[n] if heads else head, *prose]
        for row in range(sheet.height if sheet else 0):
            lines += join([(spot.text, not spot.head) for spot in sheet.line(row)])  # type: ignore[operator]
    return "\n".join(lines)


def differences(one: Report, text: str) -> dict[str, object]:
    found = read(text.encode(), name="年报.txt")
    wanted = one.essence()
    told: dict[str, object] = {}
    for address, pair in wanted["cells"].items():
        if found.essence()["cells"][address] != pair:
            told[address] = (pair, found.cells[address])
    texts = [(n, text) for n, _, text in found.essence()["sections"]]
    if texts != [(n, text) for n, _, text in wanted["sections"]]:
        told["sections"] = texts
    return told | ({"surplus": found.surplus} if found.surplus else {})


def split_at(mark: str) -> object:
    return lambda cells: [mark.join(text for text, _ in cells)]


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("mark", ["|", "｜", "│", "┃", "¦", " | ", ",", "\t", "    "])
def test_bars_of_every_kind(edition: str, mark: str) -> None:
    """Fields are told apart by any bar, by commas, by tabs or by wide blanks."""
    one = report(edition)
    text = dump(one, split_at(mark))
    if mark == ",":
        text = text.replace("申请人无正当理由逾期不补正,", "申请人无正当理由逾期不补正、")
    assert differences(one, text) == {}


def wrapped(where: int, size: int) -> object:
    """Long labels over several lines of `size` characters; the figures on line `where` of them."""

    def join(cells: list[tuple[str, bool]]) -> list[str]:
        labels = [n for n, (text, figure) in enumerate(cells) if not figure and len(text) > size]
        if not labels or not any(figure for _, figure in cells):
            return ["\t".join(text for text, _ in cells)]
        at = labels[-1]
        label = cells[at][0]
        parts = [label[n : n + size] for n in range(0, len(label), size)]
        carrier = min(where, len(parts) - 1) if where >= 0 else len(parts) - 1
        lines = []
        for n, part in enumerate(parts):
            whole = [*cells[:at], (part, False), *cells[at + 1 :]]
            lines.append("\t".join(text for text, _ in whole) if n == carrier else "\t" * at + part)
        return lines

    return join


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize(("where", "size"), list(itertools.product((0, 1, -1), (5, 9, 14))))
def test_wrapped_labels(edition: str, where: int, size: int) -> None:
    """The figures of a row stand on the first, the second or the last line of its label."""
    one = report(edition)
    assert differences(one, dump(one, wrapped(where, size))) == {}


@pytest.mark.parametrize("style", ["①{}", "{n}、{}", "({n}){}", "{n}. {}", "{}"])
def test_ordinals_of_every_style(style: str) -> None:
    """The ordinal of a row may be circled, bracketed, followed by another mark, or missing."""

    def join(cells: list[tuple[str, bool]]) -> list[str]:
        told = []
        for text, figure in cells:
            ordinal, dot, body = text.partition(".")
            if not figure and dot and ordinal.isdigit():
                circled = chr(ord("①") + int(ordinal) - 1)
                text = style.replace("①", circled).format(body, n=ordinal)
            told.append(text)
        return ["\t".join(told)]

    one = report("2021")
    assert differences(one, dump(one, join)) == {}


@pytest.mark.parametrize(
    "shape",
    ["第{}部分 {}", "{}．{}", "（{}）{}", "{n}、{}", "{n}. {}"],
    ids=["part", "dot", "bracket", "arab", "point"],
)
def test_heads_of_every_shape_end_table_four(shape: str) -> None:
    """Sections begin under a head of any shape; the text below table 4 stays text of section five."""
    heads = tuple(
        shape.format(*((title[2:],) if "{n}" in shape else (title[0], title[2:])), n=number)
        for number, title in ((s.number, s.title) for s in form("2021").sections)
    )
    one = report("2021")
    assert differences(one, dump(one, split_at("\t"), heads)) == {}


def test_a_page_number_inside_a_table_is_no_text() -> None:
    """A single page number between two rows is neither a row nor text of the section."""
    one = report("2021")
    lines = dump(one, split_at("\t")).split("\n")
    at = next(n for n, line in enumerate(lines) if "8.属于行政查询事项" in line)
    assert differences(one, "\n".join([*lines[:at], "", "3", "", *lines[at:]])) == {}


def test_a_label_torn_to_pieces_is_known_by_its_place() -> None:
    """A label split inside its ordinal or with a wrong letter is the row that is due there."""
    one = report("2021")
    text = dump(one, split_at("\t"))
    torn = text.replace("6.属于四类过程性信息\t", "6.\t").replace(
        "\n7.属于行政执法案卷", "\n属于四类过程性信息\n7.属于行政执法案卷"
    )
    assert torn.count("属于四类过程性信息") == 1
    assert differences(one, torn) == {}
    assert differences(one, text.replace("（一）予以公开", "（一有予以公开")) == {}


def by_columns(report: Report, keys: tuple[str, ...]) -> str:
    """The report with the named tables column by column, as text drawn from a PDF has them, the others row by row."""
    page = lay_out(report)
    lines = [page.title]
    for head, prose, sheet in page.parts:
        lines += [head, *prose]
        if sheet and sheet.key in keys:
            lines += [spot.text for spot in sorted(sheet.spots, key=lambda spot: (spot.column, spot.row))]
        elif sheet:
            lines += ["\t".join(spot.text for spot in sheet.line(row)) for row in range(sheet.height)]
    return "\n".join(lines)


def test_an_order_that_was_lost_is_refused() -> None:
    """Labels and figures torn apart in every table: refused with words that say so."""
    with pytest.raises(NotAReport, match="次序已乱"):
        read(by_columns(report("2021"), ("t2", "t3", "t4")).encode(), name="年报.txt")


def test_an_order_that_was_lost_gives_no_figure() -> None:
    """Where figures happen to follow labels in a table out of order, none of them is taken."""
    one = report("2021")
    rows = [row.text for row in one.form.table("t3").rows]
    stream = [text for n, row in enumerate(rows) for text in (row, *(str((n * 7 + k * 3) % 11) for k in range(7)))]
    text = by_columns(one, ()).split("\n")
    first = next(n for n, line in enumerate(text) if line.startswith("一、本年新收"))
    last = next(n for n, line in enumerate(text) if line.startswith("四、结转下年度"))
    found = read("\n".join([*text[:first], *stream, *text[last + 1 :]]).encode(), name="年报.txt")
    assert [a for a, cell in found.cells.items() if a.startswith("t3.") and cell.kind is Kind.NUMBER] == []
    assert found["t2.penalties.decisions"].kind is Kind.NUMBER
    assert any("次序已乱" in doubt.message for doubt in found.doubts)


def test_two_reports_in_one_file_are_refused() -> None:
    """The reports of two years one below the other are named and refused, never mixed."""
    one, other = report("2019"), report("2021")
    both = f"{dump(one, split_at('	'))}\n{dump(other, split_at('	'))}"
    with pytest.raises(SeveralReports, match=r"不止一份.*2020年.*2023年"):
        read(both.encode(), name="年报.txt")


def test_a_table_that_stands_twice_is_read_once() -> None:
    """The first of two table threes is read; that the second has other figures makes its cells doubtful."""
    one = report("2021")
    lines = dump(one, split_at("\t")).split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("一、本年新收"))
    last = next(n for n, line in enumerate(lines) if line.startswith("四、结转下年度"))
    table = lines[first : last + 1]
    same = read("\n".join([*lines[: last + 1], *table, *lines[last + 1 :]]).encode(), name="年报.txt")
    assert same.essence()["cells"] == one.essence()["cells"]
    assert same.doubts == ()
    changed = [line.replace("\t12\t", "\t13\t") for line in table]
    found = read("\n".join([*lines[: last + 1], *changed, *lines[last + 1 :]]).encode(), name="年报.txt")
    assert found.essence()["cells"] == one.essence()["cells"]
    assert any("两张表三" in doubt.message and "t3.denied_process.business" in doubt.cells for doubt in found.doubts)


@pytest.mark.parametrize("name", ["tabs.txt", "clean.html", "plain.docx", "one.xlsx", "all.csv"])
@pytest.mark.parametrize(
    "address", ["t3.granted.natural_person", "t4.reconsideration.upheld", "t4.litigation_direct.total"]
)
def test_words_among_the_figures_shift_nothing(name: str, address: str) -> None:
    """A cell with words is text; every other figure of its row stays where it is."""
    one = report("2021")
    cells = {**one.cells, address: Cell(None, Kind.TEXT, "见备注")}
    written = replace(one, cells=cells)
    found = read(RENDERERS[name](lay_out(written)), name=name)
    assert found.essence()["cells"] == written.essence()["cells"]


@pytest.mark.parametrize("name", ["tabs.txt", "clean.html", "plain.docx", "one.xlsx", "all.csv"])
@pytest.mark.parametrize(("after", "width"), [("t3.carried_out", 7), ("t2.fees", 1), ("t3.other_misc", 7)])
def test_rows_added_anywhere_are_kept(name: str, after: str, width: int) -> None:
    """A row of the agency's own after a row of the form, the last one too."""
    figures = tuple(range(3, 3 + width))
    added = ExtraRow(after[:2], "本单位自设项目", figures, tuple(map(str, figures)), after)
    written = replace(report("2021"), extra_rows=(added,))
    found = read(RENDERERS[name](lay_out(written)), name=name)
    assert [(row.label, row.values, row.after) for row in found.extra_rows] == [(added.label, figures, after)]
    assert found.essence()["cells"] == written.essence()["cells"]
