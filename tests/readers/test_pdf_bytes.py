"""PDF files by hand: odd ways of writing text, and files that are damaged, locked or hostile."""

from __future__ import annotations

import pytest

from gongkai.errors import BrokenFile, EncryptedFile, InputError, NoTextLayer, TooLarge
from gongkai.readers import pdf
from gongkai.readers.document import Grid
from tests.render.bare import CJK, assembled, encrypted, page_of, stream, words

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F2 6 0 R >> >> >>"
ONE = {1: CATALOG, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: PAGE, 4: stream(words("总体", 99, 700)), 6: CJK}
FORM = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length %d >>"
CALLS = b"/X Do " * 30


def texts(data: bytes) -> list[str]:
    return [cell.text for block in pdf.read(data).blocks for cell in _cells(block)]


def _cells(block: object) -> list[object]:
    return [slot for row in block.rows for slot in row] if isinstance(block, Grid) else [block]


@pytest.mark.parametrize(
    ("content", "rotate", "wanted"),
    [
        pytest.param(words("总体", 99, 700), 0, ["总体"], id="plain"),
        pytest.param(words("总体", 99, 700, matrix="0 1 -1 0"), 90, ["总体"], id="rotated page"),
        pytest.param(words("总体", 99, 700, matrix="0 1 -1 0"), 0, ["总体"], id="text turned left"),
        pytest.param(words("总体", 99, 700, matrix="0 -1 1 0"), 0, ["总体"], id="text turned right"),
        pytest.param(words("总体", 400, 300, matrix="-1 0 0 -1"), 180, ["总体"], id="upside down"),
        pytest.param(words("12件", 99, 700) + words("12件", 99.4, 700), 0, ["12件"], id="drawn twice for bold"),
        pytest.param(words("11件", 99, 700), 0, ["11件"], id="the same letter beside itself"),
        pytest.param(words("⼀、⽂⼾", 99, 700), 0, ["一、文户"], id="radicals"),
        pytest.param(words("总 体 １２", 99, 700), 0, ["总体１２"], id="blanks between letters"),
        pytest.param(words("二。", 99, 650) + words("一。", 99, 700), 0, ["一。", "二。"], id="order of the file"),
        pytest.param(
            words("总体情况", 99, 700) + words("内部", 200, 300, matrix="0.7 0.7 -0.7 0.7"),
            0,
            ["总体情况"],
            id="slanted",
        ),
        pytest.param(words("总体", 99, 700) + words("7", 99, 600, mode=3), 0, ["总体"], id="invisible"),
        pytest.param(words("总体", 99, 700) + words("7", 99, -50), 0, ["总体"], id="off the page"),
    ],
)
def test_text(content: bytes, rotate: int, wanted: list[str]) -> None:
    assert texts(page_of(content, rotate=rotate)) == wanted


def test_text_outside_the_crop_box_is_told_and_left_out() -> None:
    document = pdf.read(page_of(words("里", 99, 700) + words("外", 99, 30), page=b"/CropBox [0 99 595 842]"))
    assert [block.text for block in document.blocks] == ["里"]
    assert document.warnings[0][0] == "有1个看不见的字，未读取"


def test_a_figure_that_sticks_out_of_its_cell_is_told() -> None:
    lines = b"".join(
        b"%d 600 m %d 660 l S 50 %d m 110 %d l S\n" % (x, x, y, y)
        for x, y in zip((50, 80, 110), (600, 630, 660), strict=True)
    )
    document = pdf.read(page_of(lines + words("12345678", 52, 610) + words("7", 90, 640)))
    assert document.warnings == (
        ("第1页有1处数字越出表格线，请核对", "page 1: 1 figures stick out of their cells; to be checked"),
    )


def test_glyphs_without_a_character_are_told_with_their_share() -> None:
    document = pdf.read(page_of(b"BT /F1 12 Tf 99 700 Td (\x81abcdefghi) Tj ET"))
    assert document.blocks[0].text == "�abcdefghi"
    assert document.warnings[0][0].startswith("10.0%的字没有对应的字符（乱码）")


