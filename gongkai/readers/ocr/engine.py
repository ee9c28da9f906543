"""The recognition engine, loaded once: boxes of text on a page, and the text of pieces cut out of it.

The models come inside the rapidocr wheel; nothing is fetched. The angle classifier is never asked: it turns lone
digits over, and a 6 becomes a 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

Picture = NDArray[np.uint8]
"""A grey picture, 0 black to 255 white, by row and column."""
Corners = NDArray[np.float32]
"""Boxes as an array of shape (n, 4, 2): corners clockwise from top left, x before y, in pixels."""

_THREADS = 2
_LONGEST_SIDE = 1600
_NARROW = [3, 48, 96]
_WIDE = [3, 48, 320]


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of one piece and how well it was made out, 0 to 1."""

    text: str
    score: float


def detect(picture: Picture) -> Corners:
    """Where text stands on a page, in no order."""
    found = _engine(False)(_coloured(picture), use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    if boxes is None or len(boxes) == 0:
        return np.zeros((0, 4, 2), np.float32)
    return np.asarray(boxes, np.float32)


def recognise(pieces: Sequence[Picture], *, narrow: bool = False) -> list[Reading]:
    """The text of each piece, one line each; `narrow` for pieces of a few characters, three times as fast."""
    if not pieces:
        return []
    found = _engine(narrow).recognize_txt([_coloured(piece) for piece in pieces])
    return [Reading(text, float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


def _coloured(picture: Picture) -> Picture:
    return np.repeat(picture[:, :, None], 3, axis=2)


@cache
def _engine(narrow: bool) -> Any:
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _LONGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Rec.rec_img_shape": _NARROW if narrow else _WIDE,
        }
    )
