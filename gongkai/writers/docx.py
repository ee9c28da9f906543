"""A report as a Word file in the official layout."""

from __future__ import annotations

from gongkai.report.model import Report
from gongkai.writers.official import paper
from gongkai.writers.paper.word import pack


def write(report: Report) -> bytes:
    """The report as .docx bytes, the same for the same report."""
    return pack(paper(report))
