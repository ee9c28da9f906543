"""Correct prose is not accused, and one thing changed in it is found where it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.report.check import Example, check
from gongkai.report.example import build
from gongkai.report.model import Section, Signature
from tests.prose import corpus
from tests.render import make_report

REPORTS = 48
SLIPPED = 7


@pytest.mark.parametrize("number", range(REPORTS))
def test_correct_reports_are_not_accused(number: int) -> None:
    """No error and no warning on reports of many agencies in many manners of speaking."""
    assert [one for one in check(corpus.correct(number)).findings if one.severity != "info"] == []


def test_slips_are_found_where_they_stand() -> None:
    """Of figures that tables or sums hold, of years, units and negations: the shares that are promised."""
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for number in range(SLIPPED):
        report = corpus.correct(number)
        before = {one.message for one in check(report).findings}
        for slip in corpus.slips(report, number):
            if slip.checkable:
                made[slip.kind] += 1
                answers = [one for one in check(slip.report).findings if one.message not in before]
                found[slip.kind] += any(one.section == slip.section for one in answers)
    shares = {kind: found[kind] / made[kind] for kind in made}
    assert {"digit", "swap", "year", "negation"} <= set(shares)
    assert min(shares.values()) >= 0.9, shares


def findings(text: str, number: int = 1, **changes: object) -> list[tuple[str, str]]:
    """Codes and severities for a text in a section of an example report."""
    example = Example(changes=(("sections", (Section(number, "一、总体情况", text),)),), **changes)  # type: ignore[arg-type]
    quiet = {"SE01", "SE02", "AS01", "PB01", "DA01"}
    return [(one.code, one.severity) for one in check(build(example)).findings if one.code not in quiet]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("新收政府信息公开申请40件。", [("ST01", "warning")]),
        ("新收政府信息公开申请38件，含上年结转共办理40件。", []),
        ("新收政府信息公开申请39件。", [("ST01", "error")]),
        ("新收政府信息公开申请近40件。", []),
        ("新收政府信息公开申请80余件。", [("ST01", "warning")]),
        ("行政事业性收费37万元。", []),
        ("行政事业性收费365000元。", []),
        ("行政事业性收费36.5元。", [("ST01", "warning")]),
        ("公开信息100条，包括网站60条、微信30条。", [("PA01", "warning")]),
        ("公开信息100条，其中网站60条、微信50条。", [("PA01", "warning")]),
        ("公开信息100条，其中要闻6条、通知5条等。", []),
        ("公开信息100余条，其中网站60条、微信30条。", []),
        ("公开信息1256条，其中网站325条、微信211条、微博702条。", [("PA01", "warning")]),
        ("公众号3个（青岚住建、青岚房产等）。", []),
        ("公众号两个（青岚住建、青岚房产）。", []),
        ("2022年，栏目维护和留言答复运行正常。", [("OY01", "warning")]),
        ("2022年，栏目完成改版升级。", []),
        ("2022年以来，栏目维护和留言答复运行正常。", [("OY01", "info")]),
        ("截至2022年底，现行有效行政规范性文件9件。", [("OY01", "warning")]),
        ("按时答复，手机13912345678。", [("PD01", "warning")]),
        ("联系电话：13912345678。", []),
        ("号码110105194912310021的申请已答复。", []),
        ("根据《政府信息公开年度报告格式》（国办公开办函〔2021〕30号）编制。", [("CI03", "info")]),
        ("新收政府信息公开申请38件，其中自然人30件，占78.9%。", []),
        ("未收到政府信息公开申请12件。", [("ST02", "error")]),
        ("新收政府信息公开申请38件，比2022年的30件增加9件。", [("ST06", "warning")]),
        ("新收政府信息公开申请38件，比2022年的30件增加8件，增长26.7%。", []),
        ("新收政府信息公开申请38件，较上年减少2件，下降5%。", []),
        ("新收政府信息公开申请38件，较上年减少2件，下降15%。", [("ST06", "warning")]),
        ("公开信息90件，其中网站60条、微信30条。", [("PA01", "info")]),
        ("发布图解440篇，同比增长10%（上年400篇）。", []),
        ("发布图解440篇，同比增长12%（上年400篇）。", [("ST06", "warning")]),
        ("发布图解440篇，同比下降10%（上年400篇）。", [("ST06", "warning")]),
        ("发布图解440篇（2022年为500篇，同比减少12%）。", []),
        ("发布图解440篇（2022年为500篇，同比减少21%）。", [("ST06", "warning")]),
        ("发布图解440篇，比2022年的400篇多40篇，增长10%。", []),
        ("发布图解440篇，比2022年的400篇多41篇，增长10%。", [("ST06", "warning")]),
        ("发布图解440篇，同比增加40篇，增幅10%。", []),
        ("发布图解440篇，同比增加40篇，增幅90.1%。", [("ST06", "warning")]),
        ("发布图解440篇，比上年末的400篇净增40篇。", []),
        ("发布图解440篇，比上年末的400篇净增44篇。", [("ST06", "warning")]),
        ("发布图解440篇，分别由办公室（400篇）和法规科（40篇）编写，较上年增长10%（上年400篇）。", []),
        ("发布图解440篇，分别由办公室（400篇）和法规科（40篇）编写，较上年增长30%（上年400篇）。", [("ST06", "warning")]),
        ("2021年发布图解40篇，2022年60篇，2023年90篇，增长50%。", []),
        ("2022年，我局将继续加强培训。", [("OY01", "warning")]),
        ("按照《青岚市2023年政务公开工作要点》，2月30日召开会议。", [("OY03", "error")]),
        ("根据《中华人民共和国政府信息公开条例例》编制。", [("CI04", "warning")]),
        ("根据《中华人民共和国政信府息公开条例》编制。", [("CI04", "warning")]),
        ("根据《中华人民共和国政府信息公条例》编制。", [("CI04", "warning")]),
        ("依据《青岚市政府信息公开条例实施办法》编制。", []),
        ("依据《政府信息公开信息处理费管理办法》（国办函〔2020〕119号）收费。", [("CI03", "warning")]),
        ("一是抓培训；三是抓考核。", [("PA03", "info")]),
        ("还存在两方面问题：一是解读少；二是更新慢。", []),
        ("还存在3个问题：一是解读少；二是更新慢。", [("PA03", "info")]),
        ("通过门户网站发布信息1256条。\n全年通过门户网站公开信息1256条。", []),
        ("通过门户网站发布信息1256条。\n门户网站全年公开政府信息1265条。", [("RE01", "info")]),
        ("编号" + "1" * 5000 + "件。", []),
        ("通过门户网站发布信息12条。\n全年通过门户网站公开信息35条。", [("RE01", "info")]),
    ],
)  # fmt: skip
def test_rules_at_their_edges(text: str, wanted: list[tuple[str, str]]) -> None:
    """What is close to a mistake and is none, and how bad the mistakes are."""
    assert findings(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("新收政府信息公开申请38件，比上年减少5件。", [("ST05", "warning")]),
        ("新收政府信息公开申请38件，比上年增加8件，增长26.7%。", []),
        ("新收政府信息公开申请38件，同比增长36.7%。", [("ST05", "warning")]),
        ("组织培训3次，比上年增加1次。", []),
        ("新收政府信息公开申请38件，比上年的30件增加8件。", []),
        ("新收政府信息公开申请38件，比上年的31件增加7件。", [("ST05", "warning")]),
        ("新收政府信息公开申请38件，同比下降26.7%。", [("ST05", "warning")]),
    ],
)
def test_changes_from_last_year(text: str, wanted: list[tuple[str, str]]) -> None:
    """Changes in cases and in percent, with last year's report at hand."""
    report = build(Example(changes=(("sections", (Section(1, "一、总体情况", text),)),)))
    last = build(Example(year=2022, cells=(("t3.received.total", "30"),)))
    assert [(one.code, one.severity) for one in check(report, last_year=last, only=["ST"]).findings] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "error"),
        ("栏目更新不及时。", "warning"),
        ("成效明显，群众满意。", "warning"),
        ("更新不够，将改进。", "info"),
    ],
)
def test_section_five_is_filled(text: str, wanted: str) -> None:
    """Nothing, no improvement, no problem, a few words."""
    changes = (("sections", (Section(5, "五、存在的主要问题及改进情况", text),)),)
    assert [one.severity for one in check(build(Example(changes=changes)), only=["PB"]).findings] == [wanted]


