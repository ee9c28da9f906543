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

Picture = NDArray[np.uint8]
"""A grey picture, 0 black to 255 white, by row and column."""
Corners = NDArray[np.float32]
"""Boxes as an array of shape (n, 4, 2): corners clockwise from top left, x before y, in pixels."""

_THREADS = 1
"""One a process: two threads wait for each other more than they gain, and batches run a process a core."""
_LONGEST_SIDE = 1600
_NARROW = [3, 48, 96]
_WIDE = [3, 48, 320]
_SHORT = 2


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


def recognise(pieces: Sequence[Picture]) -> list[Reading]:
    """The text of each piece, one line each. Pieces of a few characters go through an engine three times as fast."""
    read: dict[int, Reading] = {}
    for narrow in (True, False):
        which = [at for at, piece in enumerate(pieces) if (piece.shape[1] < _SHORT * piece.shape[0]) is narrow]
        if which:
            found = _engine(narrow).recognize_txt([_coloured(pieces[at]) for at in which])
            texts = zip(found.txts, found.scores, strict=True)
            read.update(zip(which, (Reading(text, float(score)) for text, score in texts), strict=True))
    return [read[at] for at in range(len(pieces))]


def _coloured(picture: Picture) -> Picture:
    return np.repeat(picture[:, :, None], 3, axis=2)


@cache
def _engine(narrow: bool) -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _LONGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Rec.rec_img_shape": _NARROW if narrow else _WIDE,
        }
    )
