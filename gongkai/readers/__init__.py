"""File to Report: `read()` and the registry of formats."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from gongkai.errors import (
    EmptyFile,
    EnvironmentFault,
    GongkaiError,
    InputError,
    NoTextLayer,
    OutOfMemory,
    TooLarge,
    UnknownFormat,
    UsageError,
    reason,
)
from gongkai.readers.document import MAX_BYTES, Document
from gongkai.report.model import Doubt, Report, Source

READERS: dict[str, str] = {
    ".txt": "text",
    ".md": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".dot": "doc",
    ".wps": "doc",
    ".odt": "opendocument",
    ".ott": "opendocument",
    ".fodt": "opendocument",
    ".rtf": "rtf",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".et": "xls",
    ".ods": "xls",
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".pdf": "pdf",
    ".png": "ocr",
    ".jpg": "ocr",
    ".jpeg": "ocr",
    ".tif": "ocr",
    ".tiff": "ocr",
}
"""File endings and the reader module each belongs to; the content decides where the two disagree."""

NEEDS: dict[str, tuple[str, str]] = {
    "ocr": ("gongkai[ocr]", "gongkai[ocr]"),
    "rtf": ("LibreOffice", "LibreOffice"),
    "doc": ("多数不用；Word 95的和结构特别的要LibreOffice", "LibreOffice, for Word 95 and odd files only"),
    "pdf": ("有文字的不用；扫描件要gongkai[ocr]", "gongkai[ocr], to read scans only"),
}
"""What a reader module needs that is not installed with Gongkai itself, in Chinese and English."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")

_ARCHIVED = re.compile(rb"(?:[a-z-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,20}?mime-version:", re.IGNORECASE)
"""The head of a web archive: lines of a mail, the version of MIME among them."""

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "GIF图片", "a GIF image"),
    (b"Rar!", "RAR压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z压缩包", "a 7z archive"),
    (b"\x1f\x8b", "gzip压缩包", "a gzip archive"),
    (b"Founder CEB", "方正CEB文件", "a Founder CEB file"),
)


def read(source: str | Path | bytes | bytearray | memoryview | BinaryIO, *, name: str = "", format: str = "") -> Report:  # noqa: A002
    """Read an annual report from a path, bytes or an open binary file.

    `name` is what messages and `report.source.file` call it; `format`, the name of a reader module (text, html, docx,
    doc, pdf …), overrides the look at ending and content. Raises an InputError that names file, place and cause; a bad
    cell never raises, it becomes a doubt.
    """
    data, name = _bytes(source, name)
    try:
        kind = format or detect(data, name)
        made = Source(name, kind, hashlib.sha256(data).hexdigest())
        report = _report(data, kind, made)
        odd = None if format else _other_ending(kind, name)
        return report if odd is None else replace(report, doubts=(odd, *report.doubts))
    except GongkaiError as error:
        error.file = error.file or name
        raise
    except MemoryError as error:
        raise OutOfMemory("内存不够，没有读完", "there is not memory enough to read it", file=name) from error
    except RecursionError as error:
        raise TooLarge("文件结构过深，无法读取", "the file is too deeply nested", file=name) from error


def document(data: bytes, kind: str) -> Document:
    """The bytes as a Document by the reader module of that name; UnknownFormat when there is none."""
    if kind not in set(READERS.values()):
        raise UnknownFormat(f"不认识的格式：{kind}", f"unknown format: {kind}")
    reader: Callable[[bytes], Document] = import_module(f"gongkai.readers.{kind}").read
    try:
        made = reader(data)
    except NoTextLayer:
        return _recognised(data)
    return _with_pictures(data, made) if kind == "pdf" and made.pictures else made


def sheets(data: bytes, name: str, *, cells: int) -> Document:
    """A workbook or CSV as its visible sheets, whatever stands in them; at most `cells` filled cells a sheet.

    Old Excel and OpenDocument sheets keep the smaller bound of their reader. UnknownFormat for every other kind.
    """
    kind = detect(data, name)
    if kind == "xls":
        return document(data, kind)
    if kind not in ("xlsx", "csv"):
        raise UnknownFormat(
            f"这不是表格（内容是{kind}一类）",
            f"this is no sheet but of the kind {kind}",
            fix="另存为xlsx或者csv再试",
            fix_en="save it as xlsx or csv",
        )
    made: Document = import_module(f"gongkai.readers.{kind}").read(data, cells=cells)
    return made


def _recognised(data: bytes) -> Document:
    """The Document that text recognition makes of a scan; MissingExtra where gongkai[ocr] is not there."""
    from gongkai.readers import ocr

    return ocr.read(data)


def _with_pictures(data: bytes, made: Document) -> Document:
    """A PDF of which some pages are pictures, these read by text recognition where gongkai[ocr] is there."""
    from gongkai.readers import ocr

    if ocr.installed():
        return ocr.complete(data, made)
    pages = "、".join(str(page) for page in made.pictures)
    told = (
        f"第{pages}页无文本层，未读取；安装gongkai[ocr]后可识别",
        f"page {pages.replace('、', ', ')}: no text layer, not read; install gongkai[ocr] to have it recognised",
    )
    return replace(made, warnings=(*made.warnings, told))


