"""The JSON that Gongkai writes (CONTRACT 2), read back."""

from __future__ import annotations

import json

from gongkai.errors import BrokenFile, UnknownFormat
from gongkai.report.model import Report


def read_report(data: bytes) -> Report:
    """The report in JSON bytes; BrokenFile with the position, UnknownFormat when it is other JSON."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise BrokenFile("JSON损坏", "broken JSON", place=f"line {error.lineno}, column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise BrokenFile("JSON损坏", "broken JSON") from error
    try:
        return Report.from_dict(found)
    except (KeyError, ValueError, TypeError, AttributeError, StopIteration) as error:
        raise UnknownFormat(
            "这个JSON不是公开系统导出的年度报告", "this JSON is no report that Gongkai has written"
        ) from error
