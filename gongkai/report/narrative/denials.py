"""What a sentence says that there was none of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.report.narrative.claims import Claim
from gongkai.report.narrative.meaning import about
from gongkai.report.narrative.scope import State, Thread, own_words
from gongkai.report.narrative.sentences import Sentence
from gongkai.report.narrative.speaker import Speaker
from gongkai.report.narrative.terms import notions, subjects

_NO_APPLICATION = re.compile(r"[Wy]*XW*G?W*[^A-Za-z#]{0,6}AW*")
_NO_SUCH_APPLICATION = re.compile(r"W*XW*GW*yW*")
"""Without a word of disclosure: applications of other kinds are not received either."""

_NO_APPEAL = re.compile(r"[WyEA]*X[WyEAG]*[^A-Za-z#]{0,6}[WyEA]*(R|L)(?:[^A-Za-z#]{0,3}[XyE]*[^A-Za-z#]{0,3}(R|L))?")
_ORDINAL = re.compile(r"^(?:\d{1,2}[.、．]|[一二三四五六七八九十]是)(?!\d)")
_NO_CARRY = re.compile(r"[WyA]*X[WyA]*([IJO])(?:[WyAX]*([IJO]))?[WyAH]*[^A-Za-z#]{0,2}")
_DENIED = {"R": "reconsideration", "L": "litigation", "I": "carried_in", "J": "carried_out", "O": "carried_out"}


def denials(sentence: Sentence, by: Speaker, thread: Thread, theme: str) -> Iterator[Claim]:
    """What the sentence, which goes on with `thread` and ends with `theme`, says there was none of."""
    if not re.search("未|没有|无", sentence.text):
        return
    state = State(theme)
    applications = "A" in (theme, thread.theme) or thread.applications or "依申请" in sentence.text
    for clause in filter(None, re.split(r"([；])|[，：。（）]", sentence.text)):
        if clause == "；":
            state.foreign = ""
            continue
        lead = own_words(_ORDINAL.sub("", clause), by, state)
        reduced = notions(lead)
        elsewhere = re.search("[SZY]", reduced) or (re.search("[CQ]", reduced) and not re.search(r"\d", clause))
        if elsewhere:
            state.foreign = "scope"
        said = _ORDINAL.sub("", clause).replace(str(by.year), "")
        if "X" not in reduced or state.foreign or re.search("[CQ]", reduced) or re.search(r"\d", said):
            continue
        start = sentence.text.find(clause)
        base = Claim(
            section=sentence.section, sentence=sentence.raw, clause=clause, subject="", name="", name_en="",
            value=0, unit="", kind="none", vague=False, start=start, end=start + len(clause), words=clause, tail="",
            area=state.area,
        )  # fmt: skip
        reduced = "XA" if applications and _NO_SUCH_APPLICATION.fullmatch(reduced) else reduced
        yield from (claim for claim in denied(base, reduced, by) if claim.negated)


def denied(base: Claim, reduced: str, by: Speaker) -> Iterator[Claim]:
    """The subjects that a clause denies, as claims of none; the clause's own figure where it denies nothing known."""
    keys: list[str] = []
    if _NO_APPLICATION.fullmatch(reduced):
        keys = ["received"]
    elif hit := _NO_APPEAL.fullmatch(reduced) or _NO_CARRY.fullmatch(reduced):
        keys = [_DENIED[one] for one in hit.groups() if one]
    for subject in subjects(by.form.edition):
        if subject.key in keys:
            yield replace(about(base, subject), value=0, kind="none", also=(), near=(), negated=True)
    if not keys:
        yield base
