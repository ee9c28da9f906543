"""An invented bureau's disclosure office, whose members register and answer applications by the real actions."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import make_aware

from gongkai.office.cases import actions, closing, holidays, intake
from gongkai.office.cases.intake import Intake
from gongkai.office.cases.models import Application, Category, Delivery, Form, IdentityKind
from gongkai.office.cases.persons import Person
from gongkai.office.notices.jobs import JOBS
from gongkai.office.notices.models import DueJob
from gongkai.office.people.actions import add_member, grant
from gongkai.office.people.models import Agency, Member
from gongkai.statute.procedure import MOVES
from tests.office.people.people import AT, PASSWORD, bureau

WANG = Person(
    "王小禾",
    Category.NATURAL_PERSON,
    identity_kind=IdentityKind.ID_CARD,
    identity="11010519491231002x",
    phone="13812345678",
    address="青岚市云台区听松路8号",
)
DOERS: dict[str, Callable[..., None]] = {
    move.name: getattr(module, move.name)
    for move in MOVES
    for module in (intake, actions, closing)
    if hasattr(module, move.name)
}
"""Every action on an application, by the name of its move."""
_keys = itertools.count()


def day(text: str) -> date:
    """A day from its ISO form."""
    return date.fromisoformat(text)


def noon(on: date) -> datetime:
    """Twelve o'clock of a day where the office is."""
    return make_aware(datetime.combine(on, time(12)))


def member(agency: Agency, account: str, *roles: str, name: str = "李明") -> Member:
    """Somebody with roles in an agency."""
    made = add_member(account=account, name=name, agency=agency, password=PASSWORD, by=None, at=AT)
    for role in roles:
        grant(made, role=role, agency=agency, by=None, at=AT)
    return made


def does_passes(at: datetime) -> None:
    """Do what a change of the calendar left to be done, as the timer does it."""
    while row := DueJob.objects.filter(kind__in=holidays.PASSES, done_at=None).first():
        JOBS[row.kind].work(row.about, at)
        DueJob.objects.filter(pk=row.pk).update(done_at=at)


@dataclass
class Office:
    """A bureau with a registrar, an officer and a signer; `take` lets the officer act on a day."""

    agency: Agency = field(default_factory=bureau)
    registrar: Member = field(init=False)
    officer: Member = field(init=False)
    signer: Member = field(init=False)

    def __post_init__(self) -> None:
        """Enter the three."""
        code = self.agency.code
        self.registrar = member(self.agency, f"{code}-登记", "registrar", name="张禾")
        self.officer = member(self.agency, f"{code}-经办", "officer", name="李明")
        self.signer = member(self.agency, f"{code}-签发", "signer", name="赵岚")

    def register(self, submitted: str, channel: str = "signed_mail", **more: Any) -> Application:
        """The first application of a submission, registered on the day it came in or was confirmed."""
        return self.submit(submitted, channel, **more)[0]

    def submit(self, submitted: str, channel: str = "signed_mail", **more: Any) -> list[Application]:
        """Every application of a submission."""
        on = max(day(submitted), more.get("confirmed_on") or day(submitted))
        at = more.pop("at", noon(on))
        key = more.pop("key", f"key-{next(_keys):020}")
        given = {
            "text": "听松路积水点改造的批准文件。",
            "subjects": ("听松路积水点改造批准文件",),
            "persons": (WANG,),
            "form": Form.PAPER,
            "delivery": Delivery.POST,
        } | more
        made = Intake(channel=channel, submitted_on=day(submitted), **given)
        return intake.register(made, agency=self.agency, key=key, by=self.registrar, at=at)[0]

    def take(self, application: Application, name: str, on: str, *, by: Member | None = None, **more: Any) -> None:
        """Take a step that happened on a day and was recorded at its noon, unless `at` says otherwise."""
        at = more.pop("at", noon(day(on)))
        if name not in {"assign", "discard", "archive", "take_back"}:
            more["happened_on"] = day(on)
        if name == "extend":
            more.setdefault("consented_by", self.signer)
        if name in {"ask_correction", "delay", "reopen"} and "until" in more:
            more["until"] = day(more["until"])
        acting = by or (self.signer if name == "reopen" else self.officer)
        DOERS[name](application, version=application.version, by=acting, at=at, **more)
