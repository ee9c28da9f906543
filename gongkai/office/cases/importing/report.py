"""A dry run in words: lines for a screen, and a workbook of the problems and of what would be made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gongkai.office.cases.importing.play import Case
from gongkai.office.cases.importing.problems import ERROR, NOTE, WARNING
from gongkai.office.cases.importing.trial import Trial
from gongkai.office.cases.models import Category, OpeningBalance
from gongkai.office.cases.timeline import in_words
from gongkai.statute.calendar import Calendar
from gongkai.statute.deadlines import Count, Fact
from gongkai.statute.procedure import ARCHIVED, CLOSED, STATES
from gongkai.writers.sheet import Sheet, workbook

SIGNS = {ERROR: "×", WARNING: "！", NOTE: "·"}
MOST = 200
"""Problems that a screen shows; the workbook has all of them."""
_RESTARTED = {Fact.CORRECTED: "补正之", Fact.FEE_PAID: "缴费之", "": "收到之"}


def totals(trial: Trial) -> list[str]:
    """How many of what: by state, by class, carried into each year."""
    states = Counter(one.application.state for one in trial.cases)
    lines = [f"申请{len(trial.cases)}件" + _counted({STATES[key][0]: states[key] for key in STATES if states[key]})]
    classes = Counter(one.application.category for one in trial.cases)
    lines.append("按申请人" + _counted({one.label: classes[one] for one in Category if classes[one]}, "没有"))
    for year in sorted({year for year, _ in trial.carried}):
        by = {one.label: trial.carried[year, one.value] for one in Category if trial.carried[year, one.value]}
        lines.append(f"{year}年上年结转{sum(by.values())}件" + _counted(by))
    if trial.appeals:
        kinds = Counter(f"{one.get_kind_display()}{one.get_result_display()}" for one in trial.appeals)
        lines.append(f"复议诉讼{len(trial.appeals)}件" + _counted(kinds))
    series = [one for one in trial.balances if one.item != OpeningBalance.Item.CARRIED_IN]
    lines += [f"{one.year}年{one.get_item_display()}接着第{one.value}号往下编" for one in series]
    if trial.repeated:
        lines.append(f"{trial.repeated}件已经导入过，不再导入")
    return lines


def _counted(counts: dict[str, int] | Counter[str], nothing: str = "") -> str:
    return "：" + "、".join(f"{word}{count}件" for word, count in counts.items()) if counts else nothing


def account_of(case: Case, days: Calendar) -> str:
    """How a deadline came about, in one line; what it waits for while nothing runs."""
    account = case.account(days)
    if account.due is None or account.runs_from is None:
        until = case.application.waits_until
        return f"{STATES[case.application.state][0]}，期限没有在走" + (f"，等到{until}" if until else "")
    excluded = sum(day.count is Count.EXCLUDED for day in account.days)
    said = f"自{_RESTARTED.get(account.restarted, '')}{in_words(account.runs_from)}次日起{account.allowed}个工作日"
    if excluded:
        said += f"，征求意见的{excluded}个工作日不计算在内"
    return f"{said}，至{account.due}" + ("（按推算日历，待核）" if account.provisional else "")


def open_cases(trial: Trial) -> Iterator[Case]:
    """The cases that go on."""
    return (one for one in trial.cases if one.application.state not in (CLOSED, ARCHIVED))


def is_cut(trial: Trial, *, most: int = MOST) -> bool:
    """Whether a screen does not show all of it."""
    return max(len(trial.problems), len(list(open_cases(trial)))) > most


def lines(trial: Trial, *, most: int = MOST) -> Iterator[str]:
    """The problems and the accounts of the open cases, one a line."""
    for one in trial.problems[:most]:
        fix = f"。{one.fix}" if one.fix else ""
        yield f"{SIGNS[one.weight]} {one.place()}：{one.message}{fix}"
    if len(trial.problems) > most:
        yield f"……另有{len(trial.problems) - most}处"
    going_on = list(open_cases(trial))
    for case in going_on[:most]:
        yield f"→ {case.old_number} {STATES[case.application.state][0]}：{account_of(case, trial.days)}"
    if len(going_on) > most:
        yield f"……另有{len(going_on) - most}件没有办结"


def problems_workbook(trial: Trial) -> bytes:
    """All problems as a workbook, with a second sheet of the applications that would be made."""
    found = [(one.weight, one.sheet, one.row, one.column, one.message, one.fix) for one in trial.problems]
    made = [
        (
            case.line.row.number,
            case.old_number,
            STATES[case.application.state][0],
            str(case.application.received_on or ""),
            str(case.application.due or ""),
            account_of(case, trial.days),
        )
        for case in trial.cases
    ]
    return workbook(
        [
            Sheet("问题", ("轻重", "工作表", "行", "列", "问题", "怎么办"), found, widths=(10, 12, 8, 20, 60, 50)),
            Sheet(
                "将要导入",
                ("行", "原编号", "状态", "收到日期", "答复期限", "怎么算的"),
                made,
                widths=(8, 24, 12, 14, 14, 70),
            ),
        ]
    )
