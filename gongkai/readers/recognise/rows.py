"""Which line is which row of the form: labels matched, then the best chain of rows in printed order.

Exact labels first; what is left is compared by edit distance, alone and joined with the lines below it, because
labels are wrapped over lines. Nothing but order, labels and the heads above a row decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.readers.document import too_many
from gongkai.readers.recognise.edits import similarity
from gongkai.readers.recognise.lines import LONGEST_LABEL, Line, Piece
from gongkai.report.form import EDITIONS, Form, Label, Row, form, split_ordinal, squeeze, without_notes

_CLOSE = 0.66
_VERY_CLOSE = 0.75
_JOINED = 4
_PIECES = 24
_WORDY = 6
_WORDIEST = 60
_WINDOW = 160
_GAP = 0.01
_LONGEST_GAP = 0.4
_MOST = 0.6
_MOST_FOUND = 5000
"""Lines that may be a row of one table. A report has some forty; among more no chain of rows could be trusted."""


@dataclass(frozen=True, slots=True)
class Match:
    """Lines `first` to `last` are the row: its label pieces, and the pieces to the right of them."""

    first: int
    last: int
    order: int
    row: Row
    score: float
    label: tuple[Piece, ...]
    values: tuple[Piece, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class _Known:
    order: int
    row: Row
    wordings: tuple[tuple[str, str], ...]
    full: tuple[str, ...]
    groups: tuple[str, ...]


@cache
def table_rows(edition: str, key: str) -> tuple[Row, ...]:
    """The rows of a table that may stand in a report of this edition: 三（六） in either division (DECISIONS 4)."""
    rows = list(form(edition).table(key).rows)
    for other in EDITIONS:
        theirs = form(other).table(key).rows
        for at, row in enumerate(theirs):
            if key == "t3" and all(row.key != known.key for known in rows):
                before = theirs[at - 1].key
                place = next((n for n, known in enumerate(rows) if known.key == before), len(rows) - 1)
                rows.insert(place + 1, row)
    return tuple(rows)


@cache
def _known(edition: str, key: str) -> tuple[_Known, ...]:
    return tuple(
        _Known(
            order,
            row,
            tuple(split_ordinal(without_notes(squeeze(word))) for word in row.wordings),
            tuple(squeeze(word) for word in row.wordings),
            tuple(split_ordinal(squeeze(head))[1] for head in row.group),
        )
        for order, row in enumerate(table_rows(edition, key))
    )


@cache
def _exact(edition: str, key: str) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for known in _known(edition, key):
        for ordinal, body in known.wordings:
            for word in {ordinal + body, body}:
                found.setdefault(word, []).append(known.order)
    return {word: tuple(orders) for word, orders in found.items()}


@lru_cache(maxsize=8192)
def likeness(key: str, label: Label) -> float:
    """How like a squeezed text is to a label, 0 to 1, ordinals apart; what is not very close is 0 or below."""
    return _likest(key, _wordings(label), _VERY_CLOSE)


@cache
def _wordings(label: Label) -> tuple[tuple[tuple[str, str], str], ...]:
    return tuple((split_ordinal(without_notes(squeeze(word))), squeeze(word)) for word in label.wordings)


def _likest(key: str, wordings: Iterable[tuple[tuple[str, str], str]], least: float) -> float:
    """How like a squeezed text is to the likest of several wordings; the rest are left where one is met exactly."""
    best = 0.0
    size, whole = len(_body(key)[1]), len(key)
    for wording, full in wordings:
        other, full_size = len(wording[1]), len(full)
        if size * least <= other <= size / least or whole * least <= full_size <= whole / least:
            best = max(best, _likeness(key, wording, full, least))
            if best == 1.0:
                break
    return best


def _likeness(key: str, wording: tuple[str, str], full: str, least: float) -> float:
    ordinal, body = _body(key)
    wanted, words = wording
    if body == words:
        return 1.0 if _digit(ordinal) == _digit(wanted) else 0.95 if not ordinal or not wanted else 0.7
    if len(words) < 4 or not body:
        return 0.0
    near = similarity(body, words, least)
    if len(full) > len(words) + len(wanted):
        near = max(near, similarity(key, full, least))
    if ordinal and wanted and _digit(ordinal) != _digit(wanted):
        near -= 0.2
    return near * 0.97


@lru_cache(maxsize=4096)
def _body(key: str) -> tuple[str, str]:
    return split_ordinal(without_notes(key))


@lru_cache(maxsize=256)
def _digit(ordinal: str) -> str:
    return ordinal.strip("()、.．第部分")


def runs(pieces: Sequence[Piece]) -> Iterable[tuple[int, int, str]]:
    """Runs of label pieces that may be a row's own label, words after it left out: (from, to, joined key)."""
    return _runs([piece.key for piece in pieces], alone=True)


def _runs(pieces: Sequence[str], alone: bool) -> Iterable[tuple[int, int, str]]:
    """Runs of squeezed label pieces, shortest first.

    In a line that stands `alone` words may follow the label; over several lines the run reaches the end.
    """
    for end in range(len(pieces), 0 if alone else len(pieces) - 1, -1):
        joined = ""
        for start in range(end - 1, max(-1, end - _PIECES), -1):
            joined = pieces[start] + joined
            if len(joined) > LONGEST_LABEL:
                break
            yield start, end, joined


