"""What a figure is about: the subject of `forms/prose.toml` that the words around it name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.report.form import Form
from gongkai.report.language import SEVERITIES
from gongkai.report.narrative.claims import Claim
from gongkai.report.narrative.figures import Figure
from gongkai.report.narrative.scope import THEMES, State
from gongkai.report.narrative.terms import Subject, results, subjects

_RANK = tuple(SEVERITIES)
CASES = "件条项份宗起个例"
_APPLICATIONS = CASES + "次人名位家"
_PART = re.compile("其中|含|包括")
APPEALS = frozenset(("reconsideration", "litigation"))
"""The two kinds of appeals, as the keys of their subjects begin."""

_NAMED_APPEAL = re.compile("复议|诉")
_TOGETHER = re.compile(r"(?:两项|两者|二者|两类)?(?:合计|共计?|总计)(?:为|有|是)?")


def about(claim: Claim, subject: Subject, carried: bool = False, seen: Sequence[str] = ()) -> Claim:
    """A claim about a subject; where its sentence speaks of `carried` ones, received may include them.

    What is carried is carried out where the sentence has already told what was concluded.
    """
    if subject.key == "carried" and "concluded" in seen and not _PART.search(claim.words):
        subject = replace(subject, cells=subject.also[0], also=())
    also = (*subject.also, subject.near[-1]) if carried and subject.key == "received" else subject.also
    return replace(
        claim,
        subject=subject.key,
        name=subject.name,
        name_en=subject.name_en,
        cells=subject.cells,
        also=also,
        near=subject.near,
        severity=max(claim.severity, subject.severity, key=_RANK.index),
        theme=subject.theme[-1],
    )


def subject_of(form: Form, reduced: str, after: str, state: State, figure: Figure) -> Subject | None:
    """The first subject of the table that fits the words before and after a figure."""
    if "T" in reduced and state.theme == "A" and re.fullmatch("[WyEA]*[RL]", after):
        return None
    probe = f"{reduced.replace('T', '')}#{after}"
    if figure.kind == "bare" and after:
        return None
    within = {*state.theme, *(letter for letter in after if letter in THEMES)}
    for subject in subjects(form.edition):
        if within.isdisjoint(subject.theme):
            continue
        if subject.money != (figure.kind == "money") and figure.kind != "bare":
            continue
        units = subject.units or (_APPLICATIONS if subject.theme == "A" else CASES)
        if figure.kind == "count" and figure.unit not in units:
            continue
        if subject.at.fullmatch(probe):
            return subject
    return None


OUTCOME = re.compile("而?(?:不予公开|无法提供|不予处理|不予提供|不再处理|不处理)的?$")
"""What a reason leads to: with its reason before it, the figure is the reason's and not the sum of the outcome."""


def result_of(form: Form, lead: str, tail: str, theme: str, figure: Figure) -> Subject | None:
    """The row of table 3 whose reason stands right before a figure, or right behind it."""
    if theme != "A" or figure.kind != "count" or figure.unit not in CASES:
        return None
    lead, tail = OUTCOME.sub("", lead), OUTCOME.sub("", tail)
    found = [one for one in results(form.edition) if one.at.search(lead) or (not lead and one.at.search(tail))]
    return found[0] if len(found) == 1 else None


_BEHIND = re.compile("y?(?:[NMBFUxabcdeifIOV]|ab)y?")
"""What may stand behind its figure: an applicant, an outcome, or where an application comes from and goes to."""


def behind(form: Form, after: str, state: State, figure: Figure) -> Subject | None:
    """The subject that stands behind its figure: `26件为自然人申请`, `8件予以公开`, `34件转入2024年度办理`."""
    if not _BEHIND.fullmatch(after):
        return None
    return subject_of(form, after.strip("y"), "", state, figure)


def pair_of(reduced: str, words: str, figure: Figure, form: Form) -> list[Subject]:
    """The two subjects of a figure that is said of reconsiderations and suits alike: `均为0件`, `各1件`."""
    bare = re.sub(r"[WyEAT]", "", reduced)
    alike = re.search(r"均|各|都|皆", words) or not figure.value
    if bare not in ("RL", "LR") or not alike:
        return []
    return [subject for subject in subjects(form.edition) if subject.key in ("reconsideration", "litigation")]


def together(form: Form, state: State, words: str, after: str) -> Subject | None:
    """Received and carried in, where a total stands right behind the two."""
    recent = state.seen[-2:]
    if after.strip("yA") or not _TOGETHER.fullmatch(words) or "carried_in" not in recent:
        return None
    if recent[-1] != "carried_in" and set(recent) != {"received", "carried_in"}:
        return None
    return next(one for one in subjects(form.edition) if one.key == "received_and_carried")


def undecided(key: str, before: str, words: str, seen: Sequence[str]) -> bool:
    """Whether an outcome behind 其中 may be of the reconsiderations or of the suits, both counted before it."""
    kind, _, outcome = key.partition("_")
    if kind not in APPEALS or not outcome or "其中" not in before or _NAMED_APPEAL.search(words):
        return False
    clause = re.sub("未经复议|复议后", "", before.rpartition("；")[2])
    if "；" in before and ("复议" in clause) != ("诉" in clause):
        return False
    return {one.partition("_")[0] for one in seen} >= APPEALS
