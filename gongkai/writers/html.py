"""A report as a web page in the official layout."""

from __future__ import annotations

from gongkai.report.model import Report
from gongkai.writers.official import paper
from gongkai.writers.paper.web import page


def write(report: Report) -> bytes:
    """The report as UTF-8 HTML, the same for the same report."""
    return page(paper(report))
