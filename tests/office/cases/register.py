"""Old registers as files: rows by the headings of the template, saved as a workbook or CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook

from gongkai.office.cases.importing.columns import APPEALS, APPLICATIONS, BALANCES, Layout

CASE: dict[str, Any] = {
    "old_number": "依申请〔2025〕31号",
    "subject": "听松路积水点改造批准文件",
    "category": "自然人",
    "name": "王小禾",
    "identity_kind": "居民身份证",
    "identity": "11010519491231002x",
    "phone": "13812345678",
    "channel": "邮寄（签收）",
    "received": "2025-09-15",
}
"""A row that is right and still open."""
CLOSED = {
    "decided": "2025-10-09",
    "outcome": "予以公开",
    "document": "青公开〔2025〕12号",
    "served": "2025-10-10",
    "way": "邮政企业邮寄",
    "proof": "XA12345678942",
}
"""What makes it a closed one."""
Rows = Sequence[dict[str, Any]]


def case(number: int | str = 31, **more: Any) -> dict[str, Any]:
    """A row of the sheet of applications; None takes a column away."""
    row = CASE | {"old_number": f"依申请〔2025〕{number}号"} | more
    return {key: value for key, value in row.items() if value is not None}


def table(layout: Layout, rows: Rows, keys: Sequence[str] = ()) -> list[list[Any]]:
    """Rows below their headings."""
    columns = [layout.column(key) for key in keys] if keys else list(layout.columns)
    return [[one.heading for one in columns], *([row.get(one.key) for one in columns] for row in rows)]


def book(applications: Rows = (), appeals: Rows = (), balances: Rows = ()) -> Workbook:
    """A workbook as the template has it."""
    made = Workbook()
    del made[made.sheetnames[0]]
    for layout, rows in ((APPLICATIONS, applications), (APPEALS, appeals), (BALANCES, balances)):
        sheet = made.create_sheet(layout.name)
        for line in table(layout, rows):
            sheet.append(line)
    return made


def saved(made: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def xlsx(applications: Rows = (), appeals: Rows = (), balances: Rows = ()) -> bytes:
    """The bytes of such a workbook."""
    return saved(book(applications, appeals, balances))


def as_csv(lines: Sequence[Sequence[Any]], encoding: str = "utf-8-sig") -> bytes:
    """Lines as CSV."""
    out = StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode(encoding)
