"""An office whose answers are taken further: members at their browsers, appeals by the forms."""

from __future__ import annotations

import html
import re
from typing import Any

from gongkai.office.appeals.models import Appeal
from gongkai.office.cases.models import Application
from tests.office.cases.desk import Desk, errors
from tests.office.people.browsers import get, post


class Bench(Desk):
    """A bureau at work whose pages of appeals may be opened and filled in."""

    def answered(self, outcome: str = "denied_internal") -> Application:
        """A case that was answered and served in December 2024."""
        return self.answered_together(1, outcome)[0]

    def answered_together(self, count: int, outcome: str = "denied_internal") -> list[Application]:
        """So many of them, step by step on the same days."""
        cases = [self.office.register("2024-12-02") for _ in range(count)]
        for case in cases:
            number = f"青水公〔2024〕{case.number}号"
            self.office.take(case, "decide", "2024-12-10", outcome=outcome, document_number=number)
        for case in cases:
            self.office.take(case, "serve", "2024-12-11", way="direct")
        return cases

    def sees(self, path: str, who: str = "officer") -> str:
        """The page at a path below the appeals, as text."""
        answer = get(self.sits(who), address(path))
        assert answer.status_code == 200, (path, answer.status_code)
        return html.unescape(answer.content.decode())

    def posts(self, path: str, who: str = "officer", **words: Any) -> Any:
        """The answer to filling in the form at a path below the appeals."""
        page = get(self.sits(who), address(path)).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(form_id|seen|version)" value="([^"]*)"', page))
        return post(self.sits(who), address(path), hidden | words)

    def enters(self, case: Application, kind: str = "reconsideration", **words: Any) -> Appeal:
        """An appeal registered by the form on the case's page."""
        answer = str(case.answers.exclude(closed_on=None).latest("place").pk)
        given = {"kind": kind, "organ": "青岚市人民政府", "answer": answer, "received_on": "2025-01-06"} | words
        sent = self.posts(f"/../cases/{case.number}/appeal", **given)
        assert sent.status_code == 303, errors(sent)
        return Appeal.objects.latest("registered_at")

    def takes(self, appeal: Appeal, step: str, who: str = "officer", **words: Any) -> Appeal:
        """A step taken by its form."""
        sent = self.posts(f"/{appeal.pk}/{step}", who, **words)
        assert sent.status_code == 303, errors(sent)
        appeal.refresh_from_db()
        return appeal


def address(path: str) -> str:
    """The address of a path below the appeals; `/../` leads beside them."""
    return f"/desk/appeals{path}".replace("/appeals/..", "")


LOST = {
    "result": "rec_quashed",
    "document": "青政复决〔2025〕3号",
    "dated_on": "2025-02-20",
    "happened_on": "2025-02-24",
    "orders": "on",
    "until": "2025-03-17",
}
"""A decision that quashes the answer and orders another."""
