"""Articles of the regulation and documents that the package cites."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Article:
    """An article or document: its number and title, what it says in our own words, the day it took effect."""

    key: str
    document: str
    number: str
    title: str
    text: str
    valid_from: date


@cache
def articles() -> dict[str, Article]:
    """Every article and document by key."""
    data = tomllib.loads(resources.files(__package__).joinpath("articles.toml").read_text("utf-8"))
    return {one["key"]: Article(**one) for one in data["article"]}


def article(key: str) -> Article:
    """The article or document with this key, `"36"` or `"form_2021"`; KeyError for any other."""
    return articles()[key]
