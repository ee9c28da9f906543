"""`gongkai compare`: two reports side by side."""

from __future__ import annotations

import json
from typing import Any

from gongkai.cli import output, words
from gongkai.cli.words import padded, width
from gongkai.report.compare import Comparison
from gongkai.report.compare import compare as compared

_NAME = (20, 48)


def compare(
    *,
    first: str,
    second: str,
    format_: str,
    exit_code: bool,
    output_file: str,
    force: bool,
    quiet: bool,
    ascii_: bool,
    lang: str,
    **_rest: Any,
) -> int:
    """Compare two reports; status 1 for differences only where it is asked for."""
    from gongkai.cli.commands import one_report

    output.refuse_same(output_file, (first, second))
    both = compared(one_report(first), one_report(second))
    with output.opened(output_file, force=force, paged=format_ == "table") as write:
        write(_written(both, format_, ascii_, lang))
    if not quiet:
        output.say(_summary(both, lang))
    return int(exit_code and not both.identical)


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
    lines += [f"· {alone.name} {alone.reason if lang == 'zh' else alone.reason_en}" for alone in both.not_comparable]
    return "\n".join(lines) + "\n"


def _summary(both: Comparison, lang: str) -> str:
    changed, pairs, alone = len(both.changed), len(both.pairs), len(both.not_comparable)
    if lang == "zh":
        return f"{pairs} 格中 {changed} 格不同" + (f"，{alone} 行只有一方有，不比较" if alone else "")
    return f"{changed} of {pairs} cells differ" + (f", {alone} rows are in one report only" if alone else "")
