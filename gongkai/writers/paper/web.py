"""A Paper as a web page of its own: no script, no other file, readable aloud, printed on A4 as the Word file is."""

from __future__ import annotations

from html import escape

from gongkai.writers.paper.page import MARGINS, Box, Paper, Sheet, Text, printable

_TAGS = {"title": "h1", "heading": "h2", "subheading": "h3"}

STYLE = f"""
:root{{--song:"Songti SC","SimSun","Noto Serif CJK SC","Source Han Serif SC",serif;
--fang:"FangSong","FangSong_GB2312","STFangsong",var(--song);--hei:"SimHei","Heiti SC","Noto Sans CJK SC",sans-serif;
--kai:"KaiTi","Kaiti SC",var(--song)}}
*{{box-sizing:border-box}}
body{{margin:0;background:#F4F6F9;color:#1B1F24;font:16pt/1.8 var(--fang)}}
main{{max-width:210mm;margin:0 auto;padding:{MARGINS[0]}mm {MARGINS[1]}mm {MARGINS[2]}mm {MARGINS[3]}mm;background:#fff}}
h1{{margin:0 0 1em;font:normal 22pt/1.5 "FZXiaoBiaoSong-B05S","方正小标宋简体",var(--song);text-align:center}}
h2,h3{{margin:0;font:normal 16pt/1.8 var(--hei);text-indent:2em}}
h3{{font-family:var(--kai)}}
p{{margin:0;text-indent:2em;text-align:justify;overflow-wrap:anywhere}}
.plain,.small,.note,.right,.centre{{text-indent:0}}
.note,.small,table{{font-size:10.5pt;line-height:1.5}}
.centre{{text-align:center}}
.right{{text-align:right;padding-right:2em}}
.wide{{overflow-x:auto;margin:.4em 0}}
.wide:focus-visible{{outline:3px solid #1B1F24;outline-offset:2px}}
.next{{margin-top:3em;border-top:1px dashed #6B7480;padding-top:3em}}
table{{width:100%;min-width:150mm;border-collapse:collapse;table-layout:fixed;font-family:var(--song)}}
caption{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
th,td{{border:1px solid #1B1F24;padding:.2em;font-weight:normal;text-align:center;vertical-align:middle;
overflow-wrap:anywhere;font-variant-numeric:tabular-nums;white-space:pre-line}}
.left{{text-align:left}}
@page{{size:A4;margin:{MARGINS[0]}mm {MARGINS[1]}mm {MARGINS[2]}mm {MARGINS[3]}mm}}
@media (max-width:640px){{main{{padding:1em}}body{{font-size:17px}}}}
@media print{{body{{background:#fff}}main{{max-width:none;padding:0}}thead{{display:table-header-group}}
tr{{break-inside:avoid}}h2,h3{{break-after:avoid}}.wide{{overflow:visible}}.next{{break-before:page;margin-top:0;border:0;padding:0}}}}
"""


def page(paper: Paper) -> bytes:
    """The paper as one UTF-8 page of HTML, the same for the same paper."""
    parts: list[str] = []
    for number, block in enumerate(paper.blocks):
        parts.append(_text(block) if isinstance(block, Text) else _table(block, f"t{number}"))
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{_escaped(paper.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _escaped(text: str) -> str:
    return escape(printable(text))


def _text(text: Text) -> str:
    tag = _TAGS.get(text.style, "p")
    classes: list[str] = [text.style] if tag == "p" and text.style != "body" else []
    classes += ["next"] if text.breaks else []
    marks = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{tag}{marks}>{_escaped(text.text).replace(chr(10), '<br>')}</{tag}>"


def _table(sheet: Sheet, name: str) -> str:
    share = 100 / sum(sheet.widths)
    columns = "".join(f'<col style="width:{width * share:.2f}%">' for width in sheet.widths)
    rows = [
        f"<tr>{''.join(_cell(sheet, box, name) for box in sheet.line(n) if box.row == n)}</tr>"
        for n in range(sheet.height)
    ]
    head, body = "\n".join(rows[: sheet.heads]), "\n".join(rows[sheet.heads :])
    top = f"<thead>\n{head}\n</thead>\n" if head else ""
    spoken = _escaped(sheet.caption)
    return (
        f'<div class="wide" role="group" tabindex="0" aria-label="{spoken}"><table><caption>{spoken}</caption><colgroup>{columns}</colgroup>\n'
        f"{top}<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def _cell(sheet: Sheet, box: Box, name: str) -> str:
    marks = f' rowspan="{box.rows}"' if box.rows > 1 else ""
    marks += f' colspan="{box.columns}"' if box.columns > 1 else ""
    marks += ' class="left"' if box.left else ""
    text = _escaped(box.text.strip())
    if not box.head:
        heads = " ".join(_name(head, name) for head in sheet.heads_of(box))
        return f'<td{marks} headers="{heads}">{text}</td>' if heads else f"<td{marks}>{text}</td>"
    return f'<th{marks} id="{_name(box, name)}" scope="{_scope(sheet, box)}">{text}</th>'


def _name(box: Box, name: str) -> str:
    return f"{name}r{box.row}c{box.column}"


def _scope(sheet: Sheet, box: Box) -> str:
    """Whether a label heads the row it stands in or the column below it, one of them or several."""
    if any(not one.head for one in sheet.line(box.row)):
        return "rowgroup" if box.rows > 1 else "row"
    return "colgroup" if box.columns > 1 else "col"
