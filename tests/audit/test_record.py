"""Recording on both databases: in the transaction, in one line, without personal data, and for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.audit import queries, triggers
from gongkai.audit.actions import ClockWentBack, NoTransaction, personal_digest, record
from gongkai.audit.chain import Anchor
from gongkai.audit.models import Entry
from tests.databases.engines import Engine
from tests.databases.race import race

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
NAME = "王小明身份证.pdf"


def store(number: int, at: datetime = AT) -> None:
    """Record one stored file."""

    with transaction.atomic():
        record("file_stored", about=f"file:{number}", at=at, actor="member:1", sha256="ab", size=number, name=NAME)


def store_and_fail(number: int) -> None:
    """Record one stored file in a transaction that then breaks."""
    with transaction.atomic():
        store(number)
        raise ZeroDivisionError


def store_ten(number: int) -> None:
    """Record ten files, each in its own transaction."""
    for count in range(10):
        store(number * 10 + count)


def test_entries_follow_each_other(db: Engine) -> None:
    """Three entries make a whole chain whose head is an anchor, and each is told as a sentence in two languages."""

    assert queries.head() is None
    for number in (1, 2, 2):
        store(number)
    head = queries.head()
    assert isinstance(head, Anchor)
    assert head.seq == 3
    verdict = queries.verify([head])
    assert verdict.is_whole
    assert verdict.count == 3
    told = [queries.told(entry) for entry in queries.history("file:2")]
    assert told == ["存入文件，2 字节，SHA-256 为 ab"] * 2
    assert queries.told(queries.history("file:1")[0], "en") == "stored a file of 1 bytes, SHA-256 ab"


def test_personal_words_are_digests(db: Engine) -> None:
    """The file's name is nowhere in the table, the same name has the same digest, another word another."""

    store(1)
    body = Entry.objects.get(seq=1).body
    assert "王" not in body
    assert personal_digest("name", NAME) in body
    assert len({personal_digest("name", NAME), personal_digest("name", "x"), personal_digest("sha256", NAME)}) == 3


def test_what_is_rolled_back_was_not_recorded(db: Engine) -> None:
    """The entry goes with the change it tells, and the next one follows the last that stayed."""

    store(1)
    with pytest.raises(ZeroDivisionError):
        store_and_fail(2)
    store(3)
    assert [link.about for link in queries.links()] == ["file:1", "file:3"]
    assert queries.verify().is_whole


def test_a_wrong_call_records_nothing(db: Engine) -> None:
    """Words that are not the kind's, a kind that is none, a clock that went back more than five minutes."""

    store(1)
    with pytest.raises(ValueError, match="file_stored"):
        record("file_stored", about="file:1", at=AT, sha256="ab")
    with pytest.raises(KeyError):
        record("nothing", about="file:1", at=AT)
    with pytest.raises(ClockWentBack, match=r"2024-03-01 15:54.*2024-03-01 16:00"):
        store(2, AT - timedelta(minutes=6))
    store(3, AT - timedelta(minutes=4))
    assert Entry.objects.count() == 2


def test_outside_a_transaction_nothing_is_recorded(committed: dict[str, str]) -> None:
    """An action that forgot its transaction is a mistake that shows at once."""

    with pytest.raises(NoTransaction):
        record("number_voided", about="number:1", at=AT, series="s", number=1, reason="r")


@pytest.mark.parametrize(
    "word", ["UPDATE audit_entry SET actor = ''", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_database_refuses_changes(db: Engine, word: str) -> None:
    """Triggers stop whoever has the site's own connection; SQLite knows no TRUNCATE and empties by DELETE."""

    store(1)
    line = word if connection.vendor == "postgresql" else word.replace("TRUNCATE", "DELETE FROM")
    refused = pytest.raises(IntegrityError, match=triggers.REFUSAL)
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(line)
    assert queries.verify().count == 1


def test_one_who_lifts_the_triggers_is_found(db: Engine) -> None:
    """With the triggers gone an entry is changed; the check names it."""

    for number in range(1, 6):
        store(number)
    with connection.cursor() as cursor:
        for line in triggers.LIFTING[connection.vendor]:
            cursor.execute(line)
        cursor.execute("UPDATE audit_entry SET about = 'file:9' WHERE seq = 4")
    assert queries.verify().seq == 4


def test_processes_stand_in_one_line(committed: dict[str, str]) -> None:
    """Four processes record at once: forty entries without a gap, one chain."""

    race(store_ten, 4)
    verdict = queries.verify()
    assert verdict.is_whole, verdict
    assert verdict.count == 40
