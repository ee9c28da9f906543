"""Pictures of every kind become grey pages; what is too large, cut off or of another kind is refused by name."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from gongkai.errors import BrokenFile, TooLarge, UnknownFormat
from gongkai.readers import read
from gongkai.readers.ocr.pages import MAX_PAGES, pages_of


def saved(image: Image.Image, kind: str, **words: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **words)
    return out.getvalue()


def corner(size: tuple[int, int] = (1200, 1700)) -> Image.Image:
    """White paper whose top left quarter is black."""
    image = Image.new("L", size, "white")
    image.paste(0, (0, 0, size[0] // 2, size[1] // 2))
    return image


def quarters(data: bytes) -> list[int]:
    """How bright the four quarters of the first page are: top left, top right, bottom left, bottom right."""
    grey = next(iter(pages_of(data))).grey
    assert grey.dtype == np.uint8
    high, wide = grey.shape
    return [
        round(float(grey[rows, columns].mean()))
        for rows in (slice(0, high // 2), slice(high // 2, high))
        for columns in (slice(0, wide // 2), slice(wide // 2, wide))
    ]


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "L"), ("PNG", "1"), ("PNG", "P"), ("PNG", "RGBA"), ("JPEG", "CMYK"), ("TIFF", "CMYK"), ("TIFF", "I;16")],
)
def test_every_mode_is_read_the_same(kind: str, mode: str) -> None:
    image = corner()
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image, np.uint16) * 257)
    found = quarters(saved(image if mode == "I;16" else image.convert(mode), kind))
    assert found[0] < 12
    assert min(found[1:]) > 243


def test_a_photo_is_turned_as_its_exif_note_says() -> None:
    notes = Image.Exif()
    notes[0x0112] = 3
    found = quarters(saved(corner(), "JPEG", exif=notes))
    assert found[3] < 12
    assert found[0] > 243


def test_what_is_clear_is_paper() -> None:
    assert quarters(saved(Image.new("RGBA", (1200, 1700), (0, 0, 0, 0)), "PNG")) == [255] * 4


def test_resolution_is_what_the_file_says_unless_no_paper_has_that_size() -> None:
    assert round(next(iter(pages_of(saved(corner(), "PNG", dpi=(150, 150))))).dpi) == 150
    assert round(next(iter(pages_of(saved(corner(), "PNG", dpi=(1, 1))))).dpi) == 145


def test_a_red_seal_is_lifted_off_the_clean_picture_and_black_stays() -> None:
    image = Image.new("RGB", (1200, 1700), "white")
    image.paste((215, 40, 45), (0, 0, 600, 850))
    image.paste((60, 8, 10), (100, 100, 200, 200))
    page = next(iter(pages_of(saved(image, "PNG"))))
    assert page.grey[400, 400] < 120
    assert page.clean[400, 400] > 240
    assert page.clean[150, 150] < 100


def test_pages_of_a_tiff_are_counted_and_bounded() -> None:
    sheet = Image.new("1", (40, 60), 1)
    data = saved(sheet, "TIFF", save_all=True, append_images=[sheet] * 2)
    assert [page.number for page in pages_of(data)] == [1, 2, 3]
    many = saved(sheet, "TIFF", save_all=True, append_images=[sheet] * MAX_PAGES)
    with pytest.raises(TooLarge, match=str(MAX_PAGES)):
        list(pages_of(many))


def png_of(wide: int, high: int) -> bytes:
    """The head of a PNG that says it is so large, with no pixel in it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_001, 10_000), (2_000_000_000, 1)])
def test_pixels_are_counted_before_anything_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(TooLarge, match="像素"):
        list(pages_of(png_of(*size)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("share", [0.05, 0.6])
def test_a_picture_cut_off_is_refused(kind: str, share: float) -> None:
    noise = Image.effect_noise((800, 900), 80)
    data = saved(noise, kind)
    with pytest.raises(BrokenFile):
        list(pages_of(data[: int(len(data) * share)]))


def test_a_gif_is_refused_by_name_without_counting_its_frames() -> None:
    frame = saved(Image.new("P", (8, 8)), "GIF")[13:-1]
    with pytest.raises(UnknownFormat, match="GIF"):
        read(b"GIF89a" + b"\x08\0\x08\0\0\0\0" + frame * 100_000, name="a.gif")


def test_a_pdf_that_is_none_is_broken() -> None:
    with pytest.raises(BrokenFile):
        list(pages_of(b"%PDF-1.4\n%%EOF"))
