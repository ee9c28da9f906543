"""What rooms to the left show on the pages of a case: each fills these tables when its app is ready.

A case knows no appeal (HOUSE 1): a room that does gives a part of the case page, a warning for whoever drafts, and what is
done after an import.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.office.cases.models import Application


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the case page: its template, and what that shows of a case to whoever has these permissions."""

    template: str
    shows: Callable[[Application, Collection[str]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know before one answers with an outcome: a sentence, and pages as (words, address)."""

    sentence: str
    pages: tuple[tuple[str, str], ...] = ()


PARTS: dict[str, Part] = {}
"""The sections by name, in the order in which they were given."""
CAUTIONS: dict[str, Callable[[Application, str], Collection[Caution]]] = {}
"""What warns of answering an application with an outcome, by name."""
AFTER_IMPORT: dict[str, Callable[[datetime], object]] = {}
"""What is done in the transaction of an import once its rows are written, by name."""


def parts(application: Application, permissions: Collection[str]) -> list[tuple[str, Mapping[str, Any]]]:
    """The sections of a case page: the template of each and what it shows."""
    return [(one.template, one.shows(application, permissions)) for one in PARTS.values()]


def cautions(application: Application, outcome: str) -> list[Caution]:
    """Everything that warns of answering with this outcome; nothing where there is none."""
    return [caution for ask in CAUTIONS.values() for caution in ask(application, outcome)] if outcome else []
