"""A page as DOCX, XLSX and XLS."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import get_column_letter

from tests.render.build import APPEALS, CLASSES
from tests.render.layout import Page, Sheet, Spot

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FORMULA = re.compile(rb'(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f>)(?:<v ?/>|<v></v>)')
_ORDINAL = re.compile(r"^[一二三四五六]、")


def _paragraph(text: str, numbered: bool = False) -> str:
    """A paragraph of two runs, its number automatic when asked for."""
    mark = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>' if numbered else ""
    if numbered:
        text = _ORDINAL.sub("", text)
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (text[:3], text[3:]) if part
    )
    return f"<w:p>{mark}{runs}</w:p>"


def _cell(spot: Spot, continued: bool, several: bool) -> str:
    marks = f'<w:gridSpan w:val="{spot.columns}"/>' if spot.columns > 1 else ""
    if continued:
        return f"<w:tc><w:tcPr>{marks}<w:vMerge/></w:tcPr><w:p/></w:tc>"
    if spot.rows > 1:
        marks += '<w:vMerge w:val="restart"/>'
    halves = [spot.text]
    if several and spot.head and len(spot.text) > 3 and "（" not in spot.text and "(" not in spot.text:
        halves = [spot.text[:2], spot.text[2:]]
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{''.join(map(_paragraph, halves))}</w:tc>"


def _word_table(sheet: Sheet, first: int, last: int, several: bool) -> str:
    rows = []
    for row in range(first, last):
        here = [spot for spot in sheet.spots if spot.row <= row < spot.row + spot.rows]
        here.sort(key=lambda spot: spot.column)
        cells = "".join(_cell(spot, spot.row < row and row != first, several) for spot in here)
        rows.append(f"<w:tr>{cells}</w:tr>")
    grid = "<w:gridCol/>" * sheet.width
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _docx(page: Page, numbered: bool, split: bool) -> bytes:
    parts = [_paragraph(page.title)]
    for head, prose, sheet in page.parts:
        parts += [_paragraph(head, numbered), *map(_paragraph, prose)]
        if sheet:
            middle = sheet.height // 2 if split and sheet.key == "t3" else sheet.height
            parts.append(_word_table(sheet, 0, middle, split))
            if middle < sheet.height:
                parts += ["<w:p/>", _word_table(sheet, middle, sheet.height, split)]
            parts.append(_paragraph(sheet.note))
    body = f'<w:document xmlns:w="{_W}"><w:body>{"".join(parts)}<w:sectPr/></w:body></w:document>'
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        '<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    )
    numbering = (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_DOCX}.document.main+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{_DOCX}.numbering+xml"/></Types>'
    )
    package = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": _relation("numbering", "numbering.xml"),
        "word/numbering.xml": numbering,
    }
    return zipped({name: f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode() for name, text in package.items()})


def _relation(kind: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{one}</Relationships>'


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx_file(page: Page) -> bytes:
    """One table each, merged by gridSpan and vMerge, heads typed."""
    return _docx(page, numbered=False, split=False)


def docx_split(page: Page) -> bytes:
    """Heads numbered by Word, head cells of several paragraphs, table 3 in two tables."""
    return _docx(page, numbered=True, split=True)


def _put(ws: openpyxl.worksheet.worksheet.Worksheet, sheet: Sheet, top: int, text: bool, formulas: bool) -> int:
    for spot in sheet.spots:
        row, column = top + spot.row, spot.column + 1
        plain = not text and not spot.head and re.fullmatch(r"-?\d+(\.\d+)?", spot.text)
        value: str | float | None = spot.text or None
        if plain:
            value = float(spot.text) if "." in spot.text else int(spot.text)
        ws.cell(row, column, value)
        classes = CLASSES if spot.address.startswith("t3") else APPEALS
        if formulas and plain and spot.address.endswith(".total") and sheet.key != "t2":
            first, last = get_column_letter(column - len(classes)), get_column_letter(column - 1)
            ws.cell(row, column).value = f"=SUM({first}{row}:{last}{row})"
        if spot.rows > 1 or spot.columns > 1:
            ws.merge_cells(None, row, column, row + spot.rows - 1, column + spot.columns - 1)
    return top + sheet.height


def _fixed(book: openpyxl.Workbook, cached: dict[str, str] | None = None) -> bytes:
    """The workbook's bytes with fixed times; `cached` gives the values of its formulas by cell."""
    out = io.BytesIO()
    book.save(out)
    members = {}
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", data)
            if cached and name.startswith("xl/worksheets/sheet"):
                data = _FORMULA.sub(lambda found: found[1] + f"<v>{cached[found[2].decode()]}</v>".encode(), data)
            members[name] = data
    return zipped(members)


def _xlsx(page: Page, sheets: bool = False, text: bool = False, formulas: bool = False) -> bytes:
    book = openpyxl.Workbook()
    ws = book.active
    ws.title = "年报"
    ws.cell(1, 1, page.title)
    row, cached = 2, {}
    for head, prose, sheet in page.parts:
        if sheets and sheet:
            ws, row = book.create_sheet(f"表{head[0]}"), 1
        for line in (head, *prose):
            ws.cell(row, 1, line)
            row += 1
        if sheet:
            top, row = row, _put(ws, sheet, row, text, formulas)
            cached |= {f"{get_column_letter(s.column + 1)}{top + s.row}": s.text for s in sheet.spots if s.address}
            if sheet.note:
                ws.cell(row, 1, sheet.note)
                row += 1
    return _fixed(book, cached if formulas else None)


def xlsx_one(page: Page) -> bytes:
    """Everything on one sheet."""
    return _xlsx(page)


def xlsx_sheets(page: Page) -> bytes:
    """A sheet a table; what follows a table stands below it."""
    return _xlsx(page, sheets=True)


def xlsx_text(page: Page) -> bytes:
    """Figures stored as text."""
    return _xlsx(page, text=True)


def xlsx_formulas(page: Page) -> bytes:
    """Totals as formulas with cached values."""
    return _xlsx(page, formulas=True)


def xls_file(page: Page) -> bytes:
    """Everything on one sheet of the old binary format."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import xlwt

        book = xlwt.Workbook(encoding="utf-8")
        ws = book.add_sheet("年报")
        row = 0
        lines: list[tuple[str, Sheet | None]] = [(page.title, None)]
        for head, prose, sheet in page.parts:
            lines += [(line, None) for line in (head, *prose)]
            lines += [("", sheet), (sheet.note, None)] if sheet else []
        for line, sheet in lines:
            if sheet is None:
                ws.write(row, 0, line)
                row += 1
                continue
            for s in sheet.spots:
                top, bottom = row + s.row, row + s.row + s.rows - 1
                figure = not s.head and re.fullmatch(r"-?\d+", s.text)
                ws.write_merge(top, bottom, s.column, s.column + s.columns - 1, int(s.text) if figure else s.text)
            row += sheet.height
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()
