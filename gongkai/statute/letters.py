"""The documents of an application on request: what each must say, by its article and the law of the day it is signed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from gongkai.errors import UsageError
from gongkai.statute.deadlines import FIRST_DAY
from gongkai.statute.outcomes import OUTCOMES

KNOWN = MappingProxyType(
    {
        "agency": "机关",
        "addressee": "收文的人或者单位",
        "you": "对申请人的称呼",
        "case": "登记编号",
        "subject": "申请的内容",
        "submitted": "提交日期",
        "received": "收到日期",
        "organs": "行政复议机关",
        "court": "人民法院",
    }
)
"""What every letter may name beside its own fields: the name of the place, and what an officer calls it."""

Value = str | int | date
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a letter has to be told: its name and label, text, date or number, and for which outcomes."""

    name: str
    label: str
    kind: str = "text"
    lines: int = 1
    optional: bool = False
    choices: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with places for fields. It is locked unless `free`; `given` and `outcomes` say when it stands."""

    text: str
    free: bool = False
    given: str = ""
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind of document: its title, the articles it cites, its fields and passages, and whom it goes to.

    `layout` is `letter` or `form` (a table to be filled), `to` `applicant`, `third_party` or `agency`; `series` stands
    for the kind in a document number, '' for what bears none; `remedy` is a key of `remedies.toml`, '' for documents of
    procedure, which offer none; `noun` is what the remedy is against, the paper itself when ''.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    articles: tuple[str, ...]
    passages: tuple[Passage, ...] = ()
    label: str = ""
    layout: str = "letter"
    to: str = "applicant"
    series: str = ""
    remedy: str = ""
    noun: str = ""
    valid_from: date = FIRST_DAY
    valid_to: date | None = None

    @property
    def paper(self) -> str:
        """What the letter calls itself: 答复书, 告知书, 通知书."""
        return self.title.partition("（")[0][-3:]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that this letter answers with."""
        return tuple(key for key, one in OUTCOMES.items() if self.key in one.letters)

    def asks(self, outcome: str = "") -> tuple[Field, ...]:
        """The fields to fill for an outcome."""
        return tuple(one for one in self.fields if not one.outcomes or outcome in one.outcomes)

    def is_in_force(self, on: date) -> bool:
        """Whether the law knows this document on a day."""
        return _stands(self, on)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a document says about reconsideration and suit during a period of law."""

    key: str
    title: str
    text: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a composed letter, and whether the drafter may write it as they like."""

    text: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter with everything filled in: its lines, the remedy that stands last, and the labels of what is missing.

    `rows` are the labels and texts of a form, which has no lines.
    """

    letter: Letter
    lines: tuple[Line, ...]
    rows: tuple[tuple[Field, str], ...]
    remedy: Remedy | None
    missing: tuple[str, ...]


def _stands(one: Letter | Remedy, on: date) -> bool:
    return one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


@cache
def letters() -> Mapping[str, Letter]:
    """Every kind of document by key, in the order of a case."""
    data = _read("letters.toml")
    found = {}
    for row in data["letter"]:
        fields = tuple(Field(**_tuples(data["asked"].get(one.get("asked"), one))) for one in row["fields"])
        said = (data["phrases"].get(one.get("phrase"), one) for one in row.get("passages", ()))
        values = _tuples(row) | {"fields": fields, "passages": tuple(Passage(**_tuples(one)) for one in said)}
        found[row["key"]] = Letter(**values)
    return MappingProxyType(found)


@cache
def remedies() -> tuple[Remedy, ...]:
    """Every row of the table of remedies."""
    data = _read("remedies.toml")
    return tuple(Remedy(**{**one, "text": data["texts"][one["text"]]}) for one in data["remedy"])


def remedy(key: str, on: date) -> Remedy:
    """The remedy of this key by the law of a day; KeyError when there was none."""
    for one in remedies():
        if one.key == key and _stands(one, on):
            return one
    raise KeyError(f"{key} on {on}")


def in_words(value: Value) -> str:
    """A value as a letter prints it: a day as 2025年3月4日."""
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value)


def compose(
    key: str,
    *,
    on: date,
    known: Mapping[str, Value],
    filled: Mapping[str, Value],
    outcome: str = "",
    remedied: str = "",
) -> Composed:
    """A letter as the law of the day `on`, on which it is signed, wants it.

    `known` fills the places of KNOWN, `filled` the letter's own fields; what is missing stands as 【label】 in the text and
    is named in `missing`, so that a draft can be looked at before it is whole. `remedied` takes the place of the letter's
    remedy where an office decides a doubtful case otherwise (DOMAIN 12, 9). UsageError for a letter that the law does not
    know on that day, or an outcome that it does not answer with.
    """
    found = letters()[key]
    if not found.is_in_force(on):
        raise UsageError(f"{on}还没有《{found.title}》", f"there was no {key} on {on}")
    if found.outcomes and outcome not in found.outcomes:
        raise UsageError(f"《{found.title}》不用于这一答复类型", f"{key} does not answer with {outcome or 'nothing'}")
    gaps = _Gaps(found, outcome, {**known, **filled})
    lines = [
        Line(gaps.fill(one.text), one.free)
        for one in found.passages
        if (not one.outcomes or outcome in one.outcomes) and (not one.given or one.given in gaps.values)
    ]
    says = remedy(remedied or found.remedy, on) if found.remedy else None
    if says is not None:
        lines.append(Line(gaps.fill(says.text)))
    rows = tuple((one, gaps.fill_in(one)) for one in found.asks(outcome)) if found.layout == "form" else ()
    return Composed(found, tuple(lines), rows, says, tuple(gaps.missing))


class _Gaps:
    """The values of a letter's places, and the labels of those that were needed and are missing, in order."""

    def __init__(self, letter: Letter, outcome: str, given: Mapping[str, Value]) -> None:
        own = {"noun": letter.noun or ("答复" if letter.paper == "答复书" else letter.paper), "paper": letter.paper}
        self.values = own | {name: in_words(value) for name, value in given.items() if value not in ("", None)}
        self.labels = dict(KNOWN) | {one.name: one.label for one in letter.asks(outcome)}
        self.missing: dict[str, None] = {}

    def fill(self, text: str) -> str:
        """The text with every place filled; a missing one stands as its label."""
        return _PLACE.sub(self._value, text)

    def fill_in(self, asked: Field) -> str:
        """The text of a row of a form; one that may be left open is ''."""
        if asked.name not in self.values and not asked.optional:
            self.missing[asked.label] = None
        return self.values.get(asked.name, "")

    def _value(self, place: re.Match[str]) -> str:
        name = place[1]
        if name in self.values:
            return self.values[name]
        self.missing[self.labels[name]] = None
        return f"【{self.labels[name]}】"


