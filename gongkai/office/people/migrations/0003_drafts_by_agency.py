"""A draft belongs to the agency that its member acted for; those there are to the member's own."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def of_their_own(apps: Any, _editor: Any) -> None:
    """Give each draft the agency of its member."""
    for draft in apps.get_model("people", "Draft").objects.select_related("member"):
        draft.agency_id = draft.member.agency_id
        draft.save(update_fields=["agency"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_visits_and_drafts")]

    operations = [
        migrations.RemoveConstraint(model_name="draft", name="people_draft_once"),
        migrations.AddField(
            model_name="draft",
            name="agency",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
            ),
        ),
        migrations.RunPython(of_their_own, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("member", "agency", "path"), name="people_draft_once"),
        ),
    ]
