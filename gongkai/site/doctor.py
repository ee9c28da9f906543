"""`gongkai doctor`: what an administrator has to know about a site, each thing looked at by one small function.

A check is added as one function in `gongkai.site.checks`, with the test that makes it fail for real.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import import_module

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from gongkai.errors import GongkaiError
from gongkai.office.records.moment import now
from gongkai.site import folder

ROOMS = ("machine", "database", "contents")
"""The modules of `gongkai.site.checks`, in the order of the table."""


class State(StrEnum):
    """How something stands; `UNKNOWN` was not looked at, because the database does not open."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found, in Chinese and English."""

    state: State
    told: str
    told_en: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at: its name, its label, and whether it needs the database."""

    name: str
    label: str
    label_en: str
    look: Callable[[datetime], Result]
    needs_database: bool


STRAY = timedelta(days=1)
"""How old a passing file is that nobody works on."""

CHECKS: dict[str, Check] = {}
"""Every check by its name, in the order of the table once the modules are imported."""


def check(
    label: str, label_en: str, *, needs_database: bool = False
) -> Callable[[Callable[[datetime], Result]], Callable[[datetime], Result]]:
    """Register a function as the check of its name; it is given the office's time."""

    def register(look: Callable[[datetime], Result]) -> Callable[[datetime], Result]:
        CHECKS[look.__name__] = Check(look.__name__, label, label_en, look, needs_database)
        return look

    return register


def good(told: str, told_en: str) -> Result:
    """All is well with what was looked at."""
    return Result(State.GOOD, told, told_en)


def warning(told: str, told_en: str) -> Result:
    """It works, and somebody should know."""
    return Result(State.WARNING, told, told_en)


def bad(told: str, told_en: str) -> Result:
    """Something is broken or in danger."""
    return Result(State.BAD, told, told_en)


def examine(at: datetime) -> Iterator[tuple[Check, Result]]:
    """Look at everything; what needs a database that does not open is unknown."""
    for room in ROOMS:
        import_module(f"gongkai.site.checks.{room}")
    opens = True
    for one in CHECKS.values():
        if one.needs_database and not opens:
            yield one, Result(State.UNKNOWN, "数据库不可用，未检查", "the database cannot be used: not looked at")
            continue
        result = _looked(one, at)
        opens = opens and not (one.name == "migrations" and result.state is State.BAD)
        yield one, result


def report(at: datetime) -> list[dict[str, str]]:
    """Everything as values: name, label and label_en, state, told and told_en."""
    return [
        {"name": one.name, "label": one.label, "label_en": one.label_en, **asdict(result), "state": str(result.state)}
        for one, result in examine(at)
    ]


def _looked(one: Check, at: datetime) -> Result:
    try:
        return one.look(at)
    except GongkaiError as error:
        fix = f"；{error.fix}" if error.fix else ""
        fix_en = f"; {error.fix_en}" if error.fix_en else ""
        return bad(f"{error.message}{fix}", f"{error.message_en}{fix_en}")


def present() -> datetime:
    """The office's time now; the machine's where the database that holds a demonstration's date does not open."""
    real = timezone.now()
    try:
        return now(real)
    except DatabaseError:
        return timezone.localtime(real)


def clean() -> int:
    """Remove what was left behind in the folders of passing files; gives how many."""
    found = [path for place in folder.passing(settings.DATA, settings.FILES) for path in folder.stray(place, STRAY)]
    for path in found:
        folder.remove(path)
    return len(found)
