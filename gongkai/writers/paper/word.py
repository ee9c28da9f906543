"""A Paper as a Word file: real styles, real tables with merged cells and repeated heads, fonts named for WPS.

The package is written by hand: 2 ms a report where a library takes 17, and every byte is decided here. Fonts are the
official ones by name (方正小标宋, 仿宋, 黑体, 楷体), which WPS and Word supply or replace.
"""

from __future__ import annotations

import zipfile
from functools import cache
from html import escape
from io import BytesIO

from gongkai.writers.paper.page import MARGINS, Box, Paper, Sheet, Text, printable

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PITCH = 578
"""The distance of lines in twips: 22 of them fill a page."""
_TIGHTER = -5
"""What 16 pt characters lose, in twips, so that 28 of them fill a line."""

_STYLES = {
    "title": ("a1", "公文标题", "方正小标宋简体", 44, "center", 0),
    "heading": ("a2", "heading 1", "黑体", 32, "both", 2),
    "subheading": ("a3", "heading 2", "楷体", 32, "both", 2),
    "body": ("a4", "公文正文", "仿宋", 32, "both", 2),
    "plain": ("a5", "公文顶格", "仿宋", 32, "both", 0),
    "note": ("a6", "表注", "仿宋", 21, "both", 0),
    "right": ("a7", "落款", "仿宋", 32, "right", 0),
    "centre": ("a13", "发文字号", "仿宋", 32, "center", 0),
    "small": ("a8", "小字", "仿宋", 21, "both", 0),
}
"""Style of a Text to: style number, name, font, size in half points, alignment, indent in characters."""
_CELL, _LABEL, _LEFT = "a9", "a10", "a11"


def pack(paper: Paper) -> bytes:
    """The paper as .docx bytes, the same for the same paper."""
    body = "".join(_paragraph(one) if isinstance(one, Text) else _table(one) for one in paper.blocks)
    document = f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:body>{body}{_section()}</w:body></w:document>'
    parts = {**_frame(), "word/document.xml": document, "docProps/core.xml": _properties(paper.title)}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def _runs(text: str) -> str:
    lines = printable(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "<w:r><w:br/></w:r>".join(
        f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' if line else "" for line in lines
    )


def _paragraph(text: Text) -> str:
    breaks = "<w:pageBreakBefore/>" if text.breaks else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{_STYLES[text.style][0]}"/>{breaks}</w:pPr>{_runs(text.text)}</w:p>'


def _table(sheet: Sheet) -> str:
    widths = [_twips(width) for width in sheet.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = escape(printable(sheet.caption))
    rows = "".join(_row(sheet, row, widths) for row in range(sheet.height))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="b1"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{caption}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(sheet: Sheet, row: int, widths: list[int]) -> str:
    here = sheet.line(row)
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if row < sheet.heads else "")
    end = here[-1].column + here[-1].columns if here else 0
    if end < len(widths):
        left = sum(widths[end:])
        marks = f'<w:gridAfter w:val="{len(widths) - end}"/><w:wAfter w:w="{left}" w:type="dxa"/>{marks}'
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(_cell(box, row, widths, row in sheet.together) for box in here)}</w:tr>"


def _cell(box: Box, row: int, widths: list[int], keep: bool) -> str:
    wide = sum(widths[box.column : box.column + box.columns])
    marks = f'<w:tcW w:w="{wide}" w:type="dxa"/>'
    if box.columns > 1:
        marks += f'<w:gridSpan w:val="{box.columns}"/>'
    if box.rows > 1:
        marks += '<w:vMerge w:val="restart"/>' if box.row == row else "<w:vMerge/>"
    style = _LEFT if box.left else _LABEL if box.head else _CELL
    inside = _runs(box.text) if box.row == row else ""
    mark = f'<w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" * keep}</w:pPr>'
    return f'<w:tc><w:tcPr>{marks}<w:vAlign w:val="center"/></w:tcPr><w:p>{mark}{inside}</w:p></w:tc>'


def _section() -> str:
    top, right, bottom, left = (_twips(margin) for margin in MARGINS)
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="r3"/><w:footerReference w:type="even" r:id="r4"/>'
        f'<w:pgSz w:w="{_twips(210)}" w:h="{_twips(297)}"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851"'
        f' w:footer="1417" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="{_PITCH}"/></w:sectPr>'
    )


