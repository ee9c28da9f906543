"""The stored files are sealed: each gets a key of its own and a name by chance (DECISIONS 25).

The plain bytes of an older version are sealed here and removed once that is committed. A run that breaks off leaves them
as they were, and sealed bytes without a record, which are swept.
"""

import secrets
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import migrations, models, transaction
from django.db.migrations.exceptions import IrreversibleError

from gongkai.office.records import chunks, disk, sealing
from gongkai.office.records.fields import SealedField

PLACE = "records_storedfile.data_key"


def seal(apps: Any, _editor: Any) -> None:
    """Seal every file; one that is missing stays missing, one that was changed is sealed as it is and stays told."""
    plain: list[Path] = []
    for file in apps.get_model("records", "StoredFile").objects.order_by("pk").iterator():
        key, file.lies_at = secrets.token_bytes(chunks.KEY), uuid.uuid4()
        file.data_key = sealing.seal(key.hex(), place=PLACE, row=file.lies_at)
        path = disk.place(settings.FILES, file.sha256)
        if path.is_file():
            with path.open("rb") as source:
                most = path.stat().st_size
                disk.put(chunks.Sealed(source, key=key, name=file.lies_at, most=most), settings.FILES, file.lies_at.hex)
            plain.append(path)
        file.save()
    for path in plain:
        transaction.on_commit(path.unlink)


def refuse(apps: Any, _editor: Any) -> None:
    """An older version reads plain files only: the way back is a backup of before."""
    if apps.get_model("records", "StoredFile").objects.exists():
        raise IrreversibleError("stored files are sealed")


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_counter_before"),
    ]

    operations = [
        migrations.AddField("storedfile", "lies_at", models.UUIDField(null=True, verbose_name="存放名")),
        migrations.AddField(
            "storedfile", "data_key", SealedField(bound_to="lies_at", default=b"", verbose_name="文件密钥")
        ),
        migrations.RunPython(seal, refuse),
    ]
