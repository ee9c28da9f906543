"""Which tables hold data and which only place things on the page, and tables that are pictures: Word and HTML alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.errors import NotAReport
from gongkai.readers.document import Block, Document, Grid, Paragraph
from gongkai.readers.encoding import Warnings
from gongkai.report.number import looks_like_figure

_ROWS = 3
_CELLS = 3
_LONGEST = 120
_TABLES = 3
_FIGURES = 12


def holds_data(rows: Iterable[Sequence[str]]) -> bool:
    """Whether a table that has tables inside is itself a table of data.

    `rows` are the texts of its own cells, without those of the tables inside. Three rows of three short texts are
    data; a frame for the page has a cell or two in a row, and long ones.
    """
    full = sum(1 for row in rows if sum(1 for text in row if 0 < len(text.strip()) <= _LONGEST) >= _CELLS)
    return full >= _ROWS


def demand_tables(document: Document, pictures: int, frames: Sequence[str] = ()) -> Document:
    """The document; NotAReport when its tables can only be in pictures or in pages framed in it.

    That is so when there is no grid and hardly a figure in the text, but pictures, or `frames` (their addresses).
    """
    if not (pictures or frames) or any(isinstance(block, Grid) for block in document.blocks):
        return document
    texts = (block.text for block in document.blocks if isinstance(block, Paragraph))
    if sum(1 for text in texts for word in text.split() if looks_like_figure(word)) >= _FIGURES:
        return document
    if frames:
        raise NotAReport(
            f"文件里没有表格，只有内嵌框架（{frames[0][:80]}）：内容可能在框架的网页里，没有打开",
            f"the file has no table but an embedded frame ({frames[0][:80]}), which was not opened",
            fix="请打开框架里的网页，另存后再试",
            fix_en="open the page inside the frame, save it and try again",
        )
    raise NotAReport(
        f"文件里没有表格，只有图片（{pictures}幅）：表格可能是图片，读不出数字",
        f"the file has no table but {pictures} pictures: the tables may be pictures, whose figures cannot be read",
        fix="请给出表格可以选中文字的原文件",
        fix_en="give the original file, whose tables hold text",
    )


def unread_pictures(blocks: Sequence[Block], pictures: int) -> Warnings:
    """What to say of pictures in a file that has fewer tables than a report: one of them may be a picture."""
    if not pictures or sum(isinstance(block, Grid) for block in blocks) >= _TABLES:
        return ()
    return (
        (f"有图片{pictures}幅，图片里的文字和表格没有读取", f"{pictures} pictures; text and tables in them not read"),
    )


def covered(place: str, text: str) -> tuple[str, str]:
    """What to say of a text that a merged cell above covers, so that it does not show."""
    shown = text if len(text) <= 20 else text[:20] + "…"
    return (
        f"{place}：合并单元格盖住了文字“{shown}”，未读取",
        f"{place}: a merged cell covers the text {shown!r}, not read",
    )
