"""The period that a report says its figures cover, and the year that follows from it."""

from __future__ import annotations

import re

from gongkai.report.form import squeeze
from gongkai.report.model import Report

_PERIOD = re.compile(
    r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:起|开始)?[，、]?(?:至|到|[-—–~－]+)(?:(20\d\d)年|当年|同年)?(\d{1,2})月(\d{1,2})日"
)
_NEAR = re.compile(r"期限|数据|统计|时间|时限|期间|跨度|起止|周期|范围")
_LOOK_BACK = 20


def periods(report: Report) -> list[re.Match[str]]:
    """The periods that the preamble and section one state for the figures: year, month and day of both ends."""
    section = report.section(1)
    text = squeeze(report.preamble + (section.text if section else ""))
    return [hit for hit in _PERIOD.finditer(text) if _NEAR.search(text[max(0, hit.start() - _LOOK_BACK) : hit.start()])]


def stated_year(report: Report) -> int | None:
    """The year of which both the stated period and the date of the signature speak; None where they do not agree."""
    signed = report.signature.date
    years = {int(hit[1]) for hit in periods(report)[:1] if hit[4] in (None, hit[1])}
    return years.pop() if signed and years == {int(signed[:4]) - 1} else None
