"""A report as PDF in the official layout."""

from __future__ import annotations

from gongkai.report.model import Report
from gongkai.writers.official import paper
from gongkai.writers.paper.typeset import typeset


def write(report: Report) -> bytes:
    """The report as PDF bytes, the same for the same report; see `typeset` for what it raises."""
    return typeset(paper(report))