def _candidates(edition: str, key: str, lines: Sequence[Line], fuzzy: bool) -> Iterable[Match]:
    labels = [piece for line in lines for piece in line.parts[0]]
    if not labels or len(labels) > _PIECES:
        return
    carrier = next((line for line in lines if line.filled), None) or next((one for one in lines if one.carries), None)
    words_only = carrier is None and not fuzzy and lines[0].grid >= 0
    if carrier is None and not words_only:
        return
    keys = tuple(piece.key for piece in labels)
    guess = _guesses if max(map(len, keys)) <= LONGEST_LABEL else _guesses.__wrapped__
    for start, end, order, alike in guess(edition, key, keys, len(lines) == 1, fuzzy):
        one = _known(edition, key)[order]
        if carrier is None:
            if end == len(keys) or any(is_label(edition, late) for late in keys[end:]):
                continue
            yield Match(
                lines[0].at, lines[0].at, order, one.row, alike, tuple(labels[start:end]), tuple(labels[end:]), lines[0]
            )
            continue
        if carrier is not lines[0] and _begins_another(carrier, one):
            continue
        yield Match(
            lines[0].at,
            lines[-1].at,
            order,
            one.row,
            alike - 0.02 * (len(lines) - 1),
            tuple(labels[start:end]),
            (*labels[end:], *carrier.parts[1]),
            carrier,
        )


@lru_cache(maxsize=4096)
def _guesses(
    edition: str, key: str, labels: tuple[str, ...], alone: bool, fuzzy: bool
) -> tuple[tuple[int, int, int, float], ...]:
    """What row the squeezed label pieces may be: (from, to, order, score). They come again in the next report."""
    known = _known(edition, key)
    found = []
    for start, end, joined in _runs(labels, alone):
        orders = orders_of(edition, key, joined)
        if not orders and not fuzzy:
            continue
        late = labels[end:]
        if any(len(piece) > (_WORDIEST if orders else _WORDY) for piece in late):
            continue
        found += [
            (start, end, order, alike + _context(labels[:start], known[order]) - min(0.08, 0.05 * len(late)))
            for order, alike in _near(edition, key, joined, orders)
        ]
    return tuple(found)


def _begins_another(carrier: Line, one: _Known) -> bool:
    """Whether a line below the first begins with an ordinal that is not the row's: a label of its own."""
    own = carrier.parts[0]
    ordinal = _digit(_body(own[-1].key)[0]) if own else ""
    return bool(ordinal) and all(ordinal != _digit(wanted) for wanted, _ in one.wordings)


@cache
def _letters(edition: str, key: str) -> frozenset[str]:
    """Every letter in the labels of a table: a text with few of them is like none of the labels."""
    return frozenset("".join(word for one in _known(edition, key) for word in one.full))


@lru_cache(maxsize=8192)
def _near(edition: str, key: str, joined: str, orders: tuple[int, ...] = ()) -> tuple[tuple[int, float], ...]:
    """The rows of a table that a label is close to, with how close: of `orders` alone where there are some."""
    known, letters = _known(edition, key), _letters(edition, key)
    if not any(sum(map(letters.__contains__, text)) >= _CLOSE * len(text) for text in (joined, _body(joined)[1])):
        return ()
    scored = (
        (one.order, _likest(joined, zip(one.wordings, one.full, strict=True), _CLOSE))
        for one in (known if not orders else [known[order] for order in sorted(orders)])
    )
    return tuple((order, alike) for order, alike in scored if alike >= _CLOSE)


def _context(before: Sequence[str], one: _Known) -> float:
    score = 0.0
    for piece in before:
        score += 0.02 if _body(piece)[1] in one.groups else -0.08
    return score


def match_rows(edition: str, key: str, lines: Sequence[Line], headings: frozenset[int] = frozenset()) -> list[Match]:
    """The rows of one table among all lines of a document, in printed order; each line at most once.

    No label goes on over a line of `headings`, where a section begins, or over one that is another label.
    """
    found: list[Match] = []
    sure: set[int] = set()
    for line in lines:
        if line.parts[0]:
            matches = list(_candidates(edition, key, (line,), fuzzy=False))
            found += matches
            if any(match.score > 0.9 for match in matches):
                sure.add(line.at)
    for at, line in enumerate(lines):
        labels = line.parts[0]
        if line.at in sure or not labels or len(line.key) > LONGEST_LABEL:
            continue
        if len(found) > _MOST_FOUND:
            raise too_many("像表格行名的地方", "places like the labels of a table", len(found), _MOST_FOUND)
        for count in range(1, _JOINED + 1):
            group = lines[at : at + count]
            if count > 1 and (group[-1].at in sure or sum(line.filled for line in group) > 1 or _long(group[-1])):
                break
            if count > 1 and (not headings.isdisjoint(group[-1].used) or _other_label(edition, group[-1])):
                break
            if len(group) == count:
                found += _candidates(edition, key, group, fuzzy=True)
    return _chain(found)


