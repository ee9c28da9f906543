"""What a sentence's own figures come to, what is a part of what, and how sure a finding from prose is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.report.check import Example, check
from gongkai.report.example import build
from gongkai.report.model import Doubt, Report, Section
from gongkai.report.narrative.sentences import flat, written


def report(text: str, number: int = 1, cells: tuple[tuple[str, str], ...] = ()) -> Report:
    """An example report of 2023 with one section."""
    return build(Example(cells=cells, changes=(("sections", (Section(number, "标题", text),)),)))


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("督导4轮，每轮抽查15处，共抽查66处。", "60", "66"),
        ("12个科室和5个中心参训，共43人，每个科室和中心各2人。", "34", "43"),
        ("在6个社区张贴公告78期，平均每个社区15期。", "13", "15"),
        ("抽检样品520批次，合格507批次，不合格31批次。", "489", "507"),
        ("公开信息62条，与2022年的58条持平。", "增加4", "持平"),
        ("制发行政规范性文件5件，废止2件，现行有效41件（2022年底为37件）。", "40", "41"),
        ("应收金额860元，其中5件按期缴费，实收710万元。", "不超过860元", "710万元"),
        ("四个季度新收申请分别为9件、8件、11件、12件。", "38", "40"),
        ("12月20日收到的1件，已于2023年1月9日答复。", "2023-12-20以后", "2023-01-09"),
    ],
)
def test_what_does_not_come_out(text: str, expected: str, found: str) -> None:
    """Each with what is due and what is stated, and with its words as they stand in the report."""
    (one,) = check(report(text), only=["PA05"]).findings
    assert (one.severity, one.expected, one.found) == ("warning", expected, found)
    assert one.message.split("“")[1].split("”")[0] in text


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (
            "发布图解88篇，其中动画6篇，较2022年的75篇增加15篇。",
            "ST06",
            "发布图解88篇，其中动画6篇，较2022年的75篇增加15篇",
        ),
        ("“甲号”推文1,264篇，“乙号”推文187篇，两个微信公众号合计1,415篇。", "PA01", "1,415篇"),
        ("表中“三、办理结果”合计75件，其中甲28件、乙8件、丙11件、丁17件、戊7件。", "PA01", "“三、办理结果”合计75件"),
        ("运行“甲”微博、“乙”微信、“丙”微信5个政务新媒体账号。", "PA02", "5个政务新媒体"),
        ("加上2022年结转的3件，应办理50件，年内办结46件，其余3件转入2024年。", "PA04", "其余3件"),
        ("行政复议14件，其中纠正2件，占审结案件的八分之一。", "ST12", "八分之一"),
        ("收到的申请，九成以上由商业企业提出。", "ST12", "九成以上由商业企业提出"),
        ("网站公开信息64条。\n形式单一，46条网站信息全部为文字。", "RE01", "46条网站信息全部"),
        ("公开信息183条，其中警务动态94条。\n内容以动态类为主，占一半以上（54.1%）。", "RE01", "54.1%"),
    ],
)
def test_quotations_stand_in_the_report(text: str, code: str, words: str) -> None:
    """What a finding quotes is what is written, with the wrong figure in it."""
    found = [one for one in check(report(text), only=[code]).findings if one.severity == "warning"]
    assert len(found) == 1
    assert words in found[0].message


def test_words_as_they_are_written() -> None:
    """Half-width points, thousands and blanks come back as they were."""
    raw = "全年 办理 12,345 件(含上年)。"
    assert written(raw, flat(raw).index("12345"), flat(raw).index("。")) == "12,345 件(含上年)"


@pytest.mark.parametrize(
    ("text", "number", "severity"),
    [
        ("本年新收政府信息公开申请83件。", 1, "error"),
        ("2022年，我局新收政府信息公开申请38件。", 1, "error"),
        ("2023年未收到政府信息公开申请。", 1, "error"),
        ("本年新收政府信息公开申请83件，其中重大事项9件。", 1, "warning"),
        ("本年新收政府信息公开申请12件。", 1, "warning"),
        ("截至6月，新收政府信息公开申请83件。", 1, "warning"),
        ("因政府信息公开发生行政复议3件，均被纠正。", 4, "error"),
    ],
)
def test_errors_stand_on_the_plainest_sentences(text: str, number: int, severity: str) -> None:
    """The whole of this year, and a slip of the pen or right figures beside it; all else is asked about."""
    found = check(report(text, number), only=["ST01", "ST02", "ST08", "OY01"]).findings
    assert [one.severity for one in found] == [severity]


def test_a_finding_about_cells_in_doubt_is_no_error() -> None:
    """Where the reader doubts every cell of a finding, the finding says so."""
    odd = report("", cells=(("t3.concluded.total", "99"),))
    before = [one for one in check(odd, only=["SU"]).findings if one.severity == "error"]
    cells = tuple({cell for one in before for cell in one.cells})
    after = check(replace(odd, doubts=(Doubt(cells, "看不清"),)), only=["SU"]).findings
    assert before
    assert {one.severity for one in after} == {"warning"}
    assert all("读取有疑问" in one.message for one in after)
