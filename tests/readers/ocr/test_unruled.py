"""Tables that no lines shut in: rows and columns by where words and figures stand, nothing shifted, nothing made up."""

from __future__ import annotations

import pytest

from gongkai.readers import read
from gongkai.report.model import Report
from tests.readers.ocr.test_ocr import doubted, report
from tests.render import Page, lay_out
from tests.render.press import Look, pdf_file
from tests.render.scan import scanned


def short(look: Look) -> tuple[Report, bytes]:
    """A report of two tables on one page, the applications left out, and its scan."""
    made = report()
    whole = lay_out(made)
    parts = tuple(part for part in whole.parts if part[2] is None or part[2].key != "t3")
    return made, scanned(pdf_file(Page(whole.title, parts, made), look), dpi=150, skew=0.4, noise=5)


@pytest.mark.parametrize("ruling", ["levels"])
def test_every_cell_stands_in_its_place(ruling: str) -> None:
    made, data = short(Look(ruling=ruling, size=9, margin=40, table_size=8))
    found = read(data, name="扫描.pdf")
    wrong = {a for a in made.cells if not a.startswith("t3.") and made[a].value != found[a].value}
    assert wrong <= doubted(found)
    assert len(wrong) <= 1
    assert {a for a in doubted(found) if not a.startswith("t3.")} <= wrong | {"t2.rules.issued"}
