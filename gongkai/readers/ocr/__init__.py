"""Scans and pictures of annual reports, by optical character recognition: the extra `gongkai[ocr]`.

A page is rendered, turned upright and straightened; the lines of its tables give the grid, each cell of figures is
cut out and read at least twice, and the readings go along with the slot: `recognise` weighs them by the form's own
sums. Pages that cannot be read well are named and left out, never filled in (TRUST 4.28).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from gongkai.errors import MissingExtra, Unreadable
from gongkai.readers.document import Block, Document, Grid, Paragraph

if TYPE_CHECKING:
    from gongkai.readers.ocr.upright import Upright

_Pages = dict[int, list[Block]]
_NEEDED = ("cv2", "numpy", "onnxruntime", "PIL", "rapidocr")


_TOLD = ("本件由扫描件识别而来，文字请对照原件核对", "read from a scan by text recognition; compare the text with it")
_PAGE = re.compile(r"page (\d+)")


def installed() -> bool:
    """Whether the packages of `gongkai[ocr]` are there."""
    return all(find_spec(name) is not None for name in _NEEDED)


def read(data: bytes) -> Document:
    """The Document of a scanned PDF, PNG, JPEG or TIFF.

    MissingExtra when `gongkai[ocr]` is not installed, Unreadable when no page can be read, TooLarge, BrokenFile and
    EncryptedFile as for every format.
    """
    if not installed():
        raise MissingExtra(
            "扫描件和图片要用文字识别，没有安装",
            "scans and pictures need text recognition, which is not installed",
            fix="安装：pip install 'gongkai[ocr]'",
            fix_en="pip install 'gongkai[ocr]'",
        )
    pages, warnings = _recognised(data)
    if not any(pages.values()):
        raise Unreadable(
            "；".join(zh for zh, _ in warnings) or "扫描件没有文字，需人工核对",
            "; ".join(en for _, en in warnings) or "the scan holds no text",
        )
    blocks = tuple(block for page in sorted(pages) for block in pages[page])
    return Document("ocr", blocks, warnings=(*warnings, _TOLD), pictures=tuple(sorted(pages)))


def complete(data: bytes, rest: Document) -> Document:
    """A PDF whose other pages were read as `rest`, its pages that are pictures recognised and put in their order."""
    pages, warnings = _recognised(data, rest.pictures)
    blocks = list(rest.blocks)
    for page in sorted(pages, reverse=True):
        after = next((at for at, block in enumerate(blocks) if _page_of(block) > page), len(blocks))
        blocks[after:after] = pages[page]
    numbers = "、".join(str(page) for page in rest.pictures)
    told = (
        f"第{numbers}页由识别而来，文字请对照原件核对",
        f"page {numbers.replace('、', ', ')}: read by text recognition; compare the text with it",
    )
    return replace(rest, blocks=tuple(blocks), warnings=(*rest.warnings, *warnings, told))


def _page_of(block: Block) -> int:
    """The page that a block of a PDF begins on, from its place."""
    found = _PAGE.match(block.place)
    return int(found[1]) if found else 0


def _recognised(data: bytes, wanted: Collection[int] | None = None) -> tuple[_Pages, list[tuple[str, str]]]:
    """The blocks of the wanted pages (of all when None) by page number, and what there is to say of those not read."""
    from gongkai.readers.ocr.pages import pages_of
    from gongkai.readers.ocr.upright import straighten

    pages: _Pages = {}
    warnings: list[tuple[str, str]] = []
    for page in pages_of(data, wanted):
        upright = straighten(page)
        pages[page.number] = _blocks(upright) if upright.trouble is None else []
        if upright.trouble is not None:
            what, what_en = upright.trouble
            warnings.append(
                (
                    f"第{page.number}页{what}，没有读取，需人工核对",
                    f"page {page.number} {what_en}; not read, look at it",
                )
            )
    return pages, warnings


def _blocks(upright: Upright) -> list[Block]:
    """The paragraphs and tables of one page from top to bottom."""
    from gongkai.readers.ocr.cells import read_cells
    from gongkai.readers.ocr.ruling import find_tables
    from gongkai.readers.ocr.text import Words, paragraphs
    from gongkai.readers.ocr.unruled import grid_of, stands_in, unruled_tables

    page = upright.page
    drawn = find_tables(page.clean)
    tables = [table for table in drawn if not table.torn]
    words = Words(page.grey, upright.boxes, upright.read)
    placed: list[tuple[float, Block]] = []
    inside: set[int] = set()
    for number, table in enumerate(tables, 1):
        where = f"page {page.number}, table {number}"
        placed.append((table.top, Grid(read_cells(table, words, where), where)))
        inside.update(table.holds(words.boxes))
    outside = [at for at in range(len(words.boxes)) if at not in inside]
    breaks = [table.top for table in tables]
    sure = len(tables) == len(drawn)
    for number, open_table in enumerate(unruled_tables(page, words, outside, breaks), len(tables) + 1):
        placed.append((open_table.top, grid_of(open_table, f"page {page.number}, table {number}", sure)))
        inside.update(at for at in outside if stands_in(words.boxes[at], open_table))
    outside = [at for at in outside if at not in inside]
    for number, (top, text) in enumerate(paragraphs(words, outside), 1):
        placed.append((top, Paragraph(text, f"page {page.number}, paragraph {number}")))
    return [block for _, block in sorted(placed, key=lambda one: one[0])]
