"""Pages that lie, stand on their head or hang askew are put right; pages that cannot be read are told."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from gongkai.readers.ocr.engine import recognise
from gongkai.readers.ocr.pages import Page
from gongkai.readers.ocr.upright import cut, skew_of, straighten, turn
from gongkai.report.check import Example
from gongkai.report.example import build
from tests.render import Page as Sheet
from tests.render.press import pdf_file
from tests.render.scan import pictures

LINES = ("青岚市水利局政府信息公开工作年度报告", "本机关依法办理政府信息公开申请", "全年按期答复没有错漏")


@cache
def text_page() -> Page:
    """A page with three lines of text."""
    sheet = Sheet(LINES[0], ((LINES[1], (LINES[2],), None),), build(Example()))
    (picture,) = pictures(pdf_file(sheet), dpi=150)
    return Page(1, picture, picture, 150)


def askew(page: Page, degrees: float) -> Page:
    high, wide = page.grey.shape
    about = cv2.getRotationMatrix2D((wide / 2, high / 2), -degrees, 1)
    grey = cv2.warpAffine(page.grey, about, (wide, high), borderValue=255)
    return Page(1, grey, grey, page.dpi)


@pytest.mark.parametrize(("quarters", "degrees"), [(1, 0.0), (2, -2.0), (3, 1.5)])
def test_a_turned_and_slanting_page_is_put_right(quarters: int, degrees: float) -> None:
    made = straighten(turn(askew(text_page(), degrees), quarters))
    assert made.trouble is None
    assert abs(skew_of(made.boxes)) < 0.3
    top = min(made.boxes, key=lambda box: box[:, 1].mean())
    assert recognise([cut(made.page.grey, top)])[0].text == LINES[0]


def test_skew_is_measured_on_long_boxes_only() -> None:
    tilted = np.array([[0, 0], [400, 14], [399, 44], [-1, 30]], np.float32)
    short = np.array([[0, 0], [20, 20], [0, 40], [-20, 20]], np.float32)
    assert skew_of(np.stack([tilted, short, short])) == pytest.approx(2.0, abs=0.05)
    assert skew_of(np.stack([short])) == 0.0


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (Page(1, np.full((1700, 1200), 240, np.uint8), np.full((1700, 1200), 240, np.uint8), 150), "没有文字"),
        (Page(1, text_page().grey, text_page().grey, 72), "72dpi"),
        (askew(text_page(), 30), "歪斜约30度"),
    ],
    ids=["blank", "coarse", "askew"],
)
def test_what_cannot_be_read_is_told(page: Page, says: str) -> None:
    made = straighten(page)
    assert made.trouble is not None
    assert says in made.trouble[0]
