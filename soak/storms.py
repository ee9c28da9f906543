"""The storms by name; each takes the office and how hard to blow, and tells what it came to."""

from __future__ import annotations

import os
import random
import resource
import secrets
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from time import monotonic, perf_counter
from uuid import UUID

from django.db import OperationalError, connection, transaction

from gongkai.office.cases.models import Application
from gongkai.office.records.actions import issue, store
from gongkai.office.records.disk import DiskFull
from gongkai.office.records.models import Post
from gongkai.office.records.queries import broken_series, damaged
from soak.ground import DAY, Acknowledged, Outcome, act, forked, judge, storm, together
from tests.office.cases.office import Office, day, noon


def kills(office: Office, size: int, seed: int) -> Outcome:
    """TRUST 1.1: six processes at work, `size` of them killed; nothing acknowledged is lost or doubled."""
    acked, outcome = Acknowledged(), Outcome({"kills": size})

    def work(number: int) -> None:
        rng = random.Random(number)
        while True:
            act(office, rng, acked)

    storm(work, workers=6, kills=size, rng=random.Random(seed))
    judge(acked.take(), outcome)
    return outcome


def numbers(office: Office, size: int, seed: int) -> Outcome:
    """TRUST 1.11: six processes draw numbers, a third of them rolled back, `size` killed: from 1 without a gap."""
    acked, outcome, series = Acknowledged(), Outcome({"kills": size}), f"{office.agency.code}-soak"

    def work(number: int) -> None:
        rng = random.Random(number)
        while True:
            with transaction.atomic():
                value = issue(series, about=f"soak:{number}", at=noon(day(DAY))).value
                if undone := rng.random() < 0.3:
                    transaction.set_rollback(True)
            if not undone:
                acked.note(value)

    storm(work, workers=6, kills=size, rng=random.Random(seed))
    values = [int(words[0]) for words in acked.take()]
    outcome.figures["numbers"] = len(values)
    outcome.require(broken_series() == [], f"gaps in {broken_series()}")
    outcome.require(len(values) == len(set(values)), "one number was given to two")
    return outcome


def winner(office: Office, size: int, _seed: int) -> Outcome:
    """TRUST 1.9: `size` rounds of twenty who take the same step at once: one wins, nineteen are told."""
    outcome, seen = Outcome({"rounds": size}), Counter[str]()
    for _ in range(size):
        application = office.register(DAY, key=f"soak-{secrets.token_hex(12)}")

        def step(_number: int, pk: UUID = application.pk) -> str:
            found = Application.objects.get(pk=pk)
            found.version = 1
            office.take(found, "assign", DAY, assignee=office.officer)
            return "won"

        said = Counter(str(one) for one in together(step, 20))
        seen += said
        outcome.require(said == {"won": 1, "Conflict": 19}, f"a round came to {dict(said)}")
    outcome.figures |= dict(seen)
    judge([], outcome)
    return outcome


def submits(office: Office, size: int, seed: int) -> Outcome:
    """TRUST 1.12: `size` rounds of twelve posts with one key, some killed before they commit: exactly one case."""
    outcome, rng = Outcome({"rounds": size}), random.Random(seed)
    for _ in range(size):
        key = f"soak-{secrets.token_hex(12)}"
        dying = frozenset(number for number in range(12) if rng.random() < 0.2)

        def post(number: int, key: str = key, dying: frozenset[int] = dying) -> str:
            if number not in dying:
                return office.submit(DAY, key=key)[0].number
            with transaction.atomic():
                office.submit(DAY, key=key)
                os._exit(9)

        before = Application.objects.count()
        said = together(post, 12)
        there = {one for one in said if one is not None}
        made = Application.objects.count() - before
        outcome.require(made == (len(dying) < 12), f"{made} cases of one key")
        outcome.require(len(there) <= 1, f"one key was answered with {sorted(there)}")
        outcome.require(Post.objects.filter(key=key).count() == made, "the key is not there once")
    judge([], outcome)
    return outcome


def locks(office: Office, size: int, _seed: int) -> Outcome:
    """TRUST 1.6: sixteen writers for `size` seconds: none is told that the database is locked; waits are figures."""
    acked, outcome = Acknowledged(), Outcome({"seconds": size})
    mine = [office.register(DAY, key=f"soak-{secrets.token_hex(12)}").pk for _ in range(16)]
    until = monotonic() + size

    def work(number: int) -> None:
        application = Application.objects.get(pk=mine[number])
        while monotonic() < until:
            begun = perf_counter()
            try:
                office.take(application, "assign", DAY, assignee=office.officer)
            except Exception as error:  # noqa: BLE001 any error at all breaks the promise
                acked.note("error", type(error).__name__)
                return
            acked.note("waited", perf_counter() - begun)

    for process in [forked(lambda number=number: work(number)) for number in range(16)]:  # type: ignore[misc]
        process.join(size + 60)
    lines = acked.take()
    waits = sorted(float(word) for kind, word in lines if kind == "waited")
    errors = [word for kind, word in lines if kind == "error"]
    outcome.require(errors == [], f"writers were refused: {Counter(errors)}")
    outcome.require(bool(waits), "nobody got through")
    if waits:
        p99 = waits[int(len(waits) * 0.99)] * 1000
        outcome.figures |= {"steps": len(waits), "p99 ms": round(p99, 1), "longest ms": round(waits[-1] * 1000, 1)}
    judge([], outcome)
    return outcome


def full(office: Office, size: int, seed: int) -> Outcome:
    """TRUST 1.5: at `size` levels no file may grow further: the step is refused, nothing acknowledged is lost, and the
    same process goes on when there is room again. On PostgreSQL the server's disk is not ours to fill: only stored files.
    """
    acked, outcome, rng = Acknowledged(), Outcome({"levels": size}), random.Random(seed)

    def work(number: int) -> None:
        drawn = random.Random(number)
        connection.ensure_connection()
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096 * drawn.randrange(1, 150), resource.RLIM_INFINITY))
        refused = ""
        for _ in range(60):
            try:
                act(office, drawn, acked)
                store(BytesIO(drawn.randbytes(4096 * drawn.randrange(1, 150))), name="扫描件", by="", at=noon(day(DAY)))
            except (OperationalError, DiskFull) as error:
                refused = type(error).__name__
                break
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        acked.note("refused", refused or "never")
        office.submit(DAY, key=f"soak-{secrets.token_hex(12)}")
        acked.note("went", "on")

    for _ in range(size):
        forked(lambda: work(rng.getrandbits(32))).join(120)
    lines = acked.take()
    outcome.require(lines.count(["went", "on"]) == size, f"{lines.count(['went', 'on'])} of {size} went on")
    outcome.figures |= Counter(f"refused by {words[1]}" for words in lines if words[0] == "refused")
    judge([words for words in lines if words[0] not in {"refused", "went"}], outcome)
    lost = [file.sha256 for file, *_ in damaged()]
    outcome.require(lost == [], f"stored files damaged: {lost}")
    return outcome


STORMS: dict[str, Callable[[Office, int, int], Outcome]] = {
    one.__name__: one for one in (kills, numbers, winner, submits, locks, full)
}
FULL = {"kills": 1000, "numbers": 300, "winner": 500, "submits": 500, "locks": 60, "full": 50}
"""How hard each storm blows under `make soak`."""
