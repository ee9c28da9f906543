"""Every storm of `make soak` small, on both databases; and that a storm sees what is broken."""

from __future__ import annotations

import pytest
from django.db import connection

from gongkai.office.cases.models import Application, Fact
from gongkai.office.records.models import Number
from soak.ground import Outcome, judge
from soak.storms import FULL, STORMS
from tests.office.cases.office import Office

SMALL = {"kills": 12, "numbers": 8, "winner": 2, "submits": 3, "locks": 1, "full": 3}
SEED = 20251124


def test_every_storm_has_its_size() -> None:
    """None is left out of the full run or of this one."""
    assert STORMS.keys() == FULL.keys() == SMALL.keys()


@pytest.mark.parametrize("name", STORMS)
def test_the_promises_hold(committed: dict[str, str], name: str) -> None:
    """Nothing is lost, doubled or torn."""
    outcome = STORMS[name](Office(), SMALL[name], SEED)
    assert outcome.broken == []
    assert outcome.figures


def test_damage_is_seen(committed: dict[str, str]) -> None:
    """A lost case, an assigned state, a fact that is gone and a number that is gone are each named."""
    office = Office()
    kept, moved, bare = office.register("2025-09-01"), office.register("2025-09-01"), office.register("2025-09-01")
    acked = [[str(kept.pk), "1"], [str(moved.pk), "2"], ["00000000-0000-0000-0000-000000000001", "1"]]
    Application.objects.filter(pk=moved.pk).update(state="closed")
    Fact.objects.filter(application=bare).first().delete()  # type: ignore[union-attr]
    Number.objects.filter(about=f"case:{kept.pk}").delete()
    outcome = Outcome()
    judge(acked, outcome)
    said = "\n".join(outcome.broken)
    assert "acknowledged and lost: 00000000" in said
    assert f"acknowledged and lost: {moved.pk} 2" in said
    assert f"{moved.number}: closed, but its audit leads to open" in said
    assert f"{bare.number}: 1 facts for 2 steps" in said
    assert "numbers with a gap" in said
    connection.close()
