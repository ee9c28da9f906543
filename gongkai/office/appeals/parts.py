"""What the pages of a case show of its appeals, and the warning for whoever drafts on a ground that lost before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse

from gongkai.office.appeals.actions import take_over
from gongkai.office.appeals.models import Appeal
from gongkai.office.appeals.queries import lesson, lost
from gongkai.office.cases.beside import AFTER_IMPORT, CAUTIONS, PARTS, Caution, Part
from gongkai.office.cases.models import Application
from gongkai.statute.outcomes import OUTCOMES

SHOWN = 5
"""Earlier appeals that a warning names."""
EXCERPT = 120
"""Characters of a lesson in a warning."""


def section(application: Application, permissions: Collection[str]) -> Mapping[str, Any]:
    """The appeals of a case, and whether another may be registered."""
    return {
        "application": application,
        "appeals": application.appeals.order_by("received_on", "pk"),
        "may_register": "register_appeal" in permissions,
    }


def warn(application: Application, outcome: str) -> list[Caution]:
    """That an answer of this kind did not stand before, with the latest of those appeals and the last lesson."""
    found = lost(application.agency, outcome)
    if not found:
        return []
    told = next((words for one in found if (words := lesson(one))), "")
    tail = f"教训：{told[:EXCERPT]}{'……' if len(told) > EXCERPT else ''} 见" if told else "见"
    sentence = f"本机关以“{OUTCOMES[outcome].title}”答复，曾有{len(found)}件被纠正，请核对理由和证据。{tail}"
    return [Caution(sentence, tuple(_page(one) for one in found[:SHOWN]))]


def _page(appeal: Appeal) -> tuple[str, str]:
    number = appeal.application.number if appeal.application else ""
    return f"{appeal.case_number or appeal.organ}（{number}）", reverse("appeals:appeal", args=[appeal.pk])


PARTS["appeals"] = Part("appeals/_section.html", section)
CAUTIONS["appeals"] = warn
AFTER_IMPORT["appeals"] = lambda at: take_over(at=at)
