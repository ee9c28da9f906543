"""Reports and findings as HTML for notebooks: plain, its style its own, legible on light and dark, at most 50 KB."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gongkai.report.form import Table
from gongkai.report.language import SEVERITIES, Severity, place
from gongkai.report.model import ABSENT, Report
from gongkai.report.number import Kind

if TYPE_CHECKING:
    from gongkai.report.check import Finding

MOST_FINDINGS = 40
"""The most findings that are shown; the others are counted."""
LONGEST = 300
"""The most characters of one text that are shown."""

_STYLE = (
    "<style>.gongkai table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    ".gongkai th,.gongkai td{border:1px solid #8888;padding:2px 6px;background:none;color:inherit;text-align:left}"
    ".gongkai td.n{text-align:right}.gongkai caption{font-weight:bold;text-align:left;color:inherit}</style>"
)


def framed(*parts: str) -> str:
    """Parts of HTML with the style that holds for them alone."""
    return f'<div class="gongkai">{_STYLE}{"".join(parts)}</div>'


def escaped(text: object) -> str:
    """Text for HTML, cut where it is very long."""
    words = str(text)
    return html.escape(words if len(words) <= LONGEST else words[:LONGEST] + "…")


def table(report: Report, one: Table) -> str:
    """A table of a report as the form prints it; each figure tells its place, each doubtful one is marked."""
    doubtful = {cell for doubt in report.doubts for cell in doubt.cells}
    rows: dict[int, list[str]] = {}
    for spot in one.printed():
        span = f' rowspan="{spot.rows}"' if spot.rows > 1 else ""
        span += f' colspan="{spot.columns}"' if spot.columns > 1 else ""
        if not spot.address:
            rows.setdefault(spot.row, []).append(f"<th{span}>{escaped(spot.text)}</th>")
            continue
        cell = report.cells.get(spot.address, ABSENT)
        text = "—" if cell.kind is Kind.ABSENT else cell.raw.strip() or ("" if cell.value is None else str(cell.value))
        mark = "？" if spot.address in doubtful else ""
        told = f' title="{escaped(place(cell.place))}"' if cell.place else ""
        rows.setdefault(spot.row, []).append(f'<td class="n"{span}{told}>{escaped(text)}{mark}</td>')
    body = "".join(f"<tr>{''.join(cells)}</tr>" for _, cells in sorted(rows.items()))
    return f"<table><caption>{escaped(one.name)} {escaped(one.title)}</caption>{body}</table>"


def report_page(report: Report) -> str:
    """A report: its title, its three tables, what the reader was not sure of."""
    tables = [table(report, one) for one in report.form.tables]
    doubts = report.doubts[:MOST_FINDINGS]
    listed = "".join(f"<li>？ {escaped(doubt.message)} {escaped(place(doubt.place))}</li>" for doubt in doubts)
    more = len(report.doubts) - len(doubts)
    listed += f"<li>… {more}</li>" if more else ""
    title = f"<p><b>{escaped(report.title or report.agency or '')}</b></p>"
    return framed(title, *tables, f"<ul>{listed}</ul>" if listed else "")


def findings_page(report: Report | None, findings: Sequence[Finding], after: str = "") -> str:
    """Findings as a table: severity and code, what is wrong, where, how to mend; then what else is to be said."""
    shown = findings[:MOST_FINDINGS]
    rows = [_row(report, finding) for finding in shown]
    if len(findings) > len(shown):
        rows.append(f'<tr><td colspan="4">… {len(findings) - len(shown)}</td></tr>')
    head = "<tr><th></th><th>问题</th><th>位置</th><th>改法</th></tr>"
    return framed(f"<table>{head}{''.join(rows)}</table>" if rows else "", f"<p>{escaped(after)}</p>" if after else "")


def _row(report: Report | None, finding: Finding) -> str:
    names = (report.form.name(cell) if report else cell for cell in finding.cells[:3])
    where = "；".join([*names, *(["…"] if len(finding.cells) > 3 else [])])
    cells = (
        f"{_severity(finding.severity)} {finding.code}",
        finding.message,
        f"{where} {place(finding.place)}",
        finding.fix,
    )
    return f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in cells)}</tr>"


def _severity(severity: Severity) -> str:
    word, _, mark = SEVERITIES[severity]
    return f"{mark} {word}"


def lines(findings: Iterable[Finding], most: int) -> list[str]:
    """Findings as lines of text, at most so many."""
    listed = [f"{_severity(one.severity)} {one.code} {one.message}" for one in findings]
    return listed if len(listed) <= most else [*listed[: most - 1], f"… {len(listed) - most + 1}"]
