"""What a part is a part of: a class, an outcome or a way of appeal is that of a cell only when its base is the cell's.

`年底未办结的7件（自然人5件、企业2件）` divides what was not concluded, `纠正7件（直接起诉4件）` what was corrected: neither 5
nor 4 is a number of table 3 or 4, whatever the words right before them say.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gongkai.report.narrative.claims import Claim

_APPLICANTS = frozenset(("natural_person", "organisation", "business", "legal_service"))
_INTAKE = frozenset(("received", "handled", "applications", "received_and_carried", "concluded"))
_WITH_CARRIED = frozenset(("handled", "received_and_carried"))
_OUTCOMES = frozenset(("granted", "partial", "denied", "unavailable", "not_held", "unprocessed", "other"))
_WAYS = frozenset(("litigation_direct", "litigation_after"))
_SUITS = frozenset(("litigation", "appeals"))
_TOTALS = frozenset(("reconsideration", "reconsideration_received", "litigation", "appeals"))
_MARK = re.compile(r"其中|包括|包含|分别|：|(?<=[件宗起条])(?:申请|案件)?中(?!心|国|央)|[中里内]，|（")
_CLOSED = re.compile(r"（[^（）]*）")
_REST = re.compile(r"其余|余下|剩余|余|除|另|两[类者项]|此外|上述")
_FINISHED = re.compile(r"(?:审结|结案|判决|生效|裁[定判]|受理|开庭|撤诉|办结)[^，；。]{0,3}的$")
_OF_NEW_ONES = re.compile(r"(?:其中|另有?|其余|除|含)[^，；。]{0,6}(?:当年|本年)?(?:新收|收到|受理)[^，；。]{0,6}$")


def grounded(text: str, made: tuple[Claim, ...], borne: Callable[[Claim], bool]) -> tuple[Claim, ...]:
    """The claims of a sentence, those bare of their cells that may be parts of another whole than the cells hold.

    `borne` tells whether the cells of a claim make its figure.
    """
    return tuple(
        claim.bare if claim.cells and not claim.negated and _ungrounded(text, made, claim, borne) else claim
        for claim in made
    )


def _ungrounded(text: str, made: tuple[Claim, ...], claim: Claim, borne: Callable[[Claim], bool]) -> bool:
    """Whether a claim's figure may belong to another whole."""
    same = [one for one in made if one.cells and one.subject == claim.subject and one is not claim]
    if any(borne(one) for one in same) and not borne(claim):
        return True
    outcome = claim.subject in _OUTCOMES or claim.cells[0].startswith(
        ("t3.granted", "t3.partial", "t3.denied", "t3.un")
    )
    if outcome and _REST.search(_clause(text, claim)):
        return True
    if claim.subject in _TOTALS and _FINISHED.search(claim.words):
        return True
    whole = _whole(text, made, claim)
    if claim.subject == "received" and _OF_NEW_ONES.search(claim.words):
        return whole is None or whole.subject not in _WITH_CARRIED
    if whole is None or whole.value < claim.value:
        return False
    if claim.subject in _APPLICANTS:
        return whole.subject not in _INTAKE
    if claim.subject in _WAYS:
        return whole.subject not in _SUITS
    return claim.subject in _OUTCOMES and whole.subject not in _INTAKE | _OUTCOMES


def _clause(text: str, claim: Claim) -> str:
    """The words right before a figure, back to the last point or figure."""
    return re.split(r"[；（。：，、\d]", text[: claim.start])[-1]


def _whole(text: str, made: tuple[Claim, ...], claim: Claim) -> Claim | None:
    """The figure that the list of a claim divides; None where no words say that it divides one."""
    before = text[: claim.start]
    while _CLOSED.search(before):
        before = _CLOSED.sub(lambda hit: "○" * len(hit.group()), before)
    since = max(before.rfind("；"), before.rfind("。")) + 1
    marks = [hit.start() for hit in _MARK.finditer(before, since)]
    opened = before.rfind("（")
    at = opened if opened >= since else marks[-1] if marks else None
    if at is None:
        return None
    heads = [one for one in made if since <= one.start and one.end <= at + 1 and one.kind == "count" and not one.change]
    heads = [one for one in heads if "○" not in before[one.start : one.end]]
    return heads[-1] if heads and heads[-1].unit == claim.unit else None
