"""An invented bureau with a great many applications, written straight into the tables; run as a process of its own.

The rows are what the actions would have written, without the audit of each: what is measured reads applications,
parties and facts. Says on the error stream how far it is, and prints, as JSON, the cookies of the officers and what to
ask for.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
BATCH = 1000
OFFICERS = 30
PASSWORD = "qing-lan-shi-2024"  # noqa: S105 of invented people
CLOSED = 0.98
"""Of all applications; the others are open, and their deadlines near."""
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "禾岚松云溪竹石泉山川江海"
MATTERS = ("批准文件", "检查记录", "补偿方案", "招标文件", "运行记录", "采购合同", "资金安排", "会议纪要")
PLACES = ("听松路", "青岚河", "云台区", "城北泵站", "东湖", "南门桥", "石泉水库", "竹溪街")


def fill(count: int) -> dict[str, object]:
    """Write the rows; the same for the same number."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from gongkai.office.cases.models import Application, Fact, Party, Submission
    from gongkai.office.people import visits
    from gongkai.office.people.actions import add_member, found_agency, grant
    from gongkai.office.people.models import Kind, Level, Member

    settings.KEYS.create()
    call_command("migrate", verbosity=0)
    now = timezone.localtime(timezone.now())
    agency = found_agency(code="青水", name="青岚市水利局", kind=Kind.DEPARTMENT, level=Level.CITY, by=None, at=now)
    roles = {f"officer{at}": "officer" for at in range(OFFICERS)} | {"head": "signer", "admin": "administrator"}
    people: dict[str, Member] = {}
    for account, role in roles.items():
        name = f"李{GIVEN[len(people) % len(GIVEN)]}"
        one = add_member(account=account, name=name, agency=agency, password=PASSWORD, by=None, at=now)
        grant(one, role=role, agency=agency, by=None, at=now)
        people[account] = one
    Member.objects.update(must_change=False)
    officers = [people[f"officer{at}"] for at in range(OFFICERS)]
    rows, written = made(count, agency, officers, now.date()), 0
    while batch := list(islice(rows, BATCH)):
        for at, kind in enumerate((Submission, Party, Application)):
            kind.objects.bulk_create([one[at] for one in batch])
        Fact.objects.bulk_create([fact for one in batch for fact in one[3]])
        written += len(batch)
        if written % (10 * BATCH) == 0:
            print(f"{connection.vendor}: {written} of {count} applications", file=sys.stderr, flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    last = Application.objects.latest("registered_at", "id")

    def cookie(member: Member) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={visits.begin(member, address='', browser='bench', at=now)}"

    live = list(Application.objects.filter(state="open").order_by("pk").values_list("number", flat=True))
    return {
        "officers": [cookie(one) for one in officers],
        "keys": [str(one.pk) for one in officers],
        "admin": cookie(people["admin"]),
        "head": str(people["head"].pk),
        "number": last.number,
        "live": live,
        "name": f"{SURNAMES[0]}{GIVEN[0]}{GIVEN[1]}",
    }


def made(count: int, agency: Any, officers: list[Any], today: date) -> Iterator[tuple[object, ...]]:
    """Submission, applicant, application and facts, one after the other over the years up to today."""
    from django.utils.timezone import localtime, make_aware, now

    from gongkai.office.cases.clock import calendar
    from gongkai.office.cases.intake import number_of
    from gongkai.office.cases.models import Application, Category, Fact, Party, Submission
    from gongkai.office.cases.persons import column

    chance = random.Random(count)  # noqa: S311 invented rows
    days, moment = calendar(), localtime(now())
    first = date(2020, 1, 2)
    due = {}
    numbers: dict[int, int] = {}
    for at in range(count):
        is_closed = at < count * CLOSED
        on = (
            first + timedelta(days=at * (today - first).days // count)
            if is_closed
            else today - timedelta(chance.randrange(24))
        )
        if on not in due:
            due[on] = days.add_workdays(on, 20).end
        numbers[on.year] = numbers.get(on.year, 0) + 1
        came = make_aware(moment.replace(tzinfo=None, year=on.year, month=on.month, day=on.day, microsecond=at % 10**6))
        category = chance.choice(list(Category)) if at % 3 == 0 else Category.NATURAL_PERSON
        name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
        subject = f"{chance.choice(PLACES)}{on.year}年{chance.choice(MATTERS)}"
        common = {"id": UUID(int=chance.getrandbits(128), version=4), "agency_id": agency.pk, "registered_at": came}
        officer = officers[at % len(officers)].pk
        submission = Submission(
            channel="signed_mail", submitted_on=on, text=f"申请公开{subject}，纸质一份。", form="paper", delivery="post",
            registered_by_id=officer, **common,
        )  # fmt: skip
        party = Party(submission_id=submission.pk, role="applicant", category=category, identity_kind="none")
        column("name").write(party, name)
        application = Application(
            submission_id=submission.pk, number=number_of(on.year, numbers[on.year]), subject=subject, channel="signed_mail",
            category=category, state="closed" if is_closed else "open", outcome="granted" if is_closed else "",
            assignee_id=officer if at % 4 else None, received_on=on, due=due[on], clock="ended" if is_closed else "running",
            decided_on=due[on] if is_closed else None, served_on=due[on] if is_closed else None, computed_on=today,
            **common | {"id": UUID(int=chance.getrandbits(128), version=4)},
        )  # fmt: skip
        told = {"application_id": application.pk, "happened_on": on, "recorded_at": came, "by_id": officer}
        facts = [Fact(kind="submitted", place=1, **told), Fact(kind="received", place=2, **told)]
        yield submission, party, application, facts


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    print(json.dumps(fill(int(sys.argv[1]))))
