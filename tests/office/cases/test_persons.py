"""What is accepted as an identity number and a name, and how both are kept and masked (TRUST 4, rows 37 to 40)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from gongkai.errors import UsageError
from gongkai.office.cases.models import Category, IdentityKind, Party, PartyRole
from gongkai.office.cases.persons import SEALED, column, identity_of, in_full, masked
from tests.databases.engines import Engine
from tests.office.cases.office import WANG, Office, day

TODAY = day("2025-03-03")


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("11010519491231002X", "11010519491231002X"),
        (" １１０１０５ 19491231 002ｘ ", "11010519491231002X"),
        ("110105491231002", "110105491231002"),
        ("", ""),
    ],
)
def test_a_card_is_normalised(number: str, kept: str) -> None:
    """Full width, spaces and a small x are what people type; the oldest cards have fifteen figures."""
    assert identity_of(IdentityKind.ID_CARD, number, today=TODAY) == kept


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("110105194912310021", "校验位"),
        ("1101051949123100", "18位"),
        ("110105194913310021", "不存在"),
        ("110105491331002", "不存在"),
        ("11010520300101001X", "还没有到"),
        ("ABCDEFGHIJKLMNOPQR", "18位"),
    ],
)
def test_a_wrong_card_is_named(number: str, word: str) -> None:
    """Check digit, length and birthday each have their message."""
    with pytest.raises(UsageError, match=word):
        identity_of(IdentityKind.ID_CARD, number, today=TODAY)


def test_other_documents_are_kept_as_given() -> None:
    """No rule of ours is held against a passport."""
    assert identity_of(IdentityKind.PASSPORT, "e1234567", today=TODAY) == "E1234567"


@pytest.mark.parametrize(
    "name", ["阿依夏·买买提", "𠮷", "王" * 100, "<script>alert(1)</script>", "=cmd|'/c calc'!A1", "{{7*7}}"]
)
def test_any_name_is_kept_and_found(db: Engine, name: str) -> None:
    """One character or a hundred, rare ones, and what an attacker would write: literally, sealed, and found by itself."""
    office = Office()
    party = office.register("2025-03-03", persons=(replace(WANG, name=name),)).submission.parties.get()
    assert in_full(party, "name") == name
    assert masked(party, "name") == name[0] + "*" * max(1, len(name) - 1)
    assert Party.objects.get(column("name").equals(name)) == party


def test_an_organisation_is_not_masked(db: Engine) -> None:
    """Its name is no personal information; short numbers are hidden whole."""
    office = Office()
    persons = (replace(WANG, name="云台建设有限公司", category=Category.BUSINESS, phone="12345", email="a@qinglan.cn"),)
    party = office.register("2025-03-03", persons=persons).submission.parties.get()
    assert [masked(party, name) for name in ("name", "phone", "email")] == [
        "云台建设有限公司",
        "*****",
        "a****@qinglan.cn",
    ]


def test_an_agent_is_a_person(db: Engine) -> None:
    """Whatever category their row bears: the name of whoever acts for a company is masked, the company's is not."""
    persons = tuple(
        replace(WANG, name=name, category=Category.BUSINESS, role=role)
        for name, role in (("云台建设有限公司", PartyRole.APPLICANT), ("张三丰", PartyRole.AGENT))
    )
    parties = Office().register("2025-03-03", persons=persons).submission.parties.order_by("pk")
    assert {masked(one, "name") for one in parties} == {"云台建设有限公司", "张**"}


def test_no_personal_data_lies_open(db: Engine) -> None:
    """What names or finds a person is nowhere in the row, nor in the audit, nor among the posts (TRUST 1.27)."""
    office = Office()
    case = office.register("2025-03-03")
    secrets = [getattr(WANG, name) for name in SEALED if getattr(WANG, name)] + ["11010519491231002X"]
    tables = ["cases_party", "cases_application", "cases_fact", "audit_entry", "records_post", "records_number"]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 names of our own tables
            whole = b"\n".join(
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            )
            assert whole
            assert [one for one in secrets if one.encode() in whole] == [], table
    assert case.category == Category.NATURAL_PERSON


def test_a_joint_applicant_with_a_person_s_document_is_masked(db: Engine) -> None:
    """Whatever category an earlier version gave them: that of the first applicant, an organisation."""
    office = Office()
    firm = replace(WANG, name="云台建设有限公司", category=Category.BUSINESS, identity_kind=IdentityKind.CREDIT_CODE)
    joint = replace(WANG, category=Category.BUSINESS, role=PartyRole.JOINT)
    parties = office.register("2025-03-03", persons=(firm, joint)).submission.parties
    assert masked(parties.get(role="applicant"), "name") == "云台建设有限公司"
    assert masked(parties.get(role="joint"), "name") == "王**"
