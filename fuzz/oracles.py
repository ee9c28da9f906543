"""What must hold for any file: an error of ours or a report whose figures stand in the file, within time and memory."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
import zlib
from email import message_from_bytes
from html import unescape

from gongkai.errors import InputError, MissingExtra
from gongkai.readers import read
from gongkai.report.check import check
from gongkai.report.model import Report
from gongkai.report.number import Kind
from gongkai.writers import render

MOST_SECONDS = 5.0
"""Processor time that one file may take here; 20 are promised (TRUST 1.25)."""
_TAGS = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_TOKEN = re.compile(r"\d+(?:\.\d+)?")
_OF_XML = ("utf-8", "utf-16", "utf-16-be", "utf-32")
_NOT_SHOWN = ("xls", "pdf", "doc", "json")
"""Kinds whose bytes do not show their figures as text, or that are believed as they stand."""


class Slow(BaseException):
    """The time is over; no reader may catch it."""


class Complaint(Exception):
    """Something that must hold does not, in words."""


def judge(data: bytes, name: str, kind: str) -> Report | None:
    """Read the file and demand all that must hold; None when it was refused by one of our errors."""
    try:
        report = read(data, name=name, format=kind)
    except InputError as error:
        if isinstance(error.__cause__, MemoryError):
            raise Complaint("the memory was filled") from error
        return None
    except MissingExtra:
        return None
    demand_known_figures(report, data, kind or report.source.format)
    demand_lasting(report)
    return report


def demand_lasting(report: Report) -> None:
    """The report can be checked, written as JSON and CSV, and comes back from JSON as the same."""
    check(report)
    data = render(report, ".json")
    json.loads(data, parse_constant=_no_constant)
    if not read(data, name="again.json").same(report):
        raise Complaint("the report does not come back from its JSON")
    render(report, ".csv")


def _no_constant(word: str) -> None:
    raise Complaint(f"{word} is no JSON")


def demand_known_figures(report: Report, data: bytes, kind: str) -> None:
    """Every figure of a cell stands in the file's text; sums of formulas, Chinese numerals and doubted ones are let be.

    A NUL inside a figure is nothing that anybody sees, as in a browser.
    """
    if kind in _NOT_SHOWN:
        return
    text = shown(data, kind)
    close = re.sub(r"[\s\x00]+", "", unicodedata.normalize("NFKC", _TAGS.sub("", text)))
    tokens: set[str] = set()
    doubted = {address for doubt in report.doubts for address in doubt.cells}
    for address, cell in report.cells.items():
        raw = re.sub(r"\s+", "", unicodedata.normalize("NFKC", _TAGS.sub("", cell.raw)))
        if cell.kind is not Kind.NUMBER or address in doubted or raw in close or not re.search(r"\d", raw):
            continue
        tokens = tokens or {token.rstrip("0").rstrip(".") for token in _TOKEN.findall(_TAGS.sub(" ", text))}
        if raw.lstrip("-").rstrip("0").rstrip(".") not in tokens and "<f" not in text:
            raise Complaint(f"{address} is {cell.raw!r}, which does not stand in the file")


def shown(data: bytes, kind: str) -> str:
    """All text that a file may be showing, by means of this module's own; markup and all."""
    if data.startswith(b"PK"):
        parts = _members(data)
        return "\n".join(unescape(part.decode(name, "replace")) for part in parts for name in _OF_XML)
    parts = [data]
    if kind == "mhtml":
        parts += [p for one in message_from_bytes(data).walk() if isinstance(p := one.get_payload(decode=True), bytes)]
    encodings = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5", "utf-16", "utf-32", "utf-7")
    return "\n".join(unescape(part.decode(encoding, "replace")) for part in parts for encoding in encodings)


def _members(data: bytes) -> list[bytes]:
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            try:
                found.append(package.read(name))
            except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
                continue
    return found
