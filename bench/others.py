"""The same bytes given to other programs: the bare parser that any reader needs, and generic converters found here."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

_WORD = (".docx", ".doc", ".odt")
_BY_PANDOC = {".docx": "docx", ".html": "html", ".odt": "odt"}


def bare(data: bytes, ending: str) -> object:
    """Parse the same bytes with the library alone: what any reader has to spend."""
    if ending == ".html":
        from selectolax.lexbor import LexborHTMLParser

        return LexborHTMLParser(data).body
    if ending in (".docx", ".xlsx", ".odt"):
        from lxml import etree

        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [etree.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith(".xml")]
    if ending == ".xls":
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    if ending == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(data) as document:
            return [page.get_textpage().get_text_bounded() for page in document]
    if ending == ".doc":
        import olefile

        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return [file.openstream(stream).read() for stream in file.listdir()]
    return data.decode("utf-8-sig").splitlines()


def converters(data: bytes, ending: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """The generic converters for this format that are installed, by name; they give tables, not cells of the form."""
    if ending == ".docx" and importlib.util.find_spec("docx"):
        yield "python-docx", lambda: _word_cells(data)
    if ending == ".xlsx" and importlib.util.find_spec("openpyxl"):
        yield "openpyxl", lambda: _sheet_cells(data)
    if ending == ".html" and importlib.util.find_spec("pandas"):
        import pandas as pd

        yield "pandas.read_html", lambda: pd.read_html(io.BytesIO(data))
    if ending == ".pdf" and importlib.util.find_spec("pdfplumber"):
        yield "pdfplumber", lambda: _page_tables(data)
    if importlib.util.find_spec("markitdown"):
        from markitdown import MarkItDown

        tool = MarkItDown()
        yield "markitdown", lambda: tool.convert_stream(io.BytesIO(data), file_extension=ending)
    if ending in _BY_PANDOC and shutil.which("pandoc"):
        words = ["pandoc", "--from", _BY_PANDOC[ending], "--to", "plain"]
        yield "pandoc (process)", lambda: subprocess.run(words, input=data, capture_output=True, check=True)
    if ending in _WORD and shutil.which("soffice"):
        yield "LibreOffice (process)", lambda: by_office(data, ending, "txt")


def by_office(data: bytes, ending: str, wanted: str) -> bytes:
    """The file as LibreOffice saves it in another format."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"file{ending}")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(tempfile.gettempdir(), 'gongkai-bench-office').as_uri()}"
        words = ["soffice", profile, "--headless", "--convert-to", wanted, "--outdir", f"{folder}/made", str(source)]
        subprocess.run(words, capture_output=True, check=True, timeout=300)
        return next(Path(folder, "made").iterdir()).read_bytes()


def _word_cells(data: bytes) -> object:
    import docx

    return [[c.text for c in row.cells] for table in docx.Document(io.BytesIO(data)).tables for row in table.rows]


def _sheet_cells(data: bytes) -> object:
    import openpyxl

    return [list(sheet.values) for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True)]


def _page_tables(data: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as file:
        return [page.extract_tables() for page in file.pages]
