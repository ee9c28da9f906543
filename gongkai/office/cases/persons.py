"""Parties: what is accepted as a name or an identity, how it is masked, and how it is shown in full."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar, cast

from django.db.models import TextChoices

from gongkai.audit.actions import record
from gongkai.errors import UsageError
from gongkai.office.cases.models import Category, IdentityKind, Party, PartyRole, Submission
from gongkai.office.cases.step import actor, permitted
from gongkai.office.people.models import Member
from gongkai.office.records.actions import remark
from gongkai.office.records.fields import SealedField

Choice = TypeVar("Choice", bound=TextChoices)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
"""The check digit of a resident identity card (GB 11643-1999)."""

OF_PERSONS = (IdentityKind.ID_CARD, IdentityKind.PASSPORT, IdentityKind.HK_MACAO, IdentityKind.TAIWAN)
"""Documents that only a natural person has."""

SEALED = {"name": "姓名或者名称", "identity": "证件号码", "phone": "电话", "address": "地址", "email": "电子邮箱"}
"""The sealed columns of a party and what they are called."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a form gives them."""

    name: str
    category: Category
    role: PartyRole = PartyRole.APPLICANT
    identity_kind: IdentityKind = IdentityKind.NONE
    identity: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""


def clean(text: str, label: str, most: int, *, lines: bool = False) -> str:
    """A text as it is kept: NFC, trimmed; UsageError for what no text holds, or more than `most` characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    for sign in text:
        kind = unicodedata.category(sign)
        if kind == "Cs" or (kind == "Cc" and not (lines and sign in "\n\t")):
            raise UsageError(f"{label}含有不能保存的字符 U+{ord(sign):04X}", f"U+{ord(sign):04X} cannot be kept")
    if len(text) > most:
        raise UsageError(f"{label}有{len(text)}字，最多{most}字", f"{len(text)} characters where {most} are allowed")
    return text


def required(text: str, label: str, most: int, *, lines: bool = False) -> str:
    """The same for a text that must not be empty."""
    if not (kept := clean(text, label, most, lines=lines)):
        raise UsageError(f"请填写{label}", f"{label} is missing")
    return kept


def chosen(choices: type[Choice], value: str, label: str) -> Choice:
    """A value of a list of choices; UsageError for any other."""
    try:
        return choices(value)
    except ValueError:
        raise UsageError(f"{label}没有“{value}”", f"{value} is none of the choices") from None


def identity_of(kind: IdentityKind, number: str, *, today: date) -> str:
    """The number of a document as it is kept: half width, upper case, no spaces; UsageError names what is wrong.

    A resident identity card has 18 signs with a check digit (GB 11643-1999), or 15 figures on the oldest; the numbers
    of other documents are kept as they are given.
    """
    plain = "".join(unicodedata.normalize("NFKC", clean(number, "证件号码", 60)).split()).upper()
    if kind is not IdentityKind.ID_CARD or not plain:
        return plain
    if re.fullmatch(r"\d{15}", plain, re.ASCII):
        born = "19" + plain[6:12]
    elif re.fullmatch(r"\d{17}[\dX]", plain, re.ASCII):
        born = plain[6:14]
        if CHECKS[sum(w * int(digit) for w, digit in zip(WEIGHTS, plain, strict=False)) % 11] != plain[17]:
            raise UsageError("身份证号码的校验位不对，请核对", "the check digit of the identity number is wrong")
    else:
        raise UsageError("身份证号码应为18位（或者旧证15位）", "an identity number has 18 signs, or 15 on old cards")
    try:
        birthday = date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        raise UsageError("身份证号码里的出生日期不存在", "the identity number names a day that is none") from None
    if birthday > today:
        raise UsageError("身份证号码里的出生日期还没有到", "the identity number names a birthday to come")
    return plain


def add_party(submission: Submission, person: Person, *, today: date) -> Party:
    """Write a party of a submission down, sealed; UsageError for what cannot be kept."""
    party = party_of(submission, person, today=today)
    party.save(force_insert=True)
    return party


def party_of(submission: Submission, person: Person, *, today: date) -> Party:
    """The same, sealed but not yet written."""
    kind = chosen(IdentityKind, person.identity_kind, "证件类型")
    party = Party(
        submission=submission,
        role=chosen(PartyRole, person.role, "身份"),
        category=chosen(Category, person.category, "申请人类型"),
        identity_kind=kind,
    )
    values = {
        "name": required(person.name, "姓名或者名称", 100),
        "identity": identity_of(kind, person.identity, today=today),
        "phone": clean(person.phone, "电话", 40),
        "address": clean(person.address, "地址", 200),
        "email": clean(person.email, "电子邮箱", 120),
    }
    for name, value in values.items():
        column(name).write(party, value)
    return party


def column(name: str) -> SealedField:
    """A sealed column of a party."""
    return cast("SealedField", Party._meta.get_field(name))


def in_full(party: Party, name: str) -> str:
    """What a sealed column of a party holds; pages show `masked` unless `reveal` was asked for."""
    return column(name).read(party)


def masked(party: Party, name: str) -> str:
    """What a list or a page shows of a sealed column: 李**, 138****1234, 35*************123.

    The name of an organisation that applies is whole. An agent's never is, as they act in person, nor that of a joint
    applicant with a person's document: those registered with earlier versions bear the category of the first applicant.
    """
    text = in_full(party, name)
    if name == "name":
        is_joint_person = party.role == PartyRole.JOINT and party.identity_kind in OF_PERSONS
        is_person = party.category == Category.NATURAL_PERSON or is_joint_person
        is_whole = not is_person and party.role != PartyRole.AGENT
        return text if is_whole else text[:1] + "*" * max(1, len(text) - 1)
    if name == "address":
        return text[:6] + "****" if text else ""
    if name == "email":
        before, at, after = text.partition("@")
        return f"{before[:1]}****{at}{after}" if text else ""
    head, tail = (3, 4) if name == "phone" else (2, 3)
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]


def reveal(party: Party, name: str, *, purpose: str, by: Member, at: datetime) -> str:
    """A sealed column in full, for a purpose that is kept with the audit's entry, sealed, as it may name somebody too
    (TRUST 1.28, 1.29); raises as `permitted` does."""
    with permitted("see_personal", party.submission.agency, by=by, at=at, what=f"party:{party.pk}"):
        why = required(purpose, "查看目的", 200)
        words = {"field": SEALED[name], "purpose": why}
        remark(record("case_revealed", about=f"party:{party.pk}", at=at, actor=actor(by), **words), why)
        return in_full(party, name)
