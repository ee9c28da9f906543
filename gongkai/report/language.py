"""What a finding says besides its message, in Chinese and in English: severity, place and figures.

Everything that shows findings takes these words from here: the terminal, notices, notebooks, SARIF, reference pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: dict[Severity, tuple[str, str, str]] = {
    "error": ("必须改", "must change", "×"),
    "warning": ("建议改", "should change", "！"),
    "info": ("请说明", "please explain", "·"),
}
"""Each severity, worst first (DECISIONS 11): in Chinese, in English, and its mark."""

_PLACES = (
    (re.compile(r"\bpage (\d+)"), r"第\1页"),
    (re.compile(r"\btable (\d+)"), r"第\1个表"),
    (re.compile(r"\bsheet (.+?)(?=, (?:row|cell)\b|；|$)"), r"工作表“\1”"),
    (re.compile(r"\bparagraph (\d+)"), r"第\1段"),
    (re.compile(r"\bline (\d+)"), r"第\1行"),
    (re.compile(r"\brow (\d+)"), r"第\1行"),
    (re.compile(r"\bcolumn (\d+)"), r"第\1列"),
    (re.compile(r"\bfield (\d+)"), r"第\1栏"),
    (re.compile(r"\bcell ([A-Z]+\d+)"), r"\1格"),
)


def place(text: str, lang: str = "zh") -> str:
    """A place in the file as readers word it (`table 2, row 4, column 1`), in Chinese or English."""
    if lang != "zh":
        return text.replace("；", "; ")
    for pattern, words in _PLACES:
        text = pattern.sub(words, text)
    return text.replace(", ", " ")


def figures(finding: Mapping[str, Any], lang: str = "zh") -> str:
    """The two figures of a finding (an entry of `check --format json`); '' where its message holds them already."""
    message = finding["message" if lang == "zh" else "message_en"]
    found, due = finding["found"], finding["expected"]
    parts = (("填", "", found), ("应为", "expected ", due))
    if all(value is None or _holds(message, value) for _, _, value in parts):
        return ""
    told = [f"{zh if lang == 'zh' else en}{value}" for zh, en, value in parts if value is not None]
    return ("，" if lang == "zh" else ", ").join(told)


def _holds(message: str, value: object) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(str(value))}(?!\.?\d)", message) is not None
