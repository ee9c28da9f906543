"""A scanned page end to end: every cell right, nothing made up, and what is not to be read is told."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest

from gongkai.errors import MissingExtra, NoTableFound, Unreadable
from gongkai.readers import ocr, read
from gongkai.readers.ocr.text import figure_of
from gongkai.report.form import form
from gongkai.report.model import Report
from gongkai.report.number import Kind
from tests.render import Page, lay_out, make_report
from tests.render.press import Look, pdf_file
from tests.render.scan import scanned


def report(edition: str = "2021") -> Report:
    """A report with figures of one to five digits."""
    sizes = (0, 3, 0, 17, 1, 0, 8, 104, 0, 6, 69, 5, 0, 1445, 9)
    counts = [address for address in form(edition).addresses if form(edition).column(address).type == "count"]
    figures: dict[str, int | Decimal] = {address: sizes[at * 7 % 15] for at, address in enumerate(counts)}
    return make_report(edition, "青岚市水利局", 2023, figures, ("依法办理。",) * 6, ("t2.rules.issued",))


def doubted(found: Report) -> set[str]:
    return {address for doubt in found.doubts for address in doubt.cells}


def test_a_scan_with_noise_and_slant_gives_every_cell(tmp_path: Path) -> None:
    made = report()
    data = scanned(pdf_file(lay_out(made), Look(size=9, margin=40, table_size=8)), dpi=150, skew=0.8, noise=7)
    path = tmp_path / "扫描.pdf"
    path.write_bytes(data)
    found = read(path)
    wrong = {a for a, cell in made.cells.items() if (cell.value, cell.kind) != (found[a].value, found[a].kind)}
    assert wrong <= doubted(found)
    assert len(wrong) <= 2
    assert len(doubted(found)) <= 4
    assert (found.agency, found.year, len(found.sections)) == ("青岚市水利局", 2023, 6)
    assert found["t3.received.total"].place.startswith("page ")
    assert "row" in found["t3.received.total"].place
    assert any("扫描件" in doubt.message for doubt in found.doubts)


def test_blank_paper_is_told_and_filled_with_nothing() -> None:
    blank = cv2.imencode(".png", np.full((1700, 1200), 245, np.uint8))[1].tobytes()
    with pytest.raises(Unreadable, match="需人工核对"):
        read(blank, name="白纸.png")


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_NEEDED", ("no_such_package",))
    with pytest.raises(MissingExtra) as told:
        ocr.read(b"\x89PNG")
    assert told.value.exit_code == 3
    assert "gongkai[ocr]" in told.value.fix


@pytest.mark.parametrize(
    ("text", "means"),
    [
        *(("O", "0"), ("〇", "0"), ("l5", "15"), ("1O4", "104"), ("3 6", "36"), ("5.O", "5.0"), ("—", "—"), ("/", "/")),
        *(("无", "无"), ("8768.62万元", "8768.62万元"), ("Ol项", "Ol项"), ("", "")),
    ],
)
def test_letters_are_read_as_digits_only_among_digits(text: str, means: str) -> None:
    assert figure_of(text) == means


@pytest.mark.samples
def test_the_last_page_of_the_real_scan(samples: Path) -> None:
    (path,) = samples.glob("files/*.scan.pdf")
    truth = json.loads((samples / f"{path.name.split('.')[0]}.truth.json").read_text("utf-8"))
    whole, last, out = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new(), BytesIO()
    last.import_pages(whole, [len(whole) - 1])
    last.save(out)
    found = read(out.getvalue())
    wanted = {address: value for address, value in truth["cells"].items() if address.startswith("t4.")}
    assert {address: found[address].value for address in wanted} == wanted
    assert not doubted(found) & set(wanted)


def mixed() -> bytes:
    """A report as PDF whose last page is a picture."""
    data = pdf_file(lay_out(report()), Look(size=9, margin=40, table_size=8))
    made, out = pypdfium2.PdfDocument(data), BytesIO()
    last = len(made) - 1
    alone, only = pypdfium2.PdfDocument.new(), BytesIO()
    alone.import_pages(made, [last])
    alone.save(only)
    made.del_page(last)
    made.import_pages(pypdfium2.PdfDocument(scanned(only.getvalue(), dpi=150, noise=4)))
    made.save(out)
    return out.getvalue()


def test_a_page_that_is_a_picture_is_read_among_the_others() -> None:
    found = read(mixed(), name="混合.pdf")
    made = report()
    assert {a for a, cell in made.cells.items() if cell.value != found[a].value} == set()
    assert len(found.sections) == 6
    assert any("第2页由识别而来" in doubt.message for doubt in found.doubts)


def test_without_the_extra_the_pages_that_are_pictures_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_NEEDED", ("no_such_package",))
    found = read(mixed(), name="混合.pdf")
    assert found["t4.reconsideration.upheld"].kind is Kind.ABSENT
    assert found["t3.received.total"].value == report()["t3.received.total"].value
    assert any("第2页无文本层，未读取" in doubt.message for doubt in found.doubts)


def test_a_scan_without_tables_is_not_called_another_document() -> None:
    sheet = lay_out(report())
    text = Page(sheet.title, (("一、总体情况", ("本机关依法办理。",), None),), sheet.report)
    with pytest.raises(NoTableFound, match="扫描件中没有认出法定表格") as told:
        read(scanned(pdf_file(text), dpi=120), name="扫描.pdf")
    assert told.value.exit_code == 2
