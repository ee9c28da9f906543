"""Reports, findings and rules as a person reads them on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gongkai.cli.words import SEVERITY, coloured, padded, shown, width
from gongkai.errors import GongkaiError
from gongkai.report.check import Finding, Rule, places
from gongkai.report.model import ABSENT, Report

if TYPE_CHECKING:
    from gongkai.cli.batch import Outcome

_FEW = 3


def fault(error: GongkaiError, lang: str) -> str:
    """An error as one line, with what to do about it."""
    parts = [shown(error.file), error.place, error.message if lang == "zh" else error.message_en]
    line = "× " + ("：" if lang == "zh" else ": ").join(part for part in parts if part)
    fix = error.fix if lang == "zh" else error.fix_en
    return line + (f"。{fix}" if fix and lang == "zh" else f". {fix}" if fix else "")


def outcome(one: Outcome, lang: str, *, concise: bool) -> str:
    """What was found in one file."""
    if one.result is None:
        return fault(one.error, lang) + "\n" if one.error else ""
    if concise:
        return "".join(_line(one.file, one.result.report, finding, lang) for finding in one.result.findings)
    report = one.result.report
    head = f"{shown(one.file)}  {report.agency or '?'} {report.year or '?'} ({report.edition})"
    lines = [head, "─" * min(78, width(head))]
    lines += [_block(report, finding, lang) for finding in one.result.findings]
    for doubt in report.doubts:
        text = doubt.message if lang == "zh" else doubt.message_en or doubt.message
        lines.append(f"？ {text}  {_names(report, doubt.cells)} {doubt.place}".rstrip())
    if not one.result.findings:
        lines.append(coloured("√ 没有发现问题" if lang == "zh" else "√ nothing found", "good"))
    passed, silent = len(one.result.passed), len(one.result.not_assessable)
    lines.append(
        f"√ {passed} 条规则通过，{silent} 条无法判断"
        if lang == "zh"
        else f"√ {passed} rules passed, {silent} not assessable"
    )
    return "\n".join(lines) + "\n\n"


def _names(report: Report, cells: Sequence[str]) -> str:
    names = [report.form.name(cell) for cell in cells[:_FEW]]
    more = f" … ({len(cells)})" if len(cells) > _FEW else ""
    return "；".join(names) + more


def _line(file: str, report: Report, finding: Finding, lang: str) -> str:
    word = SEVERITY[finding.severity][0 if lang == "zh" else 1]
    text = finding.message if lang == "zh" else finding.message_en
    return f"{shown(file)}: {word} {finding.code} {text} [{_names(report, finding.cells)}]\n"


def _block(report: Report, finding: Finding, lang: str) -> str:
    zh = lang == "zh"
    word, english, mark = SEVERITY[finding.severity]
    head = coloured(f"{mark} {word if zh else english} {finding.code}", finding.severity)
    lines = [f"{head}  {finding.message if zh else finding.message_en}"]
    if finding.cells:
        lines.append(f"    {'位置' if zh else 'cells'}：{_names(report, finding.cells)}")
    found_at = finding.place or "；".join(list(places(report, finding.cells))[:_FEW])
    if found_at:
        lines.append(f"    {'文件中' if zh else 'in the file'}：{found_at}")
    fix = finding.fix if zh else finding.fix_en
    if fix:
        lines.append(f"    {'改法' if zh else 'mend'}：{fix}")
    if finding.basis:
        lines.append(f"    {'依据' if zh else 'basis'}：{finding.basis}")
    return "\n".join(lines)


def summary(outcomes: Sequence[Outcome], lang: str) -> str:
    """One line over all files."""
    counts = dict.fromkeys(SEVERITY, 0)
    for one in outcomes:
        for finding in one.result.findings if one.result else ():
            counts[finding.severity] += 1
    bad = sum(1 for one in outcomes if one.error is not None)
    if lang == "zh":
        words = "，".join(f"{SEVERITY[s][0]} {n}" for s, n in counts.items())
        return f"{len(outcomes)} 份：{words}" + (f"，读不了 {bad} 份" if bad else "")
    words = ", ".join(f"{n} {SEVERITY[s][1]}" for s, n in counts.items())
    return f"{len(outcomes)} files: {words}" + (f", {bad} not readable" if bad else "")


def report(one: Report, lang: str, *, where: bool, concise: bool) -> str:
    """The tables of a report as read, doubtful cells marked with ？."""
    doubtful = {cell for doubt in one.doubts for cell in doubt.cells}
    lines = [f"{one.title or one.agency or ''}".replace("\n", ""), ""]
    for table in one.form.tables:
        lines.append(f"{table.name} {table.title}")
        rows: dict[str, list[str]] = {}
        for address in table.addresses:
            cell = one.cells.get(address, ABSENT)
            text = str(cell.value) if cell.value is not None else {"blank": "□", "absent": "—"}.get(cell.kind, cell.raw)
            mark = "？" if address in doubtful else ""
            rows.setdefault(address.rpartition(".")[0], []).append(text + mark + (f" @{cell.place}" if where else ""))
        names = {row: one.form.name(row).partition(" ")[2] for row in rows}
        wide = min(44, max(width(name) for name in names.values()))
        for row, cells in rows.items():
            if concise and all(cell == "0" for cell in cells):
                continue
            lines.append("  " + padded(names[row], wide) + "  " + "  ".join(padded(cell, 5) for cell in cells).rstrip())
        lines.append("")
    for doubt in one.doubts:
        text = doubt.message if lang == "zh" else doubt.message_en or doubt.message
        lines.append(f"？ {text} {doubt.place}".rstrip())
    return "\n".join(lines) + "\n"


def rule(one: Rule, lang: str, *, full: bool) -> str:
    """One rule: a line, or all there is to say of it."""
    zh = lang == "zh"
    word = SEVERITY[one.severity][0 if zh else 1]
    if not full:
        return f"{one.code}\t{word}\t{one.title if zh else one.title_en}\n"
    return "\n".join(
        [
            f"{one.code}  {one.title if zh else one.title_en}  ({word})",
            f"  {'为什么' if zh else 'why'}：{one.why if zh else one.why_en}",
            f"  {'改法' if zh else 'mend'}：{one.fix if zh else one.fix_en}",
            f"  {'依据' if zh else 'basis'}：{one.basis}",
            f"  {'说明页' if zh else 'page'}：docs/reference/rules.md",
            "",
        ]
    )


def rule_data(one: Rule) -> dict[str, Any]:
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
