"""What stands against a row of an old register: where, what, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

ERROR, WARNING, NOTE = "必须改", "请核对", "说明"
"""How much a problem weighs: nothing is imported while an ERROR is left."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: sheet, row (0 for the whole file), heading of the column, what is wrong, what to do."""

    sheet: str
    row: int
    column: str
    message: str
    fix: str
    weight: str = ERROR

    def place(self) -> str:
        """Where it is, in words: 申请 第7行 收到日期."""
        return " ".join(part for part in (self.sheet, f"第{self.row}行" if self.row else "", self.column) if part)


class Wrong(Exception):
    """A cell that cannot be taken: the key of its column, what is wrong, what to do; never leaves the import."""

    def __init__(self, column: str, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.column, self.message, self.fix = column, message, fix
