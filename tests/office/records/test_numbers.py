"""Numbers without a gap and posts done once, also when processes race and transactions break (TRUST 1.11, 1.12)."""

from __future__ import annotations

import contextlib
import random
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.audit import queries as audit
from gongkai.audit.actions import NoTransaction
from gongkai.errors import Conflict, UsageError
from gongkai.office.records.actions import issue, once, void
from gongkai.office.records.models import Counter, Number, Post
from gongkai.office.records.queries import broken_series, void_numbers
from tests.databases.engines import Engine
from tests.databases.race import race

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
SERIES = "QL-2024-受理"
KEY = "0123456789abcdef"
PROCESSES, ROUNDS = 6, 20


class Broken(Exception):
    """What breaks a transaction."""


def issue_some(number: int) -> int:
    """Twenty transactions that issue a number, about a third of which break; how many did not."""

    dice = random.Random(number)  # noqa: S311 a test is repeatable
    kept = 0
    for count in range(ROUNDS):
        try:
            with transaction.atomic():
                issue(SERIES, about=f"case:{number}-{count}", at=AT)
                if dice.random() < 0.3:
                    raise Broken
            kept += 1
        except Broken:
            continue
    return kept


def test_racing_processes_leave_no_gap(committed: dict[str, str]) -> None:
    """Six processes, a third of their transactions rolled back: exactly 1 to n, each once."""

    kept = race(issue_some, PROCESSES)
    assert 0 < sum(kept) < PROCESSES * ROUNDS
    assert list(Number.objects.order_by("value").values_list("value", flat=True)) == list(range(1, sum(kept) + 1))
    assert broken_series() == []


def test_each_series_counts_for_itself(db: Engine) -> None:
    """Two series begin at 1; a number that vanished by force is seen."""

    values = [issue(series, about="case:1", at=AT).value for series in ("甲", "乙", "甲", "甲")]
    assert values == [1, 1, 2, 3]
    assert broken_series() == []
    issue("乙", about="case:1", at=AT).delete()
    assert broken_series() == ["乙"]


def test_a_number_needs_a_transaction(committed: dict[str, str]) -> None:
    """Without one a number could be lost; nothing is issued."""

    with pytest.raises(NoTransaction):
        issue(SERIES, about="case:1", at=AT)
    assert not Counter.objects.exists()


def test_a_void_number_stays_and_is_told(db: Engine) -> None:
    """Voided once, with a reason, told in the audit, listed, and the next number is the next."""

    first = issue(SERIES, about="case:1", at=AT)
    with pytest.raises(UsageError, match="原因"):
        void(first, reason="  ", by="member:1", at=AT)
    void(first, reason="文稿撤回", by="member:1", at=AT)
    with pytest.raises(Conflict, match="已经作废"):
        void(first, reason="文稿撤回", by="member:2", at=AT)
    assert issue(SERIES, about="case:2", at=AT).value == 2
    assert [number.void_reason for number in void_numbers(SERIES)] == ["文稿撤回"]
    assert [audit.told(entry) for entry in audit.history(f"number:{first.pk}")] == [
        f"作废号码 {SERIES} 第 1 号：文稿撤回"
    ]
    assert broken_series() == []


def test_the_database_holds_the_constraints(db: Engine) -> None:
    """The same number twice, and a void without a reason, are refused by the table itself."""

    Number.objects.create(series=SERIES, value=1, about="case:1", issued_at=AT)
    for wrong in ({"value": 1}, {"value": 2, "voided_at": AT}, {"value": 2, "void_reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Number.objects.create(**{"series": SERIES, "about": "case:2", "issued_at": AT, **wrong})


def number_it() -> str:
    """The work of a post: a number, as its receipt."""

    return str(issue(SERIES, about="case:1", at=AT))


def break_down() -> str:
    """The work of a post that breaks after it numbered something."""
    number_it()
    raise Broken


def post_it(number: int) -> tuple[str, bool]:
    """The same post from one of several processes, the first tries of some of which break."""

    if number % 4 == 0:
        with contextlib.suppress(Broken):
            once("apply", KEY, fingerprint="a", at=AT, work=break_down)
    return once("apply", KEY, fingerprint="a", at=AT, work=number_it)


def test_the_same_post_from_many_is_done_once(committed: dict[str, str]) -> None:
    """Twelve at once, three of which break first: one number, one receipt, told to all."""

    told = race(post_it, 12)
    assert {receipt for receipt, _ in told} == {f"{SERIES} 1"}
    assert [again for _, again in told].count(False) == 1
    assert Number.objects.count() == Post.objects.count() == 1


def test_a_key_is_bound_to_its_content(db: Engine) -> None:
    """Another content under the same key is a conflict, another scope is another post."""

    assert once("apply", KEY, fingerprint="a", at=AT, work=number_it) == (f"{SERIES} 1", False)
    assert once("apply", KEY, fingerprint="a", at=AT, work=break_down) == (f"{SERIES} 1", True)
    with pytest.raises(Conflict, match="幂等键已用于不同内容"):
        once("apply", KEY, fingerprint="b", at=AT, work=number_it)
    assert once("other", KEY, fingerprint="b", at=AT, work=number_it) == (f"{SERIES} 2", False)


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "0123456789abcde ", "0123456789abcdef\n", "０" * 16])
def test_a_key_that_is_none_is_refused(db: Engine, key: str) -> None:
    """Too short to be unguessable, too long, or with signs that no key of ours has."""

    with pytest.raises(UsageError, match="幂等键"):
        once("apply", key, fingerprint="a", at=AT, work=number_it)
