"""The deadline of an application: the worked examples, the account day by day, and what the law does not bear out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.calendar import bundled
from gongkai.statute.deadlines import Account, Count, Dated, Fact, State, TooEarly, clock, clocks, replay


def day(text: str) -> date:
    return date.fromisoformat(text)


def account(*facts: tuple[object, ...], today: str = "2026-12-01") -> Account:
    """Replay facts given as (kind, day, {more})."""
    made = [Dated(kind, day(on), **(more[0] if more else {})) for kind, on, *more in facts]
    return replay(made, bundled(), today=day(today))


def test_a_plain_application() -> None:
    """Twenty working days after receipt, the receipt not counted, holidays skipped, make-up workdays counted."""
    found = account((Fact.RECEIVED, "2026-01-29"))
    assert (found.due, found.provisional, found.state) == (day("2026-03-04"), False, State.RUNNING)
    assert [one.number for one in found.days if one.count is Count.COUNTED] == list(range(1, 21))
    notes = {one.on.isoformat(): one.note for one in found.days}
    assert notes["2026-02-14"] == "调休上班"
    assert notes["2026-02-16"] == "春节"
    assert notes["2026-02-07"] == "周六"
    assert found.remaining(day("2026-03-02"), bundled()) == 2
    assert found.remaining(day("2026-03-05"), bundled()) == -1


def test_correction_starts_the_period_anew() -> None:
    """Received 2025-01-10, corrected on a working Saturday: due 2025-03-07; the stopped count is kept."""
    facts = ((Fact.RECEIVED, "2025-01-10"), (Fact.CORRECTION_ASKED, "2025-01-21"), (Fact.CORRECTED, "2025-02-08"))
    found = account(*facts)
    assert found.due == day("2025-03-07")
    assert found.restarted == Fact.CORRECTED
    assert found.stopped == ((day("2025-01-10"), day("2025-02-13")),)
    assert found.irregular == ()
    waiting = account(*facts[:2])
    assert (waiting.due, waiting.state, waiting.days) == (None, State.AWAITING_CORRECTION, ())
    assert waiting.remaining(day("2025-02-01"), bundled()) is None


def test_consultation_is_excluded() -> None:
    """Received 2025-09-15, letter sent 09-18, answered 10-10: eleven working days excluded, due 2025-11-03."""
    found = account(
        (Fact.RECEIVED, "2025-09-15"),
        (Fact.CONSULTED, "2025-09-18", {"party": "甲公司"}),
        (Fact.LETTER_RECEIVED, "2025-09-19", {"party": "甲公司"}),
        (Fact.OPINION_RECEIVED, "2025-10-10", {"party": "甲公司"}),
    )
    assert found.due == day("2025-11-03")
    assert sum(one.count is Count.EXCLUDED for one in found.days) == 11
    assert not found.provisional


def test_overlapping_consultations_are_excluded_once() -> None:
    """The union of the intervals counts, and a silent party's time ends fifteen working days after its receipt."""
    found = account(
        (Fact.RECEIVED, "2025-03-03"),
        (Fact.CONSULTED, "2025-03-05", {"party": "甲"}),
        (Fact.LETTER_RECEIVED, "2025-03-06", {"party": "甲"}),
        (Fact.CONSULTED, "2025-03-07", {"party": "乙局", "joint": True}),
        (Fact.LETTER_RECEIVED, "2025-03-10", {"party": "乙局"}),
        (Fact.OPINION_RECEIVED, "2025-03-14", {"party": "乙局"}),
    )
    assert [(one.begins, one.ends) for one in found.excluded] == [
        (day("2025-03-05"), day("2025-03-27")),
        (day("2025-03-07"), day("2025-03-14")),
    ]
    calendar = bundled()
    excluded = calendar.workdays_between(day("2025-03-05"), day("2025-03-27"))
    assert found.due == calendar.add_workdays(day("2025-03-03"), 20 + excluded).end