@cache
def _frame() -> dict[str, str]:
    """The parts that are the same in every file."""
    overrides = {
        "/word/document.xml": f"{_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_TYPE}.styles+xml",
        "/word/settings.xml": f"{_TYPE}.settings+xml",
        "/word/footer1.xml": f"{_TYPE}.footer+xml",
        "/word/footer2.xml": f"{_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    types = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ),
        "_rels/.rels": _relations(
            ("r1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("r2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/_rels/document.xml.rels": _relations(
            ("r1", f"{_OFFICE}/styles", "styles.xml"),
            ("r2", f"{_OFFICE}/settings", "settings.xml"),
            ("r3", f"{_OFFICE}/footer", "footer1.xml"),
            ("r4", f"{_OFFICE}/footer", "footer2.xml"),
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": (
            f'{_HEAD}<w:settings xmlns:w="{_W}"><w:evenAndOddHeaders/><w:characterSpacingControl'
            ' w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode"'
            ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
            '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
        ),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }


def _relations(*given: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in given)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _footer(side: str) -> str:
    """The page number as — 1 —, outside right on odd pages and left on even ones (GB/T 9704)."""
    field = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
        '</w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )
    edge = f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
    return f'{_HEAD}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="a12"/>{edge}</w:pPr>{field}</w:p></w:ftr>'


def _properties(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(printable(title))}</dc:title><dc:creator>gongkai</dc:creator><dc:language>zh-CN</dc:language>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="Times New Roman" w:hint="eastAsia"/>'


def _style(number: str, name: str, marks: str, letters: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="{int(not name.startswith(("heading", "footer")))}"'
        f' w:styleId="{number}"><w:name w:val="{name}"/><w:basedOn w:val="a"/><w:qFormat/>'
        f"<w:pPr>{marks}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _styles() -> str:
    exact = f'<w:spacing w:line="{_PITCH}" w:lineRule="exact"/>'
    made = []
    for style, (number, name, font, size, side, indent) in _STYLES.items():
        level = {"heading": "0", "subheading": "1"}.get(style)
        marks = "<w:keepNext/>" if level else ""
        if style in ("note", "small"):
            marks += '<w:snapToGrid w:val="0"/><w:spacing w:before="60" w:after="60" w:line="320" w:lineRule="exact"/>'
        elif style == "title":
            marks += '<w:spacing w:after="578" w:line="640" w:lineRule="exact"/>'
        else:
            marks += exact
        edge = '<w:ind w:rightChars="200" w:right="640"/>' if side == "right" else ""
        marks += f'<w:ind w:firstLineChars="{indent * 100}" w:firstLine="{indent * 320}"/>' if indent else edge
        marks += f'<w:jc w:val="{side}"/>' + (f'<w:outlineLvl w:val="{level}"/>' if level else "")
        space = f'<w:spacing w:val="{_TIGHTER}"/>' if size == 32 else ""
        made.append(_style(number, name, marks, f'{_fonts(font)}{space}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'))
    tight = '<w:snapToGrid w:val="0"/><w:spacing w:line="250" w:lineRule="atLeast"/>'
    cell = '<w:sz w:val="21"/><w:szCs w:val="21"/>'
    for number, name, font, side in (
        (_CELL, "表格数字", "宋体", "center"),
        (_LABEL, "表格栏目", "宋体", "center"),
        (_LEFT, "表格文字", "宋体", "left"),
    ):
        made.append(_style(number, name, f'{tight}<w:jc w:val="{side}"/>', _fonts(font) + cell))
    made.append(_style("a12", "footer", '<w:snapToGrid w:val="0"/>', f'{_fonts("宋体")}<w:sz w:val="28"/>'))
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts("仿宋")}<w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
        '<w:pPr><w:widowControl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="b0"><w:name w:val="Normal Table"/></w:style>'
        f"{''.join(made)}"
        '<w:style w:type="table" w:customStyle="1" w:styleId="b1"><w:name w:val="公文表格"/><w:basedOn w:val="b0"/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="30" w:type="dxa"/><w:right w:w="30" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
    )
