"""Reading a sentence: its figures from left to right, each with the words that it belongs to.

A figure becomes a claim only when every word before it is known, or all but a few beside an unmistakable phrase.
Whatever speaks of another year, another body, a wider scope or only one channel is no claim about a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.report.narrative.claims import Claim
from gongkai.report.narrative.denials import denials, denied
from gongkai.report.narrative.figures import Figure, figures
from gongkai.report.narrative.meaning import (
    APPEALS,
    OUTCOME,
    about,
    behind,
    pair_of,
    result_of,
    subject_of,
    together,
    undecided,
)
from gongkai.report.narrative.passages import passages
from gongkai.report.narrative.scope import THEMES, State, Thread, listed, look, move, own_words, topics, turn, words_of
from gongkai.report.narrative.sentences import Sentence
from gongkai.report.narrative.speaker import Speaker, relative
from gongkai.report.narrative.terms import notions

_COUNTING = ("count", "money", "bare")
_EDGE = re.compile(r"[，；：（）。]")
_STOP = re.compile(r"[，；：（）。、]|分别|依次|包括|其中")
_CHANGE = re.compile(
    r"(?:增收|减收|多收|少收|增加|增长|增多|减少|下降|上升|降低|多|少|提升|提高|回落|(?<!新)增|减|缩短|压缩|缩减|延长|[增降涨]幅)(?:了|出|约|为|达|近|幅度)*$"
)
_OF_APPLICATIONS = re.compile(
    r"自然人|法人[或和及与]者?其[他它]组织|予以公开|部分公开|不予公开|无法提供|不予处理|新收申请|申请[^。]{0,40}本年新收|加上年(?:度)?结转"
)
_NEXT = re.compile("由|(?<!没)有")
"""Where the words between two figures turn to the second: `86件申请由自然人67件…构成`."""

_SAID = re.compile("[，、和及]|其中|分别|有|对|由|将|另|剩|余下")
"""Words before a figure that leave it to those behind it to say what it counts."""

_CAUSED = re.compile(r"因(?:政府|政务)?信息公开(?:工作|事项)?(?:引发|引起|产生|被|而)")
_CARRIED = re.compile(r"结转[^。]*办[结理]|办[结理][^。]*结转|(?:企业|律所|律师事务所|个人|公民)(?:申请|提出)")
_OF_OTHERS = re.compile(r"工单|投诉|举报|信访|建议|提案|案件|来信|热线")
_OF_PAPERS = re.compile(r"主动公开(?:的|类)?\d+[件份项条个篇].*(?:依申请公开|部分公开|不予公开)(?:的|类)?\d")
_OF_THESE = re.compile("中(?!心|国|央|旬|小|学)")
_REVIEWS = re.compile("司法|[省市县区]人民政府")
"""Agencies that receive applications for reconsideration of what others did."""


def claims_of(sentence: Sentence, by: Speaker, thread: Thread) -> tuple[tuple[Claim, ...], Thread]:
    """The claims of a sentence that goes on with `thread`, and the thread that it leaves."""
    known = [one for one in figures(sentence.text) if one.kind in _COUNTING or one.kind == "percent"]
    back = thread.applications and _CARRIED.search(sentence.text) and not _OF_OTHERS.search(sentence.text)
    state = State(thread.theme or ("A" if back or _OF_APPLICATIONS.search(sentence.text) else ""))
    state.foreign = "papers" if _OF_PAPERS.search(sentence.text) else ""
    state.disclosure = (
        sentence.section == 4 or thread.theme == "A" or thread.disclosure or _CAUSED.search(sentence.text) is not None
    )
    found: list[Claim] = []
    before = 0
    starts = {one.at: one for one in passages(sentence.text, known)}
    for at, figure in enumerate(known):
        following = known[at + 1].start if at + 1 < len(known) else len(sentence.text)
        if at in starts:
            state.passing = (before, figure.start)
            words = sentence.text[before : figure.start]
            yet = _figure_of(sentence, figure, state, words, words, "", False)
            found.append(replace(yet, scope=yet.scope or "before"))
        else:
            found += _read(sentence, by, state, figure, before, following, known[at:])
        before = figure.end
    move(state, notions(sentence.text[before:]) if before else topics(sentence.text))
    found += denials(sentence, by, thread, state.theme)
    appeals = state.theme in ("R", "L")
    both = appeals and {key.partition("_")[0] for key in state.seen} >= APPEALS
    applications = thread.applications or state.theme == "A" or "received" in state.seen
    return tuple(found), Thread("" if both else state.theme, appeals and state.disclosure, applications)


def _read(
    sentence: Sentence, by: Speaker, state: State, figure: Figure, before: int, following: int, ahead: list[Figure]
) -> Iterator[Claim]:
    """The claims of one figure: the words from the figure before it to the next point behind it."""
    text = sentence.text
    gap = text[max(before, state.spent) : figure.start]
    if state.passing:
        gap = re.sub(r"[由从][^由从，；。]{0,24}$", "", text[slice(*state.passing)])
        state.passing = None
    edges = [edge.end() for edge in _EDGE.finditer(gap)]
    cut = edges[-1] if edges else 0
    tail = _STOP.split(text[figure.end : following], maxsplit=1)[0]
    if ahead[1:] and figure.end + len(tail) == following:
        tail = _NEXT.split(tail, maxsplit=1)[0]
    look(state, gap[:cut], by)
    words = words_of(state, gap, gap[cut:], text, ahead)
    change = _CHANGE.search(words) is not None
    lead = own_words(words, by, state)
    reduced = notions(lead)
    if lead != words and not reduced.strip("TW、") and state.said:
        reduced = state.said
    if "T" in reduced or gap[cut - 1 : cut] in ("：", "（"):
        state.listing = True
    under, outside = state.theme, state.foreign
    turn(state, words, reduced, change)
    if not change and figure.kind != "percent":
        move(state, reduced)
        if not state.theme and _OF_APPLICATIONS.search(words + tail):
            state.theme = "A"
    base = _figure_of(sentence, figure, state, words, gap, tail, change)
    foreign = bool(state.foreign)
    if figure.kind == "count" and not change:
        listed(state, figure, "其中" in words, outside)
    if figure.kind == "percent" or change or foreign:
        state.theme = next((letter for letter in reversed(reduced) if change and letter in THEMES), state.theme)
        wider = state.foreign == "scope" and not change and figure.kind in ("count", "money")
        yield _aside(base, by, state, reduced, figure) if wider else base
    elif "X" in reduced and figure.value and figure.kind == "count":
        yield from denied(base, reduced, by)
    elif pair := pair_of(reduced, words, figure, by.form):
        yield from (about(base, subject) for subject in pair)
    else:
        tail = "" if _OF_THESE.match(tail) else tail
        after = notions(relative(tail, by))
        state.disclosure = state.disclosure or "公开" in text[: figure.end + len(tail)]
        reasoned = result_of(by.form, lead, "", under, figure) if OUTCOME.search(lead) else None
        subject = (
            reasoned
            or together(by.form, state, text[before : figure.start].lstrip("，、"), after)
            or subject_of(by.form, reduced, after, state, figure)
        )
        subject = subject or result_of(by.form, lead, tail, under, figure)
        if subject is None and not _SAID.sub("", words):
            subject = behind(by.form, after, state, figure)
        if subject and subject.key == "other_organisation" and "organisation" in state.seen:
            subject = None
        if subject and subject.key == "reconsideration_received" and _REVIEWS.search(by.agency):
            subject = None
        if subject and undecided(subject.key, text[: figure.start], words, state.seen):
            subject = None
        if subject and subject.theme == "A":
            state.theme = "A"
        if tail and not re.sub("[TW、]", "", reduced):
            state.spent = figure.end + len(tail)
        supposed = subject is not None and subject.theme[-1] in "RL" and not state.disclosure
        if subject:
            base = replace(about(base, subject, "结转" in text, state.seen), supposed=supposed)
        yield base
        if subject:
            state.seen.append(subject.key)
        move(state, "".join(letter for letter in after if letter in THEMES))


def _aside(base: Claim, by: Speaker, state: State, reduced: str, figure: Figure) -> Claim:
    """A figure of a wider scope with its subject aside: `全市系统作出行政处罚决定187件`."""
    subject = subject_of(by.form, _WIDER.sub("", reduced), notions(relative(base.tail, by)), state, figure)
    return replace(base, aside=subject)


_WIDER = re.compile(r"^.*S[^A-Za-z#]*")


def _figure_of(
    sentence: Sentence, figure: Figure, state: State, words: str, gap: str, tail: str, change: bool
) -> Claim:
    """A figure as a claim about nothing that a table holds."""
    return Claim(
        section=sentence.section,
        sentence=sentence.raw,
        clause=words + figure.written + tail,
        subject="",
        name="",
        name_en="",
        value=figure.value,
        unit=figure.unit,
        kind=figure.kind,
        vague=figure.vague,
        start=figure.start,
        end=figure.end,
        words=gap,
        tail=tail,
        step=figure.step,
        theme=state.theme,
        scope=state.foreign,
        area=state.area,
        change=change,
    )
