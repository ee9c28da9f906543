"""A document as Word file, page and PDF: the same words in each, in the order of an official document."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.readers import document
from gongkai.readers.document import Grid, Paragraph
from gongkai.statute.letters import Composed, compose, letters
from gongkai.writers.letter import Head, letter
from gongkai.writers.paper.typeset import typeset
from gongkai.writers.paper.web import page
from gongkai.writers.paper.word import pack
from tests.statute.test_letters import KNOWN_HERE, NEW, every, filled

HEAD = Head("青岚市公安局", "林晓", "青公不告〔2025〕12号", NEW, ("信号灯审批表", "现场照片"))


def denial() -> Composed:
    """A refusal with every field filled."""
    values = filled(letters()["reply_deny"], "denied_process")
    return compose("reply_deny", on=NEW, known=KNOWN_HERE, filled=values, outcome="denied_process")


def lines(data: bytes, kind: str) -> list[str]:
    """The paragraphs of a document, white space gone."""
    return ["".join(one.text.split()) for one in document(data, kind).blocks if isinstance(one, Paragraph)]


@pytest.mark.parametrize(("make", "kind"), [(pack, "docx"), (page, "html"), (typeset, "pdf")])
def test_the_letter_in_its_order(make: Any, kind: str) -> None:
    """Title, number, addressee, passages with the remedy last, attachments, agency and day; the same bytes twice."""
    made = letter(denial(), HEAD)
    data = make(made)
    assert data == make(made)
    text = "".join(lines(data, kind))
    parts = [
        "青岚市公安局",
        "政府信息不予公开告知书",
        "青公不告〔2025〕12号",
        "林晓：",
        "登记编号2025-0012",
        "第十六条第二款",
    ]
    parts += [
        "不予公开",
        "先向青岚市人民政府申请行政复议",
        "附件：1.信号灯审批表",
        "2.现场照片",
        "青岚市公安局",
        "2025年6月3日",
    ]
    at = 0
    for part in parts:
        at = text.index(part, at) + len(part)


def test_a_draft_says_so() -> None:
    """Without number and day nobody takes it for the document itself."""
    text = lines(pack(letter(denial(), Head("青岚市公安局", "林晓"))), "docx")
    assert "（草稿，未签发）" in text
    assert "年月日" in text


def test_a_form_is_a_table() -> None:
    """Labels to the left, what is known to the right, nobody's signature printed beforehand."""
    values = {"document": "青公答〔2025〕3号", "recipient": "林晓"}
    made = compose("service_receipt", on=NEW, known={}, filled=values)
    blocks = document(pack(letter(made, HEAD)), "docx").blocks
    grid = next(one for one in blocks if isinstance(one, Grid))
    assert ["".join(slot.text.split()) for slot in grid.rows[0]] == ["送达的文书和文号", "青公答〔2025〕3号"]
    assert len(grid.rows) == len(letters()["service_receipt"].fields)
    assert [one.text for one in blocks if isinstance(one, Paragraph)][-1].endswith("送达回证")


def test_every_letter_can_be_printed() -> None:
    """All kinds, for each outcome, as Word file; the fonts of the PDF hold every character of every kind."""
    for one, outcome, composed in every(NEW):
        made = letter(composed, HEAD)
        assert len(pack(made)) > 3000, (one.key, outcome)
        assert typeset(made).startswith(b"%PDF-"), (one.key, outcome)
