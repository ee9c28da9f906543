"""The coverage gate counts the branches of a room's files and of no other."""

from __future__ import annotations

import branches


def test_branches_are_added_up_by_room() -> None:
    """Two files of the room count, the file of a room with a longer name does not."""
    measured = {
        "gongkai/report/form.py": {"summary": {"covered_branches": 3, "num_branches": 4}},
        "gongkai/report/rules/sums.py": {"summary": {"covered_branches": 2, "num_branches": 2}},
        "gongkai/reporting.py": {"summary": {"covered_branches": 0, "num_branches": 50}},
    }
    assert branches.branches(measured, "gongkai/report") == (5, 6)
    assert branches.branches(measured, "gongkai/statute") == (0, 0)
