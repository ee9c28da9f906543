"""A comparison of two reports as one web page: what changed in words, two charts with their tables, texts marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from gongkai.report.compare import Comparison, Pair, SectionPair, percentage, shown, signed
from gongkai.report.form import row_name
from gongkai.writers.paper.chart import Item, bars, slope
from gongkai.writers.paper.page import printable

_NAMED = 6
_STATES = {"holds": "√ 衔接", "differs": "× 不衔接", "not_assessable": "？ 无法判断"}
_STYLE = """
:root{--ink:#1B1F24;--ink-2:#4A515A;--line:#D5DAE1;--blue-l:#E8F0F9;
--sans:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Zen Hei",system-ui,sans-serif}
body{margin:0 auto;max-width:900px;padding:24px;color:var(--ink);background:#fff;font:16px/1.6 var(--sans)}
h1{font-size:26px;line-height:1.4}h2{font-size:20px;margin-top:2em}figure{margin:1em 0}
figcaption{font-weight:bold}table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4}
caption{text-align:left;color:var(--ink-2);padding:4px 0}th,td{border:1px solid var(--line);padding:4px 8px;
text-align:left}td.n{text-align:right;font-variant-numeric:tabular-nums}tr.changed td{background:var(--blue-l)}
summary{cursor:pointer;min-height:24px}mark{background:#FFF1D0;border-bottom:2px solid #7A4B00;color:inherit}
@media print{body{max-width:none;padding:0;font-size:11pt}figure,tr{break-inside:avoid}h2{break-after:avoid}}
"""


def page(compared: Comparison) -> bytes:
    """The comparison as UTF-8 HTML of its own, the same for the same two reports."""
    one, two = compared.names
    agency = compared.after.agency if compared.relation == "years" else ""
    title = f"{agency or ''}{one}与{two}政府信息公开工作年度报告比较"
    if compared.relation == "agencies" and compared.after.year:
        title = f"{compared.after.year}年：{title}"
    parts = [
        f"<h1>{_said(title)}</h1>",
        f"<p>{_said(summary(compared))}</p>",
        _charts(compared),
        "<h2>变化的格</h2>",
        _table("有变化的格", compared.names, compared.changed),
        _continuity(compared),
        _not_comparable(compared),
        _sections(compared),
        f"<h2>全部可比的格</h2><details><summary>共{len(compared.pairs)}格</summary>",
        _table("全部可比的格，有变化的加底色", compared.names, compared.pairs, mark=True),
        "</details>",
    ]
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{_said(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(filter(None, parts))
        + "\n</main>\n</body>\n</html>\n"
    ).encode()


def summary(compared: Comparison) -> str:
    """The comparison in one sentence or two."""
    told = f"可比的{len(compared.pairs)}格中有{len(compared.changed)}格不同。"
    if compared.not_comparable:
        told += f"另有{len(compared.not_comparable)}行只有一方有，不比较。"
    if compared.before.edition != compared.after.edition:
        told += f"两份报告用的是不同的表式（{compared.before.edition}年、{compared.after.edition}年）。"
    copied = [one for one in compared.sections if one.passages]
    if copied:
        most = max(copied, key=lambda one: one.share)
        told += f"文字最相近的是“{most.title}”，相似度{most.share:.0%}。"
    return told


def _said(text: str) -> str:
    return escape(printable(text))


def _charts(compared: Comparison) -> str:
    rows = compared.after.form.table("t3").rows
    totals = {pair.address: pair for pair in compared.pairs if pair.address.endswith(".total")}
    pairs = [(row_name(row), totals[f"t3.{row.key}.total"]) for row in rows if f"t3.{row.key}.total" in totals]
    known = [(name, pair) for name, pair in pairs if pair.difference is not None]
    moved = sorted(known, key=lambda one: -abs(_number(one[1].difference)))
    moved = [one for one in moved if one[1].before.value or one[1].after.value]
    if not moved:
        return ""
    one, two = compared.names
    parts = [
        _figure(
            compared,
            slope("slope", _moved(*moved[0]), (one, two), _items(moved), _loud(moved)),
            _moved(*moved[0]),
            moved,
        )
    ]
    results = [(name, pair) for name, pair in moved if pair.address.split(".")[1] in _results(compared)]
    if results:
        first = max(results, key=lambda pair: _number(pair[1].after.value))
        title = f"{two}办理结果中最多的是“{first[0]}”，{shown(first[1].after)}件；{one}为{shown(first[1].before)}件"
        order = sorted(results, key=lambda pair: -_number(pair[1].after.value))
        parts.append(_figure(compared, bars("bars", title, (one, two), _items(order)), title, order))
    return "\n".join(parts)


def _results(compared: Comparison) -> set[str]:
    """The rows of table 3 that are ways in which an application ends: those that a head stands above, but the sum."""
    totals = {key for identity in compared.after.form.sums if identity.over == "rows" for key in identity.right}
    return {row.key for row in compared.after.form.table("t3").rows if row.group and row.key not in totals}


def _moved(name: str, pair: Pair) -> str:
    if not pair.difference:
        return "表三各行总计没有变化"
    word = "增加" if pair.difference > 0 else "减少"
    before, after = shown(pair.before), shown(pair.after)
    return f"表三变化最大的是“{name}”：从{before}件到{after}件，{word}{abs(pair.difference)}件"


def _loud(pairs: Sequence[tuple[str, Pair]]) -> int:
    """How many of the rows, most moved first, are named in the chart."""
    return min(_NAMED, sum(1 for _, pair in pairs if pair.difference))


def _items(pairs: Sequence[tuple[str, Pair]]) -> list[Item]:
    return [Item(name, _number(pair.before.value), _number(pair.after.value)) for name, pair in pairs]


def _number(value: int | Decimal | None) -> float:
    return float(value or 0)


def _figure(compared: Comparison, chart: str, title: str, pairs: Sequence[tuple[str, Pair]]) -> str:
    table = _table("单位：件", compared.names, [pair for _, pair in pairs])
    return (
        f"<figure><figcaption>{_said(title)}</figcaption>{chart}"
        f"<details open><summary>图中的数</summary>{table}</details></figure>"
    )


def _table(caption: str, names: tuple[str, str], pairs: Iterable[Pair], *, mark: bool = False) -> str:
    rows = []
    for pair in pairs:
        cells = (shown(pair.before), shown(pair.after), signed(pair.difference), percentage(pair.percent))
        told = "".join(f'<td class="n">{_said(word)}</td>' for word in cells)
        look = ' class="changed"' if mark and pair.changed else ""
        note = f"（{_said(pair.reason)}）" if pair.reason and pair.changed else ""
        rows.append(f'<tr{look}><th scope="row">{_said(pair.name)}{note}</th>{told}</tr>')
    if not rows:
        return "<p>没有。</p>"
    heads = "".join(f'<th scope="col">{_said(word)}</th>' for word in ("位置", *names, "增减", "百分比"))
    body = "\n".join(rows)
    return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _continuity(compared: Comparison) -> str:
    if not compared.continuity:
        return ""
    lines = "".join(f"<li>{_STATES[step.state]}：{_said(step.message)}</li>" for step in compared.continuity)
    return f"<h2>两年衔接</h2><ul>{lines}</ul>"


def _not_comparable(compared: Comparison) -> str:
    if not compared.not_comparable:
        return ""
    sides = dict(zip(("before", "after"), compared.names, strict=True))
    rows = "".join(
        f'<tr><th scope="row">{_said(one.name)}</th><td>{_said(sides[one.side])}</td><td>{_said(one.reason)}</td></tr>'
        for one in compared.not_comparable
    )
    heads = "".join(f'<th scope="col">{word}</th>' for word in ("行", "只在", "依据"))
    return f"<h2>不可比的行</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _sections(compared: Comparison) -> str:
    parts = ["<h2>文字</h2>"]
    for one in compared.sections:
        if one.identical and not one.share:
            continue
        copied = sum(len(passage.text) for passage in one.passages)
        told = f"{one.title}：相似度{one.share:.0%}" + (
            f"，相同的段落{len(one.passages)}处共{copied}字" if copied else ""
        )
        parts.append(f"<details><summary>{_said(told)}</summary><p>{_marked(compared, one)}</p></details>")
    return "\n".join(parts)


def _marked(compared: Comparison, one: SectionPair) -> str:
    """The later text with the passages marked that the earlier one also has."""
    section = compared.after.section(one.number)
    text = section.text if section else ""
    parts = []
    at = 0
    for passage in sorted(one.passages, key=lambda passage: passage.other_start):
        if passage.other_start >= at:
            parts.append(
                f"{_said(text[at : passage.other_start])}<mark>{_said(text[passage.other_start : passage.other_end])}</mark>"
            )
            at = passage.other_end
    return "".join([*parts, _said(text[at:])]).replace("\n", "<br>")
