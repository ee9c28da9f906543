"""Random lawful lives: what is offered is accepted, and the copy that lists read is what the facts give."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.audit import queries as audit
from gongkai.office.cases import clock
from gongkai.office.cases.models import Application
from gongkai.office.cases.timeline import lawful, timeline
from gongkai.office.people.models import Member
from tests.databases.engines import Engine
from tests.office.cases.office import DOERS, Office, day, noon


class Undone(Exception):
    """What takes an example back."""


def words(name: str, case: Application, office: Office, dice: st.DataObject, on: Any) -> dict[str, Any]:
    """Lawful contents for a step."""
    asked = [fact.party for fact in case.facts.standing().filter(kind="consulted")]
    known = [fact.party for fact in case.facts.standing().filter(kind__in=("letter_received", "opinion_received"))]
    heard = [fact.party for fact in case.facts.standing().filter(kind="opinion_received")]
    later = on + timedelta(dice.draw(st.integers(1, 60)))
    return {
        "confirm": lambda: {"note": "电话"},
        "discard": lambda: {"reason": "无人接听"},
        "assign": lambda: {"assignee": office.officer},
        "ask_correction": lambda: {"note": "年份", "until": later},
        "consult": lambda: {"party": f"第{len(asked)}方", "joint": dice.draw(st.booleans())},
        "record_letter_received": lambda: {"party": next(one for one in asked if one not in known)},
        "receive_opinion": lambda: {"party": next(one for one in asked if one not in heard), "note": "同意"},
        "extend": lambda: {"days": dice.draw(st.integers(1, 20)), "note": "多", "consented_by": office.signer},
        "delay": lambda: {"note": "多", "until": later},
        "notice_fee": lambda: {"amount": 100},
        "decide": lambda: {"outcome": "granted", "document_number": "1号"},
        "lapse": lambda: {"document_number": "2号"},
        "take_back": lambda: {"reason": "文号写错"},
        "serve": lambda: {"way": "direct"},
        "withdraw": lambda: {"note": "书面"},
        "reopen": lambda: {"note": "判决"},
    }.get(name, dict)()


def live(office: Office, dice: st.DataObject) -> None:
    """One application and up to nine steps, each offered by the page and taken at once, on some later day."""
    on = day("2025-01-02") + timedelta(dice.draw(st.integers(0, 300)))
    case = office.register(str(on), dice.draw(st.sampled_from(("signed_mail", "online"))))
    for _ in range(dice.draw(st.integers(1, 9))):
        on += timedelta(dice.draw(st.integers(0, 15)))
        who: Member = dice.draw(st.sampled_from((office.officer, office.officer, office.signer)))
        offered = [move for move in lawful(case, who, today=on) if move.name != "withdraw" or dice.draw(st.booleans())]
        if not offered:
            continue
        move = dice.draw(st.sampled_from(offered))
        more = words(move.name, case, office, dice, on)
        if move.name not in {"assign", "discard", "archive", "take_back"}:
            more["happened_on"] = on
        DOERS[move.name](case, version=case.version, by=who, at=noon(on), **more)
        found = clock.account(case, today=on)
        assert (case.due, case.is_provisional, case.clock) == (found.due, found.provisional, found.state)
        assert case.state == move.leads_to(case.state)
    assert len(timeline(case)) >= case.facts.count()
    assert audit.verify().is_whole


def test_what_is_offered_is_accepted_and_the_copy_is_the_replay(db: Engine) -> None:
    """No step that a page offers is refused, whatever came before; and the stored deadline never lags.

    The lives do not depend on the engine: on PostgreSQL, where each costs twice as much, there are fewer of them.
    """
    office = Office()

    @settings(max_examples=30 if db.name == "sqlite" else 10, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def lives(dice: st.DataObject) -> None:
        try:
            with transaction.atomic():
                live(office, dice)
                raise Undone
        except Undone:
            pass

    lives()
