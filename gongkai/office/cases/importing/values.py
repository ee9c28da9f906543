"""The texts of a row as values: days, numbers and words of a list; nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.errors import UsageError
from gongkai.office.cases.importing.columns import Column, Kind, Layout
from gongkai.office.cases.importing.problems import Problem, Wrong
from gongkai.office.cases.importing.sheet import Row
from gongkai.office.cases.persons import clean

Value = str | int | date
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:T?0{1,2}:00(?::00)?)?", re.ASCII)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{4,5}(\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"(\d{1,9})(?:\.0+)?(?:元|个|件|日|天|个工作日|工作日|年|号)?", re.ASCII)
FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)
"""Days outside are slips of the pen."""


@dataclass
class Line:
    """A row with its values by the keys of the columns; a column that is blank or wrong is not there."""

    row: Row
    layout: Layout
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, key: str) -> str:
        """A text or a word of a list, '' when it is blank."""
        found = self.values.get(key, "")
        return found if isinstance(found, str) else ""

    def day(self, key: str) -> date | None:
        """A day, None when it is blank."""
        found = self.values.get(key)
        return found if isinstance(found, date) else None

    def number(self, key: str) -> int:
        """A number, 0 when it is blank."""
        found = self.values.get(key, 0)
        return found if isinstance(found, int) else 0

    def tell(self, key: str, message: str, fix: str, **more: str) -> None:
        """Hold something against a column of this row."""
        heading = self.layout.column(key).heading if key else ""
        self.problems.append(Problem(self.row.sheet, self.row.number, heading, message, fix, **more))


def line_of(row: Row, layout: Layout, *, today: date) -> Line:
    """The values of a row, with a problem for each cell that is none and each required one that is blank."""
    line = Line(row, layout)
    for column in layout.columns:
        text = row.cells.get(column.key, "")
        if not text:
            if column.is_required:
                line.tell(column.key, "没有填", f"填写{column.about or column.heading}")
            continue
        try:
            line.values[column.key] = _value(column, text, today)
        except Wrong as wrong:
            line.tell(column.key, wrong.message, wrong.fix)
    return line


def _value(column: Column, text: str, today: date) -> Value:
    if column.kind is Kind.TEXT:
        return _text(column, text)
    short = "".join(unicodedata.normalize("NFKC", text).split())
    if column.kind is Kind.CHOICE:
        return _choice(column, short, column.choices or {})
    if column.kind is Kind.NUMBER:
        found = _NUMBER.fullmatch(short)
        if found is None:
            raise Wrong(column.key, f"“{short[:20]}”不是整数", "填写整数，例如 12")
        return int(found[1])
    return _day(column, short, today)


def _text(column: Column, text: str) -> str:
    try:
        return clean(text, column.heading, column.most, lines=column.most > 1000)
    except UsageError as error:
        raise Wrong(column.key, error.message, "删去多余的内容") from None


def _choice(column: Column, word: str, choices: Mapping[str, str]) -> str:
    known = {unicodedata.normalize("NFKC", label): value for label, value in choices.items()}
    if word not in known:
        raise Wrong(column.key, f"没有“{word[:20]}”这一项", f"填写：{'、'.join(choices)}")
    return known[word]


def _day(column: Column, text: str, today: date) -> date:
    key = column.key
    found = _DAY.fullmatch(text) or _EIGHT.fullmatch(text)
    if found is None:
        if _SERIAL.fullmatch(text):
            raise Wrong(key, f"“{text}”是数字，看不出是哪一天", "把单元格格式设为日期，或者写成 2025-09-15")
        raise Wrong(key, f"“{text[:20]}”不是日期", "写成 2025-09-15 或者 2025年9月15日")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Wrong(key, f"没有“{text}”这一天", "核对年月日") from None
    if not FIRST <= day < LAST:
        raise Wrong(key, f"年份{day.year}不可能", "核对年份，写四位")
    if day > today and not column.is_ahead:
        raise Wrong(key, f"{day}还没有到", "只登记已经发生的事")
    return day