def test_a_letter_whose_receipt_is_unknown_keeps_running() -> None:
    """The excluded time grows with each day, the deadline is provisional, the state says consulting."""
    facts = ((Fact.RECEIVED, "2025-03-03"), (Fact.CONSULTED, "2025-03-05", {"party": "甲"}))
    early, late = account(*facts, today="2025-03-10"), account(*facts, today="2025-03-20")
    assert early.state is late.state is State.CONSULTING
    assert early.provisional
    assert early.due is not None
    assert late.due is not None
    assert bundled().workdays_between(early.due, late.due) == 8


def test_what_the_deadline_would_be_if_the_opinion_came_today() -> None:
    """The fifteen working days of a known receipt are not taken for spent: an answer of today gives another day."""
    asked = (
        (Fact.RECEIVED, "2025-09-15"),
        (Fact.CONSULTED, "2025-09-18", {"party": "甲"}),
        (Fact.LETTER_RECEIVED, "2025-09-19", {"party": "甲"}),
        (Fact.CONSULTED, "2025-09-19", {"party": "乙"}),
    )
    found = account(*asked, today="2025-09-22")
    answers = [(Fact.OPINION_RECEIVED, "2025-09-22", {"party": party}) for party in "甲乙"]
    assert found.due == day("2025-11-10")
    assert found.if_answered == account(*asked, *answers).due == day("2025-10-21")


def test_an_end_stops_the_excluded_time_and_nothing_of_it_outlives_a_reopening() -> None:
    """The account of a closed case is the same on every later day; the new count starts without the old letters."""
    ended = ((Fact.RECEIVED, "2025-03-03"), (Fact.CONSULTED, "2025-03-05", {"party": "甲"}), (Fact.ENDED, "2025-03-20"))
    first, last = account(*ended, today="2025-03-20"), account(*ended, today="2025-09-01")
    assert (first.due, first.days, first.provisional) == (last.due, last.days, False)
    assert first.due == day("2025-04-16")
    again = (*ended, (Fact.REOPENED, "2025-06-03"), (Fact.OPINION_RECEIVED, "2025-06-10", {"party": "甲"}))
    for today in ("2025-06-11", "2025-12-01"):
        found = account(*again, today=today)
        assert (found.due, found.state, found.provisional) == (day("2025-07-01"), State.RUNNING, False)
        assert found.stopped == ((day("2025-03-03"), day("2025-04-16")),)


def test_the_same_party_is_asked_again_after_a_reopening() -> None:
    """The letter of the new count excludes its own time, not that of the old one."""
    found = account(
        (Fact.RECEIVED, "2025-03-03"),
        (Fact.CONSULTED, "2025-03-05", {"party": "甲"}),
        (Fact.OPINION_RECEIVED, "2025-03-07", {"party": "甲"}),
        (Fact.ENDED, "2025-03-20"),
        (Fact.REOPENED, "2025-06-03"),
        (Fact.CONSULTED, "2025-06-05", {"party": "甲"}),
        (Fact.OPINION_RECEIVED, "2025-06-09", {"party": "甲"}),
    )
    assert [(one.begins, one.ends, one.open) for one in found.excluded] == [
        (day("2025-06-05"), day("2025-06-09"), False)
    ]
    assert found.due == day("2025-07-03")


def test_a_correction_after_a_reopening_is_asked_for_within_seven_days_of_it() -> None:
    """Not of the first receipt, months ago."""
    again = ((Fact.RECEIVED, "2025-03-03"), (Fact.ENDED, "2025-03-20"), (Fact.REOPENED, "2025-06-03"))
    assert account(*again, (Fact.CORRECTION_ASKED, "2025-06-12")).irregular == ()
    late = account(*again, (Fact.CORRECTION_ASKED, "2025-06-13"))
    assert "2025-06-12前" in late.irregular[0].message


