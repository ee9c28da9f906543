"""RTF files, by way of LibreOffice."""

from __future__ import annotations

from dataclasses import replace

from gongkai.readers import docx, office
from gongkai.readers.document import Document


def read(data: bytes) -> Document:
    """The RTF file in `data` as a Document; EnvironmentFault where LibreOffice is not installed."""
    return replace(docx.read(office.convert(data, "rtf")), format="rtf")
