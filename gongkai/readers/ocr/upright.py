"""A page turned upright and straightened by the direction of its lines of text."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from gongkai.readers.ocr.engine import Corners, Picture, Reading, detect, recognise
from gongkai.readers.ocr.pages import Page

_MOST_SKEW = 8.0
_LEAST_SKEW = 0.03
_LEAST_DPI = 100
_LONG = 2.0
_SAMPLE = 6
_GOOD = 0.85
_POOR = 0.6


@dataclass(frozen=True)
class Upright:
    """A straight page and its boxes of text, some of them read; or why it cannot be read, in Chinese and English."""

    page: Page
    boxes: Corners
    read: dict[int, Reading] = field(default_factory=dict)
    trouble: tuple[str, str] | None = None


def straighten(page: Page) -> Upright:
    """The page upright and straight. Blank, coarse, slanting or illegible pages come back with their trouble."""
    boxes = detect(page.grey)
    if not len(boxes):
        return Upright(page, boxes, trouble=("没有文字", "holds no text"))
    if page.dpi < _LEAST_DPI:
        dots = round(page.dpi)
        return Upright(page, boxes, trouble=(f"分辨率只有约{dots}dpi", f"has a resolution of about {dots} dpi only"))
    if _lies(boxes):
        page = turn(page, 1)
        boxes = detect(page.grey)
    skew = skew_of(boxes)
    if abs(skew) > _MOST_SKEW:
        return Upright(page, boxes, trouble=(f"歪斜约{abs(skew):.0f}度", f"is askew by about {abs(skew):.0f} degrees"))
    read = _sample(page, boxes)
    if _score(read) < _GOOD:
        other = turn(page, 2)
        turned = _about(boxes, page.grey.shape)
        better = _sample(other, turned)
        if _score(better) > _score(read):
            page, boxes, read, skew = other, turned, better, skew_of(turned)
    if _score(read) < _POOR:
        return Upright(page, boxes, trouble=("字迹无法辨认", "is illegible"))
    return Upright(*_level(page, boxes, skew), read)


def turn(page: Page, quarters: int) -> Page:
    """The page turned by so many quarters of a circle, clockwise."""
    grey = np.ascontiguousarray(np.rot90(page.grey, -quarters))
    clean = grey if page.clean is page.grey else np.ascontiguousarray(np.rot90(page.clean, -quarters))
    return Page(page.number, grey, clean, page.dpi)


def cut(picture: Picture, box: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Picture:
    """The piece of a picture inside a box of four corners, made level."""
    wide = max(float(np.linalg.norm(box[1] - box[0])), float(np.linalg.norm(box[2] - box[3])), 1.0)
    high = max(float(np.linalg.norm(box[3] - box[0])), float(np.linalg.norm(box[2] - box[1])), 1.0)
    frame = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    shape = cv2.getPerspectiveTransform(np.ascontiguousarray(box, np.float32), frame)
    size = (max(1, round(wide)), max(1, round(high)))
    made = cv2.warpPerspective(picture, shape, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(made, np.uint8)


def skew_of(boxes: Corners) -> float:
    """How many degrees the lines of text fall to the right: the median over long boxes, weighted by length."""
    sides = boxes[:, 1] - boxes[:, 0] + boxes[:, 2] - boxes[:, 3]
    wide, high = _measures(boxes)
    long = wide > _LONG * high
    if not long.any():
        return 0.0
    angles = np.degrees(np.arctan2(sides[long, 1], sides[long, 0]))
    order = np.argsort(angles)
    weight = np.cumsum(wide[long][order])
    return float(angles[order][np.searchsorted(weight, weight[-1] / 2)])


def _measures(boxes: Corners) -> tuple[Corners, Corners]:
    wide = np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)
    high = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)
    return wide.astype(np.float32), high.astype(np.float32)


def _lies(boxes: Corners) -> bool:
    """Whether most of the text, by length, runs up or down the page."""
    wide, high = _measures(boxes)
    along = wide[wide > _LONG * high].sum()
    across = high[high > _LONG * wide].sum()
    return bool(across > 1.5 * along)


def _sample(page: Page, boxes: Corners) -> dict[int, Reading]:
    """What the longest lines of the page say as it stands."""
    wide, _ = _measures(boxes)
    longest = [int(at) for at in np.argsort(-wide)[:_SAMPLE]]
    return dict(zip(longest, recognise([cut(page.grey, boxes[at]) for at in longest]), strict=True))


def _score(read: dict[int, Reading]) -> float:
    """How well a sample was made out, 0 to 1."""
    return float(np.mean([one.score if one.text else 0.0 for one in read.values()]))


def _about(boxes: Corners, shape: tuple[int, ...]) -> Corners:
    size = np.array([shape[1] - 1, shape[0] - 1], np.float32)
    return np.ascontiguousarray((size - boxes)[:, [2, 3, 0, 1]])


def _level(page: Page, boxes: Corners, skew: float) -> tuple[Page, Corners]:
    if abs(skew) < _LEAST_SKEW:
        return page, boxes
    high, wide = page.grey.shape
    shape = cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1.0)

    def level(picture: Picture) -> Picture:
        made = cv2.warpAffine(picture, shape, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(made, np.uint8)

    grey = level(page.grey)
    clean = grey if page.clean is page.grey else level(page.clean)
    moved = boxes @ shape[:, :2].T.astype(np.float32) + shape[:, 2].astype(np.float32)
    return Page(page.number, grey, clean, page.dpi), moved.astype(np.float32)