def test_the_fee_stops_and_restarts() -> None:
    """Notice received 2026-02-02: pay by 2026-03-06; paid 02-27: due 2026-03-26."""
    assert clock("fee_payment", day("2026-02-02")).ends(day("2026-02-02"), bundled()).end == day("2026-03-06")
    facts = ((Fact.RECEIVED, "2026-01-20"), (Fact.FEE_NOTICED, "2026-02-02"))
    assert account(*facts).state is State.AWAITING_PAYMENT
    assert account(*facts, (Fact.FEE_PAID, "2026-02-27")).due == day("2026-03-26")


def test_an_extension_adds_once() -> None:
    """Up to twenty working days, decided in time, once."""
    plain = (Fact.RECEIVED, "2024-01-22")
    assert account(plain, (Fact.EXTENDED, "2024-02-20", {"days": 20})).due == day("2024-03-21")
    twice = account(plain, (Fact.EXTENDED, "2024-02-20", {"days": 5}), (Fact.EXTENDED, "2024-02-21", {"days": 5}))
    assert [one.fact.on for one in twice.irregular] == [day("2024-02-21")]
    late = account(plain, (Fact.EXTENDED, "2024-02-23", {"days": 20}))
    assert late.due == day("2024-02-22")
    assert "届满" in late.irregular[0].message
    long = account(plain, (Fact.EXTENDED, "2024-02-20", {"days": 30}))
    assert (long.due, len(long.irregular)) == (day("2024-03-21"), 1)


def test_a_new_answer_has_a_period_of_its_own() -> None:
    """After a decision or judgment: the day that it orders, else twenty working days; the old extension is spent."""
    ended = (
        (Fact.RECEIVED, "2025-03-03"),
        (Fact.EXTENDED, "2025-03-20", {"days": 20}),
        (Fact.ENDED, "2025-04-01"),
    )
    plain = account(*ended, (Fact.REOPENED, "2025-08-01"))
    assert (plain.due, plain.allowed, plain.state) == (day("2025-08-29"), 20, State.RUNNING)
    assert account(*ended, (Fact.REOPENED, "2025-08-01", {"until": day("2025-08-15")})).due == day("2025-08-15")


def test_a_reasonable_delay_sets_the_day() -> None:
    """Under Art. 35 the agency names the day."""
    found = account((Fact.RECEIVED, "2025-03-03"), (Fact.DELAYED, "2025-03-20", {"until": day("2025-06-30")}))
    assert found.due == day("2025-06-30")


def test_a_delay_neither_heals_what_is_overdue_nor_shortens_a_period() -> None:
    """Decided after the deadline it is irregular; after a reopening only the order itself names an earlier day."""
    late = account((Fact.RECEIVED, "2025-03-03"), (Fact.DELAYED, "2025-06-03", {"until": day("2025-07-01")}))
    assert late.due == day("2025-03-31")
    assert [(one.basis, "届满" in one.message) for one in late.irregular] == [("《政府信息公开条例》第三十五条", True)]
    again = ((Fact.RECEIVED, "2025-03-03"), (Fact.ENDED, "2025-03-20"), (Fact.REOPENED, "2025-06-03"))
    short = (Fact.DELAYED, "2025-06-04", {"until": day("2025-06-10")})
    assert account(*again, short).due == day("2025-07-01")
    ordered = (*again[:2], (Fact.REOPENED, "2025-06-03", {"until": day("2025-06-20")}))
    assert account(*ordered, short).due == day("2025-06-20")
    assert account(*ordered, (Fact.DELAYED, "2025-06-04", {"until": day("2025-06-27")})).due == day("2025-06-27")


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        (((Fact.RECEIVED, "2025-03-03"), (Fact.CORRECTION_ASKED, "2025-03-13")), "7个工作日"),
        (((Fact.RECEIVED, "2025-03-03"), (Fact.CORRECTED, "2025-03-10")), "不因此重新起算"),
        (((Fact.RECEIVED, "2025-03-03"), (Fact.ENDED, "2025-04-01")), "逾期"),
        (((Fact.RECEIVED, "2025-03-03"), (Fact.WITHDRAWN, "2025-04-01")), "到期没有答复，申请人2025-04-01撤回"),
    ],
)
def test_what_the_law_does_not_bear_out_is_said(facts: tuple[tuple[object, ...], ...], word: str) -> None:
    """A late notice, a correction nobody asked for, a late reply: kept as facts, and named."""
    found = account(*facts)
    assert len(found.irregular) == 1
    assert word in found.irregular[0].message
    assert found.irregular[0].basis


