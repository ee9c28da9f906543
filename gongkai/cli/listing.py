"""`gongkai rules`: a table on a terminal, TSV in a pipe, fields on request."""

from __future__ import annotations

import csv
import difflib
import io
import json
import sys
from typing import Any

from gongkai.cli import output, show, words
from gongkai.cli.interface import meant
from gongkai.errors import UsageError
from gongkai.report.check import Rule
from gongkai.report.check import rules as all_rules
from gongkai.report.language import SEVERITIES


def rules(
    *,
    code: str | None,
    format_: str | None,
    json_: str | None,
    csv: bool,
    tsv: bool,
    ascii_: bool,
    lang: str,
    **_rest: Any,
) -> int:
    """List the rules, or one rule at length."""
    given = [name for name, on in (("--format", format_), ("--json", json_), ("--csv", csv), ("--tsv", tsv)) if on]
    if len(given) > 1:
        raise UsageError(f"{given[0]} 与 {given[1]} 只能用一个", f"{given[0]} and {given[1]} do not go together")
    chosen = _chosen(code)
    if format_ is None:
        format_ = "full" if code else "table" if sys.stdout.isatty() else "tsv"
    with output.opened() as write:
        if json_ is not None:
            write(_fields(chosen, json_, ascii_))
        elif csv or tsv:
            write(_separated(chosen, lang, "," if csv else "\t"))
        elif format_ == "json":
            write(_json([data(one) for one in chosen], ascii_))
        elif format_ == "full":
            write("\n".join(show.rule(one, lang) for one in chosen))
        else:
            write(_separated(chosen, lang, "\t") if format_ == "tsv" else _table(chosen, lang))
    return 0


def _chosen(code: str | None) -> list[Rule]:
    known = all_rules()
    if code is None:
        return list(known.values())
    if code.upper() in known:
        return [known[code.upper()]]
    family = [one for one in known.values() if len(code) == 2 and one.code.startswith(code.upper())]
    if family:
        return family
    near = difflib.get_close_matches(code.upper(), list(known), 1, 0.5)
    shown = words.shown(code)
    raise UsageError(f"没有规则 {shown}{meant(near, 'zh')}", f"no rule {shown}{meant(near, 'en')}")


def _json(value: object, ascii_: bool) -> str:
    return json.dumps(value, ensure_ascii=ascii_, indent=1) + "\n"


def _fields(chosen: list[Rule], asked: str, ascii_: bool) -> str:
    """The fields asked for; the names of all fields when none was named."""
    known = list(data(chosen[0]))
    if asked == "?":
        return "\n".join(known) + "\n"
    names = [name.strip() for name in asked.split(",")]
    for name in names:
        if name not in known:
            can = ", ".join(known)
            raise UsageError(
                f"没有字段 {words.shown(name)}；可以用：{can}", f"no field {words.shown(name)}; there are: {can}"
            )
    return _json([{name: data(one)[name] for name in names} for one in chosen], ascii_)


def _separated(chosen: list[Rule], lang: str, delimiter: str) -> str:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    rows.writerows(_cells(one, lang) for one in chosen)
    return out.getvalue()


def _cells(one: Rule, lang: str) -> tuple[str, str, str]:
    at = 0 if lang == "zh" else 1
    return one.code, SEVERITIES[one.severity][at], one.title if lang == "zh" else one.title_en


def _table(chosen: list[Rule], lang: str) -> str:
    rows = [_cells(one, lang) for one in chosen]
    second = max(words.width(row[1]) for row in rows)
    left = words.screen() - second - 8
    lines = []
    for rule, (code, severity, title) in zip(chosen, rows, strict=True):
        first, *more = words.wrapped(title, left)
        lines.append(f"{code}  {words.coloured(words.padded(severity, second), rule.severity)}  {first}")
        lines += [" " * (second + 8) + line for line in more]
    return "\n".join(lines) + "\n"


def data(one: Rule) -> dict[str, Any]:
    """One rule as JSON-ready data."""
    return {
        "code": one.code,
        "severity": one.severity,
        "title": one.title,
        "title_en": one.title_en,
        "why": one.why,
        "why_en": one.why_en,
        "fix": one.fix,
        "fix_en": one.fix_en,
        "basis": one.basis,
        "catalogue": list(one.catalogue),
    }