def test_a_short_section_five_is_no_copy() -> None:
    """A few words are alike in any year."""
    changes = (("sections", (Section(5, "五、存在的主要问题及改进情况", "更新不够，将改进。"),)),)
    now, last = build(Example(changes=changes)), build(Example(year=2022, changes=changes))
    assert check(now, last_year=last, only=["PB02"]).findings == ()


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ((("signature", Signature("青岚市住建局", "2024-01-20")),), ["info"]),
        ((("signature", Signature("青岚市教育局", "2024-01-20")),), ["warning"]),
        ((("title", "2023年工作总结"),), ["warning"]),
        ((("title", "2023年政府信息公开工作年报"),), ["info"]),
    ],
)
def test_names(changes: tuple[tuple[str, object], ...], wanted: list[str]) -> None:
    """Shortened, other and full names of the agency; titles of the form and others."""
    assert [one.severity for one in check(build(Example(changes=changes)), only=["NA"]).findings] == wanted


@pytest.mark.parametrize(
    ("number", "text", "code", "found"),
    [
        (6, "2023年，我局收取政府信息公开信息处理费。", "FE01", True),
        (6, "2023年，我局未收取政府信息公开信息处理费。", "FE01", False),
        (6, "收取信息处理费情况：无。", "FE01", False),
        (4, "2023年，我局发生因政府信息公开引起的行政复议。", "ST03", True),
        (4, "如发生行政复议，及时应对。", "ST03", False),
        (3, "全年收到依申请公开事项，均按期答复。", "ST03", True),
        (3, "收到政府信息公开申请后，由办公室登记。", "ST03", False),
    ],
)
def test_lost_negations(number: int, text: str, code: str, found: bool) -> None:
    """A report with nothing but zeros whose text has lost its “no”."""
    base = build(Example(changes=(("sections", (Section(number, "标题", text),)),)))
    empty = {address: replace(cell, value=0, raw="0") for address, cell in base.cells.items()}
    assert bool(check(replace(base, cells=empty), only=[code]).findings) is found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("46件办结申请中，予以公开20件，占43.5%；部分公开8件，占17.4%。", []),
        ("46件办结申请中，予以公开20件，占34.5%。", ["20占46应为43.5%"]),
        ("收到政府信息公开申请45件，办结46件，予以公开20件，占34.5%。", ["20占45应为44.4%，20占46应为43.5%"]),
        ("办结的46件中，予以公开20件（43.5%），部分公开8件（17.4%）。", []),
        ("办结的46件中，予以公开20件（45.3%），部分公开8件（17.4%）。", ["20占46应为43.5%"]),
        ("政府信息公开申请予以公开20件，占34.5%。", ["20占句中和表中各总数都不是34.5%"]),
        ("因政府信息公开发生行政复议3件，纠错率为0%，维持率为66.7%。", []),
        ("因政府信息公开发生行政复议3件，维持率为76.6%。", ["应为66.7%或100.0%"]),
    ],
)
def test_shares_by_the_wholes_that_are_named(text: str, wanted: list[str]) -> None:
    """A due share is told for the wholes of the sentence itself only: never a guess."""
    report = replace(BUREAU, sections=(Section(3, "三、收到和处理政府信息公开申请情况", text),))
    messages = [one.message for one in check(report, only=["ST04", "ST07"]).findings]
    assert len(messages) == len(wanted)
    assert all(part in one for part, one in zip(wanted, messages, strict=True))


