"""Twenty officers at once: one wins, the others are told; a post repeated by twelve is registered once."""

from __future__ import annotations

from functools import partial

from gongkai.audit import queries as audit
from gongkai.errors import Conflict
from gongkai.office.cases import actions, intake
from gongkai.office.cases.intake import Intake
from gongkai.office.cases.models import Application, Delivery, Fact, Form, Submission
from gongkai.office.records.queries import broken_series
from tests.databases.race import race
from tests.office.cases.office import WANG, Office, day, noon

ON = day("2025-03-10")
SAME = Intake("signed_mail", day("2025-03-03"), "防洪预案", ("防洪预案", "防洪图"), (WANG,), Form.PAPER, Delivery.POST)


def extend(office: Office, case: Application, number: int) -> str:
    """One of many that extend the same case from the same page."""
    try:
        actions.extend(
            case,
            days=1 + number % 20,
            consented_by=office.signer,
            note="材料多",
            happened_on=ON,
            version=1,
            by=office.officer,
            at=noon(ON),
        )
    except Conflict as error:
        return error.message
    return ""


def test_one_of_twenty_wins(committed: dict[str, str]) -> None:
    """One extension, one entry, one version more; nineteen learn who was first (TRUST 1.9)."""
    office = Office()
    case = office.register("2025-03-03")
    told = race(partial(extend, office, case), 20)
    assert told.count("") == 1
    assert all("延长答复期限" in message for message in told if message)
    assert Fact.objects.filter(kind="extended").count() == 1
    assert Application.objects.get().version == 2
    assert audit.verify().is_whole


def post(office: Office, _number: int) -> tuple[list[str], bool]:
    """The same form, sent again and again."""
    found, again = intake.register(
        SAME, agency=office.agency, key="one-form-sent-often", by=office.registrar, at=noon(ON)
    )
    return [one.number for one in found], again


def test_a_form_sent_often_is_registered_once(committed: dict[str, str]) -> None:
    """Each of twelve gets the same two numbers, one of them is the first; no number is lost (TRUST 1.11, 1.12)."""
    office = Office()
    told = race(partial(post, office), 12)
    assert [numbers for numbers, _ in told] == [["2025-0001", "2025-0002"]] * 12
    assert [again for _, again in told].count(False) == 1
    assert (Submission.objects.count(), Application.objects.count()) == (1, 2)
    assert broken_series() == []
