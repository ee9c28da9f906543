"""The terms of `forms/prose.toml`: phrases turned into notions, and the subjects that notions make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Literal

from gongkai.report.form import Form, form, packaged, without_brackets

_SHORT = 60
_REACH = 200
"""Characters that one wording may take: some take any run of digits, and looking on from each is endless work."""
_UNKNOWN = "[^A-Za-z#]{0,8}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure may be about: the patterns it is read by and the sums of cells that it may be."""

    key: str
    name: str
    name_en: str
    theme: str
    words: str
    cells: tuple[str, ...]
    also: tuple[tuple[str, ...], ...]
    near: tuple[tuple[str, ...], ...]
    units: str
    money: bool
    severity: Literal["error", "warning", "info"]

    @property
    def at(self) -> re.Pattern[str]:
        """The expression of the patterns; compiled when the first figure may be about the subject."""
        return _expression(self.words)


@dataclass(frozen=True)
class Terms:
    """The wordings of every notion by their first character: an expression, and the letter of each of its groups.

    A letter is '' for words that say nothing. One expression for all of them would try hundreds at each character;
    `begins` holds those that were needed so far, because to compile them all takes longer than to read a report.
    """

    wordings: Mapping[str, tuple[tuple[str, str], ...]]
    begins: dict[str, tuple[re.Pattern[str], tuple[str, ...]]] = field(default_factory=dict)

    def reduce(self, phrase: str) -> str:
        """A phrase as notions, with the words that no term knows left as they stand."""
        made: list[str] = []
        at, end = 0, len(phrase)
        while at < end:
            known = self._known(phrase[at])
            hit = known[0].match(phrase, at, at + _REACH) if known else None
            if known and hit:
                made.append(known[1][hit.lastindex or 0])
                at = hit.end()
            else:
                made.append(phrase[at])
                at += 1
        return "".join(made)

    def _known(self, mark: str) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
        """The expression for what begins with a character, and the letters of its groups; None when nothing does."""
        known = self.begins.get(mark)
        if known is None and mark in self.wordings:
            several = self.wordings[mark]
            known = re.compile("|".join(f"({one})" for one, _ in several)), ("", *(letter for _, letter in several))
            self.begins[mark] = known
        return known


@cache
def _expression(words: str) -> re.Pattern[str]:
    return re.compile(words)


def notions(phrase: str) -> str:
    """A phrase as `Terms.reduce` gives it. Reports say the same in the same few words: the short ones are kept."""
    return _notions_short(phrase) if len(phrase) <= _SHORT else terms().reduce(phrase)


@lru_cache(maxsize=8192)
def _notions_short(phrase: str) -> str:
    return terms().reduce(phrase)


@cache
def _data() -> dict[str, Any]:
    return packaged("prose")


@cache
def terms() -> Terms:
    """The wordings of every notion; those of several characters are tried before short ones."""
    data = _data()
    wordings = [(wording, letter) for letter, several in data["token"].items() for wording in several]
    wordings += [(wording, "") for wording in data["filler"]["words"]]
    wordings.sort(key=lambda one: -_weight(one[0]))
    first: dict[str, list[tuple[str, str]]] = {}
    for wording, letter in wordings:
        for mark in _firsts(wording):
            first.setdefault(mark, []).append((wording, letter))
    return Terms({mark: tuple(several) for mark, several in first.items()})


def _firsts(wording: str) -> set[str]:
    """The characters that a wording may begin with; every digit stands for `\\d`."""
    found: set[str] = set()
    for branch in _branches(wording):
        rest = branch
        while rest:
            head, rest = _head(rest)
            inner = head.rstrip("?*+")
            if inner.startswith(("(?!", "(?=", "(?<")):
                continue
            if inner.startswith("(?:"):
                found |= _firsts(inner[3:-1])
            elif inner.startswith("["):
                found |= set(inner[1:-1].replace("\\d", "0123456789"))
            else:
                found.add(inner)
            if head == inner or head.endswith("+"):
                break
    return found


def _branches(wording: str) -> list[str]:
    """The alternatives of a wording, outside its brackets."""
    parts, depth = [""], 0
    for mark in wording:
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if mark == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += mark
    return parts


def _head(branch: str) -> tuple[str, str]:
    """The first piece of an alternative with its `?`, `*` or `+`, and what follows it."""
    end = 1
    if branch[0] == "[":
        end = branch.index("]") + 1
    elif branch[0] == "(":
        depth = 1
        while depth:
            depth += {"(": 1, ")": -1}.get(branch[end], 0)
            end += 1
    if branch[end : end + 1] and branch[end] in "?*+":
        end += 1
    return branch[:end], branch[end:]


def _weight(wording: str) -> int:
    """About how long a wording is when its options are left out: the longer are tried first."""
    bare = re.sub(r"\(\?[!=<][^()]*\)|\((?:[^()]|\([^()]*\))*\)[?*]|.\?", "", wording)
    return min(len(re.sub(r"[()?:\\]", "", part)) for part in bare.split("|"))


@cache
def subjects(edition: str) -> tuple[Subject, ...]:
    """The subjects that an edition has cells for, in the order of the table: the first that fits is meant."""
    listed = _data()["subject"]
    return tuple(_subject(one, form(edition)) for one in listed if one["cells"] or edition in one.get("editions", {}))


@cache
def results(edition: str) -> tuple[Subject, ...]:
    """The single results of table 3 by the reasons that the text names for them."""
    rows = {row.key: row for row in form(edition).table("t3").rows}
    return tuple(
        Subject(
            key=key, name=without_brackets(rows[key].text), name_en=f"applications in row {key}", theme="A",
            words=rf"(?:{wording})(?:类|的)?(?:政府)?(?:信息)?(?:申请|情形|的)*(?:、|为|共|有|“|”)*$",
            cells=(f"t3.{key}.total",), also=(), near=(), units="", money=False, severity="warning",
        )
        for key, wording in _data()["result"].items() if key in rows
    )  # fmt: skip


def _subject(one: dict[str, Any], known: Form) -> Subject:
    def sums(name: str) -> tuple[tuple[str, ...], ...]:
        return tuple(_spread(listed, known) for listed in one.get(name, ()))

    patterns = "|".join(f"(?:{p.replace(' ', '').replace('~', _UNKNOWN)})" for p in one["at"])
    cells = one["cells"] or one["editions"][known.edition]
    return Subject(
        key=one["key"],
        name=one["name"],
        name_en=one["name_en"],
        theme=one["theme"],
        words=patterns,
        cells=_spread(cells, known),
        also=sums("also"),
        near=sums("near"),
        units=one.get("units", ""),
        money=one.get("money", False),
        severity=one.get("severity", "error"),
    )


def _spread(listed: list[str], known: Form) -> tuple[str, ...]:
    """The addresses of a sum, with each `*` filled in from the form's rows."""
    found: list[str] = []
    for term in listed:
        sign, address = ("-", term[1:]) if term.startswith("-") else ("", term)
        shape = re.compile(re.escape(address).replace(r"\*", r"[a-z_]*"))
        found += [sign + place for place in known.addresses if shape.fullmatch(place)]
    return tuple(found)
