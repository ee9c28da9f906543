"""What every storm stands on: an office with members, processes forked together, and one judgment at the end."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import secrets
import signal
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, connections

from gongkai import flow
from gongkai.audit import queries as audit
from gongkai.audit.models import Entry
from gongkai.errors import Conflict, UsageError
from gongkai.office.cases.models import Application, Fact
from gongkai.office.records.queries import broken_series
from gongkai.statute.procedure import AWAITING_CONFIRMATION, MOVES
from tests.office.cases.office import Office

DAY = "2025-09-01"
WAIT = 120
_fork = multiprocessing.get_context("fork")


@dataclass
class Outcome:
    """What a storm came to: figures to print, and every promise that did not hold."""

    figures: dict[str, float] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def require(self, holds: bool, said: str) -> None:
        """Note a promise that does not hold."""
        if not holds:
            self.broken.append(said)


class Acknowledged:
    """A file of lines that processes write when an action has returned: what they say must be true for good."""

    def __init__(self) -> None:
        number, name = tempfile.mkstemp(prefix="gongkai-acked-")
        os.close(number)
        self.path = Path(name)

    def note(self, *words: object) -> None:
        """Write one line at once, whoever else writes."""
        number = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        os.write(number, (" ".join(map(str, words)) + "\n").encode())
        os.close(number)

    def take(self) -> list[list[str]]:
        """Every line as its words; the file is gone then."""
        lines = [line.split() for line in self.path.read_text("utf-8").splitlines()]
        self.path.unlink()
        return lines


def forked(work: Callable[[], None]) -> Any:
    """A process forked from this one that runs `work` on connections of its own; begun."""
    connections.close_all()

    def run() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        work()

    process = _fork.Process(target=run, daemon=True)
    process.start()
    return process


def together(work: Callable[[int], Any], count: int) -> list[Any]:
    """What `work(0)` … `work(count - 1)` return as JSON, all begun at one moment; None for a process that died."""
    barrier = _fork.Barrier(count)
    with tempfile.TemporaryDirectory(prefix="gongkai-together-") as folder:

        def one(number: int) -> None:
            barrier.wait(WAIT)
            try:
                said = work(number)
            except (Conflict, UsageError) as error:
                said = type(error).__name__
            except Exception as error:  # noqa: BLE001 whatever else it was is what the storm looks for
                said = repr(error)
            Path(folder, str(number)).write_text(json.dumps(said), "utf-8")
            connections.close_all()

        processes = [forked(lambda number=number: one(number)) for number in range(count)]  # type: ignore[misc]
        for process in processes:
            process.join(WAIT)
        found = []
        for number in range(count):
            path = Path(folder, str(number))
            found.append(json.loads(path.read_text("utf-8")) if path.exists() else None)
    return found


def storm(work: Callable[[int], None], *, workers: int, kills: int, rng: random.Random) -> None:
    """Keep so many processes at `work(seed)`, and kill one of them every 20 to 200 ms, so many times in all."""
    from time import sleep

    at_work = [forked(lambda: work(rng.getrandbits(32))) for _ in range(workers)]
    for _ in range(kills):
        sleep(rng.uniform(0.02, 0.2))
        place = rng.randrange(workers)
        _kill(at_work[place])
        at_work[place] = forked(lambda: work(rng.getrandbits(32)))
    for process in at_work:
        _kill(process)


def _kill(process: Any) -> None:
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.join(WAIT)


def act(office: Office, rng: random.Random, acked: Acknowledged) -> None:
    """Do one thing that an officer does, drawn by lot, and note it when it is done; a refusal is noted as nothing."""
    known = list(Application.objects.values_list("pk", flat=True)[:200])
    if not known or rng.random() < 0.2:
        made = office.submit(DAY, rng.choice(("signed_mail", "online")), key=f"soak-{secrets.token_hex(12)}")
        for one in made:
            acked.note(one.pk, one.version)
        return
    application = Application.objects.get(pk=rng.choice(known))
    move = rng.choice(flow.lawful(MOVES, application.state))
    words = _words(office, rng).get(move.name)
    if words is None:
        return
    with suppress(Conflict, UsageError):
        office.take(application, move.name, DAY, **words)
        acked.note(application.pk, application.version)


def _words(office: Office, rng: random.Random) -> dict[str, dict[str, Any]]:
    """What an officer would fill in for each move that a storm takes."""
    return {
        "confirm": {"note": "电话确认"},
        "discard": {"reason": "三次电话无人接听"},
        "assign": {"assignee": office.officer},
        "ask_correction": {"note": "请写明年份", "until": "2025-09-20"},
        "receive_correction": {},
        "consult": {"party": f"第三方{rng.randrange(9)}", "joint": False},
        "extend": {"days": 10, "note": "材料多"},
        "decide": {"outcome": "granted", "document_number": "青水公〔2025〕1号"},
        "serve": {"way": "direct"},
        "withdraw": {"note": "书面撤回"},
        "archive": {},
        "reopen": {"note": "复议决定"},
    }


def judge(acked: list[list[str]], outcome: Outcome) -> None:
    """Hold the site to what was acknowledged: nothing lost, nothing doubled, state, facts, numbers and audit agree."""
    there = {one.pk: one for one in Application.objects.all()}
    kinds: dict[str, list[str]] = {}
    for about, kind in Entry.objects.filter(about__startswith="case:").order_by("seq").values_list("about", "kind"):
        kinds.setdefault(about, []).append(kind)
    for pk, version in acked:
        one = there.get(UUID(pk))
        outcome.require(one is not None and one.version >= int(version), f"acknowledged and lost: {pk} {version}")
    facts = Counter(Fact.objects.values_list("application", flat=True))
    for one in there.values():
        state, expected = replayed(kinds.get(f"case:{one.pk}", []), one)
        steps = len(kinds.get(f"case:{one.pk}", [])) - 1
        outcome.require(one.version == 1 + steps, f"{one.number}: version {one.version} after {steps} steps")
        outcome.require(one.state == state, f"{one.number}: {one.state}, but its audit leads to {state}")
        outcome.require(facts[one.pk] == expected, f"{one.number}: {facts[one.pk]} facts for {expected} steps with one")
    outcome.require(broken_series() == [], f"numbers with a gap: {broken_series()}")
    verdict = audit.verify()
    outcome.require(verdict.is_whole, f"audit broken at {verdict.seq}: {verdict.reason_en}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            outcome.require(cursor.fetchone() == ("ok",), "integrity_check")
    outcome.figures |= {"cases": len(there), "acknowledged": len(acked), "audit entries": verdict.count}


def replayed(kinds: list[str], application: Application) -> tuple[str, int]:
    """The state to which the audit's entries lead from registration, and how many of the steps record a fact."""
    received = application.channel != "online"
    state = AWAITING_CONFIRMATION
    state = flow.find(MOVES, "confirm", state).leads_to(state) if received else state
    facts = 2 if received else 1
    for kind in kinds[1:]:
        move = flow.find(MOVES, kind.removeprefix("case_"), state)
        state, facts = move.leads_to(state), facts + bool(move.fact)
    return state, facts
