"""What each sentence says: a figure, what it is about, and the cells that hold the same figure.

A figure becomes a claim only when every word before it is known, or all but a few beside an unmistakable phrase.
Whatever speaks of another year, another body, a wider scope or only one channel is no claim about a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from gongkai.report.form import Form
from gongkai.report.language import SEVERITIES, Severity
from gongkai.report.narrative.figures import Figure, figures
from gongkai.report.narrative.sentences import Sentence
from gongkai.report.narrative.terms import Subject, notions, results, subjects

_THEMES = "ARLlmqrsuvz"
_RANK = tuple(SEVERITIES)
_COUNTING = ("count", "money", "bare")
_CASES = "件条项份宗起个例"
_PEOPLE = "人名位家"
_EDGE = re.compile(r"[，；：（）。]")
_STOP = re.compile(r"[，；：（）。、]")
_YEAR = re.compile(r"(20\d\d)年(?:度)?")
_CHANGE = re.compile(
    r"(?:增加|增长|增多|减少|下降|上升|降低|多|少|提升|提高|回落|(?<!新)增|减|[增降涨]幅)(?:了|约|为|达|幅度)*$"
)
_BESIDE = re.compile(r"(?:比|较|同比|环比|相比|与)[^，；]{0,4}$")
_BODY = re.compile(
    r"[一-龥]{1,12}?(?:局(?!机关)|委员会|委(?!托)|办公室|(?<![收承督协应实])办(?![结理件毕事公案法复])|镇|街道|乡|中心|厅"
    r"|(?<!行)政府(?!信息|网|门户|公报|规章|集中|采购|文件|部门|相关)|分局|支队|大队|部门)"
)
_BODY_ENDS = re.compile(r"[局委办镇乡厅队心]|街道|政府(?!信息)|部门")
_TOPIC = re.compile(
    r"依法?申请公开|信息公开申请|公开申请|行政复议|行政诉讼|规范性文件|规章|行政许可|行政处罚|行政强制|收费|采购"
)
_OF_APPLICATIONS = re.compile(
    r"自然人|法人[或和及与]者?其[他它]组织|予以公开|部分公开|不予公开|无法提供|不予处理|新收申请|申请[^。]{0,40}本年新收|加上年(?:度)?结转"
)
_OF_PAPERS = re.compile(r"主动公开(?:的|类)?\d+[件份].*(?:依申请公开|部分公开|不予公开)(?:的|类)?\d")
_SEPARATORS = ("、", "，", "和", "以及", "及")
_WEIGHTLESS = re.compile(r"[A-Za-z#，；：（）。、“”从看按照等于对以着所之中内上下来]")
_HEDGED = ("通过", "以", "经", "涉及", "关于", "针对", "采取", "对")


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure in a sentence and what it stands for.

    `subject` is the key of `forms/prose.toml`, '' for a quantity that no table holds; `cells` add up to the figure
    (a leading `-` subtracts), `also` are other sums that the words may mean, `near` sums that explain a slip.
    `area` says of a government's figure whether it is of the `whole` area (全县) or of its `own` level (县政府本级).
    `value` is int or Decimal (万元). `negated` claims say that there was none; `change` ones compare with last year.
    `words` are the words before the figure back to the figure before it, `tail` those after it up to the next point.
    """

    section: int
    sentence: str
    clause: str
    subject: str
    name: str
    name_en: str
    value: int | Decimal
    unit: str
    kind: str
    vague: bool
    start: int
    end: int
    words: str
    tail: str
    step: Decimal = Decimal(1)
    theme: str = ""
    cells: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    near: tuple[tuple[str, ...], ...] = ()
    scope: str = ""
    severity: Severity = "error"
    area: str = ""
    negated: bool = False
    change: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the report's form, its year, its agency, and how the agency names itself.

    `wide` are the names of a government's whole area: its tables may hold all of it, or only the government's own level.
    """

    form: Form
    year: int | None
    agency: str
    own: re.Pattern[str]
    wide: re.Pattern[str]


_NOWHERE = "(?!)"
_LEVELS = re.compile(r"([省市区县旗州镇乡])(?:人民)?政府$")
_OWN = (
    r"我们?(?:局|委|办|厅|院|会|中心|镇|街道|乡|单位|部门|机关|分局|馆|站|队|处|所|校|园区)|全(?:局|委|办|馆|院|厅|镇|街道|乡)"
    r"|本(?:级|机关|部门|单位|局|委|办|厅|镇|街道|乡|中心|馆|院)|机关本级|局机关|[市区县省]本级"
)


def speaker(form: Form, year: int | None, agency: str | None) -> Speaker:
    """The speaker of a report; a government also speaks of its whole area (全区) as its own."""
    name = agency or ""
    return Speaker(form, year, name, *_ways_to_say(name))


@lru_cache(maxsize=256)
def _ways_to_say(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What an agency calls itself, and a government the whole of its area."""
    level = _LEVELS.search(name)
    wide = f"[我全]{level[1]}(?![一-龥]{{0,6}}(?:机关|部门|系统))" if level else _NOWHERE
    own = "|".join(filter(None, (re.escape(name), wide, _OWN)))
    return re.compile(own), re.compile(wide)


