"""Stored files, counters and numbers, posts that were done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("series", models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name="系列")),
                ("value", models.PositiveBigIntegerField(default=0, verbose_name="最后一号")),
            ],
            options={
                "verbose_name": "编号器",
                "verbose_name_plural": "编号器",
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                ("stored_at", models.DateTimeField(verbose_name="存入时间")),
            ],
            options={
                "verbose_name": "存储的文件",
                "verbose_name_plural": "存储的文件",
            },
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=80, verbose_name="系列")),
                ("value", models.PositiveBigIntegerField(verbose_name="号")),
                ("about", models.CharField(max_length=80, verbose_name="对象")),
                ("issued_at", models.DateTimeField(verbose_name="编号时间")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
            ],
            options={
                "verbose_name": "编号",
                "verbose_name_plural": "编号",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "value"), name="records_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(("voided_at__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="records_void_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=80, verbose_name="范围")),
                ("key", models.CharField(max_length=80, verbose_name="幂等键")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="内容摘要")),
                ("result", models.CharField(max_length=200, verbose_name="结果")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "已处理的提交",
                "verbose_name_plural": "已处理的提交",
                "constraints": [models.UniqueConstraint(fields=("scope", "key"), name="records_post_once")],
            },
        ),
    ]