_DIRECT = re.compile(
    r"(?:也可以|或者|可以直接)[^。；]{0,30}(?:提起行政诉讼|向[^。；]{0,20}法院)|六个月内[^。；]*诉讼|6个月内[^。；]*诉讼"
)
_OLD = re.compile(r"国务院令第492号|(?:三|3)个月内[^。；]*诉讼")


def objections(composed: Composed) -> list[str]:
    """What the law holds against the words of the drafter: terms of repealed law, a suit where reconsideration is first.

    Locked passages are composed by the law of the day; only what somebody wrote can be wrong.
    """
    free = [line.text for line in composed.lines if line.free]
    found = [f"引用了已经失效的规定：{old[0]}" for text in free if (old := _OLD.search(text))]
    if composed.remedy is not None and composed.remedy.key == "first" and "先" in composed.remedy.title:
        found += [f"不予公开应当先申请行政复议，不能写：{said[0]}" for text in free if (said := _DIRECT.search(text))]
    return found


def letters_for(outcome: str, on: date) -> Sequence[Letter]:
    """The letters that answer with an outcome on a day, the usual one first."""
    return [letters()[key] for key in OUTCOMES[outcome].letters if letters()[key].is_in_force(on)]


def places(letter: Letter) -> Iterator[str]:
    """The names of the places in a letter's passages."""
    for one in letter.passages:
        yield from _PLACE.findall(one.text)
