"""What a document says: the facts of its case, what was typed, composed by the law of a day, as value and as paper."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import cast

from gongkai.office.cases.letters.models import Letter
from gongkai.office.cases.models import Application, Category
from gongkai.office.cases.persons import in_full
from gongkai.office.people.models import Agency
from gongkai.office.records.fields import SealedField
from gongkai.statute import letters as law
from gongkai.statute.letters import Composed, Value
from gongkai.writers.letter import Head, letter
from gongkai.writers.paper.page import Paper

ADDRESSEE = "addressee"
"""The field that documents to somebody other than the applicant ask for besides their own."""


def typed(one: Letter) -> dict[str, str]:
    """The texts that were typed into a document, by field."""
    text = _sealed().read(one)
    return json.loads(text) if text else {}


def write(one: Letter, values: Mapping[str, str]) -> None:
    """Seal what was typed into a document that is then saved."""
    _sealed().write(one, json.dumps(dict(sorted(values.items())), ensure_ascii=False))


def asks(kind: str, outcome: str) -> tuple[law.Field, ...]:
    """The fields of a document, the addressee first where it is not the applicant."""
    known = law.letters()[kind]
    other = known.layout == "letter" and known.to != "applicant"
    first = (law.Field(ADDRESSEE, "致（单位或者姓名）"),) if other else ()
    return (*first, *known.asks(outcome))


def composed(one: Letter, *, on: date) -> Composed:
    """The document as the law of a day composes it from the case as it now is."""
    values = _values(one)
    said = {field.name: values.get(field.name, "") for field in asks(one.kind, one.outcome)}
    known = _known(one) | ({ADDRESSEE: said.pop(ADDRESSEE)} if ADDRESSEE in said else {})
    return law.compose(one.kind, on=on, known=known, filled=said, outcome=one.outcome)


def paper(one: Letter, made: Composed, *, number: str = "", on: date | None = None) -> Paper:
    """The document as a paper; without number and day it says that it is a draft."""
    return letter(made, Head(one.agency.name, addressee(one), number, on))


def digest(one: Letter, made: Composed) -> str:
    """The SHA-256 of a document's words, to which signatures are bound: whom it is to, every line and every row."""
    words = [made.letter.key, one.outcome, addressee(one), [line.text for line in made.lines]]
    rows = [[field.name, text] for field, text in made.rows]
    return hashlib.sha256(json.dumps([words, rows], ensure_ascii=False).encode()).hexdigest()


def addressee(one: Letter) -> str:
    """Whom a document is to: applicants by name, or who was typed; '' for a form."""
    known = law.letters()[one.kind]
    if known.layout == "form":
        return ""
    return _names(one.application) if known.to == "applicant" else typed(one).get(ADDRESSEE, "")


def _values(one: Letter) -> dict[str, Value]:
    """What was typed, days and numbers as such."""
    said: dict[str, Value] = dict(typed(one))
    for field in asks(one.kind, one.outcome):
        text = said.get(field.name)
        if field.kind == "date" and text:
            said[field.name] = date.fromisoformat(str(text))
    return said


def _known(one: Letter) -> dict[str, Value]:
    application, agency = one.application, one.agency
    several = [application, *one.also.order_by("number")]
    return {
        "agency": agency.name,
        "addressee": addressee(one),
        "you": "您" if application.category == Category.NATURAL_PERSON else "贵单位",
        "case": "、".join(case.number for case in several),
        "subject": "；".join(case.subject for case in several),
        "submitted": application.submission.submitted_on,
        "received": cast(Value, application.received_on or ""),
        "organs": organs(agency),
        "court": agency.court,
    }


def organs(agency: Agency) -> str:
    """The organs of reconsideration as a letter names them; a dispatched body may have two (《行政复议法》第二十七条)."""
    return "或者".join(agency.organs.order_by("code").values_list("name", flat=True))


def _names(application: Application) -> str:
    parties = application.submission.parties.exclude(role="agent").order_by("role")
    return "、".join(in_full(one, "name") for one in parties)


def _sealed() -> SealedField:
    return Letter._meta.get_field("values")
