"""What a sentence works out for itself: steps, shares, years and amounts; right ones accuse nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.report.check import Example, check
from gongkai.report.example import build
from gongkai.report.model import Section

QUIET = {"SE01", "SE02", "AS01", "PB01", "DA01"}


def codes(text: str, number: int = 1, example: Example | None = None) -> list[str]:
    """The codes of what is wrong or doubtful in a section of an example report for 2023 with this text."""
    base = build(example or Example())
    kept = [one for one in base.sections if one.number != number]
    title = next(one.title for one in base.sections if one.number == number)
    sections = sorted([*kept, Section(number, title, text)], key=lambda one: one.number)
    found = check(replace(base, sections=tuple(sections))).findings
    return [one.code for one in found if one.severity != "info" and one.code not in QUIET]


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("新增专职人员2名，由7名增加到9名。", "新增专职人员2名，由8名增加到9名。", "ST10"),
        ("政务新媒体由年初的64个压减到51个，注销13个。", "政务新媒体由年初的64个压减到51个，注销15个。", "ST10"),
        ("信息员从12人增至15人，增加3人。", "信息员从12人减至15人。", "ST10"),
        ("图解占比由38%提升到66%，提高28个百分点。", "图解占比由38%提升到66%，提高26个百分点。", "ST10"),
        ("栏目由40个增加到50个，增长25%。", "栏目由40个增加到50个，增长52%。", "ST10"),
        ("窗口由4名减少到3名；科室由17个增加到18个，新设1个、撤销0个。", "窗口由4名增加到3名。", "ST10"),
        ("公开信息1935条，环比上一年度1760条多出175条。", "公开信息1935条，环比上一年度1760条多出157条。", "ST06"),
        ("2023年发布信息80条，较2022年度增加12条。", "2023年发布信息80条，较2023年度增加12条。", "OY04"),
        ("全年发布信息80条，比2023年初的计划多12条。", "全年发布信息80条，比2023年多12条。", "OY04"),
        ("上年2件结转到2023年办理。", "2件结转到2023年办理。", "OY04"),
        ("2022年收到30件，今年的38件多8件。", "2022年收到政府信息公开申请38件。", "OY01"),
        ("征收规费约1.25亿元（即12512.5万元）。", "征收规费约1.25亿元（即12512.5元）。", "FE03"),
        ("按标准收取报名等行政事业性收费36.5万元。", "按标准收取报名等行政事业性收费36.5元。", "ST01"),
        ("平均用时11.5个工作日，比法定20个工作日缩短8.5个工作日。", "平均用时11.5个工作日，比法定20个工作日缩短9.5个工作日。", "ST06"),
        ("访客比上年的2400人次减少240人次，下降10%。", "访客比上年的2400人次减少204人次，下降10%。", "ST06"),
        ("规费861.27万元，比上年的902万元减少40.73万元。", "规费861.27万元，比上年的902万元减少47.03万元。", "ST06"),
        ("发布图解24件，其中动画16件，占三分之二。", "发布图解24件，其中动画16件，占三分之一。", "ST12"),
        ("审查公文860件，主动公开344件，占四成。", "审查公文860件，主动公开344件，占六成。", "ST12"),
        ("培训610人次，是上年305人次的2倍。", "培训610人次，是上年305人次的3倍。", "ST12"),
        ("抽查栏目40个，超期8个，占全市超期栏目的一半。", "抽查栏目40个，其中超期8个，占超过一半。", "ST12"),
        ("发现问题58个，整改51个，整改率87.9%。", "发现问题58个，整改51个，整改率78.9%。", "ST04"),
        ("有效规范性文件由10件调整为9件，净减少1件。", "有效规范性文件由9件调整为8件，净减少1件。", "ST01"),
        ("抽查档案300件，错字23件，占7.7%。", "抽查档案300件，错字23件，占7.9%。", "ST04"),
        ("入库案例由18个增加到45个，是上年的2.5倍。", "入库案例由18个增加到45个，是上年的3.5倍。", "ST12"),
        ("发布信息1128条。其中，住房信息310条，占比27.5%。", "发布信息1128条。其中，住房信息310条，占比25.7%。", "ST04"),
        ("规费722.6万元，2022年为810.2万元，减收87.6万元。", "规费722.6万元，2022年为810.2万元，减收78.6万元。", "ST06"),
        ("新收申请38件。2022年收到30件，同比增加8件。", "2023年发布信息80条，比2023年的72条多8条。", "OY04"),
        ("窗口由9名增加到12名，新增4名、退休1名。", "窗口由9名增加到12名，新增4名，其中1名为法务人员。", "ST10"),
        ("编制由12名减少为11名，实有由10名增加到11名。", "编制由12名减少为11名，实有由11名增加到10名。", "ST10"),
        ("其他单位结转到2023年的项目3个。", "3件结转2023年。", "OY04"),
        ("发布图解40篇，原创8篇，占全市图解的3%。", "收到申请38件，自然人30件，自然人占87.9%。", "ST04"),
    ],
)  # fmt: skip
def test_what_a_sentence_works_out(right: str, wrong: str, code: str) -> None:
    """One of each pair is right and silent, the other is found."""
    assert codes(right) == []
    assert code in codes(wrong)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("行政许可事项由12项减少到10项。", "行政许可事项由12项减少到11项。"),
        ("行政许可事项由上年12项减少2项。", "行政许可事项由上年12项减少3项。"),
        ("取消行政许可事项2项，现有10项。", "取消行政许可事项2项，现有12项。"),
        ("行政许可事项减至10项，较上年减少2项。", "行政许可事项减至11项，较上年减少2项。"),
        ("取消行政许可事项3项、承接1项。", "行政许可事项新增2项。"),
        ("行政许可事项中，全程网办的新增5项。", "行政许可事项减少4项。"),
    ],
)
def test_items_of_the_2019_edition(right: str, wrong: str) -> None:
    """Last year's items, their change and what is left, as table 2 has them."""
    table = Example("2019", 2020, cells=(("t2.licences.items_before", "12"), ("t2.licences.change", "-2")))
    assert codes(right, example=table) == []
    assert "ST11" in codes(wrong, example=table)


