"""PDF files with a text layer: drawn and undrawn tables, paragraphs as written, through pdfium."""

from __future__ import annotations

import ctypes
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
_FIX = "安装gongkai[ocr]后可识别扫描件"
_FIX_EN = "install gongkai[ocr] to read scans"
_FEW_GLYPHS = 30
_COVERED = 0.5


def read(data: bytes) -> Document:
    """The PDF in `data` as a Document, `pictures` naming the pages whose text is not there to be read.

    NoTextLayer when it is a scan; other InputErrors say what is wrong with it.
    """
    weigh(data)
    warnings = active_content(data)
    bodies: list[Body] = []
    inks: list[Ink] = []
    pictures: list[int] = []
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
            if found[2]:
                pictures.append(number)
    if not bodies:
        raise BrokenFile(f"PDF结构损坏：{count}页都读不出", f"the PDF is damaged: none of {count} pages can be read")
    if lost:
        warnings.append(
            (f"PDF结构损坏：{count}页中读出{count - lost}页", f"damaged: {count - lost} of {count} pages read")
        )
    blank = sum(1 for body, ink in zip(bodies, inks, strict=True) if not ink.glyphs and body.page not in pictures)
    if not any(ink.glyphs for ink in inks) or len(pictures) == count:
        raise NoTextLayer("无文本层：这是扫描件", "no text layer: the PDF is a scan", fix=_FIX, fix_en=_FIX_EN)
    warnings += _told(inks, count, blank)
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
    return demand_text(Document("pdf", blocks, title, tuple(warnings), tuple(pictures)), expected)


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


def _page(document: Any, number: int) -> tuple[Body, Ink, bool] | None:
    """One page as lines and tables, its ink, and whether it is a picture; None when it cannot be loaded."""
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
        return make_body(number, ink, read_strokes(page, ink)), ink, _is_picture(page, ink)
    finally:
        pdfium.FPDF_ClosePage(page)


def _is_picture(page: Any, ink: Ink) -> bool:
    """Whether what a page shows is no text: nothing but drawings, or a picture with a stamp or unseen text on it."""
    objects = pdfium.FPDFPage_CountObjects(page)
    if not ink.glyphs:
        return bool(objects > 0)
    if ink.glyphs >= _FEW_GLYPHS:
        return False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    whole = (ink.box[2] - ink.box[0]) * (ink.box[3] - ink.box[1])
    for at in range(objects):
        one = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(one) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        pdfium.FPDFPageObj_GetBounds(one, left, bottom, right, top)
        if (right.value - left.value) * (top.value - bottom.value) > _COVERED * whole:
            return True
    return False


def _title(document: Any) -> str:
    return str(document.get_metadata_value("Title"))


def _told(inks: list[Ink], count: int, blank: int) -> list[tuple[str, str]]:
    """What there is to say of the text layer; NoTextLayer when there is none that can be trusted."""
    glyphs, unknown = sum(ink.glyphs for ink in inks), sum(ink.unknown for ink in inks)
    if unknown > _GARBLED * glyphs:
        share = f"{unknown / glyphs:.0%}"
        raise NoTextLayer(
            f"无文本层可用：{share}的字没有对应的字符（乱码）",
            f"no text layer of use: {share} of the glyphs name no character",
            fix=_FIX,
            fix_en=_FIX_EN,
        )
    told: list[tuple[str, str]] = []
    if blank:
        told.append((f"{count}页中有{blank}页无文本层，未读取", f"{blank} of {count} pages have no text; not read"))
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
