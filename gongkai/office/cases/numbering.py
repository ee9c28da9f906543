"""The series of numbers of an agency: registration numbers and document numbers, each from 1 in a calendar year."""

from __future__ import annotations

from gongkai.office.people.models import Agency

REGISTRATION, DOCUMENT = "登记", "文号"


def series(agency: Agency, kind: str, year: int) -> str:
    """The name of a series: of an agency, a kind and the calendar year of the act (DECISIONS 23)."""
    return f"{agency.code}-{year}-{kind}"


def document_number(agency: Agency, *, number: int, year: int, kind: str = "") -> str:
    """A document number by the pattern of the agency (DOMAIN 3.3); `kind` is what a letter adds for its kind."""
    return agency.number_pattern.format(code=agency.code, year=year, number=number, kind=kind)
