"""What the documents of the story say: a text for each field that a letter asks for, days counted from its own."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from gongkai.office.cases.letters.wording import ADDRESSEE, asks

TEXTS: dict[str, tuple[str, ...]] = {
    "where": ("青岚市人民政府网站“政府信息公开”专栏，按文件标题检索。",),
    "provided": ("《{subject}》复印件1份，共3页。", "《{subject}》电子文档1份。"),
    "form": ("纸质复印件、邮寄", "电子文档、电子邮件"),
    "withheld": ("材料中当事人的姓名、联系电话和住址。", "材料中投标单位的报价明细。"),
    "ground": ("第十五条",),
    "facts": ("所申请的材料由本机关在办理过程中形成。", "经核对档案，所申请的材料确由本机关保存。"),
    "law": ("《不动产登记暂行条例》",),
    "window": ("青岚市不动产登记中心查询窗口（听松路8号，电话0990-6620118）",),
    "search": ("办公室、业务科室和档案室以“{subject}”为关键词检索了公文系统和纸质档案，没有找到。",),
    "reason": ("所涉事项不由本机关办理。", "所提内容是对具体事项的投诉。"),
    "held": ("历年的逐件台账。",),
    "work": ("逐件统计并按年度汇总",),
    "history": ("您按期提交了补正材料，",),
    "channel": ("青岚市信访接待中心（望江街2号）。",),
    "earlier": ("前次答复书",),
    "told": ("请向有关单位咨询。",),
    "opinion": ("第三方书面表示不同意公开。",),
}
"""Texts by field; `{subject}` is the application's."""


def filled(kind: str, outcome: str, *, subject: str, today: date, rng: Random) -> dict[str, str]:
    """A text for every field that this document must have."""
    found = {}
    for one in asks(kind, outcome):
        if one.optional or one.name == ADDRESSEE:
            continue
        if one.kind == "date":
            found[one.name] = (today - timedelta(days=rng.randint(5, 12))).isoformat()
        else:
            found[one.name] = rng.choice(TEXTS[one.name]).format(subject=subject)
    return found
