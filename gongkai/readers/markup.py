"""The one XML factory: no DTD, no entity, no network, bounded depth (TRUST 4 rows 6–8, ASVS 1.5.1)."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.errors import BrokenFile, TooLarge, UnsafeFile
from gongkai.readers.document import MAX_DEPTH

_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parse(data: bytes, what: str = "") -> etree._Element:
    """The root element of XML bytes; `what` names the part in messages.

    UnsafeFile when a DTD is in it, TooLarge when it is nested too deeply, BrokenFile when it is no XML.
    """
    wide = data if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else data.replace(b"\0", b"")
    if _DTD.search(wide):
        raise UnsafeFile("含DTD或实体，已拒绝", "it holds a DTD or an entity; refused", place=what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise TooLarge(f"嵌套超过{MAX_DEPTH}层", f"nested over {MAX_DEPTH} levels", place=what) from error
        raise BrokenFile(
            f"XML结构损坏（第{error.lineno}行）", f"broken XML (line {error.lineno})", place=what
        ) from error
    return root