@pytest.mark.parametrize(
    ("number", "text", "wanted"),
    [
        (4, "因政府信息公开被申请行政复议3件，2件维持，1件尚未审结。", []),
        (4, "被提起行政诉讼1件，为复议后起诉，法院判决驳回诉讼请求。", ["ST01"]),
        (4, "政府信息公开行政诉讼3件，其中直接起诉2件、复议后起诉1件（维持）。", []),
        (4, "政府信息公开行政诉讼3件，其中直接起诉2件、复议后起诉1件（纠正）。", ["ST08"]),
        (4, "政府信息公开行政诉讼3件，其中直接起诉2件、复议后起诉1件，目前尚未审结。", ["ST08"]),
        (4, "政府信息公开行政诉讼3件，其中直接起诉2件、复议后起诉1件，申请人已撤诉。", ["ST08"]),
        (4, "政府信息公开行政诉讼3件，其中直接起诉2件、复议后起诉1件，法院判决驳回原告诉讼请求。", []),
        (4, "政府信息公开行政复议3件，均已审结。", ["ST08"]),
        (4, "政府信息公开行政复议3件，全部维持。", ["ST08"]),
        (4, "政府信息公开行政复议3件，无被纠正案件。", []),
        (4, "政府信息公开行政诉讼3件，均为复议后起诉。", ["ST08"]),
        (4, "政府信息公开行政诉讼3件，其中直接起诉2件、复议后起诉1件，维持2件。", []),
        (3, "收到政府信息公开申请45件，全部为自然人提出。", ["ST08"]),
        (3, "收到政府信息公开申请45件，均已办结。", ["ST08"]),
        (3, "收到政府信息公开申请45件，除2件结转外均已办结。", []),
        (3, "收到政府信息公开申请45件，均按期答复。", []),
        (3, "收到政府信息公开申请45件，办结46件，没有结转。", ["ST02"]),
        (3, "收到政府信息公开申请45件，上年无结转。", []),
        (3, "收到政府信息公开申请45件，无上年结转，结转下年2件。", ["ST02"]),
        (3, "48件申请中，已办结46件，结转2件。", []),
        (3, "48件申请中，已办结46件，结转3件。", ["ST01"]),
        (1, "收到政府信息公开申请45件。截至12月31日，已答复46件，结转2024年继续办理2件。", []),
        (1, "收到政府信息公开申请45件。截至12月31日，已答复46件，结转2024年继续办理3件。", ["ST01"]),
        (1, "收到政府信息公开申请45件，办结46件，尚在办理中2件。", []),
        (1, "收到政府信息公开申请45件，办结46件，尚在办理中3件。", ["ST01"]),
        (3, "收到政府信息公开申请45件，上年结转3件，两项合计48件。", []),
        (3, "收到政府信息公开申请45件，上年结转3件，两项合计84件。", ["ST01"]),
        (3, "本年新收45件，加上年结转3件，应办48件，实办46件。", []),
        (3, "本年新收45件，加上年结转3件，应办47件，实办46件。", ["ST01"]),
        (3, "本年新收45件，加上年结转3件，应办48件，实办45件。", ["ST01"]),
        (1, "审核各类稿件300余件；制发行政规范性文件4件，废止2件，年末现行有效31件。", []),
        (1, "审核各类稿件300余件；制发行政规范性文件4件，废止2件，年末现行有效13件。", ["ST01"]),
        (1, "现行有效行政规范性文件31件，另有3件废止。", ["ST01"]),
        (1, "信访件上年结转6件，新收52件，办结55件，全部办结的单位4个。", []),
    ],
)
def test_what_is_said_of_all(number: int, text: str, wanted: list[str]) -> None:
    """Outcomes, ways of appeal, applicants and carried applications in words; elliptic figures."""
    report = replace(BUREAU, sections=(Section(number, "标题", text),))
    assert [one.code for one in check(report, only=["ST"]).findings] == wanted


