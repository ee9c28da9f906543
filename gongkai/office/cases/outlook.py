"""What an intake would come to, before it is registered: its deadline, its kin, what should not stand in its text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from gongkai.office.cases.clock import calendar
from gongkai.office.cases.foresight import Run, made_up, said, skipped
from gongkai.office.cases.similar import Kin, kin
from gongkai.office.people.models import Agency, Member
from gongkai.statute.channels import CHANNELS, Channel
from gongkai.statute.deadlines import FIRST_DAY, Dated, Fact, clock, replay

PERSONAL = {
    "身份证号码": re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])", re.ASCII),
    "手机号码": re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII),
    "电子邮箱": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII),
}
"""Personal data that belongs into the sealed fields and not into a text that everybody on the case searches."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the aside of S-04 shows; None and '' for what cannot be told yet."""

    channel: Channel | None = None
    received: date | None = None
    deadline: str = ""
    latest: str = ""
    basis: str = ""
    skipped: tuple[Run, ...] = ()
    made_up: tuple[Run, ...] = ()
    kin: Kin | None = None
    personal: tuple[str, ...] = ()


def personal_data(text: str) -> tuple[str, ...]:
    """The kinds of personal data that a text seems to hold, in Chinese (DECISIONS 25)."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(kind for kind, pattern in PERSONAL.items() if pattern.search(plain))


def outlook(
    member: Member,
    *,
    agency: Agency,
    channel: str,
    submitted: date | None,
    confirmed: date | None,
    name: str,
    identity: str,
    text: str,
    today: date,
) -> Outlook:
    """What is known of an intake by what has been typed so far; nothing is written."""
    way = CHANNELS.get(channel)
    told: Outlook = Outlook(channel=way, personal=personal_data(text))
    likeness: Kin | None = None
    if name or text:
        likeness = kin(member, agency=agency, name=name, identity=identity, text=text, today=today)
    if way is None or submitted is None or not FIRST_DAY <= submitted <= today:
        return Outlook(channel=way, personal=told.personal, kin=likeness)
    if confirmed is not None and not submitted <= confirmed <= today:
        confirmed = None
    received = way.received(submitted=submitted, confirmed=confirmed)
    days = calendar()
    played = replay([Dated(Fact.RECEIVED, received or submitted)], days, today=today)
    words = said(played, today=today, days=days)
    return Outlook(
        channel=way,
        received=received,
        deadline=words if received else "",
        latest="" if received else words,
        basis=clock("reply", received or submitted).basis,
        skipped=skipped(played.days),
        made_up=made_up(played.days),
        kin=likeness,
        personal=told.personal,
    )
