"""An invented city's agencies and people, made by the real actions."""

from __future__ import annotations

from datetime import UTC, datetime

from gongkai.office.people.actions import add_member, found_agency, grant
from gongkai.office.people.models import Agency, Kind, Level, Member

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
PASSWORD = "qing-lan-shi-2024"  # noqa: S105 of an invented person


def city() -> Agency:
    """The government of the city."""
    return found_agency(code="青政", name="青岚市人民政府", kind=Kind.GOVERNMENT, level=Level.CITY, by=None, at=AT)


def bureau(
    parent: Agency | None = None, *, code: str = "青水", name: str = "青岚市水利局", by: Member | None = None
) -> Agency:
    """A bureau of the city."""
    return found_agency(
        code=code, name=name, kind=Kind.DEPARTMENT, level=Level.CITY, parent=parent, supervising=parent, by=by, at=AT
    )


def person(agency: Agency, account: str = "liming", *, by: Member | None = None) -> Member:
    """Somebody who works there, without a role."""
    return add_member(account=account, name="李明", agency=agency, password=PASSWORD, by=by, at=AT)


def administrator(agency: Agency, account: str = "zhangwei") -> Member:
    """The first administrator; from then on everything needs a `by`."""
    member = person(agency, account)
    grant(member, role="administrator", agency=agency, by=None, at=AT)
    return member
