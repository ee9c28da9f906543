"""Old Word files (DOC, DOT and the WPS files that are the same inside), as the reader of the final text sees them.

Read by pieces, as [MS-DOC] tells; a file on which that fails its own checks, or of an older Word, goes through
LibreOffice where it is installed.
"""

from __future__ import annotations

from dataclasses import replace

from gongkai.errors import GongkaiError, LostText
from gongkai.readers import docx, office
from gongkai.readers.doc.binary import Binary, OldWord
from gongkai.readers.doc.story import Story
from gongkai.readers.doc.tables import OddRow
from gongkai.readers.document import Document, Paragraph, demand_text
from gongkai.readers.layout import demand_tables, unread_pictures

_MAX_INVALID = 0.01
"""The share of characters that cannot be text above which a reading is not believed."""


def read(data: bytes) -> Document:
    """The Word file in `data` as a Document; an InputError names what stands against it."""
    try:
        return _read(Binary(data))
    except (OldWord, OddRow, LostText) as error:
        return _converted(data, error)


def _converted(data: bytes, error: GongkaiError) -> Document:
    """The Document by way of LibreOffice; the error of our own reading where that is not installed."""
    if not office.installed():
        error.fix, error.fix_en = "安装LibreOffice后再试，或另存为DOCX", "install LibreOffice, or save as DOCX"
        raise error
    return replace(docx.read(office.convert(data, "doc")), format="doc")


def _read(file: Binary) -> Document:
    """What our own reader makes of the file, once it has stood its checks: text kept, characters valid."""
    story = Story(file)
    blocks = tuple(story.blocks)
    warnings = (*story.warnings(), *unread_pictures(blocks, story.pictures))
    document = Document("doc", blocks, warnings=warnings)
    text = "".join(
        block.text if isinstance(block, Paragraph) else "".join(slot.text for row in block.rows for slot in row)
        for block in blocks
    )
    invalid = sum(map(text.count, _INVALID))
    if invalid > 10 and invalid > len(text) * _MAX_INVALID:
        raise LostText(f"有{invalid}个字无法识别", f"{invalid} characters cannot be read")
    return demand_tables(demand_text(document, story.expected), story.pictures)


_INVALID = ("\ufffd", "\uffff", "\ufffe", *map(chr, range(0x7F, 0xA0)))
"""What no text holds: replacement characters, no characters, controls."""
