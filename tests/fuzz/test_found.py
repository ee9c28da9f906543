"""What fuzzing found and was mended: each with its file, shrunk to what mattered."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from selectolax.lexbor import LexborHTMLParser

from fuzz.seeds import corpus
from gongkai.errors import BrokenFile, TooLarge, UnknownFormat
from gongkai.readers import read
from gongkai.readers.pagestyle import PageStyle
from gongkai.report.check import Example, check
from gongkai.report.example import build
from gongkai.report.form import form
from gongkai.report.number import Kind, parse
from tests.effort import calls


def circular(data: bytes) -> bytes:
    """An OLE file whose first chain of more than one sector comes back to its own beginning."""
    table = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
    chain = struct.unpack_from("<128I", data, table)
    last = next(at for at, sector in enumerate(chain) if sector == 0xFFFFFFFE and chain[at - 1] == at)
    return data[: table + 4 * last] + struct.pack("<I", last - 1) + data[table + 4 * last + 4 :]


@pytest.mark.parametrize("name", ["seed-one.xls", "kept.doc"])
@pytest.mark.parametrize("kind", ["", "xls", "doc"])
def test_a_chain_of_sectors_that_comes_round_is_refused(name: str, kind: str) -> None:
    """Following it filled the memory and ended the process."""
    with pytest.raises(BrokenFile):
        read(circular(corpus()[name]), name=name, format=kind)


@pytest.mark.parametrize("at", [44, 64, 72])
def test_an_ole_head_is_looked_at_before_it_is_opened(at: int) -> None:
    """A count of sectors that the file cannot hold filled the memory while the format was being told."""
    data = corpus()["seed-one.xls"]
    with pytest.raises(BrokenFile):
        read(data[:at] + b"\xff\xff\xff\x0f" + data[at + 4 :], name="a.xls")


def test_a_lone_carriage_return_in_our_csv_is_a_broken_file() -> None:
    with pytest.raises(BrokenFile):
        read(b"address,agency,year,edition,x\n1,a\rb\n", name="a.csv")


def test_a_cell_far_out_in_an_old_sheet_is_refused() -> None:
    """Its sheet was laid out in memory up to that cell: 25 GB for a file of 14 kB."""
    data = corpus()["seed-one.xls"]
    at = data.index(b"\xfd\x00\x0a\x00")
    with pytest.raises(BrokenFile):
        read(data[: at + 6] + b"\xff\xff" + data[at + 8 :], name="a.xls")
    with pytest.raises(TooLarge):
        read(data[: at + 4] + b"\xff\xff\xff\x00" + data[at + 8 :], name="a.xls")


@pytest.mark.parametrize("figure", ["11094", "11430", "12340"])
def test_a_row_that_lacks_a_cell_is_doubtful(figure: str) -> None:
    """The figures behind it moved one column to the left and nothing was said."""
    page = corpus()["seed-clean.html"].decode()
    whole, less = (
        read(page.encode(), name="a.html"),
        read(page.replace(f"<td>{figure}</td>", "").encode(), name="a.html"),
    )
    moved = {address for address, cell in whole.cells.items() if less.cells[address].value != cell.value}
    assert moved
    assert moved <= {address for doubt in less.doubts for address in doubt.cells}
    assert not whole.doubts


def test_an_ods_whose_mimetype_is_packed_is_an_ods() -> None:
    out = BytesIO()
    with ZipFile(BytesIO(corpus()["saved.ods"])) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert read(out.getvalue(), name="a.ods").cells == read(corpus()["saved.ods"], name="a.ods").cells


def test_more_lines_than_a_report_has_are_refused() -> None:
    with pytest.raises(TooLarge):
        read(b"1,2\n" * 20_001, name="a.csv")


def test_json_with_a_number_too_long_for_python_is_broken() -> None:
    with pytest.raises(BrokenFile):
        read(b'{"schema": ' + b"9" * 5000 + b"}", name="a.json")


def test_a_tag_in_the_words_of_our_json_makes_no_page_of_it() -> None:
    data = build(Example()).to_dict() | {"agency": "青岚市<table>水利局"}
    assert read(json.dumps(data, ensure_ascii=False).encode(), name="a.json").agency == "青岚市<table>水利局"


def cells(address: str, **cell: Any) -> dict[str, Any]:
    return {"cells": {address: {"kind": "number", "value": 1, **cell}}}


@pytest.mark.parametrize(
    "change",
    [
        cells("t3.grant.total"),
        cells("t9.granted.total"),
        cells("t3.granted.nobody"),
        cells("t3.granted"),
        cells("t3.granted.total", value=1.5),
        cells("t3.granted.total", value=True),
        cells("t3.granted.total", value=None),
        cells("t3.granted.total", kind="blank"),
        cells("t3.granted.total", raw=1),
        cells("t2.fees.amount", value="NaN"),
        cells("t2.fees.amount", value="1e999999"),
        {"labels": {"t3.grant": "予以公开"}},
        {"labels": {"x9": "予以公开"}},
        {"year": "2024"},
        {"year": 10**20},
        {"agency": ["青岚市"]},
        {"title": None},
        {"preamble": "\ud800"},
        {"labels": {"t3.granted": 1}},
        {"sections": [{"number": "1", "title": "一、总体情况"}]},
        {"sections": [{"number": 1, "title": "一、总体情况", "text": 2.0}]},
        {"notes": [{"table": "t2", "text": {}}]},
        {"notes": [{"table": "t2", "text": ["备注"]}]},
        {"signature": {"date": "text"}},
        {"extra_rows": [{"table": "t2", "label": "其他", "values": [1.5]}]},
        {"doubts": [{"cells": [None], "message": ""}]},
    ],
    ids=str,
)
def test_json_of_other_types_is_refused(change: dict[str, Any]) -> None:
    """It came through the reader, and rules and writers broke on it."""
    data = build(Example()).to_dict() | change
    with pytest.raises(UnknownFormat):
        read(json.dumps(data).encode(), name="a.json")


def test_a_figure_of_thousands_of_digits_is_text() -> None:
    """Python refuses to write such a number, so the report could not be written either."""
    column = form("2021").column("t3.granted.total")
    assert parse("9" * 5000, column).kind is Kind.TEXT
    assert parse("9" * 20, column).value == 10**20 - 1


@pytest.mark.parametrize(
    "text",
    [
        lambda times: f"受理（其中{times}件）共3件，含" * times,
        lambda times: "受理" + "12" * 40 * times + "件",
        lambda times: "、受理申请三件，均按期办结并答复申请人本人\n" * times,
    ],
    ids=["figures", "digits", "lines"],
)
def test_a_long_text_costs_as_much_as_it_is_long(text: Callable[[int], str]) -> None:
    """Wholes and parts among thousands of figures, a figure of any length from each digit on, lines joined: minutes."""
    report = build(Example())

    def spent(times: int) -> int:
        long = replace(report, sections=tuple(replace(one, text=text(times)) for one in report.sections))
        return calls(lambda: check(long))

    spent(90)
    assert spent(800) < 8 * 1.5 * spent(100)


@pytest.mark.parametrize(
    ("whole", "damaged"),
    [("12221,number,,12221\r\n", "12221,number,"), (",12221,number", ",12221x,number"), (",12221,number", ",,number")],
)
def test_our_csv_cut_short_or_with_another_value_is_broken(whole: str, damaged: str) -> None:
    """Its last cell had no text as printed, and rules and writers broke on it."""
    table = corpus()["own.csv"].decode("utf-8-sig")
    assert whole in table
    cut = table[: table.index(whole)] + damaged if damaged.endswith(",") else table.replace(whole, damaged)
    with pytest.raises(BrokenFile):
        read(cut.encode(), name="a.csv")


def test_rows_repeated_a_million_times_before_a_cell_are_refused() -> None:
    """An ODS of 40 kB filled the memory, and the library that opens it ended the process."""
    out = BytesIO()
    with ZipFile(BytesIO(corpus()["saved.ods"])) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "content.xml":
                end = data.rindex(b"</table:table>")
                cell = b'<table:table-cell office:value-type="string"><text:p>1</text:p></table:table-cell>'
                data = data[:end] + b"<table:table-row>" + cell + b"</table:table-row>" + data[end:]
            new.writestr(name, data)
    with pytest.raises(TooLarge):
        read(out.getvalue(), name="a.ods")


def test_thousands_of_lines_that_may_be_rows_are_refused() -> None:
    """After the first five thousand the rest were left out, and nothing was said."""
    with pytest.raises(TooLarge, match="行名"):
        read("行政事业性收弗,1\n".encode() * 6000, name="a.csv")


def test_a_head_that_stands_twice_moves_no_figure() -> None:
    """The heads behind it slid one column on, past the total, and its figures changed places with the column before."""
    page = corpus()["seed-clean.html"].decode()
    head = "<td>商业企业</td>"
    whole, doubled = (read(one.encode(), name="a.html") for one in (page, page.replace(head, head * 2)))
    assert {a: c.value for a, c in doubled.cells.items()} == {a: c.value for a, c in whole.cells.items()}


def test_a_divided_row_that_lost_the_label_of_a_part_is_doubtful() -> None:
    """The figures of the part were those of the whole, which the other edition's form has."""
    page = corpus()["seed-clean.html"].decode()
    part = form("2021").row("t3.other_no_correction").text
    less = read(re.sub(f"<td[^>]*>{part}</td>", "", page).encode(), name="a.html")
    other = {address for address, cell in less.cells.items() if address.startswith("t3.other") and cell.value}
    assert "t3.other.total" in other
    assert other <= {address for doubt in less.doubts for address in doubt.cells}


def test_figures_that_do_not_add_up_below_heads_in_another_order_are_doubtful() -> None:
    """Without the head above them the five kinds of bodies slid to the right of the total."""
    page = corpus()["seed-clean.html"].decode()
    whole = read(page.encode(), name="a.html")
    less = read(page.replace('<td colspan="5">法人或其他组织</td>', "").encode(), name="a.html")
    moved = {a for a, cell in whole.cells.items() if less.cells[a].value != cell.value}
    assert moved <= {address for doubt in less.doubts for address in doubt.cells}


def test_a_long_rule_for_many_cells_is_looked_at_once() -> None:
    """Half a megabyte of declarations was searched four times for every cell that its rule was for."""
    page = corpus()["seed-clean.html"].decode() + "<style>td {x: y; display: table-cell}</style>"
    cells = len(LexborHTMLParser(page).css("td"))
    assert cells > 200
    assert calls(lambda: PageStyle.of(LexborHTMLParser(page))) < 5 * cells
