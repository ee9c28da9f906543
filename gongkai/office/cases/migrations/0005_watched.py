"""Cases that a head watches over, and views of the list under a name."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import gongkai.office.records.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_keep_answers"),
        ("people", "0003_drafts_by_agency"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("query", gongkai.office.records.fields.SealedField(verbose_name="查询条件")),
                ("is_shared", models.BooleanField(default=False, verbose_name="本机关共用")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
            ],
            options={
                "verbose_name": "存下的视图",
                "verbose_name_plural": "存下的视图",
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "owner", "name"), name="cases_view_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Supervision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(max_length=500, verbose_name="督办要求")),
                ("until", models.DateField(verbose_name="办理期限")),
                ("ordered_at", models.DateTimeField(verbose_name="督办时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="解除时间")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supervisions", to="cases.application"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.member",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
            ],
            options={
                "verbose_name": "督办",
                "verbose_name_plural": "督办",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("application",),
                        name="cases_one_supervision_at_a_time",
                    )
                ],
            },
        ),
    ]