def _other_label(edition: str, line: Line) -> bool:
    """Whether a line is headed by a whole label of the form, longer than what a wrapped label leaves on a line."""
    return any(len(piece.key) > _WORDY and is_label(edition, piece.key) for piece in line.parts[0])


def _long(line: Line) -> bool:
    return len(line.pieces) == 1 and len(line.pieces[0].key) > LONGEST_LABEL // 2


def _chain(found: list[Match]) -> list[Match]:
    """The heaviest chain of matches that goes down the lines and down the form at once."""
    found = sorted(found, key=lambda match: (match.last, match.order))
    lasts, orders = [match.last for match in found], [match.order for match in found]
    best: list[float] = []
    back: list[int] = []
    for at, match in enumerate(found):
        weight, source = match.score, -1
        for earlier in range(max(0, at - _WINDOW), bisect_left(lasts, match.first, 0, at)):
            if orders[earlier] < match.order:
                gap = min(_LONGEST_GAP, _GAP * (match.first - lasts[earlier] - 1))
                if best[earlier] + match.score - gap > weight:
                    weight, source = best[earlier] + match.score - gap, earlier
        best.append(weight)
        back.append(source)
    chain: list[Match] = []
    at = max(range(len(best)), key=lambda n: (best[n], -n), default=-1)
    while at >= 0:
        chain.append(found[at])
        at = back[at]
    return chain[::-1]


def second_start(edition: str, key: str, lines: Sequence[Line]) -> tuple[int, int] | None:
    """Where a table begins and begins again: the lines with its first row, most of its rows between them."""
    exact, seen = _exact(edition, key), dict[int, int]()
    for n, line in enumerate(lines):
        labels = line.parts[0]
        if not labels or not line.filled:
            continue
        for order in exact.get(without_notes(labels[-1].key), ()):
            if order == 0 and len(seen) > _MOST * len(table_rows(edition, key)):
                return min(seen.values()), n
            seen.setdefault(order, n)
    return None


def orders_of(edition: str, key: str, label: str) -> tuple[int, ...]:
    """The rows of a table, by their order, whose label a squeezed text is, ordinals and notes apart."""
    exact, bare = _exact(edition, key), without_notes(label)
    return exact.get(bare) or exact.get(split_ordinal(bare)[1]) or ()


def is_label(edition: str, key: str) -> bool:
    """Whether a squeezed text is, ordinal and notes apart, a label of a row, column, block or group of the form."""
    return _body(key)[1] in _every_label(edition)


@cache
def _every_label(edition: str) -> frozenset[str]:
    tables = form(edition).tables
    blocks = [block for table in tables for block in table.blocks]
    labels = [label for block in blocks for label in (*block.rows, *block.columns)]
    words = {word for label in labels for word in (*label.wordings, *label.group)} | {block.title for block in blocks}
    return frozenset(_body(squeeze(word))[1] for word in words if word)


def is_row(edition: str, key: str) -> bool:
    """Whether a squeezed text is the label of a row of any table, or close to one."""
    return any(_near(edition, table.key, key) for table in form(edition).tables)


def labels_among(lines: Sequence[Line]) -> int:
    """How many different labels of table 3's rows stand among the lines, word for word but for their ordinals."""
    here = {_body(piece.key)[1] for line in lines for piece in line.pieces if piece.is_label}
    return len({one.row.key for edition in EDITIONS for one in _known(edition, "t3") if one.wordings[0][1] in here})


def edition_of(lines: Sequence[Line], year: int | None) -> str:
    """The edition whose table-2 heads stand in the file; else by the shape of 三（六）; else by the year."""
    keys = {without_notes(piece.key) for line in lines for piece in line.pieces if 0 < len(piece.key) <= LONGEST_LABEL}
    votes = {edition: len(keys & _telling(edition)) for edition in EDITIONS}
    best = max(EDITIONS, key=lambda edition: votes[edition])
    if votes[best] and list(votes.values()).count(votes[best]) == 1:
        return best
    divided = [split_ordinal(without_notes(squeeze(row.text)))[1] for row in _only("2021", "t3")][:2]
    bodies = {split_ordinal(key)[1] for key in keys}
    if any(label in bodies for label in divided):
        return "2021"
    return "2019" if year is not None and year <= (form("2019").last_year or 0) else "2021"


def _only(edition: str, key: str) -> list[Row]:
    others = {row.key for other in EDITIONS if other != edition for row in form(other).table(key).rows}
    return [row for row in form(edition).table(key).rows if row.key not in others]


@cache
def _telling(edition: str) -> frozenset[str]:
    """Heads and rows of table 2 that stand in this edition only."""

    def words(one: Form) -> set[str]:
        table = one.table("t2")
        labels = [label for block in table.blocks for label in (*block.columns, *block.rows)]
        return {without_notes(squeeze(word)) for label in labels for word in label.wordings}

    others = set().union(*(words(form(other)) for other in EDITIONS if other != edition))
    return frozenset(words(form(edition)) - others)
