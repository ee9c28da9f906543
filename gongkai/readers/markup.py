"""The one XML factory: no DTD, no entity, no network, bounded depth (TRUST 4 rows 6–8, ASVS 1.5.1)."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.errors import BrokenFile, UnsafeFile
from gongkai.readers.document import MAX_DEPTH, too_many

_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parse(data: bytes, what: str = "") -> etree._Element:
    """The root element of XML bytes; `what` names the part in messages.

    UnsafeFile when a DTD is in it, TooLarge when it is nested too deeply, BrokenFile when it is no XML.
    """
    wide = data if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else data.replace(b"\0", b"")
    if _DTD.search(wide):
        raise UnsafeFile("含DTD或实体，已拒绝", "it holds a DTD or an entity; refused", place=what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BrokenFile(
            f"XML结构损坏（第{error.lineno}行）", f"broken XML (line {error.lineno})", place=what
        ) from error
    _bound_depth(root)
    return root


def _bound_depth(root: etree._Element) -> None:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH * 8:
            raise too_many("嵌套层数", "levels of nesting", deepest, MAX_DEPTH * 8)
