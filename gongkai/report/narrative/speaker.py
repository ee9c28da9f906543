"""Who speaks in a report: how the agency names itself and its area, and years as it would say them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gongkai.report.form import Form

_YEAR = re.compile(r"(20\d\d)年(?:度)?")


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
_VILLAGES = re.compile("[镇乡](?:人民)?政府$")
_BRANCH = "(?<![各个县区处\\d一-龥])分局(?![一-龥]{0,3}各)|(?<=针对)分局|(?<=[由向与在因对])分局"
"""How a branch names itself; behind any other word it may be another's."""

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
    own = "|".join(
        filter(
            None,
            (
                re.escape(name),
                wide,
                _OWN,
                "[镇乡]级" if _VILLAGES.search(name) else "",
                _BRANCH if name.endswith("分局") else "",
            ),
        )
    )
    return re.compile(own), re.compile(wide)


def area_of(words: str, by: Speaker) -> str:
    """Whether a government's words name its whole area or its own level; '' for every other agency."""
    if by.wide.search(words):
        return "whole"
    return "own" if "本级" in words and by.wide.pattern != _NOWHERE else ""


def short_for(name: str, agency: str) -> bool:
    """Whether a name is the agency's, perhaps shortened: its characters stand in the agency's name in this order."""
    letters = iter(agency)
    return bool(agency) and all(mark in letters for mark in name)


def relative(text: str, by: Speaker) -> str:
    """A text with its years as 本年, 上年, 下年 or 某年, seen from the report's."""

    def said(hit: re.Match[str]) -> str:
        if by.year is None:
            return "本年"
        return {0: "本年", -1: "上年", 1: "下年"}.get(int(hit[1]) - by.year, "某年")

    return _YEAR.sub(said, text)
