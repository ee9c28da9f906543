"""Correct wordings that look like mistakes, and mistakes that look correct, rule by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.readers import read
from gongkai.report.check import Example, check
from gongkai.report.compare import compare
from gongkai.report.example import build
from gongkai.report.model import Report, Section, Signature
from gongkai.writers import render

FIVE = "五、存在的主要问题及改进情况"


def report(text: str, number: int = 1, **changes: object) -> Report:
    """An example report of 2023 whose section of this number has this text."""
    base = build(Example(changes=tuple(changes.items())))
    kept = [one for one in base.sections if one.number != number]
    title = next((one.title for one in base.sections if one.number == number), FIVE)
    sections = sorted([*kept, Section(number, title, text)], key=lambda one: one.number)
    return replace(base, sections=tuple(sections))


def severities(one: Report, *only: str) -> list[str]:
    """How bad the findings of these rules are."""
    return [found.severity for found in check(one, only=only).findings]


@pytest.mark.parametrize(
    "text",
    [
        "培训覆盖6个区（县、市）和9个乡（镇、街道）。",
        "约谈4家部门（单位）。",
        "梳理8类（项）公开事项。",
    ],
)
def test_a_bracket_of_kinds_is_no_list(text: str) -> None:
    """What a noun also stands for is not counted against the number before it."""
    assert severities(report(text), "PA02") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("对照2022年“栏目陈旧”的问题，新设便民查询栏。", 5),
        ("（一）2022年度短板的补齐情况。", 5),
        ("2022年度存在更新慢的问题，今年平均用时已降到两天。", 5),
        ("2022年查摆问题改进：公开栏全部换新。", 5),
        ("2022年的短板是解读形式少。", 5),
        ("2022年梳理出的不足共4项，均已销号。", 5),
        ("从2022年的工作看，有三处薄弱环节，目前均已补齐。", 5),
        ("2022年自查发现的“答复慢”问题已得到解决。", 5),
        ("组织2024年部门预算编制培训2期。", 1),
        ("公开2022年度部门决算1份。", 1),
        ("收到申请38件，2022年收到30件，两年都没有超期。", 1),
        ("（五）监督保障：2022年度考评为优秀。", 1),
        ("对2022年出台的3件文件开展评估。", 1),
        ("办理2022年结转的建议2件。", 1),
        ("荣获2022年度先进单位称号。", 1),
    ],
)  # fmt: skip
def test_years_that_are_meant(text: str, number: int) -> None:
    """Last year's problems under their year, papers for another year, and figures to compare with."""
    assert severities(report(text, number), "OY") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("依据《政府信息公开信息处理费管理办法》，本局2022年度发出收费通知0份。", 6),
        ("信息处理费方面，2022年没有收费。", 6),
        ("按照有关规定，本机关2022年未向申请人收费。", 6),
        ("（一）主动公开：2022年在市政府网站公布信息211条，较去年下降4.1%（去年220条）。", 1),
        ("2022年，工作中还存在解读偏少的不足。", 5),
    ],
)
def test_years_left_over_in_mid_sentence(text: str, number: int) -> None:
    """A year behind a heading, behind what the agency stands on, or behind its name."""
    assert severities(report(text, number), "OY01") == ["warning"]


def test_a_preamble_of_another_year_or_agency() -> None:
    """The preamble names the report of last year, or an agency one character off."""
    said = "统计期限自2023年1月1日起至2023年12月31日止。"
    agency = build(Example()).agency or ""
    last = f"{agency}2022年度政府信息公开工作年度报告由本局编制。{said}"
    assert severities(report("", preamble=last), "OY01") == ["warning"]
    other = f"{agency.replace('青', '丹', 1)}2023年度政府信息公开工作年度报告由本局编制。{said}"
    assert severities(report("", preamble=other), "NA03") == ["warning"]
    assert severities(report("", preamble=f"为本市{agency[3:]}编制。{said}"), "NA03") == []
    branch = "青岚市公安局云栖分局"
    slip = f"来源：{branch}\n本报告由青岚市公安局云溪分局（以下简称“分局”）根据规定编制。{said}"
    assert severities(report("", agency=branch, preamble=slip), "NA03") == ["warning"]
    assert severities(report("", agency=branch, preamble=slip.replace("溪", "栖")), "NA03") == []


def test_the_title_is_blamed_when_all_else_agrees() -> None:
    """Period and date agree on another year: one finding, at the title; nothing about either of them."""
    one = report("2023年，本局公开信息若干。", year=2022, preamble="数据的时间跨度为2023年1月1日至2023年12月31日。")
    found = check(one, only=["DA", "OY01"]).findings
    assert [(each.code, each.expected, each.found) for each in found] == [("DA03", 2023, 2022)]


@pytest.mark.parametrize(
    "text",
    [
        "去年查找的查询不便问题，已通过上线检索系统予以解决。今年的短板是披露不细，2024年拟推行文书公开。",
        "针对“看不懂”的意见，编印问答手册3册。本年度的不足是绩效信息偏少，拟于2024年补录。",
        "上年的公示滞后问题已通过系统对接得到纠正。现在的短板是互动少，计划开设信箱。",
        "目前的困难是人手少。我们采取了以下举措：充实人员2名。",
    ],
)
def test_improvement_in_many_words(text: str) -> None:
    """What was or will be done is improvement, whatever the verb."""
    assert severities(report(text, 5), "PB01") == []


