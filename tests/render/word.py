"""Word files made by hand: a body in WordprocessingML and whatever other parts a test needs."""

from __future__ import annotations

import io
import zipfile

from tests.render.office import zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(body: str, head: str = "", **parts: str) -> bytes:
    """A Word file with this body; `styles` and `numbering` and so on are the insides of those parts."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    members = {"word/document.xml": f"{head}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()}
    for name, inside in parts.items():
        members[f"word/{name}.xml"] = f"<w:{roots[name]} {NAMESPACES}>{inside}</w:{roots[name]}>".encode()
    return zipped(members)


def with_members(data: bytes, members: dict[str, bytes]) -> bytes:
    """The package with these members added or put in place of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        old = {name: made.read(name) for name in made.namelist()}
    return zipped(old | members)


def links(*external: tuple[str, str]) -> bytes:
    """A relationships part with these external ones: kind and target."""
    made = "".join(
        f'<Relationship Id="r{n}" Type="{LINK}/{kind}" Target="{target}" TargetMode="External"/>'
        for n, (kind, target) in enumerate(external)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'.encode()


def run(text: str, properties: str = "") -> str:
    """A run of text with these run properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inside: str, properties: str = "") -> str:
    """A paragraph of runs (or of one plain text) with these paragraph properties."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside if '<' in inside else run(inside)}</w:p>"


def cell(inside: str, properties: str = "") -> str:
    """A table cell of paragraphs (or of one plain text)."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside if '<' in inside else para(inside)}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells, each plain text or the inside of a cell."""
    lines = "".join(
        f"<w:tr>{''.join(one if one.startswith('<w:tc') else cell(one) for one in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{lines}</w:tbl>"
