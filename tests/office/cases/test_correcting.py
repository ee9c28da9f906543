"""A wrong day is corrected by another fact in its place; the first stays to be seen."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import Conflict, UsageError
from gongkai.office.cases.correcting import correct_fact
from gongkai.office.cases.models import Application, Fact
from tests.databases.engines import Engine
from tests.office.cases.office import Office, day, noon


def correct(
    office: Office, case: Application, kind: str, on: str, reason: str = "邮戳日期看错", **details: Any
) -> None:
    """Correct the standing fact of a kind, on the last day of 2025."""
    fact = case.facts.standing().get(kind=kind)
    correct_fact(
        case,
        fact=fact.pk,
        happened_on=day(on),
        reason=reason,
        version=case.version,
        by=office.officer,
        at=noon(day("2025-12-31")),
        **details,
    )


def test_the_day_of_receipt_is_corrected(db: Engine) -> None:
    """The deadline, the day in the list and the account follow; the old fact stands superseded with the reason."""
    office = Office()
    case = office.register("2025-03-03")
    correct(office, case, "received", "2025-03-04")
    assert (str(case.received_on), str(case.due)) == ("2025-03-04", "2025-04-01")
    old, new = case.facts.filter(kind="received").order_by("id")
    assert (old.superseded_by, str(old.happened_on), new.place, new.note) == (
        new,
        "2025-03-03",
        old.place,
        "邮戳日期看错",
    )
    told = audit.history(f"case:{case.pk}").last()
    assert told is not None
    assert audit.told(told) == "更正“收到申请”：2025-03-03改为2025-03-04"


@pytest.mark.parametrize("kind", ["submitted", "received"])
def test_what_is_received_when_it_is_handed_in_moves_together(db: Engine, kind: str) -> None:
    """Typed as the 20th where it was the 17th: one correction of either fact brings both, and the deadline, back."""
    office = Office()
    case = office.register("2025-03-20", "in_person")
    assert str(case.due) == "2025-04-18"
    correct(office, case, kind, "2025-03-17")
    standing = {one.kind: str(one.happened_on) for one in case.facts.standing()}
    assert standing == {"submitted": "2025-03-17", "received": "2025-03-17"}
    assert (str(case.received_on), str(case.due)) == ("2025-03-17", "2025-04-15")
    case.submission.refresh_from_db()
    assert str(case.submission.submitted_on) == "2025-03-17"


def test_what_is_confirmed_keeps_its_submission_apart(db: Engine) -> None:
    """Online the day of submission moves alone, and never beyond the confirmation; the confirmation never before it."""
    office = Office()
    case = office.register("2025-03-03", "online", confirmed_on=day("2025-03-05"))
    with pytest.raises(UsageError, match="早于"):
        correct(office, case, "submitted", "2025-03-06")
    with pytest.raises(UsageError, match="早于"):
        correct(office, case, "received", "2025-03-02")
    due = case.due
    correct(office, case, "submitted", "2025-02-28")
    assert (str(case.received_on), case.due) == ("2025-03-05", due)
    correct(office, case, "received", "2025-03-01")
    assert str(case.received_on) == "2025-03-01"


def test_the_day_of_a_withdrawal_moves_what_repeats_it(db: Engine) -> None:
    """The day of the end that lists and reports read follows; of a withdrawal before a reopening it does not."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "withdraw", "2025-04-02", note="书面撤回")
    assert "没有答复，申请人2025-04-02撤回" in case.facts.get(kind="withdrawn").irregular
    correct(office, case, "withdrawn", "2025-03-28")
    assert str(case.decided_on) == "2025-03-28"
    assert not case.facts.standing().exclude(irregular="").exists()
    office.take(case, "reopen", "2025-06-03", note="判决", at=noon(day("2025-12-31")))
    correct(office, case, "withdrawn", "2025-03-27")
    assert case.decided_on is None


def test_what_a_fact_holds_beside_its_day_is_corrected(db: Engine) -> None:
    """The length of an extension, the day to which something is set, the amount of a fee: each told, none out of bounds."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "extend", "2025-03-10", days=20, note="材料多")
    correct(office, case, "extended", "2025-03-10", days=10)
    assert str(case.due) == "2025-04-15"
    told = audit.history(f"case:{case.pk}").last()
    assert told is not None
    assert "2025-03-10（20个工作日）改为2025-03-10（10个工作日）" in audit.told(told)
    for wrong, word in (
        ({"days": 21}, "1至20"),
        ({"amount": 5}, "没有"),
        ({"until": day("2025-06-01")}, "没有"),
    ):
        with pytest.raises(UsageError, match=word):
            correct(office, case, "extended", "2025-03-10", **wrong)
    office.take(case, "ask_correction", "2025-03-11", note="年份", until="2025-03-20", at=noon(day("2025-12-31")))
    correct(office, case, "correction_asked", "2025-03-11", until=day("2025-03-25"))
    assert str(case.waits_until) == "2025-03-25"
    with pytest.raises(UsageError, match="之间"):
        correct(office, case, "correction_asked", "2025-03-11", until=day("2926-03-25"))
    with pytest.raises(UsageError, match="之后"):
        correct(office, case, "correction_asked", "2025-03-11", until=day("2025-03-11"))


def test_service_is_corrected_with_its_day(db: Engine) -> None:
    """What was late turns out in time, and the mark goes; before the answer it cannot have been."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "decide", "2025-03-28", outcome="granted", document_number="1号")
    office.take(case, "serve", "2025-04-01", way="direct")
    assert case.facts.exclude(irregular="").count() == 1
    with pytest.raises(UsageError, match="早于答复"):
        correct(office, case, "ended", "2025-03-27")
    correct(office, case, "ended", "2025-03-31")
    assert str(case.served_on) == "2025-03-31"
    assert not case.facts.standing().exclude(irregular="").exists()


