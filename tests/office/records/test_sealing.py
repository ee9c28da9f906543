"""Personal data at rest: bound to its place, found by equality, sealed anew under another key (TRUST 1.27)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models

from gongkai.audit import queries as audit
from gongkai.office.records import fields, sealing
from gongkai.office.records.fields import SealedField
from gongkai.office.records.sealing import Tampered, blind, seal, unseal
from gongkai.site.keys import KeyFile
from tests.databases.engines import Engine

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
PHONE = "13800001234"
ROW = uuid.UUID(int=7)


@cache
def person() -> Any:
    """A model with a sealed column that can be searched, and one that cannot."""

    class Person(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        phone = SealedField(index="phone_index")
        phone_index = models.BinaryField(db_index=True)
        address = SealedField()

        class Meta:
            app_label = "tests"

        def __str__(self) -> str:
            return str(self.id)

    return Person


@pytest.fixture
def keys(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeyFile:
    """A key file of the test's own."""

    monkeypatch.setattr(settings, "KEYS", KeyFile(tmp_path / "keys"))
    settings.KEYS.create()
    return settings.KEYS


@pytest.fixture
def table(committed: dict[str, str], keys: KeyFile) -> Iterator[Any]:
    """The model with its table."""
    with connection.schema_editor() as editor:
        editor.create_model(person())
    return person()


def add(model: Any, phone: str, address: str = "青岚市甲路1号") -> Any:
    """Write one row."""
    row = model()
    model._meta.get_field("phone").write(row, phone)
    model._meta.get_field("address").write(row, address)
    row.save()
    return row


def phones(model: Any) -> list[str]:
    """Every phone, as it reads."""
    return sorted(model._meta.get_field("phone").read(row) for row in model.objects.all())


def test_a_sealed_value_opens_in_its_place_only(keys: KeyFile) -> None:
    """Another column, another row, any changed byte and a cut end are refused; the same text seals differently."""

    value = seal(PHONE, place="person.phone", row=ROW)
    assert unseal(value, place="person.phone", row=ROW) == PHONE
    assert seal(PHONE, place="person.phone", row=ROW) != value
    assert PHONE.encode() not in value
    wrong = [(value, "person.fax", ROW), (value, "person.phone", uuid.UUID(int=8))]
    wrong += [(value[:n] + bytes([value[n] ^ 1]) + value[n + 1 :], "person.phone", ROW) for n in range(len(value))]
    wrong += [(value[:n], "person.phone", ROW) for n in range(len(value))]
    for spoilt, place, row in wrong:
        with pytest.raises(Tampered):
            unseal(spoilt, place=place, row=row)


def test_blind_indexes_are_equal_for_the_same_text(keys: KeyFile) -> None:
    """Width, case and white space do not count, the column does, and nothing of the text is in it."""

    same = {blind(text, place="p.id") for text in ("37020019900101123x", "３７０２００ 19900101 123X\n")}
    assert len(same) == 1
    assert same != {blind("37020019900101123x", place="p.phone")}
    assert len(same.pop()) == 18


def test_rows_hold_no_plain_text_and_are_found(table: Any, engine: Engine) -> None:
    """The database holds bytes only, the row is found by its phone, an empty text stays empty."""
    row, empty = add(table, PHONE), add(table, "", "")
    field = table._meta.get_field("phone")
    assert table.objects.get(field.equals(" 138 0000 1234")) == row
    assert field.read(empty) == ""
    assert bytes(table.objects.get(pk=empty.pk).phone_index) == b""
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index, address FROM tests_person")
        raw = b"".join(bytes(cell) for line in cursor.fetchall() for cell in line)
    assert PHONE.encode() not in raw
    assert "青岚".encode() not in raw
    if engine.name == "sqlite":
        stored = b"".join(path.read_bytes() for path in Path(connection.settings_dict["NAME"]).parent.iterdir())
        assert PHONE.encode() not in stored


def test_a_value_moved_to_another_row_does_not_open(table: Any) -> None:
    """Two rows whose values are swapped in the database are both refused."""

    one, two = add(table, PHONE), add(table, "13900005678")
    table.objects.filter(pk=one.pk).update(phone=two.phone)
    with pytest.raises(Tampered, match=r"tests_person\.phone"):
        table._meta.get_field("phone").read(table.objects.get(pk=one.pk))


def test_rotation_goes_on_where_it_broke(table: Any, keys: KeyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are found under either key, a run that breaks keeps its batches, the next one does the rest and no more."""

    numbers = [f"1380000{count:04}" for count in range(25)]
    for phone in numbers:
        add(table, phone)
    assert keys.add() == 2
    field = table._meta.get_field("phone")
    assert table.objects.filter(field.equals(numbers[3])).count() == 1
    monkeypatch.setattr(fields, "BATCH", 10)
    renewed = []

    def break_after_twelve(model: Any, column: Any, row: Any) -> int:
        if len(renewed) == 12:
            raise KeyboardInterrupt
        renewed.append(row.pk)
        return renew(model, column, row)

    renew = fields._renew
    with monkeypatch.context() as broken:
        broken.setattr(fields, "_renew", break_after_twelve)
        with pytest.raises(KeyboardInterrupt):
            fields.reseal(table, "phone", by="", at=AT)
    assert sum(sealing.key_number(row.phone) == 2 for row in table.objects.all()) == 10
    assert phones(table) == numbers
    assert fields.reseal(table, "phone", by="", at=AT) == 15
    assert fields.reseal(table, "phone", by="", at=AT) == 0
    assert {sealing.key_number(row.phone) for row in table.objects.all()} == {2}
    assert {sealing.key_number(row.phone_index) for row in table.objects.all()} == {2}
    assert table.objects.filter(field.equals(numbers[3])).count() == 1
    assert phones(table) == numbers
    told = [audit.told(entry, "en") for entry in audit.history("key:2")]
    assert told == [f"sealed {n} values of tests_person.phone anew with key 2" for n in (10, 10, 5)]


def test_rotation_leaves_what_another_wrote(table: Any, keys: KeyFile) -> None:
    """A row that was changed after it was read keeps what the other wrote."""

    row = add(table, PHONE)
    keys.add()
    field = table._meta.get_field("phone")
    table.objects.filter(pk=row.pk).update(**field.sealed(row, "13900005678"))
    assert fields._renew(table, field, row) == 0
    assert phones(table) == ["13900005678"]
