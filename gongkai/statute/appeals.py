"""Reconsideration, suits and complaints against an answer: kinds, results, periods, the procedure, table 4.

Who appeals to whom and how it ends are rows of `appeals.toml`; what is doubtful there is a question that an office
answers for itself (DOMAIN 12, 8). The count of table 4 is a pure function of the instances, their chains and a year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from gongkai.flow import Move
from gongkai.statute.calendar import DAY, Calendar, Span
from gongkai.statute.deadlines import Clock, Count, Day, clock
from gongkai.statute.outcomes import OUTCOMES

RECEIVED = "received"
ANSWERED = "answered"
DECIDED = "decided"
PERFORMED = "performed"
CLOSED = "closed"

STATES = {
    RECEIVED: ("待答复", "awaiting our answer"),
    ANSWERED: ("审理中", "under examination"),
    DECIDED: ("已有结果", "decided"),
    PERFORMED: ("已履行", "performed"),
    CLOSED: ("已了结", "closed"),
}
"""Every state with its name in Chinese and English; the first is where an appeal begins."""

_LIVE = (RECEIVED, ANSWERED)
_OVER = (DECIDED, PERFORMED, CLOSED)

MOVES = (
    Move("accept", _LIVE, "", "登记受理、立案", "record that it was accepted", "accepted", "《行政复议法》第三十条、《行政诉讼法》第五十一条"),
    Move("simplify", _LIVE, "", "适用简易程序", "go on in the simplified procedure", "simplified",
         "《行政复议法》第五十三条、《行政诉讼法》第八十二条"),
    Move("ordinary", _LIVE, "", "转为普通程序", "go on in the ordinary procedure", "ordinary",
         "《行政复议法》第五十五条、《行政诉讼法》第八十四条"),
    Move("answer", (RECEIVED,), ANSWERED, "登记提交答复、答辩", "record our answer", "answered",
         "《行政复议法》第四十八条、《行政诉讼法》第六十七条"),
    Move("hear", _LIVE, "", "登记听证、开庭", "record a hearing", "heard", "《行政复议法》第五十条、《行政诉讼法》第五十四条"),
    Move("extend", _LIVE, "", "登记延长审理期限", "record an extension", "extended",
         "《行政复议法》第六十二条、《行政诉讼法》第八十一条"),
    Move("decide", _LIVE, DECIDED, "登记结果", "record the result", "decided", "《行政复议法》第六章、《行政诉讼法》第七章"),
    Move("perform", (DECIDED,), PERFORMED, "登记履行", "record that it was performed", "performed",
         "《行政复议法》第七十七条、《行政诉讼法》第九十四条"),
    Move("close", (DECIDED, PERFORMED), CLOSED, "了结", "close", "", "《政府信息公开条例》第五十一条"),
    Move("learn", _OVER, "", "记教训", "write the lesson down", "learned", "《政府信息公开条例》第四十六条"),
)  # fmt: skip
"""Every lawful step; what goes on to the next instance is a new appeal, which names this one."""

FACTS = ("filed", "received", *(move.fact for move in MOVES if move.fact))
"""Every kind of dated fact of an appeal."""

ORDINARY, SIMPLIFIED = "ordinary", "simplified"
PROCEDURES = {ORDINARY: "普通程序", SIMPLIFIED: "简易程序"}

COLUMNS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}
"""The columns of table 4 besides the sum; the labels stand in the form as well."""
BELOW = "below"
"""What counts as the instance below does."""
GROUPS = {
    "reconsideration": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}
"""The parts of table 4."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to appeal; `answer` and `decision` are keys of periods by procedure, `follows` the kinds before it."""

    key: str
    title: str
    title_en: str
    group: str
    organ: str
    follows: tuple[str, ...]
    answer: Mapping[str, str]
    decision: Mapping[str, str]
    basis: str