@pytest.mark.parametrize(
    ("kind", "on", "word"),
    [
        ("submitted", "2025-03-06", "早于"),
        ("received", "2025-03-06", "早于"),
        ("received", "2016-03-02", "2019-05-15至2028-12-30之间"),
        ("correction_asked", "2025-03-11", "早于"),
        ("corrected", "2026-01-01", "还没有到"),
        ("opinion_received", "2025-03-11", "早于发出"),
        ("consulted", "2025-03-14", "早于发出"),
    ],
)
def test_the_order_of_the_facts_holds(db: Engine, kind: str, on: str, word: str) -> None:
    """No correction puts a step before the one that it follows, or into the future."""
    office = Office()
    case = office.register("2025-03-03")
    office.take(case, "ask_correction", "2025-03-05", note="年份", until="2025-03-20")
    office.take(case, "receive_correction", "2025-03-10")
    office.take(case, "consult", "2025-03-12", party="甲公司", joint=False)
    office.take(case, "receive_opinion", "2025-03-13", party="甲公司", note="同意")
    count = Fact.objects.count()
    with pytest.raises(UsageError, match=word):
        correct(office, case, kind, on)
    assert Fact.objects.count() == count


def test_a_fact_is_corrected_with_reason_and_from_where_it_stands(db: Engine) -> None:
    """Without a reason, twice the same, or of another application: nothing happens."""
    office = Office()
    case, other = office.register("2025-03-03"), office.register("2025-03-03")
    with pytest.raises(UsageError, match="更正理由"):
        correct(office, case, "received", "2025-03-04", reason=" ")
    first = case.facts.get(kind="received")
    correct(office, case, "received", "2025-03-04")
    for wrong in (first, other.facts.get(kind="received")):
        with pytest.raises(Conflict, match="已被更正"):
            correct_fact(
                case,
                fact=wrong.pk,
                happened_on=day("2025-03-05"),
                reason="看错",
                version=case.version,
                by=office.officer,
                at=noon(day("2025-12-31")),
            )


def test_a_common_day_is_corrected_in_every_application_of_a_submission(db: Engine) -> None:
    """Split in three, one answered already: each gets its facts, its deadline and its entry; what is its own stays its own."""
    office = Office()
    cases = office.submit("2025-03-20", "in_person", subjects=("甲", "乙", "丙"))
    office.take(cases[2], "decide", "2025-03-28", outcome="granted", document_number="1号")
    office.take(cases[1], "extend", "2025-04-01", days=5, note="材料多")
    correct(office, cases[0], "received", "2025-03-17")
    for case in cases:
        case.refresh_from_db()
        assert str(case.received_on) == "2025-03-17"
        assert {str(one.happened_on) for one in case.facts.standing().filter(kind__in=("submitted", "received"))} == {
            "2025-03-17"
        }
        assert audit.told(audit.history(case.about).last()) == "更正“收到申请”：2025-03-20改为2025-03-17"  # type: ignore[arg-type]
    assert [str(case.due) for case in cases] == ["2025-04-15", "2025-04-22", "2025-04-15"]
    assert [case.version for case in cases] == [2, 3, 3]
    assert cases[1].facts.standing().get(kind="received").note == f"邮戳日期看错（随{cases[0].number}更正）"
    correct(office, cases[1], "extended", "2025-04-02")
    assert [case.facts.filter(kind="extended").count() for case in cases] == [0, 2, 0]


def test_a_common_day_is_corrected_in_all_of_them_or_none(db: Engine) -> None:
    """A step of one of them stands in the way: it is named, and nothing changes anywhere."""
    office = Office()
    first, second = office.submit("2025-03-17", "in_person", subjects=("甲", "乙"))
    office.take(second, "ask_correction", "2025-03-18", note="年份", until="2025-03-31")
    count = Fact.objects.count()
    with pytest.raises(UsageError, match=f"同一收件的{second.number}须一并更正.*早于"):
        correct(office, first, "received", "2025-03-20")
    assert Fact.objects.count() == count
    first.submission.refresh_from_db()
    assert str(first.submission.submitted_on) == "2025-03-17"


def test_confirmations_of_different_days_are_corrected_apart(db: Engine) -> None:
    """Sent by fax as one, confirmed one by one: the day of sending is common, that of confirmation only while it is."""
    office = Office()
    first, second = office.submit("2025-03-03", "fax", subjects=("甲", "乙"))
    for case, on in ((first, "2025-03-04"), (second, "2025-03-05")):
        office.take(case, "confirm", on, note="电话", by=office.registrar)
    correct(office, first, "received", "2025-03-06")
    second.refresh_from_db()
    assert str(second.received_on) == "2025-03-05"
    correct(office, first, "submitted", "2025-03-02")
    days = Fact.objects.standing().filter(kind="submitted").values_list("happened_on", flat=True)
    assert list(map(str, days)) == ["2025-03-02", "2025-03-02"]
