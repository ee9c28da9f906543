"""Appeals by the law: periods against a brute-force count of days, the procedure as a table, the cells of table 4."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.flow import lawful
from gongkai.report.form import form
from gongkai.statute import appeals as law
from gongkai.statute.appeals import Instance, cells
from gongkai.statute.calendar import bundled
from gongkai.statute.deadlines import Count, clocks

DAYS = bundled()
START = st.dates(date(2019, 5, 15), date(2026, 6, 30))
PERIODS = {
    ("reconsideration", "ordinary"): [(date(2019, 5, 15), "day", 10), (date(2024, 1, 1), "workday", 10)],
    ("reconsideration", "simplified"): [(date(2019, 5, 15), "day", 10), (date(2024, 1, 1), "workday", 5)],
    ("first", "ordinary"): [(date(2019, 5, 15), "day", 15)],
    ("first", "simplified"): [(date(2019, 5, 15), "day", 15)],
    ("second", "ordinary"): [(date(2019, 5, 15), "day", 15)],
}
"""How long the office has to answer, from which day on it is the law: written down once more, for the count by hand."""


def by_hand(start: date, unit: str, length: int) -> date:
    """The last day of a period, day by day."""
    day, left = start, length
    while left:
        day += timedelta(1)
        left -= 1 if unit == "day" or DAYS.presumed_workday(day) else 0
    while not DAYS.presumed_workday(day):
        day += timedelta(1)
    return day


@pytest.mark.parametrize(("kind", "procedure"), PERIODS)
@given(start=START)
def test_our_answer_is_due_as_counted_by_hand(kind: str, procedure: str, start: date) -> None:
    """Every kind and procedure on every day of the law; the account counts every day of the period once."""
    _, unit, length = [one for one in PERIODS[kind, procedure] if one[0] <= start][-1]
    due = law.answer_due(kind, procedure, start, DAYS)
    assert due is not None
    assert due.span.end == by_hand(start, unit, length)
    days = due.days(DAYS)
    assert [day.on for day in days] == [start + timedelta(n + 1) for n in range((due.span.end - start).days)]
    assert [day.number for day in days if day.count is Count.COUNTED] == list(range(1, length + 1))


@given(start=START)
def test_what_the_organ_has_and_what_may_be_done_next(start: date) -> None:
    """Sixty days and thirty more for reconsideration, fifteen and ten days for going on; none where the law has none."""
    due = law.decision_due("reconsideration", "ordinary", start, DAYS)
    assert due is not None
    assert due.span.end == by_hand(start, "day", 60)
    assert law.latest_decision("reconsideration", "ordinary", start, DAYS) == by_hand(due.span.end, "day", 30)
    for kind, result, length in (
        ("reconsideration", "rec_upheld", 15),
        ("first", "lit_quashed", 15),
        ("first", "lit_rejected", 10),
    ):
        further = law.onward(kind, result, start, DAYS)
        assert further is not None
        assert further.span.end == by_hand(start, "day", length)
    assert law.onward("second", "app_affirmed", start, DAYS) is None
    assert law.answer_due("complaint", "ordinary", start, DAYS) is None
    assert law.latest_decision("first", "ordinary", start, DAYS) is None


def test_every_state_is_reached_and_has_a_way_out() -> None:
    """From the first state all others are reached; facts and states are those of the tables."""
    reached, fresh = set(), {law.RECEIVED}
    while fresh:
        state = fresh.pop()
        reached.add(state)
        fresh |= {move.leads_to(state) for move in lawful(law.MOVES, state)} - reached
    assert reached == set(law.STATES)
    assert all(lawful(law.MOVES, state) for state in law.STATES)
    assert all(move.basis and set(move.sources) <= set(law.STATES) for move in law.MOVES)


def test_the_tables_hold_together() -> None:
    """Periods that are named are there; kinds follow kinds; columns are those of the form; doubtful ones say why."""
    keys, columns = {one.key for one in clocks()}, {*law.COLUMNS, law.BELOW}
    for one in law.kinds().values():
        assert {*one.answer.values(), *one.decision.values()} <= keys
        assert set(one.follows) <= {"", *law.kinds()}
        assert law.results_of(one.key)
    for result in law.results().values():
        assert set(result.kinds) <= set(law.kinds())
        assert result.counts in columns or set(result.kinds) == {"complaint"}
        assert not result.may or (result.note and result.counts in result.may and set(result.may) <= columns)
        assert (result.paper != "") is (result.key[:3] in ("lit", "app", "ret"))
    for question in law.questions().values():
        assert question.default in question.choices
        assert question.note
    official = {one for one in form("2021").addresses if one.startswith("t4.")}
    assert {f"t4.{cell}" for cell in cells([], 2025)} == official


def one(
    key: str, kind: str, began: str, result: str = "", dated: str = "", *, after: str = "", **more: object
) -> Instance:
    """An instance whose result came five days after the day that it bears."""
    on = date.fromisoformat(dated) if dated else None
    came = on + timedelta(5) if on else None
    return Instance(key, kind, after, date.fromisoformat(began), result, on, came, **more)  # type: ignore[arg-type]


def counted(found: list[Instance], in_year: int, **chosen: str) -> dict[str, list[str]]:
    """The cells of a year that count something, without the sums, which are checked here."""
    made = cells(found, in_year, {key.replace("__", "."): value for key, value in chosen.items()})
    for group in law.GROUPS:
        assert sorted(made[f"{group}.total"]) == sorted(key for name in law.COLUMNS for key in made[f"{group}.{name}"])
    return {cell: keys for cell, keys in made.items() if keys and not cell.endswith(".total")}


def test_a_reconsideration_counts_when_it_ends_and_is_pending_before() -> None:
    """Pending at the end of the year in which it began, its result in the year in which it ended, never again."""
    found = [one("a", "reconsideration", "2024-11-20", "rec_quashed", "2025-01-15")]
    assert counted(found, 2023) == {}
    assert counted(found, 2024) == {"reconsideration.pending": ["a"]}
    assert counted(found, 2025) == {"reconsideration.corrected": ["a"]}
    assert counted(found, 2026) == {}
    assert counted([one("a", "complaint", "2024-11-20", "com_founded", "2024-12-15")], 2024) == {}


def test_a_suit_counts_once_by_its_latest_instance() -> None:
    """Two instances in a year are one suit; one that goes on is pending; what was affirmed counts as below."""
    first = one("f", "first", "2024-02-01", "lit_quashed", "2024-06-01")
    second = one("s", "second", "2024-07-01", "app_affirmed", "2024-11-01", after="f")
    assert counted([first], 2024) == {"litigation_direct.corrected": ["f"]}
    assert counted([first, second], 2024) == {"litigation_direct.corrected": ["s"]}
    pending = one("s", "second", "2024-07-01", after="f")
    assert counted([first, pending], 2024) == {"litigation_direct.pending": ["s"]}
    later = one("s", "second", "2025-01-10", "lit_dismissed", "2025-03-01", after="f")
    assert counted([first, later], 2024) == {"litigation_direct.corrected": ["f"]}
    assert counted([first, later], 2025) == {"litigation_direct.upheld": ["s"]}
    remanded = one("s", "second", "2024-07-01", "app_remanded", "2024-11-01", after="f")
    again = one("g", "first", "2025-01-01", "lit_rejected", "2025-05-01", after="s")
    assert counted([first, remanded, again], 2024) == {"litigation_direct.pending": ["s"]}
    assert counted([first, remanded, again], 2025) == {"litigation_direct.other": ["g"]}


def test_a_suit_after_reconsideration_stands_apart() -> None:
    """Also where only the register's word tells of the reconsideration; the reconsideration counts by itself."""
    rev = one("r", "reconsideration", "2024-02-01", "rec_upheld", "2024-03-20")
    suit = one("f", "first", "2024-04-10", "lit_dismissed", "2024-09-01", after="r")
    assert counted([rev, suit], 2024) == {
        "reconsideration.upheld": ["r"],
        "litigation_after_reconsideration.upheld": ["f"],
    }
    alone = one("f", "first", "2024-04-10", is_after=True)
    assert counted([alone], 2024) == {"litigation_after_reconsideration.pending": ["f"]}


