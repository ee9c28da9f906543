"""Words of people that belong to an entry of the audit are kept beside the chain, sealed."""

import uuid

from django.db import migrations, models

from gongkai.office.records.fields import SealedField


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_sealed_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(unique=True, verbose_name="审计序号")),
                ("text", SealedField(verbose_name="说明")),
            ],
            options={
                "verbose_name": "审计说明",
                "verbose_name_plural": "审计说明",
            },
        ),
    ]
