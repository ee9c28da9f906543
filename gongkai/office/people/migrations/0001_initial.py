"""Agencies, their names and units, members, roles, failures of signing in."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import gongkai.office.records.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="机关代字")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "人民政府"),
                            ("department", "政府部门"),
                            ("dispatched", "派出机关、派出机构"),
                            ("internal", "内设机构"),
                            ("authorised", "法律、法规授权的组织"),
                        ],
                        max_length=20,
                        verbose_name="性质",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "国家"), (2, "省级"), (3, "市级"), (4, "县级"), (5, "乡级")], verbose_name="层级"
                    ),
                ),
                ("court", models.CharField(blank=True, max_length=100, verbose_name="管辖法院")),
                (
                    "number_pattern",
                    models.CharField(default="{code}〔{year}〕第{number}号", max_length=60, verbose_name="文号格式"),
                ),
                ("organs", models.ManyToManyField(blank=True, related_name="reconsiders", to="people.agency")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="people.agency",
                    ),
                ),
                (
                    "supervising",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervised",
                        to="people.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "机关",
                "verbose_name_plural": "机关",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("account", models.CharField(max_length=40, unique=True, verbose_name="账号")),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "second_factor",
                    gongkai.office.records.fields.SealedField(blank=True, default=b"", verbose_name="第二因素"),
                ),
                ("last_step", models.PositiveBigIntegerField(default=0, verbose_name="最后用过的时段")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="people.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "成员",
                "verbose_name_plural": "成员",
                "ordering": ("account",),
            },
        ),
        migrations.CreateModel(
            name="AgencyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("until", models.DateField(blank=True, null=True, verbose_name="使用至")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="names", to="people.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "机关其他名称",
                "verbose_name_plural": "机关其他名称",
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=40, verbose_name="账号")),
                ("address", models.CharField(max_length=64, verbose_name="地址")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="失败次数")),
                ("since", models.DateTimeField(verbose_name="起始时间")),
            ],
            options={
                "verbose_name": "登录失败",
                "verbose_name_plural": "登录失败",
                "constraints": [models.UniqueConstraint(fields=("account", "address"), name="people_attempt_once")],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "经办人"),
                            ("reviewer", "审核人"),
                            ("signer", "签发人"),
                            ("registrar", "登记人"),
                            ("supervisor", "主管部门"),
                            ("auditor", "审计员"),
                            ("administrator", "系统管理员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="people.agency"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="people.member"
                    ),
                ),
            ],
            options={
                "verbose_name": "授予的角色",
                "verbose_name_plural": "授予的角色",
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="people.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "科室",
                "verbose_name_plural": "科室",
            },
        ),
        migrations.AddField(
            model_name="member",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="people.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(fields=("name",), name="people_agency_name_once"),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="people_agency_not_its_own_parent"
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyname",
            constraint=models.UniqueConstraint(fields=("agency", "name"), name="people_other_name_once"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(fields=("member", "agency", "role"), name="people_grant_once"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("agency", "name"), name="people_unit_once"),
        ),
    ]