@dataclass(slots=True)
class _State:
    """What a sentence has said so far: its theme, whether it speaks of another scope or year, whether it lists.

    `names` are what the next figures of `甲、乙分别为3件、2件` belong to; `spent` is where a noun ends that stood behind
    its figure (`3件予以公开、2件…`) and so belongs to no other; `said` are the notions of the last figure of a wider
    scope, which `其中本级…件` goes on with. Appeals count only under `disclosure`: an agency has others too.
    `seen` are the subjects of the figures so far, `last` the last figure; `parts` the whole, the sum of its parts so
    far and the scope of the whole, to which the sentence returns when the parts are complete.
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
    parts: tuple[int | Decimal, int | Decimal, str] | None = None


def claims_of(sentence: Sentence, by: Speaker, theme: str) -> tuple[tuple[Claim, ...], str]:
    """The claims of a sentence that goes on from `theme`, and the theme that it leaves."""
    known = figures(sentence.text)
    state = _State(theme or ("A" if _OF_APPLICATIONS.search(sentence.text) else ""))
    state.foreign = "papers" if _OF_PAPERS.search(sentence.text) else ""
    state.disclosure = sentence.section == 4 or theme == "A"
    found: list[Claim] = []
    before = 0
    counting = [figure for figure in known if figure.kind in _COUNTING or figure.kind == "percent"]
    for at, figure in enumerate(counting):
        following = counting[at + 1].start if at + 1 < len(counting) else len(sentence.text)
        found += _read(sentence, by, state, figure, before, following, counting[at:])
        before = figure.end
    _move(state, notions(sentence.text[before:]) if before else _topics(sentence.text))
    found += _denials(sentence, by, state)
    return tuple(found), state.theme


def _read(
    sentence: Sentence, by: Speaker, state: _State, figure: Figure, before: int, following: int, ahead: list[Figure]
) -> Iterator[Claim]:
    """The claims of one figure: the words from the figure before it to the next point behind it."""
    text = sentence.text
    gap = text[max(before, state.spent) : figure.start]
    edges = [edge.end() for edge in _EDGE.finditer(gap)]
    cut = edges[-1] if edges else 0
    tail = _STOP.split(text[figure.end : following], maxsplit=1)[0]
    _look(state, gap[:cut], by)
    words = _words(state, gap, gap[cut:], text, ahead)
    change = _CHANGE.search(words) is not None
    lead = _own(words, by, state)
    reduced = notions(lead)
    if lead != words and not reduced.strip("TW、") and state.said:
        reduced = state.said
    if "T" in reduced or gap[cut - 1 : cut] in ("：", "（"):
        state.listing = True
    under, outside = state.theme, state.foreign
    _turn(state, words, reduced, change)
    if not change and figure.kind != "percent":
        _move(state, reduced)
        if not state.theme and _OF_APPLICATIONS.search(words + tail):
            state.theme = "A"
    base = _figure_of(sentence, figure, state, words, gap, tail, change)
    foreign = bool(state.foreign)
    if figure.kind == "count" and not change:
        _listed(state, figure, "其中" in words, outside)
    if figure.kind == "percent" or change or foreign:
        state.theme = next((letter for letter in reversed(reduced) if change and letter in _THEMES), state.theme)
        yield base
    elif "X" in reduced and figure.value and figure.kind == "count":
        yield from _denied(base, reduced, by)
    elif pair := _pair(reduced, words, figure, by.form):
        yield from (_about(base, subject) for subject in pair)
    else:
        tail = "" if _OF_THESE.match(tail) else tail
        after = notions(_years(tail, by))
        state.disclosure = state.disclosure or "公开" in text[: figure.end + len(tail)]
        subject = _together(by.form, state, text[before : figure.start].lstrip("，、"), after) or _subject(
            by.form, reduced, after, state, figure
        )
        subject = subject or _result(by.form, lead, tail, under, figure)
        if subject and subject.key == "reconsideration_received" and _REVIEWS.search(by.agency):
            subject = None
        if subject and _undecided(subject.key, text[: figure.start], words, state.seen):
            subject = None
        if subject and subject.theme == "A":
            state.theme = "A"
        if tail and not re.sub("[TW、]", "", reduced):
            state.spent = figure.end + len(tail)
        yield _about(base, subject, "结转" in text, state.seen) if subject else base
        if subject:
            state.seen.append(subject.key)
        _move(state, "".join(letter for letter in after if letter in _THEMES))


_PART = re.compile("其中|含|包括")
_APPEALS = frozenset(("reconsideration", "litigation"))
_NAMED_APPEAL = re.compile("复议|诉讼|起诉")
_OF_THESE = re.compile("中(?!心|国|央|旬|小|学)")
_TOGETHER = re.compile(r"(?:两项|两者|二者|两类)?(?:合计|共计?|总计)(?:为|有|是)?")
_REVIEWS = re.compile("司法|[省市县区]人民政府")
"""Agencies that receive applications for reconsideration of what others did."""


def _together(form: Form, state: _State, words: str, after: str) -> Subject | None:
    """Received and carried in, where a total stands right behind the two."""
    recent = state.seen[-2:]
    if after.strip("yA") or not _TOGETHER.fullmatch(words) or "carried_in" not in recent:
        return None
    if recent[-1] != "carried_in" and set(recent) != {"received", "carried_in"}:
        return None
    return next(one for one in subjects(form.edition) if one.key == "received_and_carried")


def _listed(state: _State, figure: Figure, begins: bool, outside: str) -> None:
    """Add a figure to the parts that are listed; when they make their whole, the whole's scope is back."""
    if begins:
        state.parts = (state.last, figure.value, outside)
    elif state.parts:
        whole, made, scope = state.parts
        state.parts = (whole, made + figure.value, scope)
    if state.parts and state.parts[0] == state.parts[1]:
        state.foreign, state.parts = state.parts[2], None
    state.last = figure.value


