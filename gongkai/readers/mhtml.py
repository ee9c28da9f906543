"""Web archives (MHT, MHTML), the form in which Word saves a page as one file, often under the ending .doc."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from gongkai.errors import BrokenFile
from gongkai.readers import html
from gongkai.readers.document import Document


def read(data: bytes) -> Document:
    """The page in the archive as a Document; BrokenFile when no page is in it."""
    pages = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise BrokenFile("网页归档里没有网页", "the web archive holds no page")
    return replace(html.read(_content(pages[0])), format="mhtml")


def _content(part: Message) -> bytes:
    """The bytes of a page, as UTF-8 where the archive names another encoding that they stand."""
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    try:
        return content.decode(part.get_content_charset("utf-8")).encode("utf-8-sig")
    except (LookupError, UnicodeError):
        return content
