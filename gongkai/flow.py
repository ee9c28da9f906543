"""A procedure as a table: moves between states, found by name and state, and drawn as a diagram."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One lawful step: an imperative `name`, the states it may be taken in, the state it leads to ('' for the same).

    `fact` is the kind of dated fact that the move records ('' for none), `label` what an officer calls it, `basis` the
    article that allows it.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: str
    label_en: str
    fact: str = ""
    basis: str = ""

    def leads_to(self, state: str) -> str:
        """The state after the move is taken in `state`."""
        return self.target or state


class UnlawfulMove(LookupError):
    """A move that the procedure does not know or does not allow in this state."""


def find(moves: Iterable[Move], name: str, state: str) -> Move:
    """The move of this name in this state; UnlawfulMove when the table has none."""
    for move in moves:
        if move.name == name and state in move.sources:
            return move
    raise UnlawfulMove(f"{name} in {state}")


def lawful(moves: Iterable[Move], state: str) -> tuple[Move, ...]:
    """The moves that may be taken in a state, in the order of the table."""
    return tuple(move for move in moves if state in move.sources)


def diagram(moves: Iterable[Move]) -> str:
    """The procedure as the text of a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    for move in moves:
        lines += [f"    {source} --> {move.leads_to(source)} : {move.name} {move.label}" for source in move.sources]
    return "\n".join(lines) + "\n"
