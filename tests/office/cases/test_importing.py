"""An old register comes in: the clocks are those of the actions, nothing is guessed, all of a file or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.office.cases.clock import account, refresh
from gongkai.office.cases.importing.actions import import_register
from gongkai.office.cases.models import Application
from gongkai.office.people.models import Member
from tests.databases.engines import Engine
from tests.office.cases.office import Office, day, member, noon
from tests.office.cases.register import CLOSED, case, xlsx

TODAY = "2026-03-10"


class Bureau(Office):
    """An office with an administrator, which brings its register along."""

    admin: Member

    def __post_init__(self) -> None:
        """Enter the administrator too."""
        super().__post_init__()
        self.admin = member(self.agency, "管理员", "administrator", name="钱明")

    def words(self, on: str = TODAY, name: str = "登记簿.xlsx") -> dict[str, Any]:
        """What every import is called with."""
        return {"name": name, "agency": self.agency, "by": self.admin, "at": noon(day(on))}


@pytest.fixture
def bureau(db: Engine) -> Bureau:
    """The office."""
    return Bureau()


PATHS: dict[str, tuple[list[tuple[Any, ...]], dict[str, Any]]] = {
    "nothing but the receipt": ([], {}),
    "a correction starts the count anew": (
        [("ask_correction", "2025-09-20", {"until": "2025-10-09", "note": "写明年份"}), ("receive_correction", "2025-10-11", {})],
        {"correction_asked": "2025-09-20", "correction_until": "2025-10-09", "corrected": "2025-10-11"},
    ),
    "still waiting for a correction": (
        [("ask_correction", "2025-09-20", {"until": "2025-10-09", "note": "写明年份"})],
        {"correction_asked": "2025-09-20", "correction_until": "2025-10-09"},
    ),
    "a consultation is left out of the count": (
        [
            ("consult", "2025-09-18", {"party": "岚桥酒业", "joint": False}),
            ("receive_opinion", "2025-10-10", {"party": "岚桥酒业", "note": "不同意"}),
        ],
        {"party1": "岚桥酒业", "consulted1": "2025-09-18", "opinion1": "2025-10-10"},
    ),
    "two consultations and an extension": (
        [
            ("consult", "2025-09-18", {"party": "岚桥酒业", "joint": False}),
            ("consult", "2025-09-22", {"party": "青岚市水务局", "joint": True}),
            ("record_letter_received", "2025-09-23", {"party": "岚桥酒业"}),
            ("extend", "2025-10-09", {"days": 15, "note": "量大"}),
        ],
        {
            "party1": "岚桥酒业", "consulted1": "2025-09-18", "letter_received1": "2025-09-23",
            "party2": "青岚市水务局", "joint2": "是", "consulted2": "2025-09-22",
            "extended": "2025-10-09", "extended_days": 15,
        },
    ),
    "a fee stops the count and its payment starts it anew": (
        [("notice_fee", "2025-09-22", {"amount": 720}), ("receive_payment", "2025-10-15", {})],
        {"fee_noticed": "2025-09-22", "fee": 720, "fee_paid": "2025-10-15"},
    ),
    "answered and served": (
        [
            ("decide", "2025-10-09", {"outcome": "granted", "document_number": "青公开〔2025〕12号"}),
            ("serve", "2025-10-10", {"way": "post", "note": "XA12345678942"}),
        ],
        CLOSED,
    ),
    "answered late, not yet served": (
        [("decide", "2025-11-20", {"outcome": "partial", "document_number": "青公开〔2025〕13号"})],
        {"decided": "2025-11-20", "outcome": "部分公开", "document": "青公开〔2025〕13号"},
    ),
    "lapsed for want of a correction": (
        [
            ("ask_correction", "2025-09-20", {"until": "2025-10-09", "note": "写明年份"}),
            ("lapse", "2025-10-20", {"document_number": "青公开〔2025〕14号"}),
            ("serve", "2025-10-21", {"way": "direct"}),
        ],
        {
            "correction_asked": "2025-09-20", "correction_until": "2025-10-09", "decided": "2025-10-20",
            "outcome": "其他处理：逾期不补正", "document": "青公开〔2025〕14号", "served": "2025-10-21", "way": "直接送达",
        },
    ),
    "withdrawn": ([("withdraw", "2025-10-09", {"note": "书面撤回"})], {"withdrawn": "2025-10-09"}),
}  # fmt: skip
COPY = (
    "state", "received_on", "due", "is_provisional", "clock", "waits_until",
    "outcome", "decided_on", "document_number", "served_on", "way", "channel", "category",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_an_imported_case_is_as_if_it_had_been_worked_on_here(bureau: Bureau, path: str) -> None:
    """State, clock, deadline and facts are the same as by the actions of the same days."""
    steps, cells = PATHS[path]
    worked = bureau.register("2025-09-15")
    for name, on, more in steps:
        bureau.take(worked, name, on, **more)
    import_register(xlsx([case(**cells)]), **bureau.words())
    imported = Application.objects.exclude(pk=worked.pk).get()
    refresh(worked, today=day(TODAY))
    assert {name: getattr(imported, name) for name in COPY} == {name: getattr(worked, name) for name in COPY}
    told = ("kind", "happened_on", "party", "joint", "days", "until", "amount", "irregular")
    assert list(imported.facts.standing().values_list(*told)) == list(worked.facts.standing().values_list(*told))
    assert account(imported, today=day(TODAY)) == account(worked, today=day(TODAY))
