"""A page as HTML: clean, pasted from Word, and inside a site."""

from __future__ import annotations

from html import escape

from tests.render.layout import Page, Sheet, Spot


def _tag(spot: Spot) -> str:
    rows = f' rowspan="{spot.rows}"' if spot.rows > 1 else ""
    return rows + (f' colspan="{spot.columns}"' if spot.columns > 1 else "")


def _table(sheet: Sheet, inside: str = "{}") -> str:
    rows = []
    for row in range(sheet.height):
        cells = "".join(f"<td{_tag(s)}>{inside.format(escape(s.text))}</td>" for s in sheet.line(row))
        rows.append(f"<tr>{cells}</tr>")
    return "<table>" + "\n".join(rows) + "</table>"


def _body(page: Page, paragraph: str, inside: str = "{}") -> str:
    parts = [paragraph.format(escape(page.title))]
    for head, prose, sheet in page.parts:
        parts += [paragraph.format(escape(line)) for line in (head, *prose)]
        if sheet:
            parts.append(_table(sheet, inside))
            parts += [paragraph.format(escape(sheet.note))] if sheet.note else []
    return "\n".join(parts)


def html_clean(page: Page) -> bytes:
    """Nothing but paragraphs and tables with spans."""
    body = _body(page, "<p>{}</p>")
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def html_word(page: Page) -> bytes:
    """Pasted from Word: nested spans, &nbsp;, empty paragraphs, GBK."""
    span = '<span lang="EN-US" style="font-size:12pt"><span>{}</span></span>'
    paragraph = f'<p class="MsoNormal">&nbsp;&nbsp;{span}<o:p></o:p></p><p>&nbsp;</p>'
    body = _body(page, paragraph, f'<p class="MsoNormal">{span}&nbsp;</p>')
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode("gbk", "xmlcharrefreplace")


def html_chrome(page: Page) -> bytes:
    """Inside a site: navigation, a layout table around the article, a foot."""
    body = _body(page, "<p>{}</p>")
    nav = "<ul><li><a href='/'>首页</a></li><li><a href='/zw'>政务公开</a></li><li>当前位置：首页 &gt; 年报</li></ul>"
    foot = "<div class='foot'><p>主办单位：青岚市人民政府办公室</p><p>网站标识码：9900000001</p></div>"
    style = "<style>p{margin:0}</style><script>var a='<td>7</td>';</script>"
    around = f"<table class='layout'><tr><td><div id='article'>{body}</div></td></tr></table>"
    head = f"<head><meta charset='utf-8'><title>{escape(page.title)}</title>{style}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{nav}{around}{foot}</body></html>".encode()
