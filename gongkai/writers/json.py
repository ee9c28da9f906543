"""A report as the JSON of CONTRACT 2."""

from __future__ import annotations

import json

from gongkai.report.model import Report


def write(report: Report) -> bytes:
    """The report as UTF-8 JSON with a line break at the end."""
    return (json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