def test_doubtful_points_count_as_the_office_chose() -> None:
    """The year of a result, a suit after a refusal to accept, and each result that practice counts in several ways."""
    late = [one("a", "reconsideration", "2024-11-01", "rec_upheld", "2024-12-30")]
    assert counted(late, 2024) == {"reconsideration.upheld": ["a"]}
    assert counted(late, 2024, year="received") == {"reconsideration.pending": ["a"]}
    assert counted(late, 2025, year="received") == {"reconsideration.upheld": ["a"]}
    refused = one("r", "reconsideration", "2024-02-01", "rec_refused", "2024-02-06")
    suit = one("f", "first", "2024-04-10", after="r")
    assert "litigation_after_reconsideration.pending" in counted([refused, suit], 2024)
    assert "litigation_direct.pending" in counted([refused, suit], 2024, after_refusal="direct")
    settled = [one("a", "reconsideration", "2024-02-01", "rec_settled", "2024-03-01")]
    assert counted(settled, 2024) == {"reconsideration.other": ["a"]}
    assert counted(settled, 2024, result__rec_settled="corrected") == {"reconsideration.corrected": ["a"]}


def test_what_stands_in_the_end() -> None:
    """The last instance that looked at the answer decides; withdrawals and affirmations leave it as it was."""
    lost = (
        ["rec_quashed"],
        ["rec_upheld", "lit_quashed"],
        ["lit_quashed", "app_affirmed"],
        ["rec_quashed", "lit_withdrawn"],
    )
    held = ([], [""], ["rec_upheld"], ["lit_quashed", "lit_dismissed"], ["rec_refused"], ["com_founded"])
    assert all(map(law.did_not_stand, lost))
    assert not any(map(law.did_not_stand, held))


def test_a_suit_about_a_refusal_without_reconsideration_is_asked_about() -> None:
    """Since 2024, of refusals by articles 14 to 16 only; not of what is unavailable, nor of silence."""
    asked = law.should_have_gone_to_reconsideration
    assert asked("first", "denied_internal", date(2024, 1, 1))
    assert not asked("first", "denied_internal", date(2023, 12, 31))
    assert not asked("first", "unavailable_not_held", date(2025, 1, 1))
    assert not asked("reconsideration", "denied_internal", date(2025, 1, 1))
    assert not asked("first", "", date(2025, 1, 1))
