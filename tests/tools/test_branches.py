"""The coverage gate counts the branches of a room's files and of no other."""

from __future__ import annotations

import branches


def summary(lines: int, statements: int, taken: int, total: int) -> dict[str, dict[str, int]]:
    """One file of a coverage report."""
    counts = {"covered_lines": lines, "num_statements": statements, "covered_branches": taken, "num_branches": total}
    return {"summary": counts}


MEASURED = {
    "gongkai/report/form.py": summary(9, 9, 3, 4),
    "gongkai/report/rules/sums.py": summary(8, 9, 2, 2),
    "gongkai/reporting.py": summary(0, 9, 0, 50),
    "gongkai/statute/articles.py": summary(7, 8, 0, 0),
}


def test_branches_are_added_up_by_room() -> None:
    """Two files of the room count, the file of a room with a longer name does not."""
    assert branches.taken(MEASURED, "gongkai/report") == (5, 6, "branches")


def test_a_room_without_branches_is_held_by_its_statements() -> None:
    """Tables have no branches; nothing measured is nothing held."""
    assert branches.taken(MEASURED, "gongkai/statute") == (7, 8, "statements")
    assert branches.taken(MEASURED, "gongkai/flow") == (0, 0, "statements")
