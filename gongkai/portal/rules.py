"""The rules of the check, each on a page: what it asks, why, the legal basis, a good and a bad example."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.office.people.door import PUBLIC, page
from gongkai.report.check import check, rules
from gongkai.report.example import build
from gongkai.report.language import SEVERITIES
from gongkai.report.model import ABSENT, Report, Signature
from gongkai.writers.official import chinese_date

CELLS = 8
"""How many cells of an example are set side by side."""
HEADS = {"title": "标题", "agency": "机关", "year": "年度", "preamble": "引言", "signature": "落款"}
"""Parts of a report beside its cells and sections, in which examples differ."""


@page(PUBLIC)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every rule in the order of the codes."""
    listed = [(rule, SEVERITIES[rule.severity][0]) for rule in rules().values()]
    return render(request, "portal/rules.html", {"rules": listed})


@page(PUBLIC)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One rule; 404 for a code that none has."""
    found = rules().get(code)
    if found is None:
        raise Http404(code)
    word, _, mark = SEVERITIES[found.severity]
    return render(request, "portal/rule.html", {"rule": found, "word": word, "mark": mark, **_examples(code)})


@cache
def _examples(code: str) -> dict[str, Any]:
    """What the rule says of its bad example, and the cells or the text in question in both, side by side."""
    rule = rules()[code]
    good, bad = build(rule.good), build(rule.bad)
    last = build(rule.bad.last_year) if rule.bad.last_year else None
    found = [one for one in check(bad, last_year=last, only=(rule.code,)).findings if one.code == rule.code]
    cells = list(dict.fromkeys(cell for one in found for cell in one.cells if cell.count(".") == 2))
    sections = dict.fromkeys(one.section for one in found if one.section)
    return {
        "found": [(one.message, one.sentence) for one in found],
        "cells": [
            (
                bad.form.name(cell),
                good.cells.get(cell, ABSENT).raw or "（空）",
                bad.cells.get(cell, ABSENT).raw or "（空）",
            )
            for cell in cells[:CELLS]
        ],
        "heads": [
            (label, _told(good, name), _told(bad, name))
            for name, label in HEADS.items()
            if name in dict(rule.bad.changes)
        ],
        "texts": [
            (given.title, given.text)
            for number in sections
            if (given := good.section(number)) is not None and given.text
        ],
    }


def _told(report: Report, name: str) -> str:
    """A part of a report in words."""
    part = getattr(report, name)
    if isinstance(part, Signature):
        part = " ".join(filter(None, (part.agency, chinese_date(part.date))))
    return str(part or "（没有）")
