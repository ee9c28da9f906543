"""The pages of a scan as pictures: PDF, PNG, JPEG and TIFF, bounded before anything is decoded (TRUST 4.23, 4.27)."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image, ImageOps

from gongkai.errors import BrokenFile, EncryptedFile, TooLarge
from gongkai.readers.document import too_many

if TYPE_CHECKING:
    from gongkai.readers.ocr.engine import Picture

MAX_PIXELS = 100_000_000
"""The most pixels of one page or image (TRUST 4.23)."""
MAX_PAGES = 100
"""The most pages of one scan."""
DPI = 200
"""Dots per inch that pages are rendered at."""
_PAPER_INCHES = 11.69
_LONGEST_SIDE = 4000
_SHORTEST_SIDE = 1600
_REDNESS = 40
_FAULTS = (
    OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, OverflowError, ZeroDivisionError,
    struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One page: number from 1, grey picture, the same without red stamps, dots per inch of the scan itself."""

    number: int
    grey: Picture
    clean: Picture
    dpi: float


def pages_of(data: bytes, wanted: Collection[int] | None = None) -> Iterator[Page]:
    """The pages in order, one at a time; of a PDF those with the `wanted` numbers only.

    TooLarge, BrokenFile or EncryptedFile for what is not to be read.
    """
    return _of_pdf(data, wanted) if b"%PDF-" in data[:1024] else _of_image(data)


def _of_pdf(data: bytes, wanted: Collection[int] | None) -> Iterator[Page]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise EncryptedFile("PDF文件有密码，无法读取", "the PDF asks for a password") from error
        raise BrokenFile("PDF结构损坏", "the PDF is damaged") from error
    try:
        asked = [at for at in range(len(pdf)) if wanted is None or at + 1 in wanted]
        if len(asked) > MAX_PAGES:
            raise too_many("扫描件页数", "pages of the scan", len(asked), MAX_PAGES)
        for at in asked:
            try:
                page = pdf[at]
                dpi = _resolution(page, at + 1)
                width, height = page.get_size()
                _demand_pixels(width * DPI / 72, height * DPI / 72, at + 1)
                picture = page.render(scale=DPI / 72).to_numpy()
            except pypdfium2.PdfiumError as error:
                raise BrokenFile("PDF这一页损坏", "this page of the PDF is damaged", place=f"page {at + 1}") from error
            yield _page(at + 1, picture, dpi)
    finally:
        pdf.close()


def _resolution(page: Any, number: int) -> float:
    """Dots per inch of the largest image on a PDF page; what it is rendered at when it holds no image."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    best, dpi = 0.0, float(DPI)
    for image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=4):
        wide, high = image.get_px_size()
        _demand_pixels(wide, high, number)
        left, bottom, right, top = image.get_bounds()
        area = max(0.0, right - left) * max(0.0, top - bottom)
        if area > best:
            best, dpi = area, ((wide * high) / area) ** 0.5 * 72
    return dpi


def _of_image(data: bytes) -> Iterator[Page]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
        except Image.DecompressionBombError as error:
            raise TooLarge(
                f"图片像素超过上限{MAX_PIXELS:,}", f"the image has more than {MAX_PIXELS:,} pixels"
            ) from error
        except _FAULTS as error:
            raise BrokenFile("图片损坏，无法读取", "the image is damaged") from error
        frames = MAX_PAGES + 1 if image.format == "TIFF" else 1
        for at in range(frames):
            picture, dpi = _frame(image, at)
            if picture is None:
                return
            if at == MAX_PAGES:
                raise too_many("扫描件页数", "pages of the scan", at + 1, MAX_PAGES)
            yield _page(at + 1, picture, dpi)


def _frame(image: Image.Image, at: int) -> tuple[Any, float]:
    """One frame as an array of grey or BGR, upright by its EXIF note, and its resolution; None past the last."""
    try:
        image.seek(at)
    except EOFError:
        return None, 0.0
    except _FAULTS as error:
        raise BrokenFile("图片损坏，无法读取", "the image is damaged", place=f"page {at + 1}") from error
    _demand_pixels(*image.size, at + 1)
    try:
        whole = ImageOps.exif_transpose(image)
        dots = float(image.info.get("dpi", (0, 0))[0])
        picture = _array(whole)
    except _FAULTS as error:
        raise BrokenFile(
            "图片不完整或损坏，无法读取", "the image is cut off or damaged", place=f"page {at + 1}"
        ) from error
    longest = max(picture.shape[:2])
    likely = longest / _PAPER_INCHES
    return picture, dots if dots and 5 <= longest / dots <= 25 else likely


def _array(image: Image.Image) -> Any:
    """Any mode of picture as an array of grey or BGR in 8 bits; what is transparent becomes white."""
    if image.mode.startswith(("I", "F")):
        deep = np.asarray(image, np.float64)
        top = 65535.0 if image.mode.startswith("I") else max(float(deep.max()), 1.0)
        return np.clip(deep * (255.0 / top), 0, 255).astype(np.uint8)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    return np.asarray(image.convert("RGB"))[:, :, ::-1]


def _demand_pixels(width: float, height: float, number: int) -> None:
    if width * height > MAX_PIXELS:
        error = too_many("像素", "pixels", width * height, MAX_PIXELS)
        error.place = f"page {number}"
        raise error


def _page(number: int, picture: Any, dpi: float) -> Page:
    longest = max(picture.shape[:2])
    if longest > _LONGEST_SIDE or longest < _SHORTEST_SIDE:
        scale = (_LONGEST_SIDE if longest > _LONGEST_SIDE else _SHORTEST_SIDE) / max(longest, 1)
        kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        picture = cv2.resize(picture, size, interpolation=kind)
    if picture.ndim == 2 or picture.shape[2] == 1:
        grey = np.ascontiguousarray(picture.reshape(picture.shape[:2]))
        return Page(number, grey, grey, dpi)
    colour = np.ascontiguousarray(picture[:, :, :3])
    grey = cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)
    return Page(number, _bytes(grey), _bytes(_without_red(colour, grey)), dpi)


def _without_red(colour: Any, grey: Any) -> Any:
    """The grey picture with red ink (a seal) lightened to what lies under it: black stays black in every channel."""
    red = colour[:, :, 2].astype(np.int32)
    stamped = red - colour[:, :, :2].max(axis=2) > _REDNESS
    clean = grey.copy()
    clean[stamped] = np.clip(red[stamped] * 255 // 180, 0, 255)
    return clean


def _bytes(picture: Any) -> Picture:
    return np.asarray(picture, np.uint8)
