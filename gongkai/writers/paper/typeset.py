"""A Paper as PDF/A-2b, set by Typst with two free fonts of a package; nothing of the machine gets into it.

Texts travel as data and never as markup, so that no `#` or `$` of a stranger's report is obeyed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from gongkai.errors import MissingExtra, UsageError
from gongkai.writers.paper.page import Paper, Sheet, Text, printable

if TYPE_CHECKING:
    from typst import Compiler

_LONGEST = 120
"""Seconds that a page may take in a process of its own."""
REFUSED = 3
"""The status with which that process says that the compiler refused the page."""
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')


def typeset(paper: Paper) -> bytes:
    """The paper as PDF bytes, the same for the same paper.

    MissingExtra without the extra `gongkai[pdf]`; UsageError naming the characters that the fonts lack.
    """
    data = {"title": printable(paper.title), "blocks": [_block(block) for block in paper.blocks]}
    text = json.dumps(data, ensure_ascii=False)
    made, said = _set_aside(text) if _is_forked() else set_here(text)
    if not said:
        return made
    lacking = _LACKING.search(said)
    if lacking is None:
        raise RuntimeError(said)
    what = lacking[1]
    raise UsageError(
        f"PDF的字体里没有“{what}”",
        f"the fonts of the PDF lack {what!r}",
        fix="请改写成DOCX",
        fix_en="write DOCX instead",
    )


def set_here(text: str) -> tuple[bytes, str]:
    """The PDF of a paper's JSON, and ''; or nothing, and what the compiler says against it."""
    compiler, source, failure = _compiler()
    if not _FIRST:
        _FIRST.append(os.getpid())
    try:
        made = compiler.compile(source, format="pdf", sys_inputs={"paper": text}, pdf_standards="a-2b")
    except failure as error:
        return b"", str(error)
    return cast("bytes", made), ""


_FIRST: list[int] = []
"""The first process of this line that has set a page; empty until then."""


def _is_forked() -> bool:
    """Whether a forebear of this process has set a page: the compiler's threads stayed there, and it would wait for
    them for good."""
    return bool(_FIRST) and _FIRST[0] != os.getpid()


def _set_aside(text: str) -> tuple[bytes, str]:
    """What `set_here` gives, from a process of its own."""
    command = [sys.executable, "-m", "gongkai.writers.paper.press"]
    done = subprocess.run(  # noqa: S603 our own module
        command, input=text.encode(), capture_output=True, timeout=_LONGEST, check=False
    )
    if done.returncode not in (0, REFUSED):
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout, done.stderr.decode() if done.returncode else ""


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
