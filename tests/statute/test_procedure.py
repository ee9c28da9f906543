"""The procedure as a table: every state is reached and left, every fact has a move, moves are found by state."""

from __future__ import annotations

import pytest

from gongkai.flow import UnlawfulMove, diagram, find, lawful
from gongkai.statute.deadlines import Fact
from gongkai.statute.procedure import ARCHIVED, AWAITING_CONFIRMATION, CLOSED, MOVES, OPEN, STATES


def test_every_state_is_reached_and_has_a_way_out() -> None:
    """From the first state all others are reached; each has a move that leads on."""
    reached, fresh = set(), {AWAITING_CONFIRMATION}
    while fresh:
        state = fresh.pop()
        reached.add(state)
        fresh |= {move.leads_to(state) for move in lawful(MOVES, state)} - reached
    assert reached == set(STATES)
    assert all(any(move.leads_to(state) != state for move in lawful(MOVES, state)) for state in STATES)


def test_moves_name_known_states_and_facts_and_are_unique() -> None:
    """No move leads to or from a state that is not in the table; a name stands once a state."""
    for move in MOVES:
        assert set(move.sources) <= set(STATES)
        assert move.target in {"", *STATES}
        assert move.fact in {"", *Fact}
        assert move.basis
    pairs = [(move.name, state) for move in MOVES for state in move.sources]
    assert len(pairs) == len(set(pairs))


def test_every_fact_but_the_submission_is_recorded_by_a_move() -> None:
    """A fact that no step records could never be in a case."""
    assert {move.fact for move in MOVES} - {""} == set(Fact) - {Fact.SUBMITTED}


def test_moves_are_found_by_name_and_state() -> None:
    """A lawful move is given back, any other raises."""
    assert find(MOVES, "serve", "awaiting_service").target == CLOSED
    assert find(MOVES, "extend", OPEN).leads_to(OPEN) == OPEN
    for name, state in (("serve", OPEN), ("extend", ARCHIVED), ("fly", OPEN)):
        with pytest.raises(UnlawfulMove, match=name):
            find(MOVES, name, state)


def test_the_diagram_shows_every_step() -> None:
    """One line a source state of each move."""
    text = diagram(MOVES)
    assert text.count("-->") == sum(len(move.sources) for move in MOVES)
    assert text.startswith("stateDiagram-v2\n")