def test_before_confirmation_nothing_runs() -> None:
    """An online application that was not confirmed has no deadline."""
    found = account((Fact.SUBMITTED, "2025-03-03"))
    assert (found.state, found.due, found.runs_from) == (State.AWAITING_CONFIRMATION, None, None)


def test_an_application_from_before_the_revision_is_refused() -> None:
    """2019-05-14 has no clock here."""
    with pytest.raises(TooEarly):
        account((Fact.RECEIVED, "2019-05-14"))
    assert account((Fact.RECEIVED, "2019-05-15")).due is not None


def test_a_period_in_days_ends_on_a_working_day() -> None:
    """Sixty days and six months roll past days off; a law has its time."""
    calendar = bundled()
    assert clock("reconsideration_file", day("2025-08-04")).ends(day("2025-08-04"), calendar).end == day("2025-10-09")
    assert clock("sue_direct", day("2025-08-31")).ends(day("2025-08-31"), calendar).end == day("2026-02-28")
    assert clock("review_answer", day("2023-12-31")).unit == "day"
    assert clock("review_answer", day("2024-01-01")).unit == "workday"
    with pytest.raises(KeyError):
        clock("review_answer_simplified", day("2023-01-01"))


def test_periods_of_one_kind_never_overlap() -> None:
    """On each day a key has at most one row, and each row cites its basis."""
    for key in {one.key for one in clocks()}:
        rows = sorted((one for one in clocks() if one.key == key), key=lambda one: one.valid_from)
        for earlier, later in pairwise(rows):
            assert earlier.valid_to is not None
            assert earlier.valid_to < later.valid_from
        assert all(one.basis and one.title and one.title_en for one in rows)


@given(
    st.dates(date(2019, 5, 15), date(2026, 3, 1)),
    st.lists(st.tuples(st.integers(0, 25), st.integers(0, 12), st.integers(0, 30)), max_size=3),
    st.integers(0, 20),
    st.none() | st.integers(60, 90),
)
def test_equals_a_brute_force_counter(
    received: date, letters: list[tuple[int, int, int]], days: int, reopened: int | None
) -> None:
    """Consultations at random and an extension: due is the day by which the allowed days outside them have passed.

    The same once the case was ended and opened again, the same parties being asked anew: an old letter that nobody
    answered takes nothing from the new count.
    """
    calendar = bundled()
    facts = [Dated(Fact.RECEIVED, received)]
    if reopened is not None:
        facts += [Dated(Fact.CONSULTED, received, party=str(n)) for n in range(2)]
        facts.append(Dated(Fact.ENDED, received + timedelta(30)))
        received += timedelta(reopened)
        facts.append(Dated(Fact.REOPENED, received))
    excluded: set[date] = set()
    for n, (sent, arrived, answered) in enumerate(letters):
        begins = received + timedelta(sent)
        known = begins + timedelta(arrived)
        ends = min(known + timedelta(answered), calendar.add_workdays(known, 15).end)
        facts += [
            Dated(Fact.CONSULTED, begins, party=str(n)),
            Dated(Fact.LETTER_RECEIVED, known, party=str(n)),
            Dated(Fact.OPINION_RECEIVED, known + timedelta(answered), party=str(n)),
        ]
        excluded |= {begins + timedelta(k) for k in range(1, (ends - begins).days + 1)}
    if days:
        facts.append(Dated(Fact.EXTENDED, received, days=days))
    found = replay(facts, calendar, today=date(2026, 12, 31))
    counted, on = 0, received
    while counted < 20 + days:
        on += timedelta(1)
        counted += on not in excluded and calendar.presumed_workday(on)
    assert found.due == on
    assert sum(one.count is Count.COUNTED for one in found.days) == 20 + days
