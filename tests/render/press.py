"""A page as PDF by Typst: every way of ruling, placing and breaking a table, drawn to the point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.render.layout import Page, Sheet, Spot

_QUOTED = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n"})


@dataclass(frozen=True)
class Look:
    """How a PDF looks: each field is one choice of an office or of its printer.

    `ruling` is a key of `_STROKES`: all, thin, dashed, dotted, coloured, levels (no upright lines), three (head and foot
    only), grounds and zebra (backgrounds instead of lines), none;
    `size`, `table_size`, `inset`, `margin` are points; `align` is center, right or left; `numbering` a page number
    pattern.
    """

    ruling: str = "all"
    size: float = 14
    table_size: float = 9
    inset: float = 3
    margin: float = 72
    align: str = "center"
    level: str = "horizon"
    landscape: bool = False
    turned: bool = False
    repeat: bool = False
    whole_rows: bool = True
    numbering: str = ""
    running_head: str = ""
    watermark: str = ""
    serif: bool = False
    indent: bool = True
    leading: float = 0.9
    space: float = 0
    column: str = "1fr"


@cache
def _compiler() -> object:
    import pylopdf_fonts_zh_cn as fonts
    import typst

    folder = Path(fonts.__file__).parent
    return typst.Compiler(font_paths=[folder], ignore_system_fonts=True)


def pdf_file(page: Page, look: Look | None = None) -> bytes:
    """The page printed with the given look."""
    return _compiler().compile(typst_source(page, look or Look()).encode(), format="pdf")


def typst_source(page: Page, look: Look) -> str:
    """The page as Typst markup."""
    font = "Noto Serif SC" if look.serif else "Noto Sans SC"
    parts = [_setup(look, font), f"#align(center, text(size: {look.size * 1.5}pt)[#{_quoted(page.title)}])\n"]
    if look.space:
        parts.append(f"#v({look.space}pt)\n")
    for head, prose, sheet in page.parts:
        parts += [_paragraph(head), *(_paragraph(line) for line in prose)]
        if sheet:
            table = _table(sheet, look)
            if look.turned and sheet.key == "t3":
                table = f"#page(flipped: true)[{table}]\n"
            parts.append(table)
            parts += [_paragraph(sheet.note)] if sheet.note else []
    return "\n".join(parts)


def _setup(look: Look, font: str) -> str:
    number = f'numbering: "{look.numbering}"' if look.numbering else "numbering: none"
    head = f", header: align(center, text(size: 8pt)[#{_quoted(look.running_head)}])" if look.running_head else ""
    mark = (
        f", background: rotate(-35deg, text(size: 60pt, fill: luma(225))[#{_quoted(look.watermark)}])"
        if look.watermark
        else ""
    )
    flipped = ", flipped: true" if look.landscape else ""
    indent = "2em" if look.indent else "0em"
    return (
        f'#set page(paper: "a4", margin: {look.margin}pt, {number}{head}{mark}{flipped})\n'
        f'#set text(font: "{font}", size: {look.size}pt, lang: "zh")\n'
        f"#set par(justify: true, leading: {look.leading}em, spacing: {look.leading + (0 if look.indent else 0.8)}em, "
        f"first-line-indent: (amount: {indent}, all: true))\n"
    )


def _paragraph(text: str) -> str:
    return f"#par[#{_quoted(text)}]\n"


def _quoted(text: str) -> str:
    return f'"{text.translate(_QUOTED)}"'


_STROKES = {
    "all": "0.5pt",
    "thin": "0.1pt",
    "dashed": '(thickness: 0.6pt, dash: "dashed", paint: blue)',
    "dotted": '(thickness: 0.6pt, dash: "dotted")',
    "coloured": "1.5pt + rgb(160, 20, 20)",
    "levels": "(x, y) => (top: 0.5pt, bottom: 0.5pt)",
    "grounds": "none",
    "zebra": "none",
    "three": "none",
    "none": "none",
}


def _table(sheet: Sheet, look: Look) -> str:
    widths = ", ".join(_widths(sheet, look))
    cells: list[str] = []
    heads = _head_rows(sheet) if look.repeat else 0
    for row in range(sheet.height):
        if row == 0 and heads:
            cells.append("table.header(repeat: true,")
        cells += [_cell(spot, look) for spot in sheet.line(row)]
        if heads and row == heads - 1:
            cells.append("),")
    stroke = _STROKES[look.ruling]
    fill = ""
    if look.ruling == "grounds":
        fill = "fill: (x, y) => if calc.odd(x + y) { luma(240) } else { luma(225) }, "
    if look.ruling == "zebra":
        fill = "fill: (x, y) => if calc.odd(y) { luma(240) } else { luma(252) }, "
    lines = "table.hline(y: 0), " + f"table.hline(y: {sheet.height}), " if look.ruling == "three" else ""
    body = "\n".join(cells)
    breakable = "#show table.cell: set block(breakable: false)\n" if look.whole_rows else ""
    return (
        f"{breakable}#[#set text(size: {look.table_size}pt)\n#set par(justify: false, leading: 0.5em, "
        f"first-line-indent: 0em)\n#table(columns: ({widths},), inset: {look.inset}pt, stroke: {stroke}, {fill}"
        f"{lines}{body})]\n"
    )


def _widths(sheet: Sheet, look: Look) -> list[str]:
    if sheet.key == "t3":
        return [*["2.4em", "5em", "9em"][: sheet.width - 7], *([look.column] * 7)]
    if sheet.key == "t4":
        return ["1fr"] * sheet.width
    return ["1fr"] * sheet.width


def _cell(spot: Spot, look: Look) -> str:
    align = "center" if spot.head else look.align
    marks = [f"align: {align} + {look.level}"]
    if spot.rows > 1:
        marks.append(f"rowspan: {spot.rows}")
    if spot.columns > 1:
        marks.append(f"colspan: {spot.columns}")
    return f"table.cell({', '.join(marks)})[#{_quoted(spot.text)}],"


def _head_rows(sheet: Sheet) -> int:
    first = next(spot.row for spot in sheet.spots if spot.address)
    return first if all(spot.row + spot.rows <= first for spot in sheet.spots if spot.row < first) else 0
