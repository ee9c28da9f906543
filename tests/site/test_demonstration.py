"""The demonstration: built by the real actions, the same each time, whole in its audit; only in its own mode."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.audit import queries as audit
from gongkai.errors import EnvironmentFault, UsageError
from gongkai.office.cases.models import Application
from gongkai.office.people.models import Member
from gongkai.office.records.models import Today
from gongkai.office.records.moment import now
from gongkai.office.records.queries import broken_series
from gongkai.site.demonstration import build, start
from gongkai.site.modes import MODES
from gongkai.statute.outcomes import OUTCOMES

REAL = datetime(2026, 11, 25, 3, tzinfo=UTC)
PART = 0.12


def told() -> list[tuple[str, str, str, str]]:
    """What the story is about, without keys and ids."""
    rows = Application.objects.order_by("agency__code", "number")
    return [(one.agency.code, one.number, one.state, one.outcome) for one in rows.select_related("agency")]


def test_the_story(committed: dict[str, str]) -> None:
    """Applications in many states, all numbers without a gap, one audit that is whole, nobody above the others."""
    days: list[int] = []
    build.build(part=PART, progress=lambda _day, done, all_: days.append(done) if done == all_ else None)
    assert days
    states = Counter(Application.objects.values_list("state", flat=True))
    assert states["archived"] > 15
    assert states.keys() >= {"archived", "open"}
    assert audit.verify().is_whole
    assert broken_series() == []
    assert Application.objects.filter(due__lt=build.LAST).exclude(state__in=("closed", "archived")).exists()
    roles = {one.account: {grant.role for grant in one.grants.all()} for one in Member.objects.all()}
    assert roles["guanli"] == {"administrator"}
    assert roles["shenji"] == {"auditor"}


def test_it_is_the_same_each_time(committed: dict[str, str], engine: object) -> None:
    """Two stories agree in every number, state and outcome, and every outcome of the form is planned for."""
    build.build(part=0.05)
    first = told()
    with engine.copied("second_story"):  # type: ignore[attr-defined]
        build.build(part=0.05)
        assert told() == first
    planned = [key for key, one in OUTCOMES.items() if build.CURRENT in one.rows]
    assert len(planned) == 21
    assert len(planned) - len(build.LAPSED) <= build.town.BUREAUS[0].share


def test_it_is_prepared_once(committed: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its own mode only; a second start adds nothing; a site that is none is left alone."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    with pytest.raises(UsageError, match="演示方式"):
        start.prepare(lambda *_: None, real=REAL)
    monkeypatch.setattr(settings, "MODE", MODES["demonstration"])
    monkeypatch.setattr(settings, "TODAY", None)
    with pytest.raises(EnvironmentFault, match="没有建完"):
        start.prepare(lambda *_: None, real=REAL)
    Today.objects.create(pk=1, days=(build.LAST - REAL.date()).days)
    assert not start.prepare(lambda *_: None, real=REAL)
    assert now(REAL).date() == build.LAST
    assert Application.objects.count() == 0
