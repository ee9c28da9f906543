"""The terms of `forms/prose.toml`: phrases turned into notions, and the subjects that notions make."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from gongkai.report.form import Form

_UNKNOWN = "[^A-Za-z#]{0,8}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure may be about: the patterns it is read by and the sums of cells that it may be."""

    key: str
    name: str
    name_en: str
    theme: str
    at: re.Pattern[str]
    cells: tuple[str, ...]
    also: tuple[tuple[str, ...], ...]
    near: tuple[tuple[str, ...], ...]
    units: str
    money: bool
    severity: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The tokens as one expression, by group number the letter of each ('' for words that say nothing)."""

    tokens: re.Pattern[str]
    letters: Mapping[int, str]

    def letter(self, hit: re.Match[str]) -> str:
        """The notion of a wording that was found."""
        return self.letters[hit.lastindex or 0]

    def reduce(self, phrase: str) -> str:
        """A phrase as notions, with the words that no term knows left as they stand."""
        return self.tokens.sub(self.letter, phrase)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("gongkai.report").joinpath("forms/prose.toml").read_text("utf-8"))


@cache
def terms() -> Terms:
    """The wordings of every notion; those of several characters are tried before short ones."""
    data = _data()
    wordings = [(wording, letter) for letter, several in data["token"].items() for wording in several]
    wordings += [(wording, "") for wording in data["filler"]["words"]]
    wordings.sort(key=lambda one: -_weight(one[0]))
    groups = {number: letter for number, (_, letter) in enumerate(wordings, 1)}
    return Terms(re.compile("|".join(f"({wording})" for wording, _ in wordings)), groups)


def _weight(wording: str) -> int:
    """About how long a wording is when its options are left out: the longer are tried first."""
    bare = re.sub(r"\(\?[!=<][^()]*\)|\((?:[^()]|\([^()]*\))*\)[?*]|.\?", "", wording)
    return min(len(re.sub(r"[()?:\\]", "", part)) for part in bare.split("|"))


@cache
def subjects(form: Form) -> tuple[Subject, ...]:
    """The subjects that a form has cells for, in the order of the table: the first that fits is meant."""
    listed = _data()["subject"]
    return tuple(_subject(one, form) for one in listed if one["cells"] or form.edition in one.get("editions", {}))


def _subject(one: dict[str, Any], form: Form) -> Subject:
    def sums(name: str) -> tuple[tuple[str, ...], ...]:
        return tuple(_spread(listed, form) for listed in one.get(name, ()))

    patterns = "|".join(f"(?:{p.replace(' ', '').replace('~', _UNKNOWN)})" for p in one["at"])
    cells = one["cells"] or one["editions"][form.edition]
    return Subject(
        key=one["key"],
        name=one["name"],
        name_en=one["name_en"],
        theme=one["theme"],
        at=re.compile(patterns),
        cells=_spread(cells, form),
        also=sums("also"),
        near=sums("near"),
        units=one.get("units", ""),
        money=one.get("money", False),
        severity=one.get("severity", "error"),
    )


def _spread(listed: list[str], form: Form) -> tuple[str, ...]:
    """The addresses of a sum, with each `*` filled in from the form's rows."""
    found: list[str] = []
    for term in listed:
        sign, address = ("-", term[1:]) if term.startswith("-") else ("", term)
        shape = re.compile(re.escape(address).replace(r"\*", r"[a-z_]*"))
        found += [sign + known for known in form.addresses if shape.fullmatch(known)]
    return tuple(found)
