"""What outsiders were found to write: each sentence as it is right, and with one figure or year of it wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.report.check import Example, Finding, check
from gongkai.report.example import build
from gongkai.report.model import Section

APPEALS = 4


def found(text: str, number: int = 1) -> list[Finding]:
    """What is found, infos aside, in a report of 2023 with this text; `|` begins a section five."""
    text, _, last = text.partition("|")
    changed = {number: text, **({5: last} if last else {})}
    base = build(Example())
    kept = [one for one in base.sections if one.number not in changed]
    told = [replace(one, text=changed[one.number]) for one in base.sections if one.number in changed]
    sections = tuple(sorted((*kept, *told), key=lambda one: one.number)) or (Section(1, "", text),)
    codes = check(replace(base, sections=sections), only=["ST", "PA", "RE"]).findings
    return [one for one in codes if one.severity != "info"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("全市住建系统作出行政许可决定846件，其中市本级311件、各分局535件。", "846→864"),
        ("收到政府信息公开申请38件，均按期答复，分别为予以公开17件、部分公开7件。", "17件→18件"),
        ("38件申请由自然人30件、商业企业6件、法律服务机构2件构成。", "30件→31件"),
        ("2022年度结转至本年办理2件，新收政府信息公开申请38件。", "2022年→2021年"),
        ("全年主动公开政府信息412条。|2023年公开的412条信息中，图解偏少。", "的412→的392"),
        ("收到政府信息公开申请38件，30件为自然人提出。", "，30→，33"),
        ("收到公民、法人和其他组织政府信息公开申请共38件。", "38→83"),
        ("全年发布政策解读材料486件。|政策解读数量虽有486件，但形式单一。", "虽有486→虽有468"),
        ("办结38件，其中17件予以公开、7件部分公开。", "7件部→8件部"),
        ("予以公开和部分公开24件，占办结总数的63.2%。", "24件→25件"),
        ("公开信息900条，依次为网站520条、微信300条、微博80条。", "300→360"),
        ("网站公开520条、微信公开300条，全年共公开820条。", "820→802"),
        ("印发公文96件，公开70件，其他26件。", "26→27"),
        ("办理留言86条，已回复83条，正在办理3条。", "83→38"),
        ("收费326.5万元，其中登记费201.2万元、复垦费125.3万元。", "201.2→210.2"),
        ("自然人申请占78.9%。", "78.9→87.9"),
        ("公开信息900条，其中网站540条、微信360条，占比分别为60.0%、40.0%。", "60.0→61.0"),
        ("申请量由2022年的30件增至2023年的38件，增加8件。", "加8→加9"),
        ("举办培训的8个单位中，机关科室5个、直属单位3个。", "5个→6个"),
        ("编印指南240册，发放至12个社区，每个社区20册。", "240→260"),
        ("38件申请全部办结，其中15个工作日内办结20件，16至20个工作日办结12件，延期后办结6件。", "12件→21件"),
        ("新收申请38件，上年结转2件，其中办结38件、结转下年2件。", "年2件。→年3件。"),
    ],
)  # fmt: skip
def test_one_figure_wrong_is_found(right: str, wrong: str) -> None:
    """The right sentence is silent; with the one change it is not."""
    assert found(right) == []
    before, _, after = wrong.partition("→")
    assert right.count(before) == 1
    assert found(right.replace(before, after)) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("全市住建系统因政府信息公开引发行政复议3件，其中维持2件、其他结果1件；行政诉讼3件。", None),
        ("2023年，行政复议案件维持率66.7%。", "66.7→76.6"),
        ("行政复议3件，其中维持2件、其他结果1件。", "2件→3件"),
    ],
)
def test_appeals(right: str, wrong: str | None) -> None:
    """The same of reconsiderations and suits."""
    assert found(right, APPEALS) == []
    if wrong:
        before, _, after = wrong.partition("→")
        assert found(right.replace(before, after), APPEALS) != []


@pytest.mark.parametrize(
    "text",
    [
        "第四季度申请降至7件，前三季度分别为16件、9件、6件。",
        "38件中，35件在15个工作日内答复，占92.1%。",
        "梳理公开事项58项，其中主动公开46项、依申请公开12项。",
        "上年结转的2件已办结，本年新收的38件中办结36件，2件结转下年度。",
        "接受咨询190余次，其中电话140次、当面55次。",
        "公开信息300条，要闻60条，公告50条，其他20条，另转载170条。",
        "其中，动态84条，政策42条，疫情33条，其他81条。",
        "公开信息95条，其中要闻45条、公告12条、其他18条，公众号：20条。",
        "抽查单位30家，发现问题6家，约谈2家，其余4家提醒。",
        "全市公开信息8650条，其中本局公开412条。",
        "2022年结转至2023年的2件已办结。",
        "2023年结转下年度办理2件。",
        "全市住建系统作出行政许可决定5130件。",
    ],
)
def test_what_is_right_is_not_accused(text: str) -> None:
    """Sentences that look like a slip and are none."""
    assert found(text) == []


def test_a_denial_behind_a_semicolon_is_read() -> None:
    """What the first half says of websites has nothing to do with the second."""
    (one,) = found("网站更新及时；没有发生因政府信息公开引起的行政复议。")
    assert one.code == "ST02"
