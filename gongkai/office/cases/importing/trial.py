"""The dry run: everything that an import would make, and everything that stands against it; nothing is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from gongkai.audit.actions import personal_digest
from gongkai.office.cases.clock import calendar
from gongkai.office.cases.importing.columns import APPEALS, APPLICATIONS, BALANCES
from gongkai.office.cases.importing.play import Case, case_of
from gongkai.office.cases.importing.problems import ERROR, NOTE, WARNING, Problem
from gongkai.office.cases.importing.sheet import Register
from gongkai.office.cases.importing.values import Line, line_of
from gongkai.office.cases.models import CarriedAppeal, CarriedApplication, Category, OpeningBalance, RegisterImport
from gongkai.office.cases.numbering import DOCUMENT, REGISTRATION, series
from gongkai.office.cases.step import today_of
from gongkai.office.people.models import Agency, Member
from gongkai.office.records.queries import last_of
from gongkai.statute.calendar import Calendar
from gongkai.statute.deadlines import Fact

Tick = Callable[[int], None]
"""What is told of each application that was tried: how many there are in all."""
YEARS = range(2019, 2101)


@dataclass
class Trial:
    """What a file would bring: cases, appeals and balances that are not written, and the problems by place.

    `earlier` is the import of the same file, if there was one; `repeated` counts rows that an earlier import brought.
    `imports` is how many files the agency had imported when it began: one that came since may have brought the same.
    `carried` is how many applications of each class were unfinished at the beginning of each year.
    """

    sha256: str
    name: str
    days: Calendar
    imports: int
    earlier: RegisterImport | None = None
    cases: list[Case] = field(default_factory=list)
    appeals: list[CarriedAppeal] = field(default_factory=list)
    appealed: dict[str, tuple[str, int]] = field(default_factory=dict)
    balances: list[OpeningBalance] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    repeated: int = 0
    rows: int = 0
    carried: Counter[tuple[int, str]] = field(default_factory=Counter)

    @property
    def errors(self) -> list[Problem]:
        """What must be put right first."""
        return [one for one in self.problems if one.weight == ERROR]

    @property
    def is_ready(self) -> bool:
        """Whether the file can be imported and brings anything."""
        return not self.errors and bool(self.cases or self.appeals or self.balances)


def note_of(sha256: str) -> str:
    """The note of every fact that was imported."""
    return f"导入（文件SHA-256：{sha256}）"


def tried(
    register: Register,
    *,
    sha256: str,
    name: str,
    agency: Agency,
    by: Member,
    at: datetime,
    tick: Tick = lambda _: None,
) -> Trial:
    """Try the rows of a file without writing anything; `tick` is called for each application."""
    trial = Trial(sha256, name, calendar(), RegisterImport.objects.filter(agency=agency).count())
    trial.earlier = RegisterImport.objects.filter(agency=agency, sha256=trial.sha256).first()
    if trial.earlier is not None:
        return trial
    trial.problems += register.problems
    trial.rows = sum(map(len, register.rows.values()))
    today = today_of(at)
    _applications(trial, register, agency, by, at, tick)
    _appeals(trial, register, agency, today)
    _balances(trial, register, agency, today)
    trial.problems.sort(key=lambda one: (one.weight != ERROR, one.weight != WARNING, one.sheet, one.row))
    return trial


def _applications(trial: Trial, register: Register, agency: Agency, by: Member, at: datetime, tick: Tick) -> None:
    today, days, note = today_of(at), trial.days, note_of(trial.sha256)
    known = {
        (year, number): said
        for year, number, said in CarriedApplication.objects.filter(agency=agency).values_list(
            "year", "old_number", "said"
        )
    }
    seen: dict[tuple[int, str], int] = {}
    rows = register.rows[APPLICATIONS.key]
    for row in rows:
        line = line_of(row, APPLICATIONS, today=today)
        case = None
        if not line.problems:
            case = case_of(line, agency=agency, by=by, at=at, today=today, days=days, note=note)
        if case is not None:
            key = (case.year, case.old_number)
            if key in seen:
                line.tell("old_number", f"与第{seen[key]}行的原编号相同", "每件一行，编号加上区别，例如 31-2")
            elif key in known:
                _repeated(trial, line, known[key] == said_of(line))
            else:
                trial.cases.append(case)
                _carry(trial, case, today)
            seen.setdefault(key, row.number)
        trial.problems += line.problems
        tick(len(rows))


def said_of(line: Line) -> str:
    """A keyed digest of all that a row says."""
    return personal_digest("register", json.dumps(dict(line.row.cells), ensure_ascii=False, sort_keys=True))


def _repeated(trial: Trial, line: Line, is_same: bool) -> None:
    if is_same:
        trial.repeated += 1
        line.tell("old_number", "这一件已经导入，不再导入", "", weight=NOTE)
    else:
        line.tell("old_number", "这一件已经导入，这里的内容却不同", "在系统里更正，从文件里删去这一行")


def _carry(trial: Trial, case: Case, today: date) -> None:
    """Count a case for each year into which it was carried unfinished (年报表三“上年结转”)."""
    received = case.application.received_on
    if received is None:
        return
    ended = next((one.happened_on for one in case.facts if one.kind in (Fact.ENDED, Fact.WITHDRAWN)), today)
    for year in range(received.year + 1, ended.year + 1):
        trial.carried[year, case.application.category] += 1


def _appeals(trial: Trial, register: Register, agency: Agency, today: date) -> None:
    known = set(CarriedAppeal.objects.filter(agency=agency).values_list("case_number", flat=True))
    numbers = Counter(case.old_number for case in trial.cases)
    there = Counter(CarriedApplication.objects.filter(agency=agency).values_list("old_number", flat=True))
    for row in register.rows[APPEALS.key]:
        line = line_of(row, APPEALS, today=today)
        number, old, ended = line.text("case_number"), line.text("old_number"), line.day("ended")
        received = line.day("received")
        if number and number in known:
            line.tell("case_number", "这个案号已经有了，不再导入", "", weight=NOTE)
            trial.problems += line.problems
            continue
        if old and numbers[old] + there[old] != 1:
            told = "没有" if not numbers[old] + there[old] else "不止一件"
            line.tell("old_number", f"申请里{told}原编号为“{old[:40]}”的", "核对原编号，或者留空")
        if "result" in line.values and (line.text("result") == CarriedAppeal.Result.PENDING) is (ended is not None):
            line.tell("ended", "审结日期与结果不符", "“尚未审结”的审结日期留空，其余要填")
        if received and ended and ended < received:
            line.tell("ended", f"审结{ended}早于收到{received}", "核对两个日期")
        trial.problems += line.problems
        if received is not None and all(one.weight != ERROR for one in line.problems):
            known.add(number)
            trial.appealed[number] = (old, row.number)
            trial.appeals.append(
                CarriedAppeal(
                    agency=agency,
                    kind=line.text("kind"),
                    case_number=number,
                    organ=line.text("organ"),
                    received_on=received,
                    ended_on=ended,
                    result=line.text("result"),
                )
            )


def series_of(agency: Agency, item: str, year: int) -> str:
    """The series of numbers that an opening balance lets go on."""
    kinds = {OpeningBalance.Item.REGISTRATION: REGISTRATION, OpeningBalance.Item.DOCUMENT: DOCUMENT}
    return series(agency, kinds[OpeningBalance.Item(item)], year)


def _balances(trial: Trial, register: Register, agency: Agency, today: date) -> None:
    there = {(one.item, one.year, one.category): one.value for one in OpeningBalance.objects.filter(agency=agency)}
    for row in register.rows[BALANCES.key]:
        line = line_of(row, BALANCES, today=today)
        item, year = line.text("item"), line.number("year")
        key = (item, year, line.text("category"))
        if "year" in line.values and year not in YEARS:
            line.tell("year", f"年份{year}不可能", "写四位年份")
        if item and (item == OpeningBalance.Item.CARRIED_IN) is not bool(key[2]):
            line.tell("category", "“上年结转”要填申请人类型，其余留空", "核对这一行")
        if all(one.weight != ERROR for one in line.problems):
            _balance(trial, line, agency, there, key)
        trial.problems += line.problems


def _balance(
    trial: Trial, line: Line, agency: Agency, there: dict[tuple[str, int, str], int], key: tuple[str, int, str]
) -> None:
    item, year, category = key
    value = line.number("value")
    if key in there:
        same = there[key] == value
        line.tell(
            "value",
            "这个期初数已经有了" if same else f"这个期初数已经有了，是{there[key]}",
            "" if same else "删去这一行；要改的在系统里改",
            weight=NOTE if same else ERROR,
        )
        return
    there[key] = value
    if item == OpeningBalance.Item.CARRIED_IN:
        found = trial.carried[year, category]
        if found != value:
            label = Category(category).label
            line.tell(
                "value",
                f"{year}年“上年结转”{label}填{value}件，文件里{year}年年初未办结的是{found}件",
                "核对是否漏了申请，或者期初数有误",
                weight=WARNING,
            )
    elif last_of(series_of(agency, item, year)):
        line.tell("value", "这一年的号码本系统已经开始编，不能再接续", "删去这一行")
        return
    trial.balances.append(OpeningBalance(agency=agency, item=item, year=year, category=category, value=value))
