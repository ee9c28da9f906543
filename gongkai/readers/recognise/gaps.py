"""Rows whose labels were torn beyond recognition, found by where they stand.

Between two rows that were recognised the form says which rows are due. When exactly so many lines of figures stand
there, and the words around each hold the label that is due, each line is its row. One line too many or too few, or
other words, and nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongkai.readers.recognise.edits import held, similarity
from gongkai.readers.recognise.lines import LONGEST_LABEL, Line, Piece
from gongkai.readers.recognise.rows import Match, is_row, orders_of, runs, table_rows
from gongkai.report.form import EDITIONS, Row, form, split_ordinal, squeeze, without_notes

_ENOUGH = 0.6
_PLAIN = 0.8
_HELD = 0.95
_WORDS_TOO_MANY = 0.01
_BEYOND = 10
_NEAR = 2
_MOST_WORDS = 24


def fill_gaps(
    edition: str, key: str, matches: Sequence[Match], lines: Sequence[Line], headings: frozenset[int] = frozenset()
) -> list[Match]:
    """The matches with the rows added that were missed between, before and after them, in printed order.

    A match with words among its figures may be half of another row's label: it stands back where a row that is due
    takes its line.
    """
    firm = [match for match in matches if not any(piece.is_label for piece in match.values)]
    weak = {(match.order, match.line.at): match for match in matches if match not in firm}
    filled = [weak.pop((match.order, match.line.at), match) for match in _filled(edition, key, firm, lines, headings)]
    for match in weak.values():
        if all(_fits(match, other) for other in filled):
            filled.append(match)
    filled += _out_of_order(edition, key, filled, lines)
    return sorted(filled, key=lambda match: match.order)


def _out_of_order(edition: str, key: str, filled: Sequence[Match], lines: Sequence[Line]) -> Iterator[Match]:
    """Rows that stand among the others in another order, each known by its whole label, which no other row has."""
    if not filled:
        return
    first, last = min(match.first for match in filled) - _NEAR, max(match.last for match in filled) + _NEAR
    known, used = {match.order for match in filled}, {match.line.at for match in filled}
    for line in lines:
        labels, values = line.parts
        if not (first <= line.at <= last and line.at not in used and labels and line.filled):
            continue
        orders = orders_of(edition, key, labels[-1].key)
        if len(orders) == 1 and orders[0] not in known:
            known.add(orders[0])
            row = table_rows(edition, key)[orders[0]]
            yield Match(line.at, line.at, orders[0], row, 0.9, labels[-1:], values, line)


def _fits(match: Match, other: Match) -> bool:
    """Whether two matches can stand in one table: neither the same row nor the same line, and in printed order."""
    return (match.order < other.order and match.last < other.first) or (
        match.order > other.order and match.first > other.last
    )


def _filled(
    edition: str, key: str, matches: Sequence[Match], lines: Sequence[Line], headings: frozenset[int]
) -> list[Match]:
    if not matches:
        return []
    where = {line.at: n for n, line in enumerate(lines)}
    filled: list[Match] = []
    edges = [None, *matches, None]
    for above, below in pairwise(edges):
        first = where[above.last] + 1 if above else _edge(edition, lines, where[matches[0].first], headings, -1)
        last = where[below.first] if below else _edge(edition, lines, where[matches[-1].last], headings, 1)
        for way in _due(edition, key, above, below):
            found = _assigned(lines[first:last], way, edges=not (above and below))
            if found:
                filled += found
                break
        if below:
            filled.append(below)
    return filled


def _edge(edition: str, lines: Sequence[Line], at: int, headings: frozenset[int], step: int) -> int:
    """How far a table may reach beyond its outermost known row: to a heading, a sentence or another row's figures.

    The index of the first line that belongs to it (step -1), or the one after the last (step 1).
    """
    n = at + step
    while 0 <= n < len(lines) and abs(n - at) <= _BEYOND:
        line = lines[n]
        labels = line.parts[0]
        if not headings.isdisjoint(line.used) or len(line.key) > LONGEST_LABEL or "。" in line.key:
            break
        if line.filled and labels and is_row(edition, labels[-1].key):
            break
        n += step
    return n if step > 0 else n + 1


def _due(edition: str, key: str, above: Match | None, below: Match | None) -> Iterator[tuple[tuple[int, Row], ...]]:
    """The rows that may stand between two matches: those of this edition's form, or with the other's division."""
    every = tuple(enumerate(table_rows(edition, key)))
    between = [
        (order, row)
        for order, row in every
        if (above is None or order > above.order) and (below is None or order < below.order)
    ]
    for one in (edition, *(other for other in EDITIONS if other != edition)):
        theirs = {row.key for row in form(one).table(key).rows}
        way = tuple((order, row) for order, row in between if row.key in theirs)
        if way and (one == edition or key == "t3"):
            yield way


def _assigned(lines: Sequence[Line], due: tuple[tuple[int, Row], ...], *, edges: bool) -> list[Match]:
    """Each line of figures with the row that is due there, or nothing when numbers or words do not agree."""
    carriers = [n for n, line in enumerate(lines) if _carries(line)]
    if not carriers or (len(carriers) != len(due) and not edges):
        return []
    if edges:
        carriers = carriers[: len(due)] if len(due) <= len(carriers) else []
    found = []
    for n, (order, row) in zip(carriers, due, strict=False):
        earlier = [c for c in carriers if c < n]
        later = [c for c in carriers if c > n]
        start, end = (earlier[-1] + 1 if earlier else 0), (later[0] if later else len(lines))
        label, alike = _label([piece for line in lines[start:end] if _wordy(line) for piece in line.parts[0]], row)
        if alike < _ENOUGH:
            return []
        line = lines[n]
        score = 0.9 if alike >= _PLAIN else 0.7
        found.append(Match(line.at, line.at, order, row, score, label, line.parts[1], line))
    return found


def _label(words: Sequence[Piece], row: Row) -> tuple[tuple[Piece, ...], float]:
    """The run of words that is most like the row's label, and how much of the label it holds."""
    best: tuple[tuple[Piece, ...], float] = ((), 0.0)
    for wording in row.wordings:
        body = split_ordinal(without_notes(squeeze(wording)))[1]
        for start, end, joined in runs(words[:_MOST_WORDS]):
            bare = split_ordinal(without_notes(joined))[1]
            alike = max(
                similarity(bare, body),
                _HELD * held(body, bare) / len(body) - _WORDS_TOO_MANY * len(bare),
            )
            if alike > best[1]:
                best = tuple(words[start:end]), alike
    return best


def _carries(line: Line) -> bool:
    _, values = line.parts
    return any(piece.is_value for piece in values) and (len(line.pieces) > 1)


def _wordy(line: Line) -> bool:
    return all(len(piece.key) <= LONGEST_LABEL for piece in line.pieces)
