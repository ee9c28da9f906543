"""Where a sentence stands: what it has been speaking of so far, of which year and of whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from gongkai.report.narrative.figures import Figure
from gongkai.report.narrative.speaker import Speaker, area_of, relative, short_for
from gongkai.report.narrative.terms import notions

THEMES = "ARLlmqrsuvz"
_BESIDE = re.compile(r"(?:比|较|同比|环比|相比|与)[^，；]{0,4}$")
_BODY = re.compile(
    r"[一-龥]{1,12}?(?:局(?!机关)|委员会|委(?!托|员)|办公室|(?<![收承督协应实已待未在主经共均年内能民举开创筹])办(?![结理件毕事公案法复完出了学])|镇|街道|乡|中心|厅"
    r"|(?<!行)政府(?!信息|网|门户|公报|规章|集中|采购|文件|部门|相关)|分局|支队|大队|部门)"
)
_BODY_ENDS = re.compile(r"[局委办镇乡厅队心]|街道|政府(?!信息)|部门")
_SUCH_AS = re.compile(
    r"(?:(?<=办理)|(?<=作出)|(?<=核发)|(?<=批准)|(?<=收取)|(?<=征收))[一-龥、]{2,16}等(?=各类行政|行政(?:许可|处罚|强制|事业性收费))"
)
"""Kinds named as examples before the whole: `办理取水许可等行政许可`."""
_TOPIC = re.compile(
    r"依法?申请公开|信息公开申请|公开申请|行政复议|行政诉讼|规范性文件|规章|行政许可|行政处罚|行政强制|收费|采购"
)
_SEPARATORS = ("、", "，", "和", "以及", "及")
_WEIGHTLESS = re.compile(r"[A-Za-z#，；：（）。、“”从看按照等于对以着所之中内上下来]")
_HEDGED = ("通过", "以", "经", "涉及", "关于", "针对", "采取", "对")


class Thread(NamedTuple):
    """What a sentence hands on to the next of its paragraph: its theme, whether appeals are about disclosure, and
    whether the paragraph has spoken of applications."""

    theme: str = ""
    disclosure: bool = False
    applications: bool = False


@dataclass(slots=True)
class State:
    """What a sentence has said so far: its theme, whether it speaks of another scope or year, whether it lists.

    `names` are what the next figures of `甲、乙分别为3件、2件` belong to; `spent` is where a noun ends that stood behind
    its figure (`3件予以公开、2件…`) and so belongs to no other; `said` are the notions of the last figure of a wider
    scope, which `其中本级…件` goes on with. Appeals count only under `disclosure`: an agency has others too.
    `seen` are the subjects of the figures so far, `last` the last figure; `parts` the whole, the sum of its parts so
    far and the scope of the whole, to which the sentence returns when the parts are complete; `passing` are the words
    that the second figure of a passage belongs to.
    """

    theme: str
    foreign: str = ""
    listing: bool = False
    names: tuple[str, ...] = ()
    spent: int = 0
    said: str = ""
    disclosure: bool = False
    area: str = ""
    seen: list[str] = field(default_factory=list)
    last: int | Decimal = 0
    passing: tuple[int, int] | None = None
    parts: tuple[int | Decimal, int | Decimal, str] | None = None


def listed(state: State, figure: Figure, begins: bool, outside: str) -> None:
    """Add a figure to the parts that are listed; when they make their whole, the whole's scope is back."""
    if begins:
        state.parts = (state.last, figure.value, outside)
    elif state.parts:
        whole, made, scope = state.parts
        state.parts = (whole, made + figure.value, scope)
    if state.parts and state.parts[0] == state.parts[1]:
        state.foreign, state.parts = state.parts[2], None
    state.last = figure.value


def words_of(state: State, gap: str, words: str, text: str, ahead: list[Figure]) -> str:
    """The words that a figure belongs to: those before it, or its own of several names before 分别."""
    if state.names and gap in _SEPARATORS:
        words, state.names = state.names[0], state.names[1:]
    elif shared := _shared(words, text, ahead):
        words, state.names = shared[0], shared[1:]
    else:
        state.names = ()
    return words


def _shared(lead: str, text: str, ahead: list[Figure]) -> tuple[str, ...]:
    """The names of `甲、乙、丙分别为3件、2件、1件`, as many as figures follow in a row; () without 分别."""
    head, mark, _ = lead.rpartition("分别")
    if not mark:
        return ()
    run = 1
    while run < len(ahead) and text[ahead[run - 1].end : ahead[run].start] in _SEPARATORS:
        run += 1
    names = tuple(re.split(r"、|和|以及|及|与", head))
    return names if len(names) == run > 1 else ()


def turn(state: State, words: str, reduced: str, change: bool) -> None:
    """Whether the words right before a figure turn to a wider scope, another body or another year."""
    if "S" in reduced or "Z" in reduced:
        state.foreign = "scope" if "S" in reduced else "review"
    elif "Y" in reduced and not _BESIDE.search(words.partition("年")[0]) and not change:
        state.foreign = "year"
    elif "I" in reduced and state.foreign == "year":
        state.foreign = ""
    if state.foreign == "scope":
        state.said = re.sub("[^A-RT-Ya-z]", "", reduced)


def own_words(words: str, by: Speaker, state: State) -> str:
    """The words with years made relative and the speaker's own names gone; other bodies become a mark of scope."""
    lead = by.own.sub("", _SUCH_AS.sub("", words))
    if lead != words:
        state.area = area_of(words, by)
        state.foreign = "" if state.foreign in ("scope", "review") else state.foreign
    lead = relative(lead, by)
    if "本年" in lead or "今年" in lead:
        state.foreign = "" if state.foreign == "year" else state.foreign
    if not _BODY_ENDS.search(lead):
        return lead
    return _BODY.sub(lambda hit: "" if short_for(hit.group(), by.agency) else "辖区", lead)


def look(state: State, passed: str, by: Speaker) -> None:
    """Take in the clauses between two figures: their theme, and whether they turn to another scope or year."""
    for clause in filter(None, re.split("([；])|[，：（）。]", passed)):
        if clause == "；":
            state.foreign = "" if state.foreign == "review" else state.foreign
            continue
        lead = own_words(clause, by, state)
        reduced = notions(lead)
        if re.search("[SZ]", reduced):
            state.foreign = "scope" if "S" in reduced else "review"
        elif re.search("[CQ]", reduced) and lead.startswith(_HEDGED):
            state.foreign = "part"
        elif "Y" in reduced and not re.search("比|较", clause):
            state.foreign = "year"
        elif state.foreign == "part":
            state.foreign = ""
        if "T" in reduced:
            state.listing = True
        move(state, reduced, 5)


def topics(text: str) -> str:
    """A sentence without figures as the notions it names; where it names none it ends the theme."""
    return "".join(notions(hit.group()) for hit in _TOPIC.finditer(text)) or text


def move(state: State, reduced: str, most: int = 1) -> None:
    """Follow the theme: the last notion named; more than `most` words of something else end it, but for a list."""
    named = [letter for letter in reduced if letter in THEMES]
    if named:
        state.theme = named[-1]
    elif not state.listing and len(_WEIGHTLESS.sub("", reduced)) > most:
        state.theme = ""
