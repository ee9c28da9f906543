"""The catalogue of mistakes names every built rule, and says why where there is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

from gongkai.report.check import rules


def test_the_catalogue_is_in_step_with_the_rules(root: Path) -> None:
    """A01 to A50 are all there; each names exactly the rules that claim it, or a reason."""
    known = tomllib.loads((root / "gongkai/report/catalogue.toml").read_text("utf-8"))
    assert list(known) == [f"A{number:02d}" for number in range(1, 51)]
    for key, entry in known.items():
        claimed = [code for code, one in rules().items() if key in one.catalogue]
        if claimed:
            assert entry["rules"] == claimed, key
        else:
            assert entry["reason"], key
