"""A row for every answer that there was: the present ones from the columns, replaced ones from the audit."""

import json
from typing import Any

from django.db import migrations

from gongkai.statute.channels import WAYS
from gongkai.statute.outcomes import OUTCOMES

TITLES = {one.title: one.key for one in OUTCOMES.values()}
WORDS = {one.title: one.key for one in WAYS.values()}


def keep_answers(apps: Any, _editor: Any) -> None:
    """Write the answers down; the number of the document of a lapse that was replaced is not known any more."""
    fact, answer = apps.get_model("cases", "Fact"), apps.get_model("cases", "Answer")
    for application in apps.get_model("cases", "Application").objects.exclude(received_on=None).iterator(2000):
        days = fact.objects.filter(application=application, superseded_by=None).order_by("place")
        ends = list(days.filter(kind__in=("ended", "withdrawn")).values_list("happened_on", flat=True))
        reopened = list(days.filter(kind="reopened").values_list("happened_on", flat=True))
        found = replaced(apps, application) if reopened else []
        for one, closed, opened in zip(found, ends, reopened, strict=False):
            one |= {"closed_on": closed, "reopened_on": opened, "served_on": closed if one["way"] else None}
        if application.outcome:
            names = ("outcome", "decided_on", "document_number", "served_on", "way")
            closed = ends[len(reopened)] if len(ends) > len(reopened) else None
            found.append({name: getattr(application, name) for name in names} | {"closed_on": closed})
        answer.objects.bulk_create(
            [answer(application=application, place=place, **one) for place, one in enumerate(found, 1)]
        )


def replaced(apps: Any, application: Any) -> list[dict[str, Any]]:
    """The answers that were replaced when the case was opened again, as its entries in the audit tell them."""
    kinds = ("case_decide", "case_lapse", "case_serve", "case_withdraw", "case_reopen")
    entries = apps.get_model("audit", "Entry").objects.filter(about=f"case:{application.pk}", kind__in=kinds)
    found: list[dict[str, Any]] = []
    present: dict[str, Any] = {}
    for kind, body in entries.order_by("seq").values_list("kind", "body"):
        words = json.loads(body)
        if kind == "case_reopen":
            found.append(present)
        elif kind == "case_serve":
            present |= {"way": WORDS[words["way"]]}
        else:
            outcome = "other_misc" if kind == "case_withdraw" else TITLES[words["outcome"]]
            number = words.get("document", "")
            present = {"outcome": outcome, "decided_on": words["on"], "document_number": number, "way": ""}
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("cases", "0003_answers"),
    ]

    operations = [
        migrations.RunPython(keep_answers, migrations.RunPython.noop),
    ]