APPLIED = "依申请公开情况。新收政府信息公开申请38件，"
CARRIED = APPLIED + "上年结转2件，"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (APPLIED + "2022年转来2件。", APPLIED + "2022年转来3件。"),
        (CARRIED + "已办38件。", CARRIED + "已办49件。"),
        (CARRIED + "办复38件，尚有2件转入2024年继续办理。", CARRIED + "办复38件，尚有3件转入2024年继续办理。"),
        (CARRIED + "办结38件，未办结的2件转至2024年。", CARRIED + "办结37件，未办结的2件转至2024年。"),
        ("依申请公开情况。收到政府信息公开申请38件。", "依申请公开情况。全年未收到群众申请。"),
        (CARRIED + "已办38件，未办完的2件结转下年。", CARRIED + "已办38件，没有结转下年的。"),
        (APPLIED + "内部事务信息不予公开1件。", APPLIED + "内部事务信息不予公开3件。"),
        ("制发规范性文件1件，有效总数增至9件。", "制发规范性文件1件，有效总数增至8件。"),
        ("制发规范性文件1件、同时废止1件，总数保持9件不变。", "制发规范性文件1件、同时废止1件，总数保持8件不变。"),
        ("办理供水、供气等行政许可846件。", "办理供水、供气等行政许可864件。"),
        ("全年行政复议3件、行政诉讼3件，其中复议维持2件。", "全年行政复议3件、行政诉讼3件，其中复议维持1件。"),
        ("因政府信息公开被诉3件。诉讼中，直接起诉2件，复议后起诉1件。",
            "因政府信息公开被诉3件。诉讼中，直接起诉1件，复议后起诉2件。"),
        (CARRIED + "办结38件，另2件结转2024年。", CARRIED + "办结37件，另2件结转2024年。"),
        ("制发规范性文件1件，年末继续执行的9件。", "制发规范性文件1件，年末有效文件8件。"),
        ("行政复议3件、行政诉讼3件，均因政府信息公开引发。", "行政复议3件、行政诉讼2件，均因政府信息公开引发。"),
        ("因政府信息公开被复议3件，其中维持2件；被诉3件，维持2件。",
            "因政府信息公开被复议3件，其中维持2件；被诉3件，维持3件。"),
        ("办理处罚案件提起的行政复议5件、行政诉讼9件，均维持。", "因政府信息公开被申请复议5件。"),
    ],
)  # fmt: skip
def test_ways_of_saying_what_the_tables_hold(right: str, wrong: str) -> None:
    """Carried in and out, concluded, in force, decided and appealed, each as offices put it."""
    assert codes(right) == []
    assert {"ST01", "ST02"} & set(codes(wrong))
