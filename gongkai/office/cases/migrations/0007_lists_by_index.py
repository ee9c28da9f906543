"""The index that a list walks holds what a keyword is looked for in, so that no row is read for it; and the running
consultations, whose copies are brought to the day every night, are found without walking all cases."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """`cases_newest` with the subject and the submission at its end; an index by the state of the clock."""

    dependencies = (("cases", "0006_letters"),)
    operations = (
        migrations.RemoveIndex(model_name="application", name="cases_newest"),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["agency", "-registered_at", "-id", "subject", "submission"], name="cases_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="application", index=models.Index(fields=["clock", "id"], name="cases_by_clock")
        ),
    )
