"""Officers at work on a site: thirty who read what they open, and clients who wait for nothing."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote

from bench.site import ANSWERED, Answer, Caller, Server, today

THINKS = (3.0, 5.0)
"""Seconds between two pages of an officer: who reads a list, a case or a form takes at least that long."""
GRAND = "one step (its post)"


def pages(found: dict[str, Any]) -> dict[str, tuple[str, int]]:
    """What is asked for by its name, and how often of a hundred pages that an officer opens."""
    number = found["number"]
    return {
        "desk": ("/desk/", 15),
        "list, first page": ("/desk/cases", 25),
        "list, a far page": ("/desk/cases?page=999999", 1),
        "list, three filters": ("/desk/cases?state=closed&category=business&received_from=2024-01-01", 7),
        "search by number": (f"/desk/cases?q={number}", 10),
        "search by name (blind index)": (f"/desk/cases?q={quote(found['name'])}", 8),
        "search in subjects": (f"/desk/cases?q={quote('泵站2023年')}", 4),
        "case page": (f"/desk/cases/{number}", 20),
    }


@dataclass(slots=True)
class Times:
    """The times of some requests in milliseconds, and how many were not answered as they should be."""

    taken: list[float] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def add(self, answer: Answer) -> None:
        """Count an answer."""
        self.taken.append(answer.took)
        if answer.status not in ANSWERED:
            self.bad.append(f"{answer.status} {answer.text[:400]}")

    @property
    def middle(self) -> float:
        """Half took no longer."""
        return statistics.median(self.taken) if self.taken else 0.0

    @property
    def late(self) -> float:
        """Ninety-five of a hundred took no longer."""
        return statistics.quantiles(self.taken, n=20)[18] if len(self.taken) > 1 else sum(self.taken)


class Steps:
    """Steps to be taken: every other open application is extended once, and all are given to officers in turn."""

    def __init__(self, found: dict[str, Any]) -> None:
        self._found = found
        self._turn = count()
        self._lock = threading.Lock()

    def form(self, caller: Caller) -> tuple[str, Answer, dict[str, str]]:
        """The form of the next step, where it is posted, and what is typed into it."""
        with self._lock:
            turn = next(self._turn)
        live, keys = self._found["live"], self._found["keys"]
        number, extends = live[turn % len(live)], turn < len(live) and turn % 2 == 0
        path = f"/desk/cases/{number}/{'extend' if extends else 'assign'}"
        words = {"assignee": keys[turn % len(keys)], "unit": ""}
        if extends:
            words = {"happened_on": str(today()), "days": "5", "note": "材料较多", "consented_by": self._found["head"]}
        return path, caller.get(path), words


def at_once(clients: int, seconds: float, work: Callable[[int, float], None]) -> float:
    """Let so many clients work until the time that they are told; gives how many seconds it took."""
    begun = time.perf_counter()
    threads = [threading.Thread(target=work, args=(at, begun + seconds)) for at in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return time.perf_counter() - begun


def alone(server: Server, cookie: str, path: str, seconds: float) -> tuple[Times, float]:
    """One client asks for a page over and over: its times, and milliseconds of processor for each request."""
    caller, times = Caller(server.port, cookie), Times()
    for _ in range(8):
        caller.get(path)
    server.begin()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        times.add(caller.get(path))
    return times, server.used() / len(times.taken)


def together(server: Server, cookies: list[str], path: str, seconds: float) -> tuple[Times, float, float]:
    """Clients that wait for nothing: their times, requests a second, milliseconds of processor for each request."""
    times = Times()

    def client(at: int, until: float) -> None:
        caller = Caller(server.port, cookies[at])
        while time.perf_counter() < until:
            times.add(caller.get(path))

    server.begin()
    spent = at_once(len(cookies), seconds, client)
    return times, len(times.taken) / spent, server.used() / len(times.taken)


def storm(server: Server, cookies: list[str], steps: Steps, seconds: float) -> tuple[Times, float, float]:
    """Everybody takes one step after the other: the times of the posts, steps a second, processor for each step."""
    times = Times()

    def client(at: int, until: float) -> None:
        caller = Caller(server.port, cookies[at])
        while time.perf_counter() < until:
            path, form, words = steps.form(caller)
            times.add(caller.post(path, form, **words))

    server.begin()
    spent = at_once(len(cookies), seconds, client)
    return times, len(times.taken) / spent, server.used() / len(times.taken)


def working_day(
    server: Server, found: dict[str, Any], steps: Steps, seconds: float
) -> tuple[dict[str, Times], float, float]:
    """Thirty officers who think: the times by what they asked for, requests a second, share of the processors used."""
    asked = pages(found)
    named = {**{name: Times() for name in asked}, "form of a step": Times(), GRAND: Times()}
    names, shares = [*asked, GRAND], [*(share for _, share in asked.values()), 10]

    def officer(at: int, until: float) -> None:
        caller, chance = Caller(server.port, found["officers"][at]), random.Random(at)  # noqa: S311 what they open
        time.sleep(chance.uniform(0, THINKS[1]))
        while time.perf_counter() < until:
            (name,) = chance.choices(names, shares)
            if name == GRAND:
                path, form, words = steps.form(caller)
                named["form of a step"].add(form)
                time.sleep(chance.uniform(*THINKS))
                named[name].add(caller.post(path, form, **words))
            else:
                named[name].add(caller.get(asked[name][0]))
            time.sleep(chance.uniform(*THINKS))

    server.begin()
    spent = at_once(len(found["officers"]), seconds, officer)
    answered = sum(len(one.taken) for one in named.values())
    return named, answered / spent, server.used() / 1000 / spent