def _report(data: bytes, kind: str, source: Source) -> Report:
    if kind in ("json", "csv"):
        own: Report | None = import_module(f"gongkai.readers.{kind}").read_report(data)
        if own is not None:
            return replace(own, source=source)
    from gongkai.readers.recognise import recognise

    return recognise(document(data, kind), source)


def _bytes(source: str | Path | bytes | bytearray | memoryview | BinaryIO, name: str) -> tuple[bytes, str]:
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
    elif isinstance(source, str | Path):
        path = Path(source)
        name = name or str(source)
        data = _load(path, name)
    else:
        name = name or str(getattr(source, "name", ""))
        data = _taken(source, name)
    if not data:
        raise EmptyFile("文件为空", "the file is empty", file=name)
    if len(data) > MAX_BYTES:
        raise TooLarge(f"文件超过上限{MAX_BYTES // 2**20}MB", f"the file is over {MAX_BYTES // 2**20} MB", file=name)
    return data, name


def _taken(source: BinaryIO, name: str) -> bytes:
    """What an open file gives; UsageError when it is no file, or one of text."""
    read_ = getattr(source, "read", None)
    if read_ is None:
        raise UsageError(
            f"read() 要的是路径、字节或打开的二进制文件，不是{type(source).__name__}",
            f"read() takes a path, bytes or an open binary file, not {type(source).__name__}",
        )
    data = read_(MAX_BYTES + 1)
    if not isinstance(data, bytes):
        raise UsageError(
            "文件是以文本方式打开的",
            "the file was opened as text",
            file=name,
            fix='改用 open(路径, "rb")，或直接给出路径',
            fix_en='use open(path, "rb"), or give the path itself',
        )
    return data


def _load(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError("这是文件夹，不是文件", "this is a folder, not a file", file=name)
        if not path.exists():
            raise InputError("没有这个文件", "there is no such file", file=name)
        if not path.is_file():
            raise InputError("不是普通文件，未打开", "not a regular file; not opened", file=name)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        told, told_en = reason(error)
        raise EnvironmentFault(f"读不了文件：{told}", f"cannot be read: {told_en}", file=name) from error
    except ValueError as error:
        raise InputError("文件名里有空字符", "the name holds a null character", file=name) from error


def detect(data: bytes, name: str) -> str:
    """The reader module for these bytes: by content first, by the name's ending where content leaves it open."""
    ending = Path(name).suffix.lower()
    if data.startswith(b"PK"):
        return _packed(data, ending)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(data, ending)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if _ARCHIVED.match(data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")):
        return "mhtml"
    if data.startswith(_PICTURES):
        return "ocr"
    for magic, what, what_en in _MAGIC:
        if data.lstrip()[:16].startswith(magic):
            raise _unknown(what, what_en)
    if data[257:262] == b"ustar":
        raise _unknown("tar压缩包", "a tar archive")
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"{") and b'"schema"' in data[:2048]:
        return "json"
    if b"<office:document" in head:
        return "opendocument"
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<table" in head or b"<body" in head:
        return "html"
    if ending == ".json":
        return "json"
    if ending == ".wps":
        raise _unknown("WPS自有格式的文件（不是Word格式）", "a file of WPS's own format (not Word's)")
    known = READERS.get(ending, "text")
    return known if known in ("text", "html", "csv") else "text"


def _other_ending(kind: str, name: str) -> Doubt | None:
    """That the name's ending belongs to another kind of file than the content is (TRUST 4.3)."""
    ending = Path(name).suffix.lower()
    if READERS.get(ending, kind) == kind:
        return None
    usual = next(one for one, reader in READERS.items() if reader == kind)
    return Doubt(
        (),
        f"文件名后缀是{ending}，内容却是{usual}一类，按内容读取",
        message_en=f"the name ends in {ending}, but the content is of the kind of {usual}; read by the content",
    )


def _packed(data: bytes, ending: str) -> str:
    head = data[:65536] + data[-65536:]
    if b"xl/workbook" in head or b"xl/worksheets" in head:
        return "xlsx"
    if b"word/" in head:
        return "docx"
    if b"opendocument.spreadsheet" in head:
        return "xls"
    if b"opendocument.text" in head:
        return "opendocument"
    if b"OFD.xml" in head:
        raise _unknown("OFD版式文件", "an OFD file")
    known = READERS.get(ending, "")
    if known in ("docx", "xlsx", "opendocument") or ending == ".ods":
        return known
    raise _unknown("压缩包", "an archive")


def _compound(data: bytes, ending: str) -> str:
    from io import BytesIO

    import olefile

    from gongkai.readers.package import demand_container

    demand_container(data)
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                return "xlsx" if ending.startswith(".xls") else "docx"
            if ole.exists("Workbook") or ole.exists("Book"):
                return "xls"
            if ole.exists("WordDocument"):
                return "doc"
    except OSError:
        return "doc" if READERS.get(ending) == "doc" else "xls"
    raise _unknown("不认识的OLE文件", "an OLE file of unknown content")


def _unknown(what: str, what_en: str) -> UnknownFormat:
    can = "、".join(sorted(READERS))
    return UnknownFormat(
        f"这是{what}，现在读不了",
        f"this is {what_en}, which cannot be read yet",
        fix=f"可以读的格式：{can}；请另存为DOCX或HTML后再试",
        fix_en=f"readable: {', '.join(sorted(READERS))}; save as DOCX or HTML and try again",
    )
