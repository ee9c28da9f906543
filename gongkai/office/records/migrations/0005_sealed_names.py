"""Every stored file has a name of its own and a key."""

import uuid

from django.db import migrations, models

from gongkai.office.records.fields import SealedField


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_sealed_files"),
    ]

    operations = [
        migrations.AlterField(
            "storedfile", "lies_at", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="存放名")
        ),
        migrations.AlterField("storedfile", "data_key", SealedField(bound_to="lies_at", verbose_name="文件密钥")),
    ]
