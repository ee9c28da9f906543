"""A race tells what each came to, and never waits for ever: who dies, fails or hangs fails the test."""

from __future__ import annotations

import os
import threading
from functools import partial

import pytest

from tests.databases import race


def fall(number: int) -> int:
    """One of them dies without a word."""
    return os._exit(3) if number == 1 else number


def hang(lock: threading.Lock, number: int) -> int:
    """One of them waits for a lock that a thread of the other process held at the fork."""
    if number == 1:
        lock.acquire()
    return number


def test_each_is_told_in_order(site: object) -> None:
    assert race.race(lambda number: number * number, 5) == [0, 1, 4, 9, 16]


def test_a_failure_is_raised_with_its_trace(site: object) -> None:
    with pytest.raises(ZeroDivisionError) as failed:
        race.race(lambda number: 1 // number, 3)
    assert any("test_race.py" in note for note in failed.value.__notes__)


def test_one_that_dies_is_named(site: object) -> None:
    with pytest.raises(AssertionError, match="died: 3"):
        race.race(fall, 3)


def test_one_that_hangs_shows_its_stacks(
    site: object, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(race, "WAIT", 2.0)
    lock = threading.Lock()
    lock.acquire()
    with pytest.raises(AssertionError, match="not done in 2 s"):
        race.race(partial(hang, lock), 3)
    assert "in hang" in capfd.readouterr().err
