"""The first agency and its administrator, entered at the terminal after an installation."""

from __future__ import annotations

from django.utils import timezone

from gongkai.errors import UsageError
from gongkai.office.people.actions import open_office
from gongkai.office.people.models import Kind, Level
from gongkai.office.records.moment import now


def enter(*, code: str, agency: str, kind: str, level: str, account: str, name: str, password: str) -> None:
    """Enter them; `kind` and `level` are names such as `department` and `city`.

    Raises UsageError for what is empty or too long, a weak password, and Conflict when there is a member already.
    """
    for what, text, most in (
        ("机关代字", code, 20),
        ("机关名称", agency, 100),
        ("账号", account, 40),
        ("姓名", name, 60),
    ):
        if not text.strip() or len(text) > most or not text.isprintable():
            raise UsageError(f"{what}应为 1 至 {most} 个字", f"{what}: 1 to {most} characters")
    open_office(
        code=code.strip(),
        agency=agency.strip(),
        kind=Kind(kind),
        level=Level[level.upper()],
        account=account.strip(),
        name=name.strip(),
        password=password,
        at=now(timezone.now()),
    )