@pytest.mark.parametrize(
    "content",
    [b"", words("看不见", 99, 700, mode=3), b"BT /F1 12 Tf 99 700 Td (\x81\x8d\x8f\x90) Tj ET"],
    ids=["empty", "invisible", "garbled"],
)
def test_no_text_layer(content: bytes) -> None:
    data = page_of(content)
    assert not pdf.has_text(data)
    with pytest.raises(NoTextLayer, match="无文本层") as told:
        pdf.read(data)
    assert "gongkai[ocr]" in told.value.fix


def test_has_text() -> None:
    assert pdf.has_text(page_of(words("总体", 99, 700)))


def test_scanned_pages_among_others_are_counted() -> None:
    pages = {2: b"<< /Type /Pages /Kids [3 0 R 7 0 R] /Count 2 >>", 7: PAGE.replace(b"4 0 R", b"8 0 R"), 8: stream(b"")}
    assert pdf.read(assembled(ONE | pages)).warnings == (
        ("2页中有1页无文本层，未读取", "1 of 2 pages have no text; not read"),
    )


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "含JavaScript，未运行"),
        (b"/OpenAction << /S /Launch /F (calc.exe) >>", "含启动程序的动作，未执行"),
        (b"/AcroForm << /XFA [] >>", "含XFA表单，未读取"),
        (b"/Names << /EmbeddedFiles << /Names [] >> >>", "含嵌入文件，未打开"),
    ],
)
def test_what_would_run_is_listed(mark: bytes, told: str) -> None:
    assert told in [words for words, _ in pdf.read(page_of(words("总体", 99, 700), catalog=mark)).warnings]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            assembled(ONE | {2: b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 >>"}), id="loop of pages"
        ),
        pytest.param(assembled(ONE | {2: b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"}), id="count 1e9"),
        pytest.param(assembled(ONE | {2: b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>"}), id="count below 0"),
        pytest.param(assembled(ONE, start=3), id="xref missing"),
        pytest.param(assembled(ONE, b"/Prev 9"), id="xref of nowhere"),
        pytest.param(assembled(ONE | {3: PAGE.replace(b"595 842", b"14400000 14400000")}), id="giant page"),
    ],
)
def test_damage_that_can_be_read_over(data: bytes) -> None:
    assert texts(data) == ["总体"]


def test_a_file_that_only_its_owner_may_change_is_opened() -> None:
    with pytest.raises(NoTextLayer):
        pdf.read(encrypted(b""))


@pytest.mark.parametrize(
    ("data", "error", "told"),
    [
        pytest.param(assembled(ONE).replace(b"/Root 1", b"/Root 9"), BrokenFile, "PDF结构损坏", id="no root"),
        pytest.param(assembled(ONE)[:300], BrokenFile, "PDF结构损坏", id="cut off"),
        pytest.param(encrypted(b"secret"), EncryptedFile, "文件已加密，需要口令", id="password"),
        pytest.param(
            page_of(b" " * 30_000_000, filters=5), TooLarge, "解压后超过24MB，上限24MB", id="five times packed"
        ),
        pytest.param(page_of(b"0 0 m " * 5_000_000), TooLarge, "解压后超过24MB，上限24MB", id="packed once"),
        pytest.param(
            assembled(ONE | {2: b"<< /Type /Pages /Kids [%s] /Count 50000 >>" % (b"3 0 R " * 50_000)}),
            TooLarge,
            "同一对象的重复引用数为50,000，上限64",
            id="one page 50,000 times",
        ),
        pytest.param(
            assembled(
                ONE
                | {2: b"<< /Type /Pages /Kids [%s] /Count 301 >>" % b" ".join(b"%d 0 R" % n for n in range(10, 311))}
                | dict.fromkeys(range(10, 311), PAGE)
            ),
            TooLarge,
            "页数为301，上限300",
            id="301 pages",
        ),
        pytest.param(
            assembled(
                ONE | {n: FORM % (n + 1, len(CALLS)) + b"\nstream\n" + CALLS + b"\nendstream" for n in range(10, 16)}
            ),
            TooLarge,
            "表单（Form）的调用次数",
            id="forms in forms",
        ),
        pytest.param(
            page_of(b"".join(b"%d 0 1 1 re f\n" % (n % 590) for n in range(60_001))),
            TooLarge,
            "一页的图形数为60,001，上限60,000",
            id="too many drawings",
        ),
    ],
)
def test_refused(data: bytes, error: type[InputError], told: str) -> None:
    with pytest.raises(error, match=told.replace("（", r"\（").replace("）", r"\）")):
        pdf.read(data)
