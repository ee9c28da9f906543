"""Registers brought in from an older system: imports, carried applications and appeals, opening balances."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("applications", models.PositiveIntegerField(verbose_name="申请数")),
                ("appeals", models.PositiveIntegerField(verbose_name="复议诉讼数")),
                ("imported_at", models.DateTimeField(verbose_name="导入时间")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="register_imports", to="people.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
            ],
            options={
                "verbose_name": "登记簿导入",
                "verbose_name_plural": "登记簿导入",
            },
        ),
        migrations.CreateModel(
            name="OpeningBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.CharField(
                        choices=[("carried_in", "上年结转"), ("registration", "登记编号"), ("document", "文号")],
                        max_length=20,
                        verbose_name="项目",
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年份")),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("natural_person", "自然人"),
                            ("business", "商业企业"),
                            ("research", "科研机构"),
                            ("public_welfare", "社会公益组织"),
                            ("legal_service", "法律服务机构"),
                            ("other_org", "其他"),
                        ],
                        max_length=20,
                        verbose_name="申请人类型",
                    ),
                ),
                ("value", models.PositiveIntegerField(verbose_name="数")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opening_balances", to="people.agency"
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="balances", to="cases.registerimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "期初数",
                "verbose_name_plural": "期初数",
            },
        ),
        migrations.CreateModel(
            name="CarriedApplication",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="carried",
                        serialize=False,
                        to="cases.application",
                    ),
                ),
                ("sheet", models.CharField(max_length=100, verbose_name="工作表")),
                ("row", models.PositiveIntegerField(verbose_name="行")),
                ("year", models.PositiveIntegerField(verbose_name="年份")),
                ("old_number", models.CharField(db_index=True, max_length=80, verbose_name="原编号")),
                ("said", models.CharField(max_length=64, verbose_name="内容摘要")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="carried", to="cases.registerimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "导入的申请",
                "verbose_name_plural": "导入的申请",
            },
        ),
        migrations.CreateModel(
            name="CarriedAppeal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reconsideration", "行政复议"),
                            ("litigation_direct", "未经复议直接起诉"),
                            ("litigation_after_reconsideration", "复议后起诉"),
                        ],
                        max_length=40,
                        verbose_name="种类",
                    ),
                ),
                ("case_number", models.CharField(max_length=80, verbose_name="案号")),
                ("organ", models.CharField(max_length=100, verbose_name="复议机关或者法院")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="审结日期")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("upheld", "结果维持"),
                            ("corrected", "结果纠正"),
                            ("other", "其他结果"),
                            ("pending", "尚未审结"),
                        ],
                        max_length=20,
                        verbose_name="结果",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="carried_appeals", to="people.agency"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_appeals",
                        to="cases.application",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_appeals",
                        to="cases.registerimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入的复议诉讼",
                "verbose_name_plural": "导入的复议诉讼",
            },
        ),
        migrations.AddConstraint(
            model_name="registerimport",
            constraint=models.UniqueConstraint(fields=("agency", "sha256"), name="cases_register_once"),
        ),
        migrations.AddConstraint(
            model_name="openingbalance",
            constraint=models.UniqueConstraint(
                fields=("agency", "item", "year", "category"), name="cases_balance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="carriedapplication",
            constraint=models.UniqueConstraint(fields=("agency", "year", "old_number"), name="cases_old_number_once"),
        ),
        migrations.AddConstraint(
            model_name="carriedappeal",
            constraint=models.UniqueConstraint(fields=("agency", "case_number"), name="cases_appeal_once"),
        ),
    ]