def test_a_government_form_of_2019() -> None:
    """The amount of procurement behind its items."""
    text = "政府集中采购项目64项，采购总金额5102.75万元。"
    cells = (("t2.procurement.items", "64"), ("t2.procurement.amount", "5120.75万元"))
    report = build(Example("2019", 2020, cells=cells, changes=(("sections", (Section(2, "二、", text),)),)))
    assert [one.found for one in check(report, only=["ST01"]).findings] == [Decimal("5102.75")]


def test_a_governments_tables_hold_its_area() -> None:
    """Where other figures of the whole area are those of the tables, its own level may differ, the area may not."""
    text = "全区收到政府信息公开申请45件，办结46件。区政府本级收到申请19件，办结18件。全区制发行政规范性文件5件。"
    report = replace(BUREAU, agency="青岚市云湖区人民政府", sections=(Section(1, "一、总体情况", text),))
    assert [(one.severity, one.found) for one in check(report, only=["ST01"]).findings] == [("warning", 5)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("不予公开5件，申请人就其中1件申请行政复议。", []),
        ("行政许可事项新增6项，处理决定12846件；行政强制事项减少2项，处理决定23件。", []),
        ("行政许可事项新增6项，处理决定12846件；行政强制事项减少2项，处理决定32件。", ["行政强制处理决定"]),
        ("作出行政许可决定1.28万余件。", []),
        ("作出行政许可决定1.82万余件。", ["行政许可处理决定"]),
        ("行政事业性收费零元。", ["行政事业性收费为0万元"]),
        ("行政事业性收费128.65元。", ["元、万元混用"]),
        ("不予公开7件。", ["表三 三（三）各项之和为5"]),
    ],
)
def test_what_a_figure_is_compared_with(text: str, wanted: list[str]) -> None:
    """Parts appealed against, changes that turn to another matter, figures with 余, money in plain digits."""
    report = replace(BUREAU, sections=(Section(1, "一、总体情况", f"政府信息公开申请45件。{text}"),))
    messages = [one.message for one in check(report, only=["ST01"]).findings]
    assert len(messages) == len(wanted)
    assert all(part in one for part, one in zip(wanted, messages, strict=True))


