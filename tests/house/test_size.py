"""The size budget: functions p95 at most 40 lines and none above 80; files p95 at most 400 and none above 600."""

from __future__ import annotations

import pytest

from tests.house.tree import CODE, functions, modules, named


def percentile(sizes: list[int], share: float) -> int:
    """The size that `share` of all sizes do not pass, by nearest rank."""
    return sorted(sizes)[max(0, -(-int(len(sizes) * share * 100) // 100) - 1)]


def function_sizes() -> dict[str, int]:
    """The lines of each function of the tree, from its `def` to its last line."""
    return {
        f"{named(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in modules(*CODE)
        for node in functions(path)
    }


def file_sizes() -> dict[str, int]:
    """The lines of each Python file of the tree."""
    return {named(path): len(path.read_text("utf-8").splitlines()) for path in modules(*CODE)}


@pytest.mark.parametrize(
    ("sizes", "typical", "most"),
    [(function_sizes, 40, 80), (file_sizes, 400, 600)],
    ids=["functions", "files"],
)
def test_sizes_stay_in_budget(sizes: object, typical: int, most: int) -> None:
    """Nothing passes the upper bound, and nineteen of twenty stay within the usual one."""
    assert callable(sizes)
    measured = sizes()
    assert len(measured) > 10
    assert {name: size for name, size in measured.items() if size > most} == {}
    assert percentile(list(measured.values()), 0.95) <= typical


def test_percentile_is_the_nearest_rank() -> None:
    """Of twenty sizes the nineteenth is the 95th percentile; a single size is its own."""
    assert percentile(list(range(1, 21)), 0.95) == 19
    assert percentile([7], 0.95) == 7
