"""What a part is a part of: a class, an outcome or a way of appeal is that of a cell only when its base is the cell's.

`年底未办结的7件（自然人5件、企业2件）` divides what was not concluded, `纠正7件（直接起诉4件）` what was corrected: neither 5
nor 4 is a number of table 3 or 4, whatever the words right before them say.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gongkai.report.narrative.claims import Claim

_APPLICANTS = frozenset(
    ("natural_person", "organisation", "business", "legal_service", "research", "other_organisation")
)
_INTAKE = frozenset(("received", "handled", "applications", "received_and_carried", "concluded"))
_WITH_CARRIED = frozenset(("handled", "received_and_carried"))
_OUTCOMES = frozenset(
    ("granted", "granted_or_partial", "partial", "denied", "unavailable", "not_held", "unprocessed", "other")
)
_WAYS = frozenset(("litigation_direct", "litigation_after"))
_SUITS = frozenset(("litigation", "appeals"))
_TOTALS = frozenset(("reconsideration", "reconsideration_received", "litigation", "appeals"))
_PERIOD = re.compile(r"季度|[上下]半年|\d月|[月旬]份?(?:底|末)?[^，；。]{0,4}$")
_COMING_IN = re.compile("收到|受理|新收|接收|收件")
_ROW = re.compile(r"t3\.(?:granted|partial|denied|un|other)")
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
    if _kind(claim) == "outcomes" and (_REST.search(_clause(text, claim)) or _COMING_IN.search(claim.words)):
        return True
    if claim.subject in _TOTALS and _FINISHED.search(claim.words):
        return True
    whole = _whole(text, made, claim)
    if claim.subject == "received" and (whole is not None or _OF_NEW_ONES.search(claim.words)):
        return whole is None or (whole.subject not in _WITH_CARRIED and not whole.scope)
    base = _base(made, claim)
    if base is not None and (base.subject not in _bases(claim) or _PERIOD.search(base.words)):
        return True
    if whole is None or whole.value < claim.value:
        return False
    if claim.subject in _APPLICANTS:
        return whole.subject not in _INTAKE
    if claim.subject in _WAYS:
        return whole.subject not in _SUITS
    return claim.subject in _OUTCOMES and whole.subject not in _INTAKE | _OUTCOMES


def _bases(claim: Claim) -> frozenset[str]:
    """The subjects that a class, an outcome or a way of appeal of the tables divides."""
    if claim.subject in _WAYS:
        return _SUITS
    return _INTAKE


def _base(made: tuple[Claim, ...], claim: Claim) -> Claim | None:
    """The nearest figure before a class, an outcome or a way that is none itself; None for other claims."""
    if _kind(claim) is None:
        return None
    before = [one for one in made if one.end <= claim.start and one.kind == "count" and not one.change]
    others = [one for one in before if _kind(one) != _kind(claim) and not one.subject.startswith("carried")]
    near = others[-1] if others else None
    return near if near is not None and near.unit == claim.unit else None


def _kind(claim: Claim) -> str | None:
    if claim.subject in _APPLICANTS:
        return "applicants"
    if claim.subject in _WAYS:
        return "ways"
    return "outcomes" if claim.subject in _OUTCOMES or (claim.cells and _ROW.match(claim.cells[0])) else None


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
