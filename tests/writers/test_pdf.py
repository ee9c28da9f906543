"""The PDF: whole, deterministic, archivable, and deaf to markup in a stranger's text."""

from __future__ import annotations

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import pypdfium2
import pytest

from gongkai.errors import EnvironmentFault, UsageError
from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.report.model import Report
from gongkai.writers import render
from gongkai.writers.paper.page import Paper, Text
from gongkai.writers.paper.typeset import _compiler as compiler
from gongkai.writers.paper.typeset import typeset
from tests.writers.test_official import SENTENCES


def words(data: bytes) -> str:
    """All text of a PDF without white space."""
    with pypdfium2.PdfDocument(data) as document:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def changed(text: str) -> Report:
    """The example with a first section of this text."""
    report = build(Example())
    return replace(report, sections=(replace(report.sections[0], text=text), *report.sections[1:]))


@pytest.mark.parametrize(("edition", "year"), [("2019", 2020), ("2021", 2023)])
def test_titles_and_sentences_are_in_it_and_it_never_changes(edition: str, year: int) -> None:
    report = build(Example(edition=edition, year=year))
    data = render(report, ".pdf")
    assert data == render(report, ".pdf")
    assert b"pdfaid" in data
    found = words(data)
    assert [s.title for s in report.sections if s.title not in found] == []
    assert [t for t in report.sections[0].text.split("。") if t not in found] == []


@pytest.mark.parametrize(
    "text", [SENTENCES[3], '#read("/etc/passwd")', "= 标题\n- 项 /* 注 */ // 注", "$ 1 $ `x` <a> @b"]
)
def test_markup_in_a_text_is_text(text: str) -> None:
    assert "".join(text.split()) in words(render(changed(text), ".pdf"))


def test_a_character_without_a_shape_is_named() -> None:
    with pytest.raises(UsageError, match="😀"):
        render(changed("笑脸😀。"), ".pdf")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    compiler.cache_clear()
    with pytest.raises(EnvironmentFault) as caught:
        render(build(Example()), ".pdf")
    assert "gongkai[pdf]" in caught.value.fix_en


def test_a_forked_process_sets_pages_too() -> None:
    """The compiler's threads do not come along in a fork: a child of a process that has set a page waited for good."""
    paper = Paper("青岚", (Text("青岚市", "title"),))
    wanted = typeset(paper)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        assert pool.submit(typeset, paper).result(timeout=100) == wanted
        refused = pool.submit(typeset, Paper("", (Text("\U000f0000", "body"),)))
        with pytest.raises(UsageError, match="字体里没有"):
            refused.result(timeout=100)
