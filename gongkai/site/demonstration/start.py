"""Setting a demonstration up where there is none: keys, tables, the story, and the day on which the visitor comes in."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.core.management import call_command

from gongkai.errors import EnvironmentFault, UsageError
from gongkai.office.people.models import Member
from gongkai.office.records.actions import set_today
from gongkai.office.records.models import Today
from gongkai.site import folder, start
from gongkai.site.demonstration import build, town

SHOWN = ("jingban1", "dengji1", "shenhe1", "qianfa1", "guanli", "shenji")
"""The accounts that are named to the visitor; every bureau has its own."""


def prepare(progress: build.Progress, *, real: datetime, part: float = 1.0) -> bool:
    """Fill an empty data folder or database with the story; whether anything had to be done. `real` is the machine's time,
    `part` the share of the applications that are made.

    Raises UsageError outside demonstration mode, and EnvironmentFault where there is a site that is no demonstration or
    one whose making was broken off: nothing is added to it.
    """
    if not settings.MODE.sets_today:
        raise UsageError(
            "演示须以演示方式运行（GONGKAI_MODE=demonstration）", "a demonstration runs in demonstration mode"
        )
    folder.require(settings.DATA)
    if not start.is_fresh():
        start.require_database()
        if not Today.objects.filter(pk=1).exists():
            raise EnvironmentFault(
                "这里的数据不是演示，或上次没有建完",
                "what is here is no demonstration, or one that was broken off",
                file=str(settings.DATA),
                fix="换一个 GONGKAI_DATA，或删除这个目录后重来",
                fix_en="choose another GONGKAI_DATA, or remove this folder and begin anew",
            )
        return False
    with suppress(FileExistsError):
        settings.KEYS.create()
    call_command("migrate", verbosity=0, interactive=False)
    build.build(part=part, progress=progress)
    set_today(build.LAST, by="", real=real)
    return True


def accounts() -> list[tuple[str, str, str]]:
    """Account, roles and agency of each member that a visitor is told of; all have `town.PASSWORD`."""
    found = Member.objects.filter(account__in=SHOWN).select_related("agency").prefetch_related("grants")
    by_account = {member.account: member for member in found}
    shown = [by_account[account] for account in SHOWN if account in by_account]
    return [
        (one.account, "、".join(grant.get_role_display() for grant in one.grants.all()), one.agency.name)
        for one in shown
    ]


def password() -> str:
    """The password of every account of the demonstration."""
    return town.PASSWORD
