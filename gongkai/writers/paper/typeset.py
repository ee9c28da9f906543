"""A Paper as PDF/A-2b, set by Typst with two free fonts of a package; nothing of the machine gets into it.

Texts travel as data and never as markup, so that no `#` or `$` of a stranger's report is obeyed.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from gongkai.errors import MissingExtra, UsageError
from gongkai.writers.paper.page import Paper, Sheet, Text, printable

if TYPE_CHECKING:
    from typst import Compiler

_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')


def typeset(paper: Paper) -> bytes:
    """The paper as PDF bytes, the same for the same paper.

    MissingExtra without the extra `gongkai[pdf]`; UsageError naming the characters that the fonts lack.
    """
    compiler, source, failure = _compiler()
    data = {"title": printable(paper.title), "blocks": [_block(block) for block in paper.blocks]}
    inputs = {"paper": json.dumps(data, ensure_ascii=False)}
    try:
        return cast("bytes", compiler.compile(source, format="pdf", sys_inputs=inputs, pdf_standards="a-2b"))
    except failure as error:
        lacking = _LACKING.search(str(error))
        if lacking is None:
            raise
        what = lacking[1]
        raise UsageError(
            f"PDF的字体里没有“{what}”",
            f"the fonts of the PDF lack {what!r}",
            fix="请改写成DOCX",
            fix_en="write DOCX instead",
        ) from error


def _block(block: Text | Sheet) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"style": block.style, "text": printable(block.text), "breaks": block.breaks}
    return {
        "boxes": [{**asdict(box), "text": printable(box.text)} for box in block.boxes],
        "widths": block.widths,
        "heads": block.heads,
        "height": block.height,
    }


@cache
def _compiler() -> tuple[Compiler, bytes, type[Exception]]:
    """A compiler with the two fonts, the page's source, and what the compiler raises."""
    try:
        import pylopdf_fonts_zh_cn as fonts
        import typst
    except ImportError as error:
        raise MissingExtra(
            "写PDF要另装部件",
            "writing PDF needs an extra",
            fix="请安装 gongkai[pdf]",
            fix_en="install gongkai[pdf]",
        ) from error
    source = resources.files(__package__).joinpath("official.typ").read_bytes()
    folder = fonts.serif_path().parent
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(font_paths=known), source, typst.TypstError