@dataclass(frozen=True, slots=True)
class Result:
    """One way to end. `counts` is its column of table 4 ('' for none), `may` what practice also knows, `note` why.

    `orders` says that it can order a new answer, `is_refusal` that the answer itself was not looked at before a suit,
    `is_old` that only an imported register has it.
    """

    key: str
    title: str
    title_en: str
    kinds: tuple[str, ...]
    counts: str
    basis: str
    may: tuple[str, ...] = ()
    note: str = ""
    paper: str = ""
    orders: bool = False
    is_refusal: bool = False
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A doubtful point that an office decides for itself: what it is about, the choices by key, what holds until then."""

    key: str
    title: str
    default: str
    choices: Mapping[str, str]
    note: str


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("appeals.toml").read_text("utf-8"))


@cache
def kinds() -> Mapping[str, Kind]:
    """Every way to appeal, by key."""
    found = {one["key"]: Kind(**{**one, "follows": tuple(one["follows"])}) for one in _data()["kind"]}
    return MappingProxyType(found)


@cache
def results() -> Mapping[str, Result]:
    """Every way to end, by key."""
    made = (
        Result(**{**one, "kinds": tuple(one["kinds"]), "may": tuple(one.get("may", ()))}) for one in _data()["result"]
    )
    return MappingProxyType({one.key: one for one in made})


def results_of(kind: str) -> tuple[Result, ...]:
    """How an appeal of a kind may end, without what only old registers say."""
    return tuple(one for one in results().values() if kind in one.kinds and not one.is_old)


@cache
def questions() -> Mapping[str, Question]:
    """Every doubtful point by key: those of the table, and one for each result that practice counts in several ways."""
    found = [Question(**one) for one in _data()["question"]]
    names = COLUMNS | {BELOW: "按原判决、裁定的结果"}
    found += [
        Question(
            f"result.{one.key}", f"“{one.title}”计入哪一栏", one.counts, {key: names[key] for key in one.may}, one.note
        )
        for one in results().values()
        if one.may
    ]
    return MappingProxyType({one.key: one for one in found})


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the row of the table of periods, the day it runs from, and where it ends."""

    clock: Clock
    start: date
    span: Span

    def days(self, calendar: Calendar) -> list[Day]:
        """Every day of the period and how it counts; where it ends on a day off, the days until the next working day."""
        days, number, day = list[Day](), 0, self.start
        last = self.span.end if self.clock.unit == "workday" else self.clock.counted_out(self.start)
        while day < self.span.end:
            day += DAY
            name = calendar.name(day)
            if day > last:
                days.append(Day(day, Count.OFF, 0, f"{name or '期满之日不上班'}，顺延"))
            elif self.clock.unit == "workday" and not calendar.presumed_workday(day):
                days.append(Day(day, Count.OFF, 0, name))
            else:
                number += 1
                days.append(Day(day, Count.COUNTED, number, name))
        return days


def _due(keys: Mapping[str, str], procedure: str, start: date, calendar: Calendar) -> Due | None:
    key = keys.get(procedure) or keys.get(ORDINARY)
    if key is None:
        return None
    try:
        row = clock(key, start)
    except KeyError:  # the simplified procedure of reconsideration is younger than the ordinary one
        row = clock(keys[ORDINARY], start)
    return Due(row, start, row.ends(start, calendar))


def answer_due(kind: str, procedure: str, received: date, calendar: Calendar) -> Due | None:
    """By when the office answers to what it received on a day; None where the organ names the day."""
    return _due(kinds()[kind].answer, procedure, received, calendar)


def decision_due(kind: str, procedure: str, accepted: date, calendar: Calendar) -> Due | None:
    """By when an appeal that was accepted on a day is to be decided; None where the law sets no day."""
    return _due(kinds()[kind].decision, procedure, accepted, calendar)


def latest_decision(kind: str, procedure: str, accepted: date, calendar: Calendar) -> date | None:
    """The last day to which reconsideration may be extended (《行政复议法》第六十二条); None where no row bounds it."""
    due = decision_due(kind, procedure, accepted, calendar)
    if due is None or kind != "reconsideration":
        return None
    return clock("review_extension", accepted).ends(due.span.end, calendar).end


def onward(kind: str, result: str, received: date, calendar: Calendar) -> Due | None:
    """Until when a result that was received on a day may be taken further; None where it may not, or has no period."""
    key = {"reconsideration": "sue_after_review", "first": f"appeal_{results()[result].paper or 'judgment'}"}.get(kind)
    if key is None:
        return None
    row = clock(key, received)
    return Due(row, received, row.ends(received, calendar))


