"""What an application was answered with, each time."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_register_import"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(verbose_name="次序")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("granted", "予以公开"),
                            ("partial", "部分公开"),
                            ("denied_state_secret", "不予公开：属于国家秘密"),
                            ("denied_law_prohibits", "不予公开：其他法律行政法规禁止公开"),
                            ("denied_security", "不予公开：危及“三安全一稳定”"),
                            ("denied_third_party", "不予公开：保护第三方合法权益"),
                            ("denied_internal", "不予公开：属于三类内部事务信息"),
                            ("denied_process", "不予公开：属于四类过程性信息"),
                            ("denied_enforcement_file", "不予公开：属于行政执法案卷"),
                            ("denied_registry_query", "不予公开：属于行政查询事项"),
                            ("unavailable_not_held", "无法提供：本机关不掌握相关政府信息"),
                            ("unavailable_needs_creation", "无法提供：没有现成信息需要另行制作"),
                            ("unavailable_still_unclear", "无法提供：补正后申请内容仍不明确"),
                            ("unprocessed_petition", "不予处理：信访举报投诉类申请"),
                            ("unprocessed_repeat", "不予处理：重复申请"),
                            ("unprocessed_publication", "不予处理：要求提供公开出版物"),
                            ("unprocessed_excessive", "不予处理：无正当理由大量反复申请"),
                            ("unprocessed_reissue", "不予处理：要求确认或重新出具已获取信息"),
                            ("other_no_correction", "其他处理：逾期不补正"),
                            ("other_fee_unpaid", "其他处理：逾期未缴纳费用"),
                            ("other_misc", "其他处理：其他"),
                            ("other", "其他处理（2019年格式，不分项）"),
                        ],
                        max_length=40,
                        verbose_name="答复类型",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="决定日期")),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("direct", "直接送达"),
                            ("entrusted", "委托其他行政机关送达"),
                            ("post", "邮政企业邮寄"),
                            ("electronic", "电子邮件或者网上发送"),
                        ],
                        max_length=20,
                        verbose_name="送达方式",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="计入之日")),
                ("reopened_on", models.DateField(blank=True, null=True, verbose_name="重新办理之日")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="cases.application"
                    ),
                ),
            ],
            options={
                "verbose_name": "答复",
                "verbose_name_plural": "答复",
                "ordering": ("place",),
                "indexes": [models.Index(fields=["closed_on"], name="cases_answers_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "place"), name="cases_answer_place"),
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_on", None)),
                        fields=("application",),
                        name="cases_one_present_answer",
                    ),
                ],
            },
        ),
    ]