TRUE = [line for line in (Path(corpus.__file__).parent / "true.txt").read_text("utf-8").splitlines() if line[:1] != "#"]
NATURAL = "natural_person"
BUREAU = make_report(
    "2021",
    "青岚市住房和城乡建设局",
    2023,
    {
        f"t3.granted.{NATURAL}": 16, "t3.granted.business": 4, f"t3.partial.{NATURAL}": 6, "t3.partial.business": 1,
        "t3.partial.legal_service": 1, f"t3.denied_third_party.{NATURAL}": 3, f"t3.denied_internal.{NATURAL}": 2,
        f"t3.unavailable_not_held.{NATURAL}": 5, "t3.unavailable_needs_creation.legal_service": 2,
        f"t3.unprocessed_petition.{NATURAL}": 3, f"t3.unprocessed_repeat.{NATURAL}": 1,
        f"t3.other_no_correction.{NATURAL}": 1, "t3.other_misc.other_org": 1,
        f"t3.carried_in.{NATURAL}": 3, f"t3.carried_out.{NATURAL}": 2,
        "t4.reconsideration.upheld": 2, "t4.reconsideration.pending": 1, "t4.litigation_direct.upheld": 1,
        "t4.litigation_direct.pending": 1, "t4.litigation_after_reconsideration.upheld": 1,
        "t2.normative_documents.issued": 4, "t2.normative_documents.repealed": 2, "t2.normative_documents.in_force": 31,
        "t2.licences.decisions": 12846, "t2.penalties.decisions": 357, "t2.coercion.decisions": 23,
        "t2.fees.amount": Decimal("128.65"),
    },
    ("",) * 6,
)  # fmt: skip
"""45 applications received and 3 carried in, 46 concluded, 2 carried out: what the true sentences speak of."""


@pytest.mark.parametrize("line", TRUE)
def test_true_sentences_are_not_accused(line: str) -> None:
    """Other scopes, years, bodies, papers and lists that are not whole: two hundred and fifty manners of speaking."""
    number, text = (int(line[0]), line[2:]) if line[1] == "|" else (1, line)
    report = replace(
        BUREAU, sections=tuple(replace(one, text=text if one.number == number else "") for one in BUREAU.sections)
    )
    found = check(report, only=["ST", "PA", "OY", "FE", "RE"]).findings
    assert [one for one in found if one.severity != "info"] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("全区共收到政府信息公开申请45件。", []),
        ("全区共收到政府信息公开申请41件。", ["info"]),
        ("全区共收到政府信息公开申请286件，其中区政府本级45件、区政府部门181件、镇街60件。", ["info"]),
        ("区政府本级收到政府信息公开申请54件。", ["error"]),
        ("全区未收到政府信息公开申请。", ["info"]),
    ],
)
def test_a_government_and_its_area(text: str, wanted: list[str]) -> None:
    """What a government says of its whole area is a question, of itself an error."""
    report = replace(BUREAU, agency="青岚市云湖区人民政府", sections=(Section(1, "一、总体情况", text),))
    assert [one.severity for one in check(report, only=["ST"]).findings] == wanted
