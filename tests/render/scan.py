"""Printed pages as scanners give them: pictures with noise, slant and blur, in a PDF without a text layer."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pypdfium2
from PIL import Image


def pictures(pdf: bytes, dpi: float) -> list[np.ndarray]:
    """The pages of a PDF as grey pictures."""
    file = pypdfium2.PdfDocument(pdf)
    made = [page.render(scale=dpi / 72, grayscale=True).to_numpy().copy() for page in file]
    file.close()
    return made


def scanned(pdf: bytes, dpi: float, skew: float = 0, noise: float = 0, blur: float = 0, quality: int = 70) -> bytes:
    """A PDF of pictures of the pages: `skew` in degrees, `noise` and `blur` as deviations, JPEG `quality`."""
    dice = np.random.default_rng(7)
    sheets = []
    for page in pictures(pdf, dpi):
        high, wide = page.shape
        about = cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1)
        page = cv2.warpAffine(page, about, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
        page = cv2.GaussianBlur(page, (0, 0), blur) if blur else page
        page = (page * 0.93 + dice.normal(0, noise, page.shape)).clip(0, 255).astype(np.uint8)
        jpeg = BytesIO()
        Image.fromarray(page).save(jpeg, "JPEG", quality=quality)
        sheets.append(Image.open(jpeg))
    out = BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=dpi)
    return out.getvalue()