@dataclass(frozen=True, slots=True)
class Instance:
    """One appeal as table 4 sees it: what it followed ('' for nothing), and its days as far as there are any.

    `began` is the day it was accepted, or came; `dated_on` the day of the decision or judgment and `received_on` when
    that came. `is_after` says of a suit that a reconsideration went before it which is not among the instances.
    """

    key: str
    kind: str
    previous: str
    began: date
    result: str = ""
    dated_on: date | None = None
    received_on: date | None = None
    is_after: bool = False


def cells(instances: Iterable[Instance], year: int, chosen: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """The cells of table 4 in a year, `reconsideration.upheld` and so on with each `total`: the keys of the appeals behind each.

    A reconsideration and a suit count in the year in which they end, and as pending in every year at whose end they had
    begun and had not ended. A suit counts once, by its latest instance of the year. `chosen` answers the doubtful
    questions by key; what is not chosen counts as the table says.
    """
    answers = {key: one.default for key, one in questions().items()} | dict(chosen or {})
    known = {one.key: one for one in instances}
    found: dict[str, list[str]] = {f"{group}.{column}": [] for group in GROUPS for column in (*COLUMNS, "total")}
    for line in _lines(known, year):
        last = line[-1]
        ended = last.dated_on if answers["year"] == "dated" else last.received_on
        is_over = bool(last.result) and ended is not None and ended.year <= year
        if is_over and ended is not None and ended.year < year:
            continue
        column = _column(line, answers) if is_over else "pending"
        group = "reconsideration" if kinds()[last.kind].group == "rev" else _group(line[0], known, answers)
        found[f"{group}.{column}"].append(last.key)
        found[f"{group}.total"].append(last.key)
    return found


def _lines(known: Mapping[str, Instance], year: int) -> Iterator[list[Instance]]:
    """Every reconsideration by itself and every suit as its instances in order, as far as they had begun by year's end."""
    begun = {key: one for key, one in known.items() if one.began.year <= year and kinds()[one.kind].group}
    suits = {one.previous: one for one in begun.values() if kinds()[one.kind].group == "lit" and one.previous}
    for one in begun.values():
        before = known.get(one.previous)
        if kinds()[one.kind].group == "rev":
            yield [one]
        elif before is None or kinds()[before.kind].group != "lit":
            line = [one]
            while following := suits.get(line[-1].key):
                line.append(following)
            yield line


def _column(line: list[Instance], answers: Mapping[str, str]) -> str:
    """The column of the last instance; what leaves the one below standing has the column of that one."""
    for one in reversed(line):
        column = answers.get(f"result.{one.result}", results()[one.result].counts) if one.result else "pending"
        if column != BELOW:
            return column
    return "other"


def _group(first: Instance, known: Mapping[str, Instance], answers: Mapping[str, str]) -> str:
    before = known.get(first.previous)
    if before is not None and before.result and results()[before.result].is_refusal:
        return "litigation_after_reconsideration" if answers["after_refusal"] == "after" else "litigation_direct"
    return "litigation_after_reconsideration" if before is not None or first.is_after else "litigation_direct"


def did_not_stand(line: Iterable[str]) -> bool:
    """Whether an answer did not stand by the results of its instances in order, '' where there is none yet.

    The last that looked at the answer itself decides: a suit withdrawn after reconsideration leaves that as it was.
    """
    seen = [results()[one].counts for one in line if one]
    return next((one for one in reversed(seen) if one in ("upheld", "corrected")), "") == "corrected"


def should_have_gone_to_reconsideration(kind: str, outcome: str, on: date) -> bool:
    """Whether a suit without reconsideration about an answer of this outcome is a question to be asked.

    Since 2024 whoever is refused information goes to reconsideration first (《行政复议法》第二十三条); by 法释〔2025〕8号 that
    means refusals by articles 14, 15 and 16 of the regulation.
    """
    found = OUTCOMES.get(outcome)
    return (
        kind == "first"
        and on >= date(2024, 1, 1)
        and found is not None
        and bool({"14", "15", "16"} & set(found.articles))
    )
