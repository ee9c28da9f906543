"""The lists of `forms/wording.toml`: terms, documents and phrases that a report is held against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.report.form import packaged


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording to look for, what is due instead, and the first year in which it is wrong (0 for any)."""

    find: re.Pattern[str]
    due: str
    since: int = 0


@cache
def phrases(kind: str) -> tuple[Phrase, ...]:
    """The phrases of a list: term, improper, doubled, debris or superseded. KeyError for any other."""
    return tuple(Phrase(re.compile(one["find"]), one["due"], one.get("since", 0)) for one in _data()[kind])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A single expression by its name in the table `pattern`. KeyError for any other."""
    return re.compile(_data()["pattern"][name])


@cache
def named(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The names of a list and the words that each is recognised by: aspect or duty. KeyError for any other."""
    return tuple((str(one["name"]), re.compile(one["find"])) for one in _data()[kind])


@cache
def document_titles() -> dict[str, tuple[str, ...]]:
    """The titles under which a document may be cited, by its number."""
    return {str(one["number"]): tuple(one["titles"]) for one in _data()["title"]}


@cache
def law_names() -> tuple[str, ...]:
    """The names of laws and documents that reports cite in book-title marks."""
    return tuple(str(one["name"]) for one in _data()["law"])


@cache
def _data() -> dict[str, Any]:
    return packaged("wording")
