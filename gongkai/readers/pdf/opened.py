"""A PDF opened safely: what stands against reading it is named first, what runs by itself is listed and never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

import pypdfium2 as wrapper
import pypdfium2.raw as pdfium

from gongkai.errors import BrokenFile, EncryptedFile
from gongkai.readers.document import too_many

MAX_PAGES = 300
"""The most pages that are read."""
LOCK = RLock()
"""pdfium is not safe to call from two threads."""
_ACTIVE = (
    (rb"/JavaScript\b|/JS[\s(<]", "含JavaScript，未运行", "JavaScript, not run"),
    (rb"/Launch\b", "含启动程序的动作，未执行", "a launch action, not run"),
    (rb"/XFA\b", "含XFA表单，未读取", "an XFA form, not read"),
    (rb"/EmbeddedFiles?\b|/Filespec\b", "含嵌入文件，未打开", "an embedded file, not opened"),
)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The pdfium document of these bytes, closed afterwards. An InputError names what stands against it."""
    with LOCK:
        try:
            document = wrapper.PdfDocument(data)
        except wrapper.PdfiumError as error:
            if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "assword" in str(error):
                raise EncryptedFile("文件已加密，需要口令", "the file is encrypted and asks for a password") from error
            raise BrokenFile("PDF结构损坏，打不开", "the PDF is damaged and cannot be opened") from error
        try:
            pages = pdfium.FPDF_GetPageCount(document)
            if pages > MAX_PAGES:
                raise too_many("页数", "pages", pages, MAX_PAGES)
            if pages < 1:
                raise BrokenFile("PDF结构损坏：没有页", "the PDF is damaged: it has no page")
            yield document
        finally:
            document.close()


def active_content(data: bytes) -> list[tuple[str, str]]:
    """Warnings for what a PDF may carry besides pages."""
    return [(words, english) for mark, words, english in _ACTIVE if re.search(mark, data)]
