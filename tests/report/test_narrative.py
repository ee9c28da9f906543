"""Figures, sentences and claims: what a sentence says, and what is no claim at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.report.check import Example
from gongkai.report.example import build
from gongkai.report.model import Section
from gongkai.report.narrative import claims, prose
from gongkai.report.narrative.figures import chinese, figures
from gongkai.report.narrative.sentences import flat, masked, sentences


def said(
    text: str, number: int = 1, edition: str = "2021", year: int = 2023, agency: str = ""
) -> list[tuple[str, object]]:
    """Subject and value of every claim of a text that stands in a section of an example report."""
    changes: list[tuple[str, object]] = [("sections", (Section(number, "一、总体情况", text),)), ("preamble", "")]
    if agency:
        changes.append(("agency", agency))
    report = build(Example(edition, year, changes=tuple(changes)))
    return [(claim.subject, claim.value) for claim in claims(report) if claim.subject]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("共12件", [(12, "件", "count", False)]),
        ("１，２００余条", [(1200, "条", "count", True)]),
        ("约1.2万人次", [(12000, "人次", "count", True)]),
        ("收费110万元、4020元、2亿元", [(Decimal(110), "万元", "money", False), (Decimal("0.402"), "元", "money", False), (Decimal(20000), "亿元", "money", False)]),
        ("十二件、两件、一百零五件", [(12, "件", "count", False), (2, "件", "count", False), (105, "件", "count", False)]),
        ("分别为3、2件", [(3, "件", "count", False), (2, "件", "count", False)]),
        ("增长12.5%", [(Decimal("12.5"), "%", "percent", False)]),
        ("每一件、第三件、同一个", []),
        ("2023年5月", [(2023, "年", "other", False), (5, "月", "other", False)]),
    ],
)  # fmt: skip
def test_figures(text: str, wanted: list[tuple[object, ...]]) -> None:
    """Value, unit, kind and vagueness, in either numerals."""
    assert [(one.value, one.unit, one.kind, one.vague) for one in figures(flat(text).replace("，200", "200"))] == wanted


@pytest.mark.parametrize(
    ("numeral", "value"), [("十", 10), ("二十三", 23), ("一千二百", 1200), ("两", 2), ("一二", 12)]
)
def test_chinese_numerals(numeral: str, value: int) -> None:
    """Numerals below ten thousand."""
    assert chinese(numeral) == value


def test_figures_of_another_kind_are_blotted_out() -> None:
    """Titles, quotations, document numbers, telephones and addresses hold no claims."""
    text = masked(flat("《2023年要点》（青政办〔2023〕12号）“12345”热线 电话0771-5530218 http://a.cn/12 受理3件"))
    assert [(one.value, one.unit) for one in figures(text)] == [(3, "件")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1.没有收到申请。2、没有发布", "，，没有收到申请。，，没有发布"),
        ("；（2）未发生；③未收到", "；，，，未发生；，未收到"),
        ("二是未收到；第三是未收费", "，，未收到；，，，未收费"),
        ("1.5万条；2.5万元", "1.5万条；2.5万元"),
        ("一是不错，二是否公开", "一是不错，二是否公开"),
    ],
)
def test_numbers_of_points_are_no_figures(text: str, wanted: str) -> None:
    """What a point says is read as if it stood alone; decimals and questions keep their letters."""
    assert masked(text) == wanted


def test_a_sentence_cut_by_a_page_break_is_one() -> None:
    """A long line that does not end a sentence goes on in the next; headings and short lines stand alone."""
    text = "（一）主动公开情况\n全年在门户网站和政务新媒体上公开各类政府信息，截至2023年12\n月31日共155条。下一句。"
    report = build(Example(changes=(("sections", (Section(1, "一、总体情况", text),)), ("preamble", ""))))
    assert [(one.raw, one.opens) for one in sentences(report)] == [
        ("（一）主动公开情况", True),
        ("全年在门户网站和政务新媒体上公开各类政府信息，截至2023年12月31日共155条。", True),
        ("下一句。", False),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2023年，我局共收到政府信息公开申请12件。", [("received", 12)]),
        ("收到12件政府信息公开申请，已办结11件。", [("received", 12), ("concluded", 11)]),
        ("政府信息公开申请受理12件，答复12件。", [("received", 12), ("concluded", 12)]),
        ("依申请公开12件。", [("applications", 12)]),
        ("我局收办申请13件，其中新收申请12件。", [("received_and_carried", 13), ("received", 12)]),
        ("收办政府信息公开申请13件，上年结转1件，结转下年度2件。", [("received_and_carried", 13), ("carried_in", 1), ("carried_out", 2)]),
        ("受理依申请公开事项12件，予以公开、部分公开分别为7件、5件。", [("received", 12), ("granted", 7), ("partial", 5)]),
        ("收到政府信息公开申请12件，其中自然人10件、律师事务所2件。", [("received", 12), ("natural_person", 10), ("legal_service", 2)]),
        ("受理政府信息公开申请12件，5件予以公开，2件不予公开。", [("received", 12), ("granted", 5), ("denied", 2)]),
        ("因政府信息公开被申请行政复议3件，维持2件，纠正1件；被提起行政诉讼1件。", [("reconsideration", 3), ("reconsideration_upheld", 2), ("reconsideration_corrected", 1), ("litigation", 1)]),
        ("行政复议、行政诉讼均为0件。", [("reconsideration", 0), ("litigation", 0)]),
        ("制发行政规范性文件2件，废止1件，现行有效20件。", [("documents_issued", 2), ("documents_repealed", 1), ("documents_in_force", 20)]),
        ("作出行政许可决定846件、行政处罚决定57件。", [("licences", 846), ("penalties", 57)]),
        ("行政事业性收费36.5万元。", [("fees", Decimal("36.5"))]),
        ("未收到政府信息公开申请。", [("received", 0)]),
        ("未发生因政府信息公开引起的行政复议和行政诉讼。", [("reconsideration", 0), ("litigation", 0)]),
    ],
)  # fmt: skip
def test_claims(text: str, wanted: list[tuple[str, object]]) -> None:
    """The wordings of offices, in either order of noun and number."""
    assert said(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "全市各级行政机关共收到政府信息公开申请1200件。",
        "2022年，我局收到政府信息公开申请8件，办结8件。",
        "通过信函方式收到政府信息公开申请3件。",
        "收到涉及征地拆迁的申请5件。",
        "指导各镇街办理政府信息公开申请27件。",
        "市教育局收到政府信息公开申请9件。",
        "收到群众来信12件，办结12件。",
        "延期答复申请2件。",
        "行政许可事项46项，公开双公示信息320条。",
        "办理行政处罚案卷评查30件次。",
        "依申请公开办结率100%。",
        "自2008年以来累计受理政府信息公开申请320件。",
        "较上年增加3件。",
    ],
)
def test_no_claims(text: str) -> None:
    """Another scope, another year, one channel, one matter, another body: nothing is said of a cell."""
    assert said(text) == []


def test_a_government_speaks_of_its_area() -> None:
    """全区 is a district government's own figure, and another's for its bureau."""
    text = "全区共收到政府信息公开申请12件。"
    assert said(text, agency="青岚市云湖区人民政府") == [("received", 12)]
    assert said(text) == []


def test_wholes_have_parts() -> None:
    """Lists in brackets, behind 其中, in the next sentence and before a total; a list of a list is not simple."""
    text = (
        "现有平台24个，其中网站1个，新媒体23个（含微博3个、微信8个、其他12个）。公开信息100条。其中网站60条、微信40条。"
        "网站20条，微信30条，共计50条。全年公开90条，其中甲类50条，其中要闻20条、通知30条。"
    )
    report = build(Example(changes=(("sections", (Section(1, "一、总体情况", text),)), ("preamble", ""))))
    made = [
        (one.whole.value, [part.value for part in one.parts], one.closed, one.simple) for one in prose(report).wholes
    ]
    assert made == [
        (23, [3, 8, 12], True, True),
        (24, [1, 23], False, True),
        (100, [60, 40], False, True),
        (50, [20, 30], True, True),
        (90, [50, 20, 30], False, False),
        (50, [20, 30], False, True),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("全市住建系统收到政府信息公开申请226件，其中市本级45件。", [("received", 45)]),
        ("不予公开5件，分别为保护第三方合法权益3件、属于三类内部事务信息2件。", [("denied", 5), ("denied_third_party", 3), ("denied_internal", 2)]),
        ("因政府信息公开被申请复议3件，其中2件维持、1件尚未审结。", [("reconsideration", 3), ("reconsideration_upheld", 2), ("reconsideration_pending", 1)]),
        ("收到的45件申请中，自然人申请36件。", [("received", 45), ("natural_person", 36)]),
        ("印发文件45件，其中主动公开20件，依申请公开8件，不予公开17件。", []),
        ("全年办理行政复议案件86件、行政诉讼案件57件。", []),
        ("未收到政府信息公开申请12件。", [("received", 0)]),
        ("未办结政府信息公开申请2件。", []),
    ],
)  # fmt: skip
def test_claims_by_what_surrounds_them(text: str, wanted: list[tuple[str, object]]) -> None:
    """An own part of a wider scope, reasons of results, nouns behind figures, kinds of papers, denied figures."""
    assert said(text) == wanted


def test_applications_divided_by_channel() -> None:
    """A division by channel is of the number before it, also in the next sentence; one that fits is not listed."""
    text = "新收政府信息公开申请38件。按申请方式分，网上30件、信函7件。按申请渠道看，平台30件，窗口8件。"
    report = build(Example(changes=(("sections", (Section(1, "一、总体情况", text),)), ("preamble", ""))))
    assert [(one.whole.value, one.sums) for one in prose(report).wholes] == [(38, (37,))]
