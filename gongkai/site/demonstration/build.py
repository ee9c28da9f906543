"""Playing the story: every step on its day, in the order of the days, through the actions that officers use."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from django.db import transaction
from django.utils.timezone import make_aware

from gongkai.office.cases import clock, intake
from gongkai.office.cases.intake import Intake
from gongkai.office.cases.models import Delivery, Form
from gongkai.office.cases.persons import Person
from gongkai.office.people import actions as people
from gongkai.office.people.models import Agency, Kind, Level, Member
from gongkai.site.demonstration import lives, town
from gongkai.site.demonstration.lives import Case, Desk
from gongkai.statute.outcomes import OUTCOMES

FIRST = date(2023, 1, 3)
LAST = date(2026, 3, 10)
"""The first day of the story, and the day on which the visitor comes in."""
LATELY = 40
"""Days before the last in which more comes in, so that the visitor finds work in every state."""
PATTERN = "{code}复〔{year}〕{number}号"
BY_LETTER = 90
"""Days before the last in which answers are drafted and signed in the system."""
LONGEST = 150
"""Days after which a life has ended for certain: every outcome is reached by somebody who came that long ago."""
SEED = 20260310
CURRENT = "2021"
LAPSED = frozenset({"other_no_correction", "other_fee_unpaid"})
AFTER_CORRECTION = "unavailable_still_unclear"
USUAL = ("granted", "granted", "granted", "granted", "partial", "partial", "unavailable_not_held", "unavailable_not_held",
         "unprocessed_petition", "denied_process", "unavailable_needs_creation", "denied_third_party")  # fmt: skip

Progress = Callable[[date, int, int], None]
"""Told the day of the story, and how many of how many days are played."""


@dataclass
class Story:
    """The day that it is, and what is to come: (day, order, life) by day."""

    day: date = FIRST
    second: int = 0
    due: list[tuple[date, int, lives.Life, Desk]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def now(self) -> datetime:
        """A moment of the day, each later than the one before: half a minute is what a step takes."""
        self.second += 30
        return make_aware(datetime.combine(self.day, time(8, 30))) + timedelta(seconds=self.second)

    def plan(self, life: lives.Life, desk: Desk, on: date) -> None:
        """Let a life go on that day."""
        heapq.heappush(self.due, (on, next(self.order), life, desk))

    def play(self) -> None:
        """Let every life of this day do what is due, until it waits for another day or has ended."""
        while self.due and self.due[0][0] <= self.day:
            _, _, life, desk = heapq.heappop(self.due)
            wait = next(life, None)
            if wait is not None:
                self.plan(life, desk, desk.days.add_workdays(self.day, wait).end)


def build(*, last: date = LAST, part: float = 1.0, progress: Progress = lambda _day, _done, _all: None) -> list[Member]:
    """Fill an empty site with the story up to the day before `last`, and give the members who may sign in.

    `part` is the share of the applications that are made, for tests. The steps of a day are one transaction: each is
    guarded and recorded as any, and a story broken off is broken off between two days.
    """
    story = Story()
    desks, members = _open(story, last - timedelta(days=BY_LETTER))
    arrivals = _arrivals(desks, last, part)
    days = [FIRST + timedelta(days=number) for number in range((last - FIRST).days)]
    for done, story.day in enumerate(days):
        story.second = 0
        with transaction.atomic():
            for arrive in arrivals.get(story.day, ()):
                arrive(story)
            story.play()
        progress(story.day, done + 1, len(days))
    return members


def _open(story: Story, by_letter_from: date) -> tuple[list[Desk], list[Member]]:
    """Enter the agencies and their people; the administrator last, as nobody else enters anybody after that."""
    days, found, members = clock.calendar(), list[Desk](), list[Member]()

    def enter(account: str, name: str, agency: Agency, roles: tuple[str, ...]) -> Member:
        made = people.add_member(
            account=account, name=name, agency=agency, password=town.PASSWORD, by=None, at=story.now()
        )
        for role in roles:
            people.grant(made, role=role, agency=agency, by=None, at=story.now())
        members.append(made)
        return made

    code, name = town.CITY
    city = people.found_agency(
        code=code, name=name, kind=Kind.GOVERNMENT, level=Level.CITY, by=None, at=story.now(), court=town.COURT
    )
    for place, bureau in enumerate(town.BUREAUS, 1):
        agency = people.found_agency(
            code=bureau.code, name=bureau.name, kind=Kind.DEPARTMENT, level=Level.CITY, parent=city, supervising=city,
            court=town.COURT, by=None, at=story.now(),
        )  # fmt: skip
        people.describe_agency(
            agency, supervising=city, organs=[city], court=town.COURT, number_pattern=PATTERN, by=None, at=story.now()
        )
        units = tuple(people.add_unit(agency, name=unit, by=None, at=story.now()) for unit in bureau.units)
        staff = [enter(f"{account}{place}", name, agency, roles) for account, name, roles in town.ACCOUNTS]
        registrar, first, second, reviewer, signer = staff
        found.append(Desk(agency, registrar, (first, second), reviewer, signer, units, days, story.now, by_letter_from))
    enter("shenji", "何清", city, ("auditor",))
    enter("guanli", "高远", city, ("administrator",))
    return found, members


def _arrivals(desks: list[Desk], last: date, part: float) -> dict[date, list[Callable[[Story], None]]]:
    """What comes in on which day: spread over the years, more of it in the newer ones."""
    rng = Random(SEED)  # noqa: S311 lots of a story are no secret
    found = dict[date, list[Callable[[Story], None]]]()
    outcomes = [key for key, one in OUTCOMES.items() if CURRENT in one.rows and key not in LAPSED]
    for desk, bureau in zip(desks, town.BUREAUS, strict=True):
        for number in range(max(1, round(bureau.share * part))):
            wanted = outcomes[number] if bureau is town.BUREAUS[0] and number < len(outcomes) else ""
            back = LATELY if rng.random() < 0.08 and not wanted else (last - FIRST).days
            ago = timedelta(days=max(1, int(back * rng.random() ** 1.2), LONGEST * bool(wanted)))
            on = desk.days.add_workdays(last - ago - timedelta(days=1), 1).end
            if on < last:
                lots = Random(rng.getrandbits(32))  # noqa: S311
                found.setdefault(on, []).append(_arrival(desk, bureau, wanted, last, lots))
    return found


def _arrival(desk: Desk, bureau: town.Bureau, wanted: str, last: date, rng: Random) -> Callable[[Story], None]:
    def arrive(story: Story) -> None:
        frequent = rng.random() < 0.04
        person: Person = town.FREQUENT if frequent else town.applicant(rng)
        subject = (
            town.BUREAUS[0].matters[0].format(road=town.ROADS[0])
            if frequent
            else town.matter(bureau, story.day.year, rng)
        )
        channel = rng.choice(("online", "online", "signed_mail", "signed_mail", "in_person", "fax"))
        made = Intake(
            channel=channel,
            submitted_on=story.day,
            text=f"申请公开：{subject}。",
            subjects=(subject,),
            persons=(person,),
            form=rng.choice((Form.PAPER, Form.ELECTRONIC)),
            delivery=rng.choice((Delivery.POST, Delivery.PICKUP, Delivery.EMAIL)),
            proof=f"EMS 10{rng.randint(10**9, 10**10 - 1)}" if channel == "signed_mail" else "",
        )
        key = f"demonstration-{desk.agency.code.encode().hex()}-{next(story.order)}"
        applications, _ = intake.register(made, agency=desk.agency, key=key, by=desk.registrar, at=story.now())
        case = Case(desk, applications[0], rng.choice(desk.officers), rng)
        story.plan(_life(case, wanted, frequent=frequent, left=(last - story.day).days), desk, story.day)

    return arrive


def _life(case: Case, wanted: str, *, frequent: bool, left: int) -> lives.Life:
    """Which life an application leads; `left` days are left of the story."""
    rng = case.rng
    outcome = wanted or ("unprocessed_repeat" if frequent else rng.choice(USUAL))
    if outcome == AFTER_CORRECTION:
        return lives.corrected(case, outcome)
    if wanted:
        return lives.plain(case, outcome)
    if case.application.channel in ("online", "fax") and rng.random() < 0.06:
        return lives.unconfirmed(case, outcome)
    if LATELY - 10 < left < LATELY + 20 and rng.random() < 0.25:
        return lives.forgotten(case, outcome)
    led = rng.choices(list(lives.WEIGHTS), list(lives.WEIGHTS.values()))[0]
    return led(case, outcome)
