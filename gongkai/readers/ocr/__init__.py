"""Scans and pictures of annual reports, by optical character recognition: the extra `gongkai[ocr]`.

A page is rendered, turned upright and straightened; the lines of its tables give the grid, each cell of figures is
cut out and read at least twice, and the readings go along with the slot: `recognise` weighs them by the form's own
sums. Pages that cannot be read well are named and left out, never filled in (TRUST 4.28).
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from gongkai.errors import MissingExtra, Unreadable
from gongkai.readers.document import Block, Document, Grid, Paragraph

if TYPE_CHECKING:
    from gongkai.readers.ocr.upright import Upright

_NEEDED = ("cv2", "numpy", "onnxruntime", "PIL", "rapidocr")


def read(data: bytes) -> Document:
    """The Document of a scanned PDF, PNG, JPEG or TIFF.

    MissingExtra when `gongkai[ocr]` is not installed, Unreadable when no page can be read, TooLarge, BrokenFile and
    EncryptedFile as for every format.
    """
    if any(find_spec(name) is None for name in _NEEDED):
        raise MissingExtra(
            "扫描件和图片要用文字识别，没有安装",
            "scans and pictures need text recognition, which is not installed",
            fix="安装：pip install 'gongkai[ocr]'",
            fix_en="pip install 'gongkai[ocr]'",
        )
    from gongkai.readers.ocr.pages import pages_of
    from gongkai.readers.ocr.upright import straighten

    blocks: list[Block] = []
    warnings: list[tuple[str, str]] = []
    for page in pages_of(data):
        upright = straighten(page)
        if upright.trouble is None:
            blocks += _blocks(upright)
        else:
            what, what_en = upright.trouble
            warnings.append(
                (
                    f"第{page.number}页{what}，没有读取，需人工核对",
                    f"page {page.number} {what_en}; not read, look at it",
                )
            )
    if not blocks:
        raise Unreadable(
            "；".join(zh for zh, _ in warnings) or "扫描件没有文字，需人工核对",
            "; ".join(en for _, en in warnings) or "the scan holds no text",
        )
    warnings.append(
        ("本件由扫描件识别而来，文字请对照原件核对", "read from a scan by text recognition; compare the text with it")
    )
    return Document("ocr", tuple(blocks), warnings=tuple(warnings))


def _blocks(upright: Upright) -> list[Block]:
    """The paragraphs and tables of one page from top to bottom."""
    from gongkai.readers.ocr.cells import read_cells
    from gongkai.readers.ocr.ruling import find_tables
    from gongkai.readers.ocr.text import Words, paragraphs

    page = upright.page
    tables = find_tables(page.clean)
    words = Words(page.grey, upright.boxes, upright.read)
    placed: list[tuple[float, Block]] = []
    inside: set[int] = set()
    for number, table in enumerate(tables, 1):
        where = f"page {page.number}, table {number}"
        placed.append((table.top, Grid(read_cells(table, words, where), where)))
        inside.update(table.holds(words.boxes))
    outside = [at for at in range(len(words.boxes)) if at not in inside]
    for number, (top, text) in enumerate(paragraphs(words, outside), 1):
        placed.append((top, Paragraph(text, f"page {page.number}, paragraph {number}")))
    return [block for _, block in sorted(placed, key=lambda one: one[0])]
