"""PDF files with a text layer: drawn and undrawn tables, paragraphs as written, through pdfium."""

from __future__ import annotations

import time
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.errors import BrokenFile, NoTextLayer, TooLarge
from gongkai.readers.document import Document, demand_text
from gongkai.readers.pdf.aligned import with_undrawn
from gongkai.readers.pdf.body import Body, make_body
from gongkai.readers.pdf.flow import blocks_of
from gongkai.readers.pdf.furniture import without_furniture
from gongkai.readers.pdf.ink import Ink, read_ink
from gongkai.readers.pdf.opened import active_content, opened
from gongkai.readers.pdf.strokes import read_strokes
from gongkai.readers.pdf.weight import weigh

MAX_SECONDS = 15.0
"""How long a reading may take; each page adds a little."""
_SECONDS_A_PAGE = 0.2
_GARBLED = 0.5


def read(data: bytes) -> Document:
    """The PDF in `data` as a Document. NoTextLayer when it is a scan; other InputErrors say what is wrong with it."""
    weigh(data)
    warnings = active_content(data)
    bodies: list[Body] = []
    inks: list[Ink] = []
    lost = 0
    began = time.thread_time()
    with opened(data) as document:
        title = _title(document)
        count = pdfium.FPDF_GetPageCount(document)
        for number in range(1, count + 1):
            found = _page(document, number)
            _in_time(began, number, count)
            if found is None:
                lost += 1
                continue
            bodies.append(found[0])
            inks.append(found[1])
    if not bodies:
        raise BrokenFile(f"PDF结构损坏：{count}页都读不出", f"the PDF is damaged: none of {count} pages can be read")
    if lost:
        warnings.append(
            (f"PDF结构损坏：{count}页中读出{count - lost}页", f"damaged: {count - lost} of {count} pages read")
        )
    warnings += _told(inks, count)
    warnings += [
        (
            f"第{body.page}页有{body.crossing}处数字越出表格线，请核对",
            f"page {body.page}: {body.crossing} figures stick out of their cells; to be checked",
        )
        for body in bodies
        if body.crossing
    ]
    furniture = without_furniture(bodies)
    for body in bodies:
        body.items = with_undrawn(body.items)
    blocks = blocks_of(bodies)
    expected = sum(ink.glyphs for ink in inks) - sum(len(run.text) for line in furniture for run in line.runs)
    return demand_text(Document("pdf", blocks, title, tuple(warnings)), expected)


def _in_time(began: float, number: int, count: int) -> None:
    """Stop between two pages when a file takes more of the processor than any report does."""
    if time.thread_time() - began > MAX_SECONDS + _SECONDS_A_PAGE * count:
        raise TooLarge(
            f"读取第{number}页时超过{MAX_SECONDS:g}秒的时限",
            f"the time limit of {MAX_SECONDS:g} seconds has passed at page {number}",
        )


def has_text(data: bytes) -> bool:
    """Whether any page of a PDF has a text layer that can be read."""
    weigh(data)
    with opened(data) as document:
        for number in range(1, pdfium.FPDF_GetPageCount(document) + 1):
            found = _page(document, number)
            if found is not None and found[1].glyphs > 2 * found[1].unknown:
                return True
    return False


def _page(document: Any, number: int) -> tuple[Body, Ink] | None:
    """One page as lines and tables, and its ink; None when it cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return None
    try:
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return None
        try:
            ink = read_ink(page, text)
        finally:
            pdfium.FPDFText_ClosePage(text)
        return make_body(number, ink, read_strokes(page, ink)), ink
    finally:
        pdfium.FPDF_ClosePage(page)


def _title(document: Any) -> str:
    return str(document.get_metadata_value("Title"))


def _told(inks: list[Ink], count: int) -> list[tuple[str, str]]:
    """What there is to say of the text layer; NoTextLayer when there is none that can be trusted."""
    fix = "安装gongkai[ocr]后可识别扫描件"
    fix_en = "install gongkai[ocr] to read scans"
    glyphs, unknown = sum(ink.glyphs for ink in inks), sum(ink.unknown for ink in inks)
    if not glyphs:
        raise NoTextLayer("无文本层：这是扫描件", "no text layer: the PDF is a scan", fix=fix, fix_en=fix_en)
    if unknown > _GARBLED * glyphs:
        share = f"{unknown / glyphs:.0%}"
        raise NoTextLayer(
            f"无文本层可用：{share}的字没有对应的字符（乱码）",
            f"no text layer of use: {share} of the glyphs name no character",
            fix=fix,
            fix_en=fix_en,
        )
    told: list[tuple[str, str]] = []
    empty = sum(1 for ink in inks if not ink.glyphs)
    if empty:
        told.append((f"{count}页中有{empty}页无文本层，未读取", f"{empty} of {count} pages have no text; not read"))
    if unknown:
        share = f"{unknown / glyphs:.1%}"
        told.append(
            (f"{share}的字没有对应的字符（乱码），以�代替", f"{share} of the glyphs name no character; shown as �")
        )
    hidden = sum(ink.hidden for ink in inks)
    if hidden:
        told.append((f"有{hidden}个看不见的字，未读取", f"{hidden} invisible characters not read"))
    slanted = sum(ink.slanted for ink in inks)
    if slanted:
        told.append((f"有水印文字{slanted}字，未读取", f"{slanted} characters of a watermark not read"))
    return told
