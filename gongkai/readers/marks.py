"""Raised note marks, which must never become digits of the figure they stand behind."""

from __future__ import annotations

import re

_NOTE_MARK = re.compile(r"^[\[(（【]?(?:注?\s*\d{1,3}|[*＊※†‡①-⑳⑴-⒇]+|注)[\])）】]?$")


def note_mark(raised: str, before: str, in_cell: bool) -> str | None:
    """What is read of a raised note mark behind other text: nothing in a cell, elsewhere the mark in brackets.

    None when the raised text is no note mark: behind a Latin letter it is a unit, such as square metres.
    """
    last = before.rstrip()[-1:]
    if not _NOTE_MARK.match(raised.strip()) or (last.isascii() and last.isalpha()):
        return None
    if in_cell:
        return ""
    return raised if raised.strip()[0] in "[（(【" else f"[{raised}]"


def marks_left_out(count: int) -> tuple[tuple[str, str], ...]:
    """What to say of note marks left out of tables."""
    if not count:
        return ()
    return ((f"表格中有上标注号{count}处，未读作数字", f"{count} raised note marks in tables, not read as figures"),)


def struck_left_out(count: int) -> tuple[tuple[str, str], ...]:
    """What to say of text that is struck through and was not read."""
    return ((f"有删除线文字{count}处，未读取", f"{count} struck-out texts, not read"),) if count else ()
