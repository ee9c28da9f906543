"""Every rule: silent on its good example and on correct reports, and heard on its bad one."""

from __future__ import annotations

import pytest

from gongkai.report.check import Example, Rule, check, rules
from gongkai.report.example import build
from gongkai.report.language import SEVERITIES


@pytest.mark.parametrize("one", rules().values(), ids=list(rules()))
def test_good_passes_and_bad_is_found(one: Rule) -> None:
    """The rule finds nothing in its good example and, in its bad one, something as bad as it announces."""
    good, bad = one.good, one.bad
    before = build(good.last_year) if good.last_year else None
    assert one.code in check(build(good), last_year=before).passed
    before = build(bad.last_year) if bad.last_year else None
    found = [f for f in check(build(bad), last_year=before, only=[one.code]).findings if f.code == one.code]
    assert found
    assert min(list(SEVERITIES).index(f.severity) for f in found) == list(SEVERITIES).index(one.severity)
    for finding in found:
        assert all((finding.message, finding.message_en, finding.fix, finding.basis))
    if bad.cells:
        assert {address for address, _ in bad.cells} & {cell for f in found for cell in f.cells} or bad.last_year


@pytest.mark.parametrize(("edition", "year"), [("2019", 2019), ("2019", 2020), ("2021", 2021), ("2021", 2025)])
def test_a_correct_report_is_clean(edition: str, year: int) -> None:
    """Correct reports of both editions give nothing at all."""
    assert check(build(Example(edition, year))).findings == ()
