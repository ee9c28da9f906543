"""Text that a spreadsheet would take for a formula, made harmless (TRUST 2, 1.2.10)."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text with an apostrophe in front if it begins as a formula does; figures are not passed through here."""
    return "'" + text if text.startswith(_STARTS) or text.lstrip().startswith(_STARTS) else text
