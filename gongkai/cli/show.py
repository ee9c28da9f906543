"""Findings, faults and rules as a person reads them on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from gongkai.cli import words
from gongkai.cli.words import coloured, shown, width
from gongkai.report.form import Form, form
from gongkai.report.language import SEVERITIES, figures, place

if TYPE_CHECKING:
    from gongkai.corpus.batch import Tally
    from gongkai.corpus.files import LeftOut
    from gongkai.report.check import Rule

_FEW = 3


def fault(error: dict[str, Any], lang: str) -> str:
    """An error as one line, with what to do about it."""
    zh = lang == "zh"
    where = place(str(error["place"]), lang)
    parts = [shown(str(error.get("file", ""))), where, error["message" if zh else "message_en"]]
    line = "× " + ("：" if zh else ": ").join(part for part in parts if part)
    fix = error["fix" if zh else "fix_en"]
    return line + (f"。{fix}" if zh else f". {fix}") if fix else line


def outcome(entry: dict[str, Any], lang: str, *, concise: bool) -> str:
    """What was found in one file."""
    zh = lang == "zh"
    same = entry.get("same_as")
    if "error" in entry:
        return fault(entry["error"] | {"file": entry["file"]}, lang) + ("\n" if concise else "\n\n")
    if concise:
        return "".join(_line(entry, finding, lang) for finding in entry["findings"]) + _beside(entry, lang)
    head = entry["report"]
    agency = head["agency"] or ("机关不明" if zh else "agency unknown")
    year = head["year"] or ("年度不明" if zh else "year unknown")
    edition = f"{head['edition']}年格式" if zh else f"form of {head['edition']}"
    title = f"{shown(entry['file'])}  {agency} {year} ({edition})"
    lines = [*_hanging("", title), "─" * min(78, width(title))]
    if same:
        lines.append(f"· 与 {shown(same)} 内容相同" if zh else f"· the same content as {shown(same)}")
    for finding in entry["findings"]:
        lines += _block(entry, finding, lang)
    lines += doubts(entry["doubts"], form(head["edition"]), lang)
    if not entry["findings"]:
        lines.append(coloured("√ 没有发现问题" if zh else "√ nothing found", "good"))
    passed, silent = len(entry["passed"]), len(entry["not_assessable"])
    lines.append(
        f"√ {passed} 条规则通过，{silent} 条无法判断" if zh else f"√ {passed} rules passed, {silent} not assessable"
    )
    return "\n".join(lines) + "\n\n"


def doubts(listed: Iterable[dict[str, Any]], names: Form, lang: str) -> list[str]:
    """What the reader was not sure of, said apart from what is wrong with the report."""
    lines = []
    for doubt in listed:
        text = doubt["message"] if lang == "zh" else doubt["message_en"] or doubt["message"]
        where = " ".join(part for part in (_names(names, doubt["cells"]), place(doubt["place"], lang)) if part)
        lines += _hanging(
            f"？ {'存疑' if lang == 'zh' else 'in doubt'}：" if lang == "zh" else "？ in doubt: ",
            f"{text} {where}".rstrip(),
        )
    return lines


def _names(names: Form, cells: Sequence[str]) -> str:
    """The first few cells by name, those of one row together, and how many there are in all."""
    rows: dict[str, list[str]] = {}
    for cell in cells[:_FEW]:
        row, _, column = names.name(cell).partition(" · ")
        rows.setdefault(row, []).append(column)
    listed = [f"{row} · {'、'.join(columns)}" if columns[0] else row for row, columns in rows.items()]
    return "；".join(listed) + (f" …（{len(cells)}）" if len(cells) > _FEW else "")


def _line(entry: dict[str, Any], finding: dict[str, Any], lang: str) -> str:
    word = SEVERITIES[finding["severity"]][0 if lang == "zh" else 1]
    text = finding["message" if lang == "zh" else "message_en"]
    cells = _names(form(entry["report"]["edition"]), finding["cells"])
    return f"{shown(entry['file'])}: {word} {finding['code']} {text}" + (f" [{cells}]" if cells else "") + "\n"


def _beside(entry: dict[str, Any], lang: str) -> str:
    """What there is to say of a file besides its findings: how many doubts, which file is the same."""
    number, same = len(entry["doubts"]), entry.get("same_as")
    told = []
    if number:
        told.append(f"读数存疑 {number} 处" if lang == "zh" else f"{number} in doubt")
    if same:
        told.append(f"与 {shown(same)} 内容相同" if lang == "zh" else f"the same content as {shown(same)}")
    return "".join(f"{shown(entry['file'])}: {text}\n" for text in told)


def _block(entry: dict[str, Any], finding: dict[str, Any], lang: str) -> list[str]:
    at = 0 if lang == "zh" else 1
    names = form(entry["report"]["edition"])
    word = SEVERITIES[finding["severity"]]
    head = f"{word[2]} {word[at]} {finding['code']}"
    lines = _hanging(head + "  ", finding[("message", "message_en")[at]], 4)
    lines[0] = coloured(head, finding["severity"]) + lines[0][len(head) :]
    for label, text in (
        (("位置：", "cells: "), _names(names, finding["cells"])),
        (("数字：", "figures: "), figures(finding, lang)),
        (("文件中：", "in the file: "), place(finding["place"], lang)),
        (("改法：", "mend: "), finding[("fix", "fix_en")[at]]),
        (("依据：", "basis: "), finding["basis"]),
    ):
        lines += _hanging(f"    {label[at]}", text) if text else []
    return lines


def _hanging(head: str, text: str, indent: int | None = None) -> list[str]:
    """A head and a text behind it; on a terminal the text is wrapped and hangs below its beginning."""
    if not sys.stdout.isatty():
        return [head + text]
    left = width(head) if indent is None else indent
    first, *more = words.wrapped(text, words.screen() - width(head))
    return [head + first, *(" " * left + line for line in words.wrapped("".join(more), words.screen() - left) if more)]


def summary(tally: Tally, lang: str) -> str:
    """One line over all files."""
    if lang == "zh":
        counts = "，".join(f"{SEVERITIES[s][0]} {n}" for s, n in tally.severities.items())
        return f"{tally.files} 份：{counts}" + (f"，读不了 {tally.unreadable} 份" if tally.unreadable else "")
    counts = ", ".join(f"{n} {SEVERITIES[s][1]}" for s, n in tally.severities.items())
    files = f"{tally.files} file{'s' * (tally.files != 1)}"
    return f"{files}: {counts}" + (f", {tally.unreadable} not readable" if tally.unreadable else "")


def not_read(left_out: LeftOut, lang: str) -> str:
    """One line over the files that were passed over."""
    names = [shown(name) for name in left_out.first]
    if lang == "zh":
        more = " 等" if left_out.number > len(names) else ""
        return f"另有 {left_out.number} 个文件不是可读的格式：{'、'.join(names)}{more}"
    more = " …" if left_out.number > len(names) else ""
    files = "1 more file is" if left_out.number == 1 else f"{left_out.number} more files are"
    return f"{files} of no readable format: {', '.join(names)}{more}"


def not_carried(doubts: int, labels: int, lang: str) -> list[str]:
    """What a written report does not say any more: the reader's doubts, and labels that the form words otherwise."""
    zh = lang == "zh"
    lines = []
    if doubts:
        lines.append(f"？ 读数存疑 {doubts} 处，没有写入" if zh else f"？ in doubt: {doubts}, not written along")
    if labels:
        told = (
            "· 标签按统一格式写出，原文件有 {} 处不同"
            if zh
            else "· labels are written as the form has them; {} differed"
        )
        lines.append(told.format(labels))
    return lines


def rule(one: Rule, lang: str) -> str:
    """All there is to say of one rule."""
    zh = lang == "zh"
    parts = (
        ("  为什么：" if zh else "  why: ", one.why if zh else one.why_en),
        ("  改法：" if zh else "  mend: ", one.fix if zh else one.fix_en),
        ("  依据：" if zh else "  basis: ", one.basis),
        ("  反例与说明：" if zh else "  example and page: ", f"docs/reference/rules.md#{one.code.lower()}"),
    )
    word = SEVERITIES[one.severity][0 if zh else 1]
    lines = [f"{one.code}  {one.title if zh else one.title_en}  ({coloured(word, one.severity)})"]
    return "\n".join([*lines, *(line for head, text in parts for line in _hanging(head, text))]) + "\n"
