"""The lists of `forms/wording.toml`: terms, documents and phrases that a report is held against."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from gongkai.report.form import packaged
from gongkai.report.narrative.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording to look for, what is due instead, and the first year in which it is wrong (0 for any).

    A report may not stand on a `binding` document that has been replaced.
    """

    find: re.Pattern[str]
    due: str
    since: int = 0
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that is cited by its number alone: its name, the words and `number` to look for, its known numbers."""

    name: str
    find: re.Pattern[str]
    numbers: tuple[str, ...]


@cache
def phrases(kind: str) -> tuple[Phrase, ...]:
    """The phrases of a list: term, improper, doubled, debris, unfilled or superseded. KeyError for any other."""
    return tuple(
        Phrase(re.compile(one["find"]), one["due"], one.get("since", 0), one.get("binding", False))
        for one in _data()[kind]
    )


def occurrences(
    sentences: Iterable[Sentence], kind: str, seen: Callable[[Sentence], str]
) -> Iterator[tuple[Phrase, Sentence, re.Match[str]]]:
    """The first place of each phrase of a list in what is `seen` of the sentences. KeyError for an unknown list."""
    read = [(sentence, seen(sentence)) for sentence in sentences]
    for phrase in phrases(kind):
        hits = ((sentence, phrase.find.search(text)) for sentence, text in read)
        yield from ((phrase, sentence, hit) for sentence, hit in islice(((s, h) for s, h in hits if h), 1))


@cache
def references() -> tuple[Reference, ...]:
    """The documents that reports cite by number, and where their numbers are looked for."""
    return tuple(
        Reference(str(one["name"]), re.compile(one["find"]), tuple(one["numbers"])) for one in _data()["reference"]
    )


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
