"""`gongkai compare`: two reports side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from gongkai.cli import output, words
from gongkai.cli.words import padded, width
from gongkai.report.compare import Comparison
from gongkai.report.compare import compare as compared

_NAME = (20, 48)
_STATES = {"holds": "√", "differs": "×", "not_assessable": "？"}


def compare(
    *,
    first: str,
    second: str,
    format_: str,
    exit_zero: bool,
    output_file: str,
    force: bool,
    quiet: bool,
    ascii_: bool,
    lang: str,
    **_rest: Any,
) -> int:
    """Compare two reports; status 1 when they differ (CONTRACT 4), 0 with `exit_zero`."""
    from gongkai.cli.commands import one_report

    output.refuse_same(output_file, (first, second))
    both = compared(one_report(first), one_report(second))
    with output.opened(output_file, force=force, paged=format_ == "table") as write:
        write(_written(both, format_, ascii_, lang))
    if not quiet:
        output.say(_summary(both, lang))
    return int(not both.identical and not exit_zero)


def _written(both: Comparison, format_: str, ascii_: bool, lang: str) -> str | bytes:
    if format_ == "html":
        from gongkai.writers.comparison import page

        return page(both)
    if format_ == "json":
        return json.dumps(both.to_dict(), ensure_ascii=ascii_, indent=1) + "\n"
    return _table(both, lang)


def _table(both: Comparison, lang: str) -> str:
    """The changed cells: name, both values, difference, percentage; then what cannot be compared."""
    one, two = both.names
    heads = ("位置", one, two, "增减", "百分比") if lang == "zh" else ("cell", one, two, "change", "percent")
    rows = [heads, *both.rows()]
    sizes = [max(width(row[at]) for row in rows) for at in range(1, len(heads))]
    least, most = _NAME
    first = max(least, min(most, words.screen() - sum(sizes) - 2 * len(sizes), max(width(row[0]) for row in rows)))
    lines = []
    for name, *figures in rows:
        named, *more = words.wrapped(name, first)
        cells = "".join("  " + padded(cell, size, right=True) for cell, size in zip(figures, sizes, strict=True))
        lines += [padded(named, first) + cells, *more]
    sides = {"before": one, "after": two}
    for alone in both.not_comparable:
        reason = alone.reason if lang == "zh" else alone.reason_en
        lines.append(f"· {sides[alone.side]}：{words.shown(alone.name)} {reason}")
    lines += [f"{_STATES[step.state]} {step.message if lang == 'zh' else step.message_en}" for step in both.continuity]
    return "\n".join([*lines, *_texts(both, lang)]) + "\n"


def _texts(both: Comparison, lang: str) -> Iterator[str]:
    """How alike the texts of each section are, where there is any text."""
    for section in both.sections:
        if section.share or not section.identical:
            told = f"{words.shown(section.title)} {section.share:.0%}"
            passages = len(section.passages)
            more = (
                (f"，相同的段落{passages}处" if lang == "zh" else f", passages in both: {passages}") if passages else ""
            )
            yield ("· 文字相似度：" if lang == "zh" else "· texts alike: ") + told + more


def _summary(both: Comparison, lang: str) -> str:
    changed, pairs, alone = len(both.changed), len(both.pairs), len(both.not_comparable)
    if lang == "zh":
        return f"{pairs} 格中 {changed} 格不同" + (f"，{alone} 行只有一方有，不比较" if alone else "")
    return f"{changed} of {pairs} cells differ" + (f", {alone} rows are in one report only" if alone else "")