def test_problems_alone_are_no_improvement() -> None:
    """Section five with problems and nothing done about them."""
    text = "主要问题：部分科室对公开的边界把握不准；账号多而不精，内容也偏少。"
    assert severities(report(text, 5), "PB01") == ["warning"]


@pytest.mark.parametrize(
    ("one", "six", "wanted"),
    [
        ("收取行政事业性收费36.5万元。", "没有其他需要报告的事项。", ["warning"]),
        ("公开收费目录清单1份。", "办理建议3件。", ["warning"]),
        ("公开信息9条。", "没有发生收费事项。", []),
        ("公开信息9条。", "没有向申请人收取过检索、复制、邮寄等费用。", []),
        ("未收取信息处理费。", "无。", []),
    ],
)
def test_the_statement_on_the_fee(one: str, six: str, wanted: list[str]) -> None:
    """Fees of other kinds are no statement on the fee for disclosure."""
    base = report(one)
    sections = tuple(replace(each, text=six) if each.number == 6 else each for each in base.sections)
    assert severities(replace(base, sections=sections), "SE02") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2023年，我局收取信息处理费2件。", ["warning"]),
        ("2023年，我局收取信息处理费2件。共计460元。", []),
        ("2023年，我局收取信息处理费2件，金额460元。", []),
        ("收取信息处理费的件数为0件，金额为0元。", []),
        ("我局未收取信息处理费。", []),
    ],
)
def test_a_fee_without_its_amount(text: str, wanted: list[str]) -> None:
    """Cases that were charged, and no sum of money."""
    assert severities(report(text, 6), "FE01") == wanted


@pytest.mark.parametrize(
    ("preamble", "wanted"),
    [
        ("如有疑问，请与办公室联系（联系人：陈晨，电话：13912345678）。", ["warning"]),
        ("如有疑问，请与办公室联系（电话：0771-5530218）。", []),
        ("如有疑问，请致电办公室，联系电话：13912345678。", []),
        ("申请人身份证号110105194912310021的申请已答复。", ["error"]),
    ],
)
def test_personal_numbers(preamble: str, wanted: list[str]) -> None:
    """A mobile number beside a name is a person's; a number introduced as an identity number is one."""
    assert severities(report("", preamble=preamble), "PD01") == wanted


@pytest.mark.parametrize(
    ("title", "signed", "wanted"),
    [
        ("青岚市云湖区石桥街道办事处", "石桥街道办事处", []),
        ("青岚市云湖区人民政府石桥街道办事处", "石桥街道办事处", []),
        ("青岚市云湖区教育局", "教育局", ["info"]),
        ("青岚市云湖区石桥街道办事处", "柳桥街道办事处", ["warning"]),
    ],
)
def test_signatures_without_their_region(title: str, signed: str, wanted: list[str]) -> None:
    """Leading regions may be left out below the report."""
    one = report("", agency=title, signature=Signature(signed, "2024-01-20"))
    assert severities(one, "NA01") == wanted


@pytest.mark.parametrize(
    ("agency", "wanted"),
    [
        ("青岚市人民政府", []),
        ("南山省人民政府", []),
        ("国家林草监督管理局", []),
        ("青岚市民政局", ["error"]),
        ("国家税务总局青岚市税务局", ["error"]),
        ("石桥镇人民政府", ["info"]),
    ],
)
def test_who_makes_rules(agency: str, wanted: list[str]) -> None:
    """Bodies with the power are left alone, others asked, bureaus told; a question names no figure that is due."""
    base = build(Example(cells=(("t2.rules.in_force", "18"),), changes=(("agency", agency),)))
    found = check(base, only=["PL02"]).findings
    assert [one.severity for one in found] == wanted
    assert all((one.expected is None) == (one.severity == "info") for one in found)


def test_cells_alone_are_not_judged_by_their_words() -> None:
    """A CSV of a correct report: no finding, every rule of the text not assessable, no section to compare."""
    whole = build(Example())
    cells = read(render(whole, ".csv"), name="年报.csv")
    result = check(cells)
    assert (result.findings, cells.wordless, whole.wordless) == ((), True, False)
    silent = {one.code for one in result.not_assessable}
    assert {"SE01", "SE02", "DA01", "DA02", "NA01", "PB01", "PA01", "ST01"} <= silent
    assert {"BA01", "SU01", "CE01", "PL02"} <= set(result.passed)
    assert compare(whole, cells).sections == ()


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("公布救助名单96期（8个居委会各一期，全年12轮）。", "PA"),
        ("窗口力量由3名增加到5名，新增2名。", "PA"),
        ("全年引发行政复议3件、行政诉讼3件，其中维持2件、其他结果1件的是复议。", "PA"),
        ("全年引发行政复议3件、行政诉讼3件，其中维持2件、其他结果1件的是复议。", "ST01"),
        ("办结的38件中予以公开17件。", "ST01"),
    ],
)
def test_figures_with_another_part_in_the_sentence(text: str, rules: str) -> None:
    """A bracket in other units, from one number to another, outcomes of two kinds told together, a base before 中."""
    assert severities(report(text, 4 if "复议" in text else 1), rules) == []
