"""The ways in which an application can end, and the row of the annual report that counts each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to end: names, legal basis, the letters that answer with it, its row in each edition of the form."""

    key: str
    title: str
    title_en: str
    basis: str
    articles: tuple[str, ...]
    letters: tuple[str, ...]
    rows: Mapping[str, str]


def _load() -> dict[str, Outcome]:
    data = tomllib.loads(resources.files(__package__).joinpath("outcomes.toml").read_text("utf-8"))
    return {
        one["key"]: Outcome(
            **{
                **one,
                "articles": tuple(one["articles"]),
                "letters": tuple(one["letters"]),
                "rows": MappingProxyType(one["rows"]),
            },
        )
        for one in data["outcome"]
    }


OUTCOMES: Mapping[str, Outcome] = MappingProxyType(_load())
"""Every outcome by key, in the order of table 3."""
