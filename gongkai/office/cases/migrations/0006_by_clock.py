"""The running consultations, whose copies are brought to the day every night, are found without walking all cases."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index by the state of the clock."""

    dependencies = (("cases", "0005_words_in_the_newest"),)
    operations = (
        migrations.AddIndex(
            model_name="application", index=models.Index(fields=["clock", "id"], name="cases_by_clock")
        ),
    )
