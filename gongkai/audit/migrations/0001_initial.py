"""The entries and their head: the head's row is there from the start, the triggers too."""

from django.db import migrations, models

from gongkai.audit import triggers
from gongkai.audit.chain import START


def lay_head(apps, _editor):
    """Write the head of an empty chain."""
    apps.get_model("audit", "Head").objects.create(pk=1, seq=0, digest=START)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="序号")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor", models.CharField(blank=True, max_length=80, verbose_name="何人")),
                ("kind", models.CharField(max_length=40, verbose_name="何事")),
                ("about", models.CharField(db_index=True, max_length=80, verbose_name="对象")),
                ("body", models.TextField(verbose_name="内容")),
                ("algorithm", models.CharField(max_length=16, verbose_name="算法")),
                ("previous", models.CharField(max_length=64, verbose_name="前一条的摘要")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
            ],
            options={
                "verbose_name": "审计记录",
                "verbose_name_plural": "审计记录",
                "ordering": ("seq",),
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.BigIntegerField(default=0, verbose_name="序号")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                ("at", models.DateTimeField(null=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "审计链头",
                "verbose_name_plural": "审计链头",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_one_head")],
            },
        ),
        migrations.RunPython(lay_head, migrations.RunPython.noop),
        migrations.RunPython(triggers.lay, triggers.lift),
    ]
