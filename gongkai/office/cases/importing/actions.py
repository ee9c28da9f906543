"""The import of an old register: all of a file or nothing, in one transaction.

What can be done before that transaction is: reading, trying and sealing ten thousand rows takes a minute, and whoever
works meanwhile must not wait for it. The transaction only looks whether another import came in between, and writes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from gongkai.audit.actions import record, record_all
from gongkai.errors import Conflict, UsageError
from gongkai.office.cases.answers import answer_of
from gongkai.office.cases.beside import AFTER_IMPORT
from gongkai.office.cases.clock import unheard
from gongkai.office.cases.importing.apart import opened
from gongkai.office.cases.importing.play import Case
from gongkai.office.cases.importing.sheet import Opened, read
from gongkai.office.cases.importing.trial import Tick, Trial, said_of, series_of, tried
from gongkai.office.cases.intake import number_of
from gongkai.office.cases.models import (
    Answer,
    Application,
    CarriedAppeal,
    CarriedApplication,
    Fact,
    OpeningBalance,
    Party,
    RegisterImport,
    Submission,
)
from gongkai.office.cases.planning import wanted
from gongkai.office.cases.step import about, actor, permitted, today_of
from gongkai.office.notices.actions import plan_all
from gongkai.office.people.models import Agency, Member
from gongkai.office.records.actions import continue_series, issue_all

BATCH = 500
"""Rows of one INSERT."""


class NotReady(UsageError):
    """What the dry run found must be put right first; `trial` is that dry run."""

    kind = "not_ready"

    def __init__(self, trial: Trial) -> None:
        first = trial.errors[0]
        super().__init__(
            f"有{len(trial.errors)}处必须先改，例如：{first.place()}：{first.message}",
            f"{len(trial.errors)} problems must be put right first",
            file=trial.name,
            fix=first.fix,
        )
        self.trial = trial


def try_register(
    data: bytes,
    *,
    name: str,
    agency: Agency,
    by: Member,
    at: datetime,
    tick: Tick = lambda _: None,
    opened: Opened = opened,
) -> Trial:
    """The dry run of an import, outside of any transaction; raises as `sheet.read` and `permitted` do.

    `opened` opens the file.
    """
    with permitted("import_register", agency, by=by, at=at):
        pass
    rows = read(data, name, opened)
    sha256 = hashlib.sha256(data).hexdigest()
    return tried(rows, sha256=sha256, name=name, agency=agency, by=by, at=at, tick=tick)


def import_register(
    data: bytes,
    *,
    name: str,
    agency: Agency,
    by: Member,
    at: datetime,
    tick: Tick = lambda _: None,
    opened: Opened = opened,
) -> tuple[RegisterImport, bool]:
    """Import an old register: its dry run, and `bring_in` what that found; raises what both raise."""
    trial = try_register(data, name=name, agency=agency, by=by, at=at, tick=tick, opened=opened)
    return bring_in(trial, agency=agency, by=by, at=at)


def bring_in(trial: Trial, *, agency: Agency, by: Member, at: datetime) -> tuple[RegisterImport, bool]:
    """Write what a dry run made; the import, and whether this very file had been imported before and nothing was done.

    Facts keep the days that the file gives and are recorded now; the state follows from them by the table of moves,
    the deadline by the clock. Raises as `permitted` does, NotReady while the dry run found something that must be put
    right, UsageError when the file brings nothing, and Conflict when another import came since the dry run.
    """
    if trial.earlier is None:
        _require_ready(trial)
    try:
        with permitted("import_register", agency, by=by, at=at):
            Agency.objects.select_for_update().get(pk=agency.pk)
            imports = RegisterImport.objects.filter(agency=agency)
            if earlier := imports.filter(sha256=trial.sha256).first():
                return earlier, True
            if imports.count() != trial.imports:
                raise _overtaken()
            return _write(trial, agency, by, at), False
    except IntegrityError:
        raise _overtaken() from None


def _overtaken() -> Conflict:
    return Conflict("另一次导入刚刚写入，请重新试导", "another import came just now: try the file again")


def _require_ready(trial: Trial) -> None:
    if trial.errors:
        raise NotReady(trial)
    if not trial.is_ready:
        raise UsageError(
            f"没有可以导入的行（{trial.repeated}行已经导入过）",
            f"nothing to import ({trial.repeated} rows were imported before)",
            file=trial.name,
        )


def _write(trial: Trial, agency: Agency, by: Member, at: datetime) -> RegisterImport:
    register = RegisterImport.objects.create(
        agency=agency,
        sha256=trial.sha256,
        applications=len(trial.cases),
        appeals=len(trial.appeals),
        imported_at=at,
        by=by,
    )
    for balance in trial.balances:
        balance.register = register
        if balance.item != OpeningBalance.Item.CARRIED_IN:
            series = series_of(agency, balance.item, balance.year)
            continue_series(series, last=balance.value, about=f"agency:{agency.pk}", by=actor(by), at=at)
    OpeningBalance.objects.bulk_create(trial.balances, batch_size=BATCH)
    _write_cases(trial, register, agency, by, at)
    _write_appeals(trial, register, agency)
    for follow in AFTER_IMPORT.values():
        follow(at)
    counts = {"applications": len(trial.cases), "appeals": len(trial.appeals), "balances": len(trial.balances)}
    record("register_imported", about=f"agency:{agency.pk}", at=at, actor=actor(by), sha256=trial.sha256, **counts)
    return register


def _write_cases(trial: Trial, register: RegisterImport, agency: Agency, by: Member, at: datetime) -> None:
    year, cases = today_of(at).year, trial.cases
    if not cases:
        return
    series = series_of(agency, OpeningBalance.Item.REGISTRATION, year)
    numbers = issue_all(series, abouts=[about(one.application) for one in cases], at=at)
    for case, number in zip(cases, numbers, strict=True):
        case.application.number = number_of(year, number.value)
    Submission.objects.bulk_create([one.submission for one in cases], batch_size=BATCH)
    Party.objects.bulk_create([one.party for one in cases], batch_size=BATCH)
    Application.objects.bulk_create([one.application for one in cases], batch_size=BATCH)
    Fact.objects.bulk_create([fact for one in cases for fact in one.facts], batch_size=BATCH)
    Answer.objects.bulk_create([one for case in cases if (one := answer_of(case.application))], batch_size=BATCH)
    CarriedApplication.objects.bulk_create([_carried(one, register) for one in cases], batch_size=BATCH)
    plan_all(job for case in cases for job in _jobs(case, trial))
    told = [(about(case.application), _words(case, trial)) for case in cases]
    record_all("case_imported", told, at=at, actor=actor(by))


def _jobs(case: Case, trial: Trial) -> list[tuple[str, str, date]]:
    asked = wanted(case.application, trial.days, unheard(case.facts))
    return [(kind, case.application.about, due_on) for kind, due_on in sorted(asked)]


def _carried(case: Case, register: RegisterImport) -> CarriedApplication:
    return CarriedApplication(
        application=case.application,
        agency=register.agency,
        register=register,
        sheet=case.line.row.sheet[:100],
        row=case.line.row.number,
        year=case.year,
        old_number=case.old_number,
        said=said_of(case.line),
    )


def _words(case: Case, trial: Trial) -> dict[str, Any]:
    return {
        "number": case.application.number,
        "row": case.line.row.number,
        "sha256": trial.sha256,
        "old_number": case.old_number,
        "subject": case.application.subject,
    }


def _write_appeals(trial: Trial, register: RegisterImport, agency: Agency) -> None:
    wanted = {old for old, _ in trial.appealed.values() if old}
    found = CarriedApplication.objects.filter(agency=agency, old_number__in=wanted)
    times = Counter(one.old_number for one in found)
    by_number = {one.old_number: one.application_id for one in found if times[one.old_number] == 1}
    for appeal in trial.appeals:
        appeal.register = register
        appeal.application_id = by_number.get(trial.appealed[appeal.case_number][0])
    CarriedAppeal.objects.bulk_create(trial.appeals, batch_size=BATCH)
