"""The audit's page filters by kind and by day: an index for each."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["kind", "seq"], name="audit_entry_by_kind")),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["at"], name="audit_entry_by_time")),
    ]