def _words(state: _State, gap: str, words: str, text: str, ahead: list[Figure]) -> str:
    """The words that a figure belongs to: those before it, or its own of several names before 分别."""
    if state.names and gap in _SEPARATORS:
        words, state.names = state.names[0], state.names[1:]
    elif shared := _shared(words, text, ahead):
        words, state.names = shared[0], shared[1:]
    else:
        state.names = ()
    return words


def _turn(state: _State, words: str, reduced: str, change: bool) -> None:
    """Whether the words right before a figure turn to a wider scope, another body or another year."""
    if "S" in reduced or "Z" in reduced:
        state.foreign = "scope" if "S" in reduced else "review"
    elif "Y" in reduced and not _BESIDE.search(words.partition("年")[0]) and not change:
        state.foreign = "year"
    if state.foreign == "scope":
        state.said = re.sub("[^A-RT-Ya-z]", "", reduced)


def _undecided(key: str, before: str, words: str, seen: Sequence[str]) -> bool:
    """Whether an outcome behind 其中 may be of the reconsiderations or of the suits, both counted before it."""
    kind, _, outcome = key.partition("_")
    if kind not in _APPEALS or not outcome or "其中" not in before or _NAMED_APPEAL.search(words):
        return False
    return {one.partition("_")[0] for one in seen} >= _APPEALS


def _figure_of(
    sentence: Sentence, figure: Figure, state: _State, words: str, gap: str, tail: str, change: bool
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


def _about(claim: Claim, subject: Subject, carried: bool = False, seen: Sequence[str] = ()) -> Claim:
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


def _subject(form: Form, reduced: str, after: str, state: _State, figure: Figure) -> Subject | None:
    """The first subject of the table that fits the words before and after a figure."""
    if "T" in reduced and state.theme == "A" and re.fullmatch("[WyEA]*[RL]", after):
        return None
    probe = f"{reduced.replace('T', '')}#{after}"
    if figure.kind == "bare" and after:
        return None
    within = {*state.theme, *(letter for letter in after if letter in _THEMES)}
    for subject in subjects(form.edition):
        if within.isdisjoint(subject.theme) or (subject.theme[-1] in "RL" and not state.disclosure):
            continue
        if subject.money != (figure.kind == "money") and figure.kind != "bare":
            continue
        units = subject.units or (_CASES + _PEOPLE if subject.theme == "A" else _CASES)
        if figure.kind == "count" and figure.unit not in units:
            continue
        if subject.at.fullmatch(probe):
            return subject
    return None


def _result(form: Form, lead: str, tail: str, theme: str, figure: Figure) -> Subject | None:
    """The row of table 3 whose reason stands right before a figure, or right behind it."""
    if theme != "A" or figure.kind != "count" or figure.unit not in _CASES:
        return None
    found = [one for one in results(form.edition) if one.at.search(lead) or (not lead and one.at.search(tail))]
    return found[0] if len(found) == 1 else None


def _pair(reduced: str, words: str, figure: Figure, form: Form) -> list[Subject]:
    """The two subjects of a figure that is said of reconsiderations and suits alike: `均为0件`, `各1件`."""
    bare = re.sub(r"[WyEAT]", "", reduced)
    alike = re.search(r"均|各|都|皆", words) or not figure.value
    if bare not in ("RL", "LR") or not alike:
        return []
    return [subject for subject in subjects(form.edition) if subject.key in ("reconsideration", "litigation")]


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


def _own(words: str, by: Speaker, state: _State) -> str:
    """The words with years made relative and the speaker's own names gone; other bodies become a mark of scope."""
    lead = by.own.sub("", words)
    if lead != words:
        state.area = _area(words, by)
        state.foreign = "" if state.foreign in ("scope", "review") else state.foreign
    lead = _years(lead, by)
    if "本年" in lead or "今年" in lead:
        state.foreign = "" if state.foreign == "year" else state.foreign
    if not _BODY_ENDS.search(lead):
        return lead
    return _BODY.sub(lambda hit: "" if _short_for(hit.group(), by.agency) else "辖区", lead)


def _area(words: str, by: Speaker) -> str:
    """Whether a government's words name its whole area or its own level; '' for every other agency."""
    if by.wide.search(words):
        return "whole"
    return "own" if "本级" in words and by.wide.pattern != _NOWHERE else ""


def _short_for(name: str, agency: str) -> bool:
    """Whether a name is the agency's, perhaps shortened: its characters stand in the agency's name in this order."""
    letters = iter(agency)
    return bool(agency) and all(mark in letters for mark in name)


def _years(text: str, by: Speaker) -> str:
    def relative(hit: re.Match[str]) -> str:
        if by.year is None:
            return "本年"
        return {0: "本年", -1: "上年", 1: "下年"}.get(int(hit[1]) - by.year, "某年")

    return _YEAR.sub(relative, text)


def _look(state: _State, passed: str, by: Speaker) -> None:
    """Take in the clauses between two figures: their theme, and whether they turn to another scope or year."""
    for clause in filter(None, re.split("([；])|[，：（）。]", passed)):
        if clause == "；":
            state.foreign = "" if state.foreign == "review" else state.foreign
            continue
        lead = _own(clause, by, state)
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
        _move(state, reduced, 5)


def _topics(text: str) -> str:
    """A sentence without figures as the notions it names; where it names none it ends the theme."""
    return "".join(notions(hit.group()) for hit in _TOPIC.finditer(text)) or text


def _move(state: _State, reduced: str, most: int = 1) -> None:
    """Follow the theme: the last notion named; more than `most` words of something else end it, but for a list."""
    named = [letter for letter in reduced if letter in _THEMES]
    if named:
        state.theme = named[-1]
    elif not state.listing and len(_WEIGHTLESS.sub("", reduced)) > most:
        state.theme = ""


_NO_APPLICATION = re.compile(r"[Wy]*XW*G?W*[^A-Za-z#]{0,6}AW*")
_NO_APPEAL = re.compile(r"[WyEA]*X[WyEAG]*[^A-Za-z#]{0,6}[WyEA]*(R|L)(?:[^A-Za-z#]{0,3}[XyE]*[^A-Za-z#]{0,3}(R|L))?")


_NO_CARRY = re.compile(r"[WyA]*X[WyA]*([IJO])(?:[WyAX]*([IJO]))?[WyAH]*[^A-Za-z#]{0,2}")
_DENIED = {"R": "reconsideration", "L": "litigation", "I": "carried_in", "J": "carried_out", "O": "carried_out"}


def _denials(sentence: Sentence, by: Speaker, state: _State) -> Iterator[Claim]:
    """What the sentence says there was none of."""
    if not re.search("未|没有|无", sentence.text):
        return
    state = _State(state.theme)
    for clause in filter(None, re.split(r"[，；：。（）]", sentence.text)):
        lead = _own(clause, by, state)
        reduced = notions(lead)
        if re.search("[SZCQY]", reduced):
            state.foreign = "scope"
        if "X" not in reduced or state.foreign or re.search(r"\d", clause.replace(str(by.year), "")):
            continue
        start = sentence.text.find(clause)
        base = Claim(
            section=sentence.section, sentence=sentence.raw, clause=clause, subject="", name="", name_en="",
            value=0, unit="", kind="none", vague=False, start=start, end=start + len(clause), words=clause, tail="",
            area=state.area,
        )  # fmt: skip
        yield from (claim for claim in _denied(base, reduced, by) if claim.negated)


def _denied(base: Claim, reduced: str, by: Speaker) -> Iterator[Claim]:
    """The subjects that a clause denies, as claims of none; the clause's own figure where it denies nothing known."""
    keys: list[str] = []
    if _NO_APPLICATION.fullmatch(reduced):
        keys = ["received"]
    elif hit := _NO_APPEAL.fullmatch(reduced) or _NO_CARRY.fullmatch(reduced):
        keys = [_DENIED[one] for one in hit.groups() if one]
    for subject in subjects(by.form.edition):
        if subject.key in keys:
            yield replace(_about(base, subject), value=0, kind="none", also=(), near=(), negated=True)
    if not keys:
        yield base
